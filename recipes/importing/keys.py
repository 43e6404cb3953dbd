"""What other people call the fields of a recipe: the names of keys and columns. Not how their values are read.

Case, spaces, underscores, hyphens, dots and prefixes such as "schema:" or "@" don't matter.
"""

import re

# The first of these that a row has and that isn't empty is taken.
NAMES = {
    "title": ("title", "name", "recipetitle", "translatedrecipename", "recipename", "headline", "strmeal"),
    "summary": ("summary", "description", "recipedescription", "desc", "intro", "introduction", "about", "blurb"),
    "ingredients": (
        "ingredients",
        "recipeingredient",
        "recipeingredients",
        "translatedingredients",
        "ingredientlines",
        "ingredientlist",
        "extendedingredients",
        "ingredientsraw",
        "ingredient",
        "cleanedingredients",
        "recipeingredientparts",
        "ner",
    ),
    "method": (
        "method",
        "instructions",
        "recipeinstructions",
        "translatedinstructions",
        "directions",
        "steps",
        "preparation",
        "analyzedinstructions",
        "recipedirections",
        "strinstructions",
    ),
    "course": ("course", "category", "recipecategory", "mealtype", "dishtype", "strcategory"),
    "cuisine": ("cuisine", "recipecuisine", "cuisines", "strarea"),
    "prep_minutes": ("prepminutes", "preptime", "preptimeinmins", "prepmins", "preparationtime", "preparationminutes"),
    "cook_minutes": ("cookminutes", "cooktime", "cooktimeinmins", "cookmins", "cookingtime", "cookingminutes"),
    "total_minutes": (
        "totalminutes",
        "totaltime",
        "minutes",
        "totaltimeinmins",
        "totalmins",
        "readyinminutes",
        "time",
        "duration",
    ),
    "servings": (
        "servings",
        "serves",
        "recipeservings",
        "recipeyield",
        "yield",
        "yields",
        "portions",
        "numberofservings",
    ),
    "source_name": ("sourcename", "source", "site"),
    "author": ("publisher", "author", "authorname"),
    "source_url": ("sourceurl", "url", "link", "recipeurl", "recipelink", "mainentityofpage", "strsource", "@id"),
    "source_id": ("sourceid", "id", "recipeid", "identifier", "uuid", "idmeal"),
    "published": ("published",),
    "diets": ("diets", "diet", "suitablefordiet", "dietary"),
    "allergens": ("allergens", "allergen", "containsallergens"),
}
TAG_NAMES = {
    "season": ("seasons", "season"),
    "occasion": ("occasions", "occasion"),
    "mood": ("moods", "mood"),
    "other": ("tags", "tag", "keywords", "recipekeywords", "categories", "searchterms", "strtags"),
}
# What a page of a site says about itself and not about the dish: not worth a note.
BOILERPLATE = frozenset({"context", "type", "graph", "inlanguage", "datepublished", "datemodified", "copyrightnotice"})
PREFIX = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:|@(?!id))")
SIGNS = re.compile(r"[\s_.\-]+")


def plain(key: str) -> str:
    """The key without case, spaces, signs, prefix: "Total Time", "total_time" and "schema:totalTime" are the same."""
    return SIGNS.sub("", PREFIX.sub("", key.strip()).casefold())


def names_a_title(column: str) -> bool:
    """Whether a column of that name holds titles."""
    return plain(column) in NAMES["title"]
