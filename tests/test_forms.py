"""The search form: what an address says, what can't be applied, and the canonical address."""

from dataclasses import dataclass

import pytest
from django.http import QueryDict

from recipes.forms import QUERY_LENGTH, REPEATS, SearchForm, duration, has_clutter, in_words
from recipes.models.limits import DIET_LIMITS
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db


def form(address: str) -> SearchForm:
    return SearchForm(QueryDict(address))


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (50, "50 min"),
        (60, "1 h"),
        (110, "1 h 50 min"),
        (1440, "1 day"),
        (2 * 1440 + 185, "2 days 3 h 5 min"),
    ],
)
def test_duration(minutes, words):
    assert duration(minutes) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["vegan"], "vegan"), (["vegan", "for 2"], "vegan and for 2"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_in_words(items, words):
    assert in_words(items) == words


def test_what_is_asked_for():
    make_recipe("Harira", course="soup", cuisine="Moroccan")
    asked = form("q=  warm soup &diet=vegan&diet=nut_free&max_minutes=45&course=SOUP&cuisine=moroccan&sort=time&page=2")
    assert asked.query == "warm soup"
    assert asked.limits == {
        "diets": ("vegan", "nut_free"),
        "max_minutes": 45,
        "course": "soup",
        "cuisine": "Moroccan",
    }
    assert (asked.order, asked.page, asked.not_applied, asked.is_blank) == ("time", "2", [], False)


@pytest.mark.parametrize(
    "address", ["", "q=", "q=+&diet=&max_minutes=&course=&cuisine=&sort=match", "q=%00", "other=1"]
)
def test_nothing_is_asked_for(address):
    asked = form(address)
    assert (asked.is_blank, asked.query, asked.limits, asked.not_applied) == (True, "", {}, [])
    assert asked.address() == "/"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("diet=carnivore", "We know no diet called “carnivore”."),
        ("max_minutes=abc", "“abc” is no number of minutes that we can use."),
        ("max_minutes=0", "“0” is no number of minutes that we can use."),
        ("max_minutes=-5", "“-5” is no number of minutes that we can use."),
        ("max_minutes=999999999", "“999999999” is no number of minutes that we can use."),
        ("max_minutes=٣٠", "“٣٠” is no number of minutes that we can use."),
        ("course=nonsense", "No recipe has the course “nonsense”."),
        ("cuisine=<b>", "No recipe has the cuisine “<b>”."),
        ("sort=price", "Recipes can’t be ordered by “price”."),
        ("without=7", "“7” is no food that we can read."),
        ("with=%3F", "“?” is no food that we can read."),
    ],
)
def test_what_cannot_be_applied_is_said_and_dropped(address, sentence):
    asked = form(address)
    assert asked.not_applied == [sentence]
    assert (asked.limits, asked.order) == ({}, "match")


def test_one_unknown_diet_leaves_the_others():
    asked = form("diet=vegan&diet=carnivore")
    assert asked.limits == {"diets": ("vegan",)}
    assert asked.not_applied == ["We know no diet called “carnivore”."]


def test_foods_are_limits_in_any_words():
    asked = form("with=leeks&without=nuts&without=fish+sauce&without=7")
    assert asked.limits == {"with_foods": ("leeks",), "without_foods": ("nuts", "fish sauce")}


def test_what_is_turned_off_belongs_to_a_sentence():
    asked = form("q=vegan+soup&off=vegan&off=course-soup&off=stale")
    assert asked.off == ["vegan", "course-soup", "stale"]
    asked.keep_off(["course-soup", "vegan"])
    assert asked.address() == "/?q=vegan+soup&off=vegan&off=course-soup"
    assert asked.address_with_off(["max-30", "vegan"]) == "/?q=vegan+soup&off=vegan&off=course-soup&off=max-30"
    assert asked.address_less("off", "vegan") == "/?q=vegan+soup&off=course-soup"
    asked.keep_off([])
    assert (asked.off, asked.address()) == ([], "/?q=vegan+soup")
    assert form("off=vegan").is_blank


def test_a_form_sent_again_brings_along_what_it_has_no_control_for():
    carried = form("q=soup&diet=vegan&without=nuts&off=a&with=leeks&off=b&sort=time&page=2").carried
    assert carried == [("off", "a"), ("off", "b"), ("with", "leeks"), ("without", "nuts"), ("sort", "time")]


