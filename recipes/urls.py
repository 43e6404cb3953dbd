"""The pages for cooks, compressed (docs/decisions.md says why the admin isn't), and what machines ask for."""

from django.urls import path
from django.views.decorators.gzip import gzip_page

from recipes import views

urlpatterns = [
    path("", gzip_page(views.search), name="search"),
    path("recipes/<slug:slug>/", gzip_page(views.recipe), name="recipe"),
    path("recipes/<slug:slug>/favourite/", views.favourite, name="favourite"),
    path("favourites/", gzip_page(views.favourites), name="favourites"),
    path("surprise/", views.surprise, name="surprise"),
    path("covers/<slug:name>.png", views.cover, name="cover"),
    path("favicon.ico", views.favicon),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots),
    path("healthz", views.healthz, name="healthz"),
]
