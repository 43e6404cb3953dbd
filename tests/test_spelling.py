"""Misspelt dishes and ingredients are put right, right words stay, and titles are found however they are typed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.spelling import Correction, Spelling, common_words
from recipes.spelling.letters import WORD

TITLES = [
    "Tiramisù",
    "Chocolate mousse",
    "Mousse au chocolat",
    "Spaghetti alla bolognese",
    "Chicken tikka masala",
    "Crème brûlée",
    "Fish and chips",
    "Shepherd's pie",
    "Soupe à l'oignon gratinée",
    "Guacamole with tortilla chips",
    "Harira with lamb and chickpeas",
    "Köttbullar with cream sauce (Swedish meatballs)",
    "Beet soup",
    "Lentil soup with lemon",
    "Lentil soup with sausage",
    "Panna cotta with raspberries",
    "Żurek",
    "Quiches and cookies",
    "餃子",
]
INGREDIENTS = """
    aubergine zucchini courgette leek leeks leek leek mushroom mushrooms turmeric parsley parsley parsley coriander ice
    cream potato potatoes rice chicken lamb spaghetti lentils sausage raspberries jalapeño cinnamon broccoli cauliflower
    mozzarella parmesan mayonnaise basil dessert strawberries yoghurt beef stew dashi
"""
FOODS = ["hake", "spring onion", "goat's cheese", "quinoa"]
SPELLING = Spelling(TITLES, INGREDIENTS.split(), common_words(), FOODS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("choclate mouse", "chocolate mousse"),
        ("spagetti bolognaise", "spaghetti bolognese"),
        ("zuchini", "zucchini"),
        ("chiken tikka massala", "chicken tikka masala"),
        ("tumeric", "turmeric"),
        ("qinoa", "quinoa"),
        ("beef stue", "beef stew"),
        ("potatoe", "potato"),
        ("cinammon", "cinnamon"),
        ("brocolli", "broccoli"),
        ("mayonaise", "mayonnaise"),
        ("parmasan", "parmesan"),
        ("mozarella", "mozzarella"),
        ("auberigne stew", "aubergine stew"),
        ("strawbery desert", "strawberry dessert"),
        ("chicken with leaks", "chicken with leeks"),
        ("fish and ships", "fish and chips"),
        ("icecream", "ice cream"),
        ("cauli flower", "cauliflower"),
        ("panacotta", "panna cotta"),
        ("jalepeno", "jalapeño"),
        ("wiht rice", "with rice"),
        ("somthing with mushrom", "something with mushroom"),
        ("Choclate, please!", "Chocolate, please!"),
        ("CHOCLATE", "CHOCOLATE"),
    ],
)
def test_misspelt_words_are_put_right(typed, meant):
    assert SPELLING.correct(typed).text == meant


@pytest.mark.parametrize(
    "query",
    [
        "something warm for a cold night",
        "chicken with rice",
        "without further ado",
        "hake",
        "best soup",
        "goats cheese",
        "nutty, comforting, uncooked",
        "potato-free",
        "dinner for 2 in 30min",
        "flavour flavor yogurt yoghurt chili chilli",
        "JALAPENO",
        "Ottolenghi",
        "etwas Warmes für kalte Abende",
        "что-нибудь тёплое на зиму",
        "温かいスープ",
        "ab xy qqq",
        "",
        " \n",
    ],
)
def test_right_words_stay_to_the_letter(query):
    assert SPELLING.correct(query) == Correction(query, query)


def test_a_correction_says_what_was_typed_and_meant_in_order():
    correction = SPELLING.correct("Zuchini  or brocolli?")
    assert correction.text == "Zucchini  or broccoli?"
    assert correction.changed == (("Zuchini", "Zucchini"), ("brocolli", "broccoli"))
    assert correction.is_changed


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("tiramisu", "Tiramisù"),
        ("TIRAMISU!", "Tiramisù"),
        ("tirmaisu", "Tiramisù"),
        ("creme-brulee", "Crème brûlée"),
        ("creme brulees", "Crème brûlée"),
        ("shepherds pie", "Shepherd's pie"),
        ("shepards pies", "Shepherd's pie"),
        ("quiche with cookie", "Quiches and cookies"),
        ("soupe oignon gratinee", "Soupe à l'oignon gratinée"),
        ("masala tikka chicken", "Chicken tikka masala"),
        ("chocolate mouse", "Chocolate mousse"),
        ("fishandchips", "Fish and chips"),
        ("fish adn chips", "Fish and chips"),
        ("guacamole", "Guacamole with tortilla chips"),
        ("guacamoli wth tortila chips", "Guacamole with tortilla chips"),
        ("swedish meetballs", "Köttbullar with cream sauce (Swedish meatballs)"),
        ("zurek", "Żurek"),
        ("餃子", "餃子"),
        ("lentil soup", None),
        ("chicken", None),
        ("masala", None),
        ("chocolate mousse for two", None),
        ("", None),
    ],
)
def test_the_title_that_is_meant(typed, title):
    assert SPELLING.best_title(SPELLING.correct(typed).text) == title


def test_a_collections_own_slips_are_put_right_and_its_rare_words_are_not():
    words = ["parsley"] * 90 + ["pasrley", "dashi", "parsnip", "dash"]
    spelling = Spelling([], words)
    assert [spelling.correct(word).text for word in ("pasrley", "dashi", "parsnip")] == ["parsley", "dashi", "parsnip"]


def test_the_more_usual_of_two_near_words_is_taken():
    assert Spelling([], ["carrot", "carron"] + ["carron"] * 5).correct("carrox").text == "carron"


def test_without_a_vocabulary_nothing_changes():
    assert not Spelling([], []).correct("choclate mouse").is_changed


def test_everyday_words_are_plain_words():
    words = common_words()
    assert {word for word in words if not WORD.fullmatch(word.replace("'", ""))} == set()
    assert {"mouse", "desert", "leak", "leaks"} & words == set()


def starter() -> list[dict]:
    folder = Path(__file__).parent.parent / "recipes" / "data" / "starter"
    return [recipe for path in sorted(folder.glob("*.json")) for recipe in json.loads(path.read_text("utf-8"))]


def test_every_title_of_the_starter_collection_is_itself():
    titles = [recipe["title"] for recipe in starter()]
    spelling = Spelling(titles, [], common_words())
    assert [spelling.best_title(title) for title in titles] == titles
    assert [spelling.correct(title).text for title in titles] == titles


@settings(deadline=None)
@given(st.text() | st.text(alphabet="abcdefghijklmnopqrstuvwxyzäéßıİ' -", max_size=60))
def test_any_text_is_taken_and_changes_are_told(text):
    correction = SPELLING.correct(text)
    assert correction.raw == text
    assert correction.is_changed == (correction.text != text)
    assert all(typed in text and meant in correction.text for typed, meant in correction.changed)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=30), max_size=6))
def test_titles_of_any_script_are_left_unchanged(titles):
    spelling = Spelling(titles, [])
    assert [spelling.correct(title).text for title in titles] == titles


@settings(deadline=None)
@given(st.lists(st.sampled_from(INGREDIENTS.split() + sorted(common_words())), max_size=8).map(" ".join))
def test_words_of_the_vocabulary_are_left_unchanged_unless_they_make_a_title(text):
    correction = SPELLING.correct(text)
    assert correction.text == text or SPELLING.best_title(correction.text)


def test_places_and_feasts_are_no_slips():
    data = json.loads((Path(__file__).parent.parent / "recipes" / "data" / "reading.json").read_text("utf-8"))
    said = [phrase for row in data["implied"].values() for phrase in row["said"] if "{" not in phrase]
    places = [name for names in data["places"].values() for name in names]
    words = {word for phrase in [*said, *places] for word in phrase.split() if not word.isdigit()}
    assert words - common_words() == set()
