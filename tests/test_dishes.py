"""Kinds of dish: by which words they are asked for, and which titles show them. The data is Larder's own."""

import json

import pytest

from recipes.dishes import DATA, Dishes
from recipes.querying.words import Words

DISHES = Dishes.load()
KINDS = json.loads(DATA.read_text("utf-8"))["kinds"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("curry", "curry"),
        ("Curries", "curry"),
        ("crème brûlée", "custard"),
        ("pot-roast", "pot roast"),
        ("in a mug", "mug cake"),
        ("spoon", None),
        ("", None),
    ],
)
def test_words_ask_for_a_kind(words, kind):
    assert DISHES.kind(words) == kind


@pytest.mark.parametrize(
    ("title", "kind", "shown"),
    [
        ("Thai Green Curry", "curry", True),
        ("Lamb rogan josh", "curry", True),
        ("Curry-leaf rice", "curry", False),
        ("Rice with curry", "curry", False),
        ("Curry", "curry", True),
        ("Salmon with Mango Chutney", "chutney", False),
        ("Mango Chutney with Salmon", "chutney", True),
        ("Shepherd’s pie", "savoury pie", True),
        ("Crêpes Suzette", "crepe", True),
        ("Cornbread stuffing", "cornbread", False),
        ("Peanut Butter Cookie in a Mug", "mug cake", True),
        ("Cookie Dough Dip", "cookie", False),
        ("", "curry", False),
    ],
)
def test_a_title_shows_a_kind(title, kind, shown):
    assert DISHES.shown_by(title, kind) is shown


def test_what_is_no_kind_is_an_error():
    with pytest.raises(KeyError):
        DISHES.shown_by("Curry", "spoon")


def test_a_word_asks_for_one_kind_alone():
    rows = {"said": ["stew"], "shown": ["stew"], "not": []}
    with pytest.raises(ValueError, match="'stew' is said of one and of two"):
        Dishes({"one": rows, "two": rows})


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_is_folded_and_what_is_harmless_holds_a_word_that_is_not(kind):
    rows = KINDS[kind]
    phrases = [*rows["said"], *rows["shown"], *rows["not"]]
    assert [phrase for phrase in phrases if " ".join(Words(phrase).words) != phrase] == []
    alone = Dishes({kind: {**rows, "not": []}})
    assert [phrase for phrase in rows["not"] if not alone.shown_by(phrase, kind)] == []
    assert [phrase for phrase in rows["not"] if DISHES.shown_by(phrase, kind)] == []
    assert rows["said"]
    assert [phrase for phrase in rows["shown"] if not DISHES.shown_by(phrase, kind)] == []
