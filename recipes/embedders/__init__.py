"""Embedders by alias, from settings.EMBEDDERS. Importing this loads no model."""

from itertools import chain

from django.core.exceptions import ImproperlyConfigured

from recipes.backends import BackendHandler
from recipes.embedders.base import EmbedderError

embedders = BackendHandler("EMBEDDERS", base="recipes.embedders.base.Embedder")


def alias_of(space: str, *, download: bool = False) -> str | None:
    """The alias whose embedder makes vectors of this space, or None; one that can't be set up is passed over.

    So is one whose model isn't on this machine, unless `download`: no cook's search fetches a model to learn its space.
    """
    here = (alias for alias in embedders if told(alias, "is_here") and told(alias, "space") == space)
    anywhere = (alias for alias in embedders if download and told(alias, "space") == space)
    return next(chain(here, anywhere), None)


def told(alias: str, name: str):
    """An attribute of the embedder; None where it can't be set up, which must not stop the one that serves."""
    try:
        return getattr(embedders[alias], name)
    except (EmbedderError, ImproperlyConfigured):
        return None  # `check` reports it
