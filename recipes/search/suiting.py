"""Whether a recipe has the qualities that a wish asks for: whether anything that it says speaks against them.

Not which words ask for one (querying.naming), and not what speaks against it (recipes.qualities).
"""

from recipes.models import Recipe
from recipes.qualities import Quality
from recipes.search.lines import names
from recipes.search.reading import ways

COLUMNS = ("title", "course", "ingredients", "method", "total_minutes")
"""What `suits_by_texts` reads."""


def suits(recipe: Recipe, quality: Quality) -> bool:
    """Whether neither its ingredients nor anything else speaks against it: what says nothing suits."""
    return not any(names(recipe.ingredient_lines, food) for food in quality.foods) and suits_by_texts(recipe, quality)


def suits_by_texts(recipe: Recipe, quality: Quality) -> bool:
    """As suits, but for its foods."""
    return not (
        recipe.course.lower() in quality.courses
        or quality.is_denied_by(recipe.title)
        or is_out_of_bounds(recipe, quality)
        or any(ways().shown_by(recipe.title, recipe.method, way) for way in quality.ways)
    )


def is_out_of_bounds(recipe: Recipe, quality: Quality) -> bool:
    """Whether it has too many ingredients, or too few where it has any, too long a method, or takes too long."""
    lines = len(recipe.ingredient_lines)
    return (
        exceeds(lines, quality.most_ingredients)
        or exceeds(len(recipe.method.split()), quality.longest_method)
        or exceeds(recipe.total_minutes or 0, quality.most_minutes)
        or 0 < lines < (quality.fewest_ingredients or 0)
    )


def exceeds(number: int, most: int | None) -> bool:
    return most is not None and number > most