def test_a_parameter_is_read_only_so_often():
    asked = form("&".join(f"without=food{letter * 2}" for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGH"))
    assert len(asked.limits["without_foods"]) == REPEATS
    assert asked.not_applied == ["Only the first of all the values of “without” were read."]


def test_a_drafts_course_is_no_course():
    make_recipe("Harira", course="soup", published=False)
    assert form("course=soup").not_applied == ["No recipe has the course “soup”."]


def test_every_diet_of_the_models_has_a_box():
    assert [value for value, _name in form("").fields["diet"].widget.choices] == list(DIET_LIMITS)


def test_a_long_query_is_bounded():
    assert form("q=" + "x" * 10_000).query == "x" * QUERY_LENGTH


def test_address_is_canonical():
    asked = form("page=3&course=&sort=match&diet=vegan&diet=vegan&without=nuts&q=crème+%26+co&utm_source=x")
    assert asked.address() == "/?q=cr%C3%A8me+%26+co&without=nuts&diet=vegan&page=3"
    assert asked.address(page=1) == "/?q=cr%C3%A8me+%26+co&without=nuts&diet=vegan"
    assert asked.address(q=None, without=None, diet=None, page=1) == "/?page=1"


def test_limits_in_words_with_the_address_without_each():
    make_recipe("Harira", course="soup", cuisine="Moroccan")
    asked = form(
        "q=warm&off=x&with=leeks&without=nuts&diet=vegan&diet=low_carb&max_minutes=90&course=soup&cuisine=Moroccan&page=2"
    )
    everything = (
        "/?q=warm&off=x&with=leeks&without=nuts&diet=vegan&diet=low_carb&max_minutes=90&course=soup&cuisine=Moroccan"
    )
    assert [(str(words), address) for words, address in asked.limit_links] == [
        ("with leeks", everything.replace("&with=leeks", "")),
        ("without nuts", everything.replace("&without=nuts", "")),
        ("vegan", everything.replace("&diet=vegan", "")),
        ("low-carb", everything.replace("&diet=low_carb", "")),
        ("at most 1 h 30 min", everything.replace("&max_minutes=90", "")),
        ("soup", everything.replace("&course=soup", "")),
        ("Moroccan", everything.replace("&cuisine=Moroccan", "")),
    ]
    assert asked.address_without_limits() == "/?q=warm&off=x"
    assert asked.address_without_limits(["y", "x"]) == "/?q=warm&off=x&off=y"


def test_choices_come_from_published_recipes_and_hold_what_is_chosen():
    make_recipe("Harira", course="soup", cuisine="Moroccan")
    make_recipe("Tarator", course="soup", cuisine="bulgarian")
    make_recipe("Secret", course="potion", published=False)
    asked = form("max_minutes=50&course=soup")
    assert asked.courses == [("soup", 2)]
    assert asked.course_choices() == [("", "Any course"), ("soup", "Soup")]
    assert asked.cuisine_choices() == [("", "Any cuisine"), ("bulgarian", "Bulgarian"), ("Moroccan", "Moroccan")]
    assert [value for value, _words in asked.time_choices()] == ["", 15, 30, 45, 50, 60, 90, 120]


def differently_spelt() -> None:
    for number, cuisine in enumerate(("italian", "Italian", "Italian", "ITALIAN", "French", "french")):
        make_recipe(f"Dish {number}", cuisine=cuisine)


def test_names_in_several_spellings_are_one_choice_in_the_commonest():
    differently_spelt()
    make_recipe("Draft", cuisine="ITALIAN", slug="draft", published=False)
    asked = form("cuisine=italian&q=x")
    assert asked.cuisines == [("Italian", 4), ("French", 2)]
    assert asked.cuisine_choices() == [("", "Any cuisine"), ("French", "French"), ("Italian", "Italian")]


def test_a_name_in_a_rare_spelling_is_chosen_and_addressed_in_the_commonest():
    differently_spelt()
    asked = form("q=x&cuisine=ITALIAN")
    assert asked.limits == {"cuisine": "Italian"}
    assert asked.address() == "/?q=x&cuisine=Italian"
    assert '<option value="Italian" selected>' in str(asked["cuisine"])


@dataclass
class Counts:
    diets: dict
    minutes: dict
    courses: dict
    cuisines: dict


def test_choices_say_how_many_recipes_each_would_leave_and_those_that_leave_none_go():
    for cuisine in ("Moroccan", "French", "Greek"):
        make_recipe(cuisine, course="soup", cuisine=cuisine)
    asked = form("q=x&cuisine=French&max_minutes=50")
    asked.counts = Counts(
        {diet: place for place, diet in enumerate(DIET_LIMITS)},
        {minutes: 1000 * minutes for minutes in asked.minutes},
        {"soup": 2},
        {"Moroccan": 1},
    )
    assert asked.course_choices() == [("", "Any course"), ("soup", "Soup (2)")]
    assert asked.cuisine_choices() == [("", "Any cuisine"), ("French", "French (0)"), ("Moroccan", "Moroccan (1)")]
    assert list(asked.time_choices())[1:4] == [
        (15, "At most 15 min (15,000)"),
        (30, "At most 30 min (30,000)"),
        (45, "At most 45 min (45,000)"),
    ]
    assert [count for _box, count in asked.diet_boxes()] == list(range(len(DIET_LIMITS)))


def test_the_orders_are_links():
    assert form("q=soup&page=2").orders == [
        ("Best match", "/?q=soup", True),
        ("Quickest", "/?q=soup&sort=time", False),
    ]
    assert [words for words, _address, _present in form("page=2").orders] == ["Newest", "Quickest"]


@pytest.mark.parametrize(
    ("address", "is_allergy"),
    [
        ("", False),
        ("diet=vegan&diet=low_carb&max_minutes=30", False),
        ("diet=gluten_free", True),
        ("diet=dairy_free", True),
        ("diet=vegan&diet=egg_free", True),
        ("diet=nut_free", True),
    ],
)
def test_limits_that_may_stand_for_an_allergy(address, is_allergy):
    assert form(address).is_allergy is is_allergy


@pytest.mark.parametrize(
    ("address", "cluttered"),
    [
        ("q=soup&course=", True),
        ("sort=match", True),
        ("q=soup&sort=time", False),
        ("", False),
        ("q=soup&other=", False),
    ],
)
def test_clutter(address, cluttered):
    assert has_clutter(QueryDict(address)) is cluttered


def test_foods_may_be_given_with_commas_between_them():
    assert form("with=leeks,+rice+,,&with=leeks&without=nuts,eggs").address() == (
        "/?with=leeks&with=rice&without=nuts&without=eggs"
    )
