"""Flavours: by which words they are asked for, and what shows them. The data is Larder's own."""

import json

import pytest

from recipes.flavours import DATA, Flavours
from recipes.foods import Foods
from recipes.querying.words import Words

FLAVOURS = Flavours.load()
FOODS = Foods.load()
ROWS = json.loads(DATA.read_text("utf-8"))["flavours"]


@pytest.mark.parametrize(
    ("words", "flavour"),
    [
        ("creamy", "creamy"),
        ("Rich and creamy", "creamy"),
        ("hot-and-spicy", "spicy"),
        ("crunchy", None),
        ("cream", None),
        ("", None),
    ],
)
def test_words_ask_for_a_flavour(words, flavour):
    assert FLAVOURS.flavour(words) == flavour


@pytest.mark.parametrize(
    ("title", "flavour", "shown"),
    [
        ("Chicken Alfredo", "creamy", True),
        ("Crème-fraîche dressing", "creamy", True),
        ("Tomato pasta", "creamy", False),
        ("Creamery butter", "creamy", False),
        ("Arrabbiata", "spicy", True),
        ("", "spicy", False),
    ],
)
def test_a_title_shows_a_flavour(title, flavour, shown):
    assert FLAVOURS.shown_by(title, flavour) is shown


def test_what_is_no_flavour_is_an_error():
    with pytest.raises(KeyError):
        FLAVOURS.shown_by("Curry", "spoon")
    with pytest.raises(KeyError):
        FLAVOURS.foods("spoon")


def test_a_word_asks_for_one_flavour_alone():
    rows = {"said": ["creamy"], "foods": ["cream"], "title": ["creamy"]}
    with pytest.raises(ValueError, match="'creamy' is said of one and of two"):
        Flavours({"one": rows, "two": rows})


@pytest.mark.parametrize("flavour", ROWS)
def test_the_data_is_folded_and_its_foods_are_known(flavour):
    rows = ROWS[flavour]
    phrases = [*rows["said"], *rows["title"]]
    assert [phrase for phrase in phrases if " ".join(Words(phrase).words) != phrase] == []
    assert [food for food in rows["foods"] if FOODS.food(food) != food] == []
    assert all(rows.values())
