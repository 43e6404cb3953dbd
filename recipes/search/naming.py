"""What a wish names, and whether a recipe has it: foods and flavours by lines or title, dishes by title.

Not how a sentence names it (querying.naming), nor what comes of it (ranking).
"""

from dataclasses import dataclass

from recipes.dishes import dishes
from recipes.flavours import flavours
from recipes.models import Recipe
from recipes.qualities import qualities
from recipes.querying import Found
from recipes.search.lines import named_in, names
from recipes.search.reading import foods, stored_within, ways
from recipes.search.suiting import suits

OUTSHONE = {"vegetable": ("meat", "fish", "shellfish")}
"""What is in nearly everything, and what a dish is of rather than of it, unless its title says so."""


@dataclass(frozen=True)
class Thing:
    """A food, a flavour, a quality, a kind of dish, a tool or way of cooking ("way"), by its id, or a cuisine."""

    kind: str
    id: str


def things(named: Found) -> tuple[Thing, ...]:
    """What is named, one of which has to be there; words that we don't know are looked for as they are."""
    known = {"food": foods().food, "dish": dishes().kind, "way": ways().asked_for, "cuisine": str}
    known |= {"flavour": flavours().flavour, "quality": str}
    return tuple(Thing(kind, known[kind](words) or words) for kind, words in named.things)


def has(recipe: Recipe, thing: Thing) -> bool:
    """Whether the recipe shows it; of a food that lines or title name it, or the summary where there are no lines."""
    if thing.kind == "food":
        lines = recipe.ingredient_lines
        in_lines = names(lines, thing.id) and not any(names(lines, other) for other in OUTSHONE.get(thing.id, ()))
        return bool(in_lines) or named_in(recipe.title, "" if lines else recipe.summary, thing.id)
    if thing.kind == "quality":
        return suits(recipe, qualities().quality(thing.id))
    if thing.kind == "cuisine":
        return recipe.cuisine in stored_within(thing.id)
    if thing.kind == "flavour" and any(names(recipe.ingredient_lines, food) for food in flavours().foods(thing.id)):
        return True
    return shows(thing, recipe.title, recipe.method)


def shows(thing: Thing, title: str, method: str) -> bool:
    """Whether title and method show a dish, a flavour or a way."""
    if thing.kind == "flavour":
        return flavours().shown_by(title, thing.id)
    if thing.kind == "dish":
        return dishes().shown_by(title, thing.id)
    return ways().shown_by(title, method, thing.id)
