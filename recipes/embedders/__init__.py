"""Embedders by alias, from settings.EMBEDDERS. Importing this loads no model."""

from django.core.exceptions import ImproperlyConfigured

from recipes.backends import BackendHandler
from recipes.embedders.base import EmbedderError

embedders = BackendHandler("EMBEDDERS", base="recipes.embedders.base.Embedder")


def alias_of(space: str) -> str | None:
    """The alias whose embedder makes vectors of this space, or None; one that can't be set up is passed over."""
    for alias in embedders:
        try:
            if embedders[alias].space == space:
                return alias
        except (EmbedderError, ImproperlyConfigured):
            continue  # a model that isn't there yet must not stop the one that serves; `check` reports it
    return None
