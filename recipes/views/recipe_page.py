"""A recipe's page: what to cook from, what it says of itself, and others like it. Not how likeness is measured."""

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from recipes.likeness import is_turn, left_out, likeness, turned, turns
from recipes.models import Recipe
from recipes.search import foods, similar_recipes

COMPARED = 40
"""Of how many recipes that are near in meaning a turn is taken: enough for some of them to be quicker or meatless."""

LIKE_SHOWN = 4
TURN_LENGTH = 80


@require_safe
def recipe(request: HttpRequest, slug: str) -> HttpResponse:
    """A recipe to cook from; a draft only for staff."""
    found = get_object_or_404(Recipe.objects.with_texts(), slug=slug)
    if not found.published and not request.user.is_staff:
        raise Http404(f"{slug} is a draft")
    context = {
        "recipe": found,
        "like": more_like(found, request.GET.get("like", "")[:TURN_LENGTH]),
        "allergens": by_statement(found.allergens),
        "diets": by_statement(found.diets),
    }
    return render(request, "recipes/recipe.html", context)


def by_statement(stated: dict[str, bool | None]) -> dict[str, list[str]]:
    """The names by what the recipe says of them."""
    groups = {"yes": True, "no": False, "unsaid": None}
    return {group: [name for name, value in stated.items() if value is said] for group, said in groups.items()}


def more_like(recipe: Recipe, key: str) -> dict:
    """The recipes that are like this one, each with what the two share; `key` is the turn that is taken, if any."""
    near = [match.recipe for match in similar_recipes(recipe, COMPARED)]
    key = key if is_turn(key) else ""
    shown = turned(recipe, near, key)[:LIKE_SHOWN]
    prefetch_related_objects(shown, "tags")
    return {
        "turns": turns(recipe, near, foods()),
        "turn": key,
        "left_out": left_out(key),
        "recipes": [(other, likeness(recipe, other, foods())) for other in shown],
    }
