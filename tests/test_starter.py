"""The shipped collection: its shape, its breadth, and its claims held against its ingredient lines by word lists.

The lists read what a line names, not what may be in it: a recipe says what a ready-made food has to be made with.
"""

import json
import re
from collections import Counter

import pytest

from recipes.importing.slugs import slug_of
from recipes.importing.starter import FOLDER, starter_rows
from recipes.models import ALLERGENS, COURSES, DIETS
from tests.starter_words import ALCOHOL, ANIMAL_RENNET, CARBOHYDRATE, FOODS, HARMLESS, MEAT, PORK, WINE_VINEGAR

KEYS = [
    *("id", "title", "summary", "ingredients", "method", "course", "cuisine", "diets", "allergens"),
    *("seasons", "occasions", "moods", "prep_minutes", "cook_minutes", "total_minutes", "servings"),
]
RECIPES = [row for _, row in starter_rows()]
SEASONS = {"spring", "summer", "autumn", "winter"}

WEIGHT = re.compile(r"(\d+(?:\.\d+)?) (k?g)\b")


def named(words: str, lines: list[str]) -> list[str]:
    """The lines that name one of the foods."""
    return [line for line in lines if re.search(rf"(?<![\w-])(?:{words})(?![\w-])", line)]


def cleared(recipe: dict) -> list[str]:
    """Its ingredient lines in lower case, less the names that only sound like a food."""
    return [HARMLESS.sub(" ", line.casefold()) for line in recipe["ingredients"]]


def allergens(recipe: dict) -> set[str]:
    return {allergen for allergen, words in FOODS.items() if named(words, cleared(recipe))}


def diets(recipe: dict) -> set[str]:
    """The diets, but for low carb, that no ingredient line is against."""
    lines, contained = cleared(recipe), allergens(recipe)
    meat, pork = named(MEAT, lines), named(PORK, lines)
    sober = [re.sub(WINE_VINEGAR, "", line) for line in lines]
    seafood = contained & {"fish", "crustaceans", "molluscs"}
    # Of cheeses with and without animal rennet only those pass that say which they are.
    rennet = named(ANIMAL_RENNET, [line.casefold() for line in recipe["ingredients"] if "vegetarian" not in line])
    found = set() if meat else {"pescatarian"}
    if not (meat or seafood or rennet):
        found.add("vegetarian")
        found |= set() if contained & {"eggs", "milk"} or named("honey", lines) else {"vegan"}
    found |= set() if pork or named(ALCOHOL, sober) else {"halal"}
    unclean = pork or contained & {"crustaceans", "molluscs"} or named("eel|monkfish|catfish|rabbit", lines)
    return found | (set() if unclean or (meat and "milk" in contained) else {"kosher"})


def carbohydrate(recipe: dict) -> float:
    """Grams in a serving, counted from the ingredients of which nearly all of it comes."""
    total = 0.0
    for line in (line.casefold() for line in recipe["ingredients"]):
        share = next((share for words, share in CARBOHYDRATE.items() if named(words, [line])), 0)
        if share and (weight := WEIGHT.search(line)):
            total += float(weight[1]) * (1000 if weight[2] == "kg" else 1) * share
    return total / recipe["servings"]


def of(*lines: str) -> dict:
    return {"ingredients": lines}


@pytest.mark.parametrize(
    ("line", "contained"),
    [
        ("2 tbsp peanut butter", {"peanuts"}),
        ("1 butternut squash and 1 tin butter beans", set()),
        ("400 ml coconut milk", set()),
        ("200 ml almond milk", {"nuts"}),
        ("200 ml soya cream", {"soybeans"}),
        ("100 ml oat milk", set()),
        ("1 eggplant, cubed", set()),
        ("2 Duck eggs", {"eggs"}),
        ("200 g egg noodles", {"eggs", "gluten"}),
        ("200 g rice noodles", set()),
        ("200 g rice flour or gram flour", set()),
        ("200 g almond flour", {"nuts"}),
        ("200 g buckwheat flour", set()),
        ("100 g bulgur wheat", {"gluten"}),
        ("500 ml vegetarian stock", {"celery"}),
        ("200 g oyster mushrooms", set()),
        ("1 tbsp oyster sauce", {"gluten", "molluscs"}),
        ("1 tsp grated nutmeg and 50 g pine nuts", set()),
        ("10 chestnuts", set()),
        ("1 tsp cream of tartar", set()),
        ("6 corn tortillas", set()),
        ("6 tortillas", {"gluten"}),
        ("2 tbsp tamari (without wheat)", {"soybeans"}),
        ("1 tbsp red wine vinegar", {"sulphites"}),
        ("1 tbsp rice wine vinegar", set()),
        ("100 g feta (made with vegetarian rennet)", {"milk"}),
        ("100 g gluten-free flour", set()),
        ("1 tsp Worcestershire sauce", {"fish", "gluten"}),
    ],
)
def test_the_lists_read_a_line_rightly(line, contained):
    assert allergens(of(line)) == contained


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        (["2 beef tomatoes", "lamb's lettuce"], {"vegan", "vegetarian", "pescatarian", "halal", "kosher"}),
        (["2 duck eggs", "goat's cheese"], {"vegetarian", "pescatarian", "halal", "kosher"}),
        (["1 tbsp honey"], {"vegetarian", "pescatarian", "halal", "kosher"}),
        (["50 g Parmesan"], {"pescatarian", "halal", "kosher"}),
        (["2 anchovies", "2 tbsp red wine vinegar"], {"pescatarian", "halal", "kosher"}),
        (["2 anchovies", "200 ml red wine"], {"pescatarian", "kosher"}),
        (["10 prawns"], {"pescatarian", "halal"}),
        (["500 ml chicken stock"], {"halal", "kosher"}),
        (["1 chicken", "50 g butter"], {"halal"}),
        (["4 leaves gelatine"], set()),
        (["1 tbsp fish sauce", "vegetarian sausages"], {"pescatarian", "halal", "kosher"}),
    ],
)
def test_the_lists_read_diets_rightly(lines, allowed):
    assert diets(of(*lines)) == allowed


