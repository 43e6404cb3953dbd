"""The app's config. It registers the system checks and loads nothing heavy."""

from django.apps import AppConfig


class RecipesConfig(AppConfig):
    name = "recipes"

    def ready(self):
        from recipes import checks  # noqa: F401  (registers them)
