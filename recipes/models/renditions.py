"""A recipe's photo in several widths, as files: made when it is saved, gone when it goes. Not their pixels (photos).

`photo_widths` says which there are, so that a page need not look; without them the photo shows alone.
"""

import logging

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from recipes.photos import rendition_name, renditions, shrink

logger = logging.getLogger(__name__)


def settle_photo(recipe) -> None:
    """Before a recipe is saved: a new photo is shrunk and stored with its renditions, those of the one before go."""
    is_new = bool(recipe.photo) and not recipe.photo._committed
    if not is_new and (recipe.photo or not recipe.photo_widths):
        return
    forget_stored(recipe)
    recipe.photo_widths = []
    if is_new:
        photo = shrink(recipe.photo)
        recipe.photo.save(photo.name, photo, save=False)
        make_renditions(recipe)


def make_renditions(recipe) -> bool:
    """Store the renditions and note their widths; False where that failed, and then the photo has none."""
    storage, name, recipe.photo_widths = recipe.photo.storage, recipe.photo.name, []
    try:
        with storage.open(name) as file:
            made = renditions(file)
        for width, content in made.items():
            storage.delete(rendition_name(name, width))  # else the storage would choose another name
            storage.save(rendition_name(name, width), content)
    except Exception:  # every format's decoder and every storage has errors of its own
        logger.exception("The photo %s has no smaller sizes; it is shown as it is.", name)
        return False
    recipe.photo_widths = list(made)
    return True


def forget_stored(recipe) -> None:
    """Remove, once it is certain, the renditions of the photo that the database still has for the recipe."""
    if not recipe.pk:
        return
    stored = type(recipe).objects.filter(pk=recipe.pk).only("photo", "photo_widths").first()
    if stored and stored.photo_widths:
        transaction.on_commit(lambda: remove_renditions(stored))


def remove_renditions(recipe) -> None:
    for width in recipe.photo_widths:
        try:
            recipe.photo.storage.delete(rendition_name(recipe.photo.name, width))
        except OSError:
            logger.exception("A smaller size of the photo %s stays behind.", recipe.photo.name)


@receiver(post_delete, sender="recipes.Recipe")
def forget_deleted(instance, **_kwargs) -> None:
    if instance.photo and instance.photo_widths:
        transaction.on_commit(lambda: remove_renditions(instance))


def srcset(recipe) -> str:
    """The photo in all its widths, as the attribute says it; nothing where there is one width only."""
    if not (recipe.photo and recipe.photo_widths and recipe.photo_width):
        return ""
    url = recipe.photo.storage.url
    smaller = [f"{url(rendition_name(recipe.photo.name, width))} {width}w" for width in recipe.photo_widths]
    return ", ".join([*smaller, f"{recipe.photo.url} {recipe.photo_width}w"])
