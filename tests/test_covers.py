"""Covers: a recipe keeps its own, and every figure and colour that a page may ask for is drawn."""

import json
import re

import pytest
from django.conf import settings

from recipes.covers import DATA, GROUNDS, PALETTES, course_figure, cover
from recipes.models import COURSES, Recipe
from recipes.templatetags.larder import cover_class, cover_figure, web_address

STATIC = settings.BASE_DIR / "static"
STARTER = settings.BASE_DIR / "recipes" / "data" / "starter"

DISHES = [
    ("Spaghetti alle vongole", "main", "pasta", 2),
    ("Pizza Margherita", "main", "pizza", 0),
    ("Palak paneer", "main", "curry", 1),
    ("Jiaozi (pork and cabbage dumplings)", "starter", "dumplings", 1),
    ("Sate ayam", "starter", "starter", 6),
    ("Gambas al ajillo (garlic prawns)", "starter", "prawns", 2),
    ("Guacamole with tortilla chips", "starter", "dip", 1),
    ("Chicken liver pâté with cognac", "starter", "dip", 5),
    ("Arancini al ragù (stuffed rice balls)", "starter", "fritters", 8),
    ("Ceviche clásico", "starter", "fish", 2),
    ("Moussaka", "main", "gratin", 0),
    ("Jollof rice", "main", "rice", 0),
    ("Jerk chicken", "main", "roast", 5),
    ("Tacos de pescado estilo Baja (Baja fish tacos)", "main", "taco", 2),
    ("Cheeseburger", "main", "burger", 0),
    ("Coq au vin", "main", "pot", 3),
    ("Paella valenciana", "main", "rice", 6),
    ("Beef Wellington", "main", "pie", 7),
    ("Toad in the hole with onion gravy", "main", "sausage", 8),
    ("Beef Stroganoff", "main", "pot", 7),
    ("Ratatouille", "main", "side", 0),
    ("Roasted tomato and basil soup", "soup", "soup", 0),
    ("Cantonese wonton soup", "soup", "dumplings", 0),
    ("Fattoush (Lebanese bread salad with sumac)", "salad", "salad", 1),
    ("Garlic naan", "bread", "flatbread", 8),
    ("Challah", "bread", "bread", 0),
    ("Tzatziki", "sauce", "dip", 8),
    ("Raspberry jam", "sauce", "sauce", 3),
    ("Mojito", "drink", "drink", 1),
    ("Atay bi nana (Moroccan mint tea)", "drink", "hot", 1),
    ("Sorbetto al limone (lemon sorbet)", "dessert", "icecream", 6),
    ("Mousse au chocolat", "dessert", "pudding", 7),
    ("Pumpkin pie", "dessert", "pie", 4),
    ("Lemon drizzle cake", "dessert", "dessert", 6),
    ("Pavlova with passion fruit and strawberries", "dessert", "dessert", 3),
    ("Gulab jamun", "dessert", "fritters", 0),
    ("Shakshuka", "breakfast", "breakfast", 0),
    ("Blueberry pancakes", "breakfast", "pancakes", 3),
    ("Frijoles refritos (Mexican refried beans)", "side", "beans", 0),
    ("Roast potatoes in goose fat", "side", "side", 8),
    ("Labneh balls with za'atar", "snack", "fritters", 8),
]


@pytest.mark.parametrize(("title", "course", "figure", "palette"), DISHES)
def test_a_cover_shows_its_dish(title, course, figure, palette):
    found = cover(title, "", course, "x")
    assert (found.figure, found.palette) == (figure, palette)


def test_a_recipe_keeps_its_cover():
    recipe = Recipe(slug="harira", title="Harira", course="Soup")
    assert (cover_class(recipe), cover_figure(recipe)) == ("cover-0 ground-0", "soup")


def test_the_title_speaks_before_the_summary():
    found = cover("Palak paneer", "Eaten with rice and tomato.", "main", "any")
    assert (found.figure, found.palette) == ("curry", 1)


def test_recipes_that_say_nothing_differ():
    found = [cover("Zyx", "", "tapas", f"recipe-{number}") for number in range(400)]
    assert {one.figure for one in found} == set(DATA["any"])
    assert {one.palette for one in found} == set(range(PALETTES))


def test_nine_of_ten_starter_recipes_have_a_figure_of_their_own():
    told = []
    for path in STARTER.glob("*.json"):
        for row in json.loads(path.read_text("utf-8")):
            found = cover(row["title"], row["summary"], path.stem, row["id"])
            told.append(found.figure not in {"main", "board", "pan"})
    assert sum(told) >= 0.9 * len(told)


ODD = ["", "\x00", "(((", "\ud800", "<script>", "a" * 100_000, "🍅🍅", "ﷺ" * 5_000, "\\b[.*"]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_have_a_cover_of_their_course(text):
    assert cover(text, text, "soup", text).figure == "soup"


def test_every_figure_is_drawn():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "covers.svg").read_text("utf-8")))
    assert drawn == {*DATA["figures"], *(course_figure(course) for course in COURSES), *DATA["any"], "jar"}


def test_every_course_is_told():
    assert DATA["courses"].keys() == set(COURSES)


def test_every_cover_is_coloured():
    css = (STATIC / "larder.css").read_text("utf-8")
    assert {int(number) for number in re.findall(r"^\.cover-(\d)", css, re.MULTILINE)} == set(range(PALETTES))
    assert {entry["number"] for entry in DATA["palettes"]} == set(range(PALETTES))
    assert {int(number) for number in re.findall(r"^\.ground-(\d)", css, re.MULTILINE)} == set(range(GROUNDS))


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/", "https://example.org/"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("javascript:alert(1)", ""),
        (" https://example.org/", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_links(address, link):
    assert web_address(address) == link
