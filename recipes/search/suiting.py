"""Whether a recipe has the qualities that a wish asks for: whether anything that it says speaks against them.

Not which words ask for one (querying.implying), and not what speaks against it (recipes.qualities).
"""

from recipes.models import Recipe
from recipes.qualities import Quality, qualities
from recipes.search.lines import is_heading, named_by
from recipes.search.reading import ways

COLUMNS = ("title", "course", "ingredients", "method", "total_minutes")
"""What `suits` reads."""


def suits(recipe: Recipe, quality: Quality) -> bool:
    """Whether neither its ingredients nor anything else speaks against it: what says nothing suits."""
    return not (
        recipe.course.lower() in quality.courses
        or quality.is_denied_by(recipe.title)
        or is_out_of_bounds(recipe, quality)
        or any(is_against(line, quality) for line in recipe.ingredient_lines)
        or any(ways().shown_by(recipe.title, recipe.method, way) for way in quality.ways)
    )


def is_against(line: str, quality: Quality) -> bool:
    if not quality.foods or is_heading(line):
        return False
    return not quality.foods.isdisjoint(named_by(line)) and not quality.spares(line)


def is_out_of_bounds(recipe: Recipe, quality: Quality) -> bool:
    """Whether it has too many ingredients, or too few where it has any, too long a method, too many pots, or takes
    too long.
    """
    lines = sum(not is_heading(line) for line in recipe.ingredient_lines)
    return (
        exceeds(lines, quality.most_ingredients)
        or exceeds(len(recipe.method.split()), quality.longest_method)
        or exceeds(recipe.total_minutes or 0, quality.most_minutes)
        or (quality.most_vessels and exceeds(qualities().vessels(recipe.method), quality.most_vessels))
        or 0 < lines < (quality.fewest_ingredients or 0)
    )


def exceeds(number: int, most: int | None) -> bool:
    return most is not None and number > most