each = pytest.mark.parametrize("recipe", RECIPES, ids=[recipe["id"] for recipe in RECIPES])


def test_it_is_broad():
    assert len(RECIPES) >= 300
    assert len({recipe["cuisine"] for recipe in RECIPES}) >= 35
    assert sum(recipe["cook_minutes"] == 0 for recipe in RECIPES) >= 30
    assert min(Counter(recipe["course"] for recipe in RECIPES).values()) >= 10
    assert {recipe["course"] for recipe in RECIPES} == set(COURSES)
    assert {season for recipe in RECIPES for season in recipe["seasons"]} == SEASONS
    assert all(sum(recipe["diets"][diet] for recipe in RECIPES) >= 10 for diet in DIETS)
    assert sum(recipe["total_minutes"] <= 30 for recipe in RECIPES) >= 30


def test_no_two_are_the_same():
    for key in ("id", "title", "summary"):
        counts = Counter(recipe[key].casefold() for recipe in RECIPES)
        assert [value for value, count in counts.items() if count > 1] == []


def test_files_are_named_after_their_course():
    for path in FOLDER.glob("*.json"):
        assert {recipe["course"] for recipe in json.loads(path.read_text("utf-8"))} == {path.stem}


@each
def test_shape(recipe):
    assert list(recipe) == KEYS
    assert re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", recipe["id"])
    assert slug_of(recipe["id"]) == recipe["id"]
    assert list(recipe["diets"]) == list(DIETS)
    assert list(recipe["allergens"]) == list(ALLERGENS)
    assert {type(claim) for claim in (*recipe["diets"].values(), *recipe["allergens"].values())} == {bool}
    assert set(recipe["seasons"]) <= SEASONS
    for key in ("seasons", "occasions", "moods"):
        assert len(recipe[key]) == len(set(recipe[key]))
    assert 1 <= len(recipe["moods"]) <= 3


@each
def test_texts(recipe):
    texts = [recipe["title"], recipe["summary"], recipe["cuisine"], *recipe["ingredients"], *recipe["method"]]
    texts += recipe["seasons"] + recipe["occasions"] + recipe["moods"]
    assert [text for text in texts if not text or text != " ".join(text.split())] == []
    assert 15 <= len(recipe["summary"].split()) <= 55
    assert len(recipe["ingredients"]) >= 2
    assert 3 <= len(recipe["method"]) <= 10


@each
def test_times_and_servings(recipe):
    numbers = [recipe[key] for key in ("prep_minutes", "cook_minutes", "total_minutes", "servings")]
    assert {type(number) for number in numbers} == {int}
    assert 0 < recipe["prep_minutes"] + recipe["cook_minutes"] <= recipe["total_minutes"]
    assert recipe["cook_minutes"] >= 0
    assert 1 <= recipe["servings"] <= 40


@each
def test_allergens_are_those_that_the_ingredients_name(recipe):
    assert {name for name, claim in recipe["allergens"].items() if claim} == allergens(recipe)


@each
def test_diets_are_those_that_the_ingredients_allow(recipe):
    assert {name for name, claim in recipe["diets"].items() if claim} - {"low_carb"} == diets(recipe)


@each
def test_diets_imply_each_other(recipe):
    claims = recipe["diets"]
    assert claims["vegan"] <= claims["vegetarian"] <= claims["pescatarian"]


@each
def test_low_carb_is_below_20_grams_a_serving(recipe):
    assert carbohydrate(recipe) < 20 or not recipe["diets"]["low_carb"]
