"""A recipe's photo and its smaller widths, as files: made when saved, gone when it goes. Not their pixels (photos).

`photo_widths` says which there are, so that a page need not look; without them the photo shows alone.
"""

import logging

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from recipes.photos import rendition_name, renditions, shrink

logger = logging.getLogger(__name__)


def settle_photo(recipe) -> None:
    """Before a recipe is saved: a new photo is shrunk and stored with its renditions, files of the one before go."""
    is_new = bool(recipe.photo) and not recipe.photo._committed
    if not is_new and recipe.photo:
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
    """Remove, once it is certain, the files of the photo that the database still has for the recipe."""
    if recipe._state.adding:
        return
    stored = type(recipe).objects.filter(pk=recipe.pk).only("photo", "photo_widths").first()
    if stored and stored.photo:
        transaction.on_commit(lambda: remove_files(stored))


def remove_files(recipe) -> None:
    """The photo and its renditions, unless a recipe has that photo after all: a copy, or the same file kept."""
    name = recipe.photo.name
    if type(recipe).objects.filter(photo=name).exists():
        return
    for file in [name, *(rendition_name(name, width) for width in recipe.photo_widths)]:
        try:
            recipe.photo.storage.delete(file)
        except OSError:
            logger.exception("The file %s of a photo that is gone stays behind.", file)


@receiver(post_delete, sender="recipes.Recipe")
def forget_deleted(instance, **_kwargs) -> None:
    if instance.photo:
        transaction.on_commit(lambda: remove_files(instance))


def srcset(recipe) -> str:
    """The photo in all its widths, as the attribute says it; nothing where there is one width only."""
    if not (recipe.photo and recipe.photo_widths and recipe.photo_width):
        return ""
    url = recipe.photo.storage.url
    smaller = [f"{url(rendition_name(recipe.photo.name, width))} {width}w" for width in recipe.photo_widths]
    return ", ".join([*smaller, f"{recipe.photo.url} {recipe.photo_width}w"])
