"""A recipe as schema.org says it, for search engines and apps that read it. Not a page, and no address is made here.

https://schema.org/Recipe, with the fields of https://developers.google.com/search/docs/appearance/structured-data/recipe.
"""

import json

from recipes.amounts import iso_duration

DIETS = {
    "vegetarian": "VegetarianDiet",
    "vegan": "VeganDiet",
    "halal": "HalalDiet",
    "kosher": "KosherDiet",
}
"""Those of schema.org's diets that a recipe declares; it knows no pescatarian and no low-carb one."""

# Inside a script element a text may not end it, nor begin a comment.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def structured_data(recipe, address: str, image: str = "", servings: str = "") -> dict:
    """The recipe as JSON-LD; `address` and `image` are absolute, `servings` says in words how many it serves."""
    fields = {
        "@context": "https://schema.org",
        "@type": "Recipe",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "name": recipe.title,
        "description": recipe.summary,
        "image": [image] if image else [],
        "recipeIngredient": recipe.ingredient_lines,
        "recipeInstructions": [
            {"@type": "HowToStep", "position": number, "text": step, "url": f"{address}#step-{number}"}
            for number, step in enumerate(recipe.method_steps, 1)
        ],
        "recipeYield": [str(recipe.servings), servings] if recipe.servings else [],
        "recipeCategory": recipe.course,
        "recipeCuisine": recipe.cuisine,
        "keywords": ", ".join(tag.name for tag in recipe.tags.all()),
        "suitableForDiet": diets(recipe),
        "datePublished": recipe.created.date().isoformat(),
        "dateModified": recipe.updated.date().isoformat(),
    }
    return {name: value for name, value in (fields | times(recipe) | source(recipe)).items() if value}


def times(recipe) -> dict[str, str]:
    minutes = {
        "prepTime": recipe.prep_minutes,
        "cookTime": recipe.cook_minutes,
        "totalTime": recipe.total_minutes,
    }
    return {name: iso_duration(count) for name, count in minutes.items() if count is not None}


def diets(recipe) -> list[str]:
    """The diets that the recipe declares to suit; no gluten counts, where it declares that."""
    suited = [name for diet, name in DIETS.items() if recipe.diets[diet]]
    if recipe.contains_gluten is False:
        suited.append("GlutenFreeDiet")
    return [f"https://schema.org/{name}" for name in suited]


def source(recipe) -> dict:
    return {
        "author": {"@type": "Organization", "name": recipe.source_name} if recipe.source_name else "",
        "isBasedOn": recipe.source_url if recipe.source_url.startswith(("https://", "http://")) else "",
    }


def as_script_text(data: dict) -> str:
    """JSON that may stand in a script element whatever its texts hold."""
    return json.dumps(data, ensure_ascii=False).translate(ESCAPED)
