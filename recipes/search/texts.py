"""What the database's texts of many recipes say: lines, and dishes, flavours and ways that they show. Not kept here."""

from django.db.models import Value

from recipes.models import Recipe
from recipes.models.recipe import text_lines
from recipes.qualities import Quality
from recipes.search.naming import Thing, shows
from recipes.search.parts import in_parts
from recipes.search.suiting import COLUMNS, suits


def texts_of(recipe_ids: list[int]) -> dict[int, list[str]]:
    """Recipe id -> its ingredient lines."""
    return {
        pk: text_lines(ingredients)
        for part in in_parts(recipe_ids)
        for pk, ingredients in Recipe.objects.filter(pk__in=part).values_list("pk", "ingredients")
    }


def suited_by_texts(quality: Quality, recipe_ids: list[int]) -> dict[int, int]:
    """Recipe id -> whether nothing in its texts speaks against the quality."""
    return {
        recipe.pk: int(suits(recipe, quality))
        for part in in_parts(recipe_ids)
        for recipe in Recipe.objects.filter(pk__in=part).only(*COLUMNS)
    }


def shown_by_texts(thing: Thing, recipe_ids: list[int]) -> dict[int, int]:
    """Recipe id -> whether its texts show the dish, the flavour, or the tool or way of cooking."""
    columns = ("pk", "title", "method" if thing.kind == "way" else Value(""))
    return {
        pk: int(shows(thing, title, method))
        for part in in_parts(recipe_ids)
        for pk, title, method in Recipe.objects.filter(pk__in=part).values_list(*columns)
    }
