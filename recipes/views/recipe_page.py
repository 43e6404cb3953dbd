"""A recipe's page: what to cook from, what it says of itself, and others like it. Not how likeness is measured."""

import logging

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from recipes import cover_pictures
from recipes.covers import cover_of
from recipes.likeness import is_turn, left_out, likeness, turned, turns
from recipes.models import Recipe
from recipes.portions import lines_for, portions
from recipes.search import SearchUnavailable, foods, similar_recipes
from recipes.structured_data import as_script_text, structured_data
from recipes.views.favourites import kept_by

logger = logging.getLogger(__name__)

COMPARED = 40
"""Of how many recipes that are near in meaning a turn is taken: enough for some of them to be quicker or meatless."""

LIKE_SHOWN = 4
TURN_LENGTH = 80


AMOUNTS = "amounts"
"""The id of what htmx swaps when a cook asks for more or fewer servings."""


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def recipe(request: HttpRequest, slug: str) -> HttpResponse:
    """A recipe to cook from, for htmx its amounts alone; a draft only for staff."""
    found = get_object_or_404(Recipe.objects.with_texts(), slug=slug)
    if not found.published and not request.user.is_staff:
        raise Http404(f"{slug} is a draft")
    shown = portions(found.servings, request.GET)
    context = {"recipe": found, "portions": shown, "lines": lines_for(found.ingredient_lines, shown.factor)}
    if request.htmx and request.htmx.target == AMOUNTS:
        response = render(request, "recipes/_scaled.html", context)
        # A browser that kept the fragment could show it alone when the cook comes Back to the same address.
        response["Cache-Control"] = "no-store"
        return response
    context |= {
        "is_kept": found.pk in kept_by(request),
        "like": more_like(found, request.GET.get("like", "")[:TURN_LENGTH]),
        "allergens": by_statement(found.allergens),
        "diets": by_statement(found.diets),
        **for_sharing(request, found),
    }
    return render(request, "recipes/recipe.html", context)


def for_sharing(request: HttpRequest, recipe: Recipe) -> dict:
    """What other sites and apps are told: the page's one address, its picture, and the recipe as schema.org says it."""
    address = request.build_absolute_uri(recipe.get_absolute_url())
    picture = picture_of(recipe)
    picture["address"] = request.build_absolute_uri(picture["address"])
    count = recipe.servings or 0
    servings = ngettext("%d serving", "%d servings", count) % count
    data = structured_data(recipe, address, picture["address"], servings)
    # Escaped by as_script_text, and as JSON: HTML's own escapes would be part of the texts.
    return {"address": address, "picture": picture, "structured_data": SafeString(as_script_text(data))}


def picture_of(recipe: Recipe) -> dict:
    """The photo's address and pixels, or those of the cover that stands in for one."""
    if recipe.photo:
        return {"address": recipe.photo.url, "width": recipe.photo_width, "height": recipe.photo_height}
    width, height = cover_pictures.SIZE
    name = cover_pictures.name_of(cover_of(recipe))
    return {"address": reverse("cover", args=[name]), "width": width, "height": height}


def by_statement(stated: dict[str, bool | None]) -> dict[str, list[str]]:
    """The names by what the recipe says of them."""
    groups = {"yes": True, "no": False, "unsaid": None}
    return {group: [name for name, value in stated.items() if value is said] for group, said in groups.items()}


def near_in_meaning(recipe: Recipe) -> list[Recipe]:
    """The nearest first; none where search can't answer, since one can cook from the page without them."""
    try:
        return [match.recipe for match in similar_recipes(recipe, COMPARED)]
    except SearchUnavailable as error:
        logger.error("No recipes like %s can be shown (%s): %s", recipe.slug, error.reason, error)
        return []


def more_like(recipe: Recipe, key: str) -> dict:
    """The recipes that are like this one, each with what the two share; `key` is the turn that is taken, if any."""
    near = near_in_meaning(recipe)
    key = key if is_turn(key) else ""
    shown = turned(recipe, near, key)[:LIKE_SHOWN]
    prefetch_related_objects(shown, "tags")
    return {
        "turns": turns(recipe, near, foods()),
        "turn": key,
        "left_out": left_out(key),
        "recipes": [(other, likeness(recipe, other, foods())) for other in shown],
    }
