"""Addresses of recipe pages, made from titles. Not the addresses of sources."""

from collections.abc import Iterable
from uuid import uuid4

from django.utils.text import slugify

from recipes.models import Recipe
from recipes.models.recipe import TITLE_LENGTH

# Letters that Unicode doesn't take apart into a Latin letter and an accent, as they are commonly written without.
LATIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "’": "", "'": ""}
)
ROUNDS = ((2, 10), (10, 100))


def slug_of(title: str) -> str:
    """ "Crème brûlée" -> "creme-brulee"; "recipe" for a title without Latin letters or digits."""
    return slugify(title.casefold().translate(LATIN))[:TITLE_LENGTH].strip("-") or "recipe"


def free_slugs(wanted: Iterable[str]) -> list[str]:
    """For each wanted slug itself, or, where it is taken (by a stored recipe or by one before it), with a number.

    From the hundredth of a name on (all titles in another script, say) with eight random characters instead. The
    number of queries doesn't grow with that of the stored recipes.
    """
    wanted = list(wanted)
    taken = _stored(set(wanted))
    free: list[str | None] = []
    for slug in wanted:
        free.append(None if slug in taken else slug)
        taken.add(slug)
    for first, end in ROUNDS:
        waiting = {place: _numbered(wanted[place], first, end) for place, slug in enumerate(free) if slug is None}
        taken |= _stored({slug for slugs in waiting.values() for slug in slugs})
        for place, slugs in waiting.items():
            free[place] = next((slug for slug in slugs if slug not in taken), None)
            taken.add(free[place])
    return [slug or f"{wanted[place][:TITLE_LENGTH]}-{uuid4().hex[:8]}" for place, slug in enumerate(free)]


def _numbered(slug: str, first: int, end: int) -> list[str]:
    return [f"{slug[:TITLE_LENGTH]}-{number}" for number in range(first, end)]


def _stored(slugs: set[str]) -> set[str]:
    slugs = sorted(slugs)
    parts = (slugs[start : start + 500] for start in range(0, len(slugs), 500))
    return {slug for part in parts for slug in Recipe.objects.filter(slug__in=part).values_list("slug", flat=True)}
