"""The pages for cooks, and the health page for monitoring."""

from django.urls import path

from recipes import views

urlpatterns = [
    path("", views.search, name="search"),
    path("recipes/<slug:slug>/", views.recipe, name="recipe"),
    path("favicon.ico", views.favicon),
    path("healthz", views.healthz, name="healthz"),
]
