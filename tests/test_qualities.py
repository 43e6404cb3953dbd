"""Qualities: what asks for them and what speaks against them. The data is Larder's own."""

import json

import pytest

from recipes.foods import Foods
from recipes.forms.wording import COURSE_NAMES, QUALITY_NAMES
from recipes.models import Recipe
from recipes.qualities import BOUNDS, DATA, Qualities, made
from recipes.querying import read_query
from recipes.querying.words import Words
from recipes.search import reading
from recipes.search.suiting import suits
from recipes.ways import Ways
from tests.conftest import make_recipe

QUALITIES = Qualities.load()
FOODS = Foods.load()
WAYS = Ways.load()
ROWS = json.loads(DATA.read_text("utf-8"))["qualities"]
NOTHING = {
    **dict.fromkeys(["foods", "title", "courses", "ways"], ()),
    **dict.fromkeys(BOUNDS),
    "leaner": False,
}


def asked_for(sentence: str) -> list[str]:
    """The qualities that a sentence asks for."""
    found = read_query(sentence, FOODS).found
    return [words for each in found for kind, words in each.things if kind == "quality"]


@pytest.mark.parametrize(
    ("sentence", "qualities"),
    [
        ("light lunch", ["light"]),
        ("light Korean lunch for the office", ["light", "portable"]),
        ("soft food after the dentist", ["soft"]),
        ("curry, not too spicy", ["mild"]),
        ("cheap and easy dinner", ["cheap", "easy", "meal"]),
        ("dinner with one pot", ["one pot", "meal"]),
        ("a side for dinner", []),
        ("not easy", []),
        ("nothing spicy or fancy", ["mild"]),
        ("not cheap or easy", []),
        ("no nuts or finger food", []),
        ("cheap or easy", ["cheap", "easy"]),
        ("not a project", []),
        ("I'm not a picky eater", []),
        ("it doesn't have to be fancy", []),
        ("budget is not an issue", []),
        ("no time, something easy", ["easy"]),
        ("not too much salt", ["low salt"]),
        ("I can't be bothered to cook", ["easy"]),
        ("isn´t spicy", ["mild"]),
        ("cake with light brown sugar", []),
        ("lentil soup", []),
        ("", []),
    ],
)
def test_words_ask_for_qualities(sentence, qualities):
    assert sorted(asked_for(sentence)) == sorted(qualities)


def test_a_quality_takes_no_words_and_is_turned_off_by_its_id():
    query = read_query("light lunch", FOODS)
    assert query.text == "light lunch"
    ids = [each.id for each in query.found if each.things]
    assert ids == ["names-light"]
    assert [each for each in read_query("light lunch", FOODS, off=ids).found if each.things] == []


@pytest.mark.parametrize(
    ("row", "recipe", "suited"),
    [
        ({}, {"title": "Anything"}, True),
        ({"foods": ["bacon"]}, {"ingredients": "4 slices bacon"}, False),
        ({"foods": ["bacon"]}, {"ingredients": "4 leeks"}, True),
        ({"foods": ["bacon"]}, {"ingredients": ""}, True),
        ({"foods": ["chicken"]}, {"ingredients": "1 l chicken stock"}, True),
        ({"foods": ["bacon"]}, {"ingredients": "Bacon:\n4 leeks"}, True),
        ({"foods": ["bacon"], "leaner": True}, {"ingredients": "low-sodium bacon\n4 leeks"}, True),
        ({"foods": ["almond"]}, {"ingredients": "unsalted almonds"}, False),
        ({"most_ingredients": 2}, {"ingredients": "Sauce:\nleek\nsalt"}, True),
        ({"foods": ["bacon"]}, {"ingredients": "4 leeks\nbacon (optional)"}, True),
        ({"foods": ["hot dog"]}, {"ingredients": "hot sauce (such as Frank's)"}, True),
        ({"foods": ["beef soup"]}, {"ingredients": "500 g beef stew meat"}, True),
        ({"ways": ["deep-frying"]}, {"method": "Stir the garlic in the hot oil."}, True),
        ({"title": ["pot pie"]}, {"title": "Leek Pot-Pie"}, False),
        ({"title": ["pie"]}, {"title": "Piece of leek"}, True),
        ({"courses": ["soup"]}, {"course": "Soup"}, False),
        ({"courses": ["soup"]}, {"course": ""}, True),
        ({"ways": ["oven"]}, {"method": "Bake it."}, False),
        ({"ways": ["oven"]}, {"method": "Stir it."}, True),
        ({"most_ingredients": 2}, {"ingredients": "leek\nsalt\npepper"}, False),
        ({"most_ingredients": 2}, {"ingredients": "leek\nsalt"}, True),
        ({"fewest_ingredients": 2}, {"ingredients": "leek"}, False),
        ({"fewest_ingredients": 2}, {"ingredients": "leek\nsalt"}, True),
        ({"fewest_ingredients": 2}, {"ingredients": ""}, True),
        ({"longest_method": 2}, {"method": "Stir it well."}, False),
        ({"longest_method": 2}, {"method": "Stir it."}, True),
        ({"most_minutes": 30}, {"total_minutes": 31}, False),
        ({"most_minutes": 30}, {"total_minutes": 30}, True),
        ({"most_minutes": 30}, {"total_minutes": None}, True),
        ({"most_vessels": 1}, {"method": "Fry in a sauté pan; cook the pasta in a large pot."}, False),
        ({"most_vessels": 1}, {"method": "Boil in a pot, drain, and put it back into the pot."}, True),
        ({"most_vessels": 1}, {"method": "Drain, and put into another pot."}, False),
        ({"most_vessels": 1}, {"method": "Sear the pot roast in a skillet; into the Crock-Pot."}, True),
    ],
)
def test_what_a_recipe_says_speaks_against_a_quality(row, recipe, suited):
    assert (
        suits(Recipe(**{"title": "Leeks", **recipe}), made(NOTHING | row, ["optional"], ["low sodium", "unsalted"]))
        is suited
    )


def test_what_is_no_quality_is_an_error():
    with pytest.raises(KeyError):
        QUALITIES.quality("spoon")


def test_all_that_asks_for_a_quality_is_read():
    said = [(ident, phrase) for ident, row in ROWS.items() for phrase in row["said"]]
    assert [(ident, phrase) for ident, phrase in said if ident not in asked_for(phrase)] == []


@pytest.mark.django_db
def test_no_word_that_asks_for_a_quality_is_a_slip():
    make_recipe("Hot skin and paper manis", ingredients="cantal\nlettuce")
    said = [phrase for row in ROWS.values() for phrase in row["said"]]
    assert [phrase for phrase in said if reading.read(phrase).correction.is_changed] == []


def test_a_page_has_words_for_each():
    assert {ident: str(name) for ident, name in QUALITY_NAMES.items()} == {
        ident: row["text"] for ident, row in ROWS.items()
    }


@pytest.mark.parametrize("quality", ROWS)
def test_the_data_is_folded_and_all_that_it_names_is_known(quality):
    row = ROWS[quality]
    phrases = [*row["said"], *row["title"], *row["unless"], *row["not_after"], *row["not_before"]]
    assert [phrase for phrase in phrases if " ".join(Words(phrase).words) != phrase] == []
    assert [food for food in row["foods"] if FOODS.food(food) != food] == []
    assert {*row["courses"]} <= COURSE_NAMES.keys()
    assert [way for way in row["ways"] if WAYS.shown_by("", "", way)] == []
    assert row["said"]
    assert row["foods"] or row["title"] or row["courses"]
