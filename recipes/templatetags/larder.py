"""How recipes are worded and drawn on pages: durations, names of diets and allergens, covers. No queries."""

from zlib import crc32

from django import template
from django.utils.translation import gettext_lazy

from recipes import forms
from recipes.models import COURSES, Recipe

register = template.Library()

PALETTES = 6
GROUNDS = 4
ANY_DISH = ("pot", "board", "pan")

ALLERGEN_NAMES = {
    "gluten": gettext_lazy("gluten"),
    "crustaceans": gettext_lazy("crustaceans"),
    "eggs": gettext_lazy("eggs"),
    "fish": gettext_lazy("fish"),
    "peanuts": gettext_lazy("peanuts"),
    "soybeans": gettext_lazy("soybeans"),
    "milk": gettext_lazy("milk"),
    "nuts": gettext_lazy("nuts"),
    "celery": gettext_lazy("celery"),
    "mustard": gettext_lazy("mustard"),
    "sesame": gettext_lazy("sesame"),
    "sulphites": gettext_lazy("sulphites"),
    "lupin": gettext_lazy("lupin"),
    "molluscs": gettext_lazy("molluscs"),
}


@register.filter
def duration(minutes: int) -> str:
    """Minutes as a cook says them: “1 h 50 min”."""
    return forms.duration(minutes)


@register.filter
def names(keys: list[str]) -> str:
    """Keys of diets or allergens as a list in words: “gluten, milk, low-carb”."""
    known = forms.DIET_NAMES | ALLERGEN_NAMES
    return ", ".join(str(known[key]) for key in keys)


@register.filter
def cover_class(recipe: Recipe) -> str:
    """The colours and the ground of a recipe's cover, always the same for the same recipe."""
    number = cover_number(recipe)
    return f"cover-{number % PALETTES} ground-{number // PALETTES % GROUNDS}"


@register.filter
def cover_figure(recipe: Recipe) -> str:
    """The id of a recipe's figure in static/covers.svg: its course's, or one that suits any dish."""
    any_dish = ANY_DISH[cover_number(recipe) // PALETTES // GROUNDS % len(ANY_DISH)]
    return course_figure(recipe.course, any_dish)


@register.filter
def course_figure(course: str, otherwise: str = ANY_DISH[0]) -> str:
    return course.casefold() if course.casefold() in COURSES else otherwise


def cover_number(recipe: Recipe) -> int:
    return crc32(recipe.slug.encode())


@register.filter
def web_address(url: str) -> str:
    """The address where it is one of the web, else nothing: a stored `javascript:` never becomes a link."""
    return url if url.casefold().startswith(("https://", "http://")) else ""
