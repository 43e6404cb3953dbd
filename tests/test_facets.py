"""Counts beside the choices of a page: each is the number of recipes that the search with that choice shows."""

import re
from itertools import product

import pytest
from django.http import QueryDict

from recipes.forms import SearchForm
from recipes.models import EmbeddingSpace, Recipe
from recipes.models.limits import DIET_LIMITS
from recipes.search import Filters, common_foods, foods, rank
from recipes.search.collection import contents
from recipes.search.deciding import by_lines
from recipes.search.facets import count_browsed, count_found
from recipes.search.limits import Limits, state_of
from recipes.views.browsing import browsed_items
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db

MINUTES = (15, 30, 60)
LINES = ("", "1 chicken\n1 onion", "200 g peas\n1 onion", "100 g butter\n2 eggs", "50 g cashews\n1 skirret")


@pytest.fixture
def kitchen(fake_search):
    """Forty soups and stews that say all sorts of things and leave others unsaid."""
    for number in range(40):
        said = (None, True, False)
        make_recipe(
            f"{'Warm' if number % 2 else 'Thick'} soup {'pea ' * (number % 4)}{number}",
            ingredients=LINES[number % 5],
            summary="a soup",
            course=("soup", "Soup", "stew", "")[number % 4],
            cuisine=("Çorum", "çorum", "", "French")[number // 3 % 4],
            total_minutes=(None, 10, 30, 45, 90)[number % 5],
            vegan=False if number % 3 == 2 else None,
            vegetarian=said[number % 3] if number % 3 != 2 else None,
            contains_nuts=said[number // 2 % 3],
            contains_peanuts=said[number // 2 % 3],
            contains_gluten=said[number // 4 % 3],
        )
    fake_search()
    EmbeddingSpace.objects.update(good=0.6, strong=0.8, reach=0.12)


QUERIES = (
    "warm soup",
    "thick pea soup",
    "warm soup without onions",
    "vegetarian soup under 60 minutes",
    "french soup",
    "soup, allergic to nuts",
    "vegetarian, without chicken",
    "a tower of glass",
)
FILTERS = (
    Filters(),
    Filters(course="soup", max_minutes=45),
    Filters(diets=("vegetarian",), cuisine="French"),
    Filters(diets=("nut_free",), with_foods=("onion",)),
    Filters(without_foods=("butter", "skirret"), course="stew"),
)


def with_each_choice(filters: Filters):
    """(group, choice, the filters with it)."""
    for diet in DIET_LIMITS:
        yield "diets", diet, vary(filters, diets=tuple(dict.fromkeys([*filters.diets, diet])))
    for most in MINUTES:
        yield "minutes", most, vary(filters, max_minutes=most)
    for course in ("soup", "Soup", "stew"):
        yield "courses", course, vary(filters, course=course)
    for cuisine in ("Çorum", "çorum", "French"):
        yield "cuisines", cuisine, vary(filters, cuisine=cuisine)


def vary(filters: Filters, **changes) -> Filters:
    return Filters(**vars(filters) | changes)


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("query", QUERIES)
def test_a_count_is_what_the_search_with_that_choice_shows(query):
    told, shown = {}, {}
    for place, filters in enumerate(FILTERS):
        counts = count_found(rank(query, filters=filters), filters, MINUTES)
        for group, choice, chosen in with_each_choice(filters):
            told[place, group, choice] = getattr(counts, group).get(choice, 0)
            shown[place, group, choice] = rank(query, filters=chosen).total
    assert told == shown


@pytest.mark.usefixtures("kitchen")
def test_the_counts_above_are_no_zeros():
    counts = count_found(rank("warm soup"), Filters(), MINUTES)
    assert all(any(numbers.values()) for numbers in vars(counts).values())


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("filters", FILTERS)
def test_a_count_is_what_browsing_with_that_choice_shows(filters):
    def address(given: Filters) -> str:
        query = QueryDict(mutable=True)
        query.setlist("diet", given.diets)
        query.setlist("with", given.with_foods)
        query.setlist("without", given.without_foods)
        query.update({name: getattr(given, name) or "" for name in ("course", "cuisine", "max_minutes")})
        query["page"] = "1"
        return query.urlencode()

    counts = count_browsed(filters, MINUTES)
    told = {(group, choice): getattr(counts, group).get(choice, 0) for group, choice, _ in with_each_choice(filters)}
    shown = {
        (group, choice): browsed_items(SearchForm(QueryDict(address(chosen)))).total
        for group, choice, chosen in with_each_choice(filters)
    }
    assert told == shown


@pytest.mark.usefixtures("kitchen")
def test_many_recipes_at_once_are_decided_like_each_alone():
    recipes = list(Recipe.objects.order_by("pk"))
    held = contents()
    rows, _ = held.rows([recipe.pk for recipe in recipes])
    values = {True: 1, None: 0, False: -1}
    foods = ("onion", "nut", "egg", "cheese", "carrot", "skirret", "gluten")
    for name, food in product(("ruled_out", "forbidden", "needed", "allergies"), foods):
        limits = Limits(**{name: frozenset({food})})
        alone = [values[state_of(limits, recipe)] for recipe in recipes]
        assert by_lines(held, rows, limits).tolist() == alone


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize(
    "limits",
    [
        Limits(no_sweets=("", "breakfast")),
        Limits(no_savouries=True),
        Limits(sweet_alone=True),
        Limits(needed=frozenset(["egg white"]), left_over=frozenset(["egg white"])),
    ],
)
def test_tastes_and_what_is_left_are_decided_at_once_like_each_alone(limits):
    for number, lines in enumerate(
        ("sugar\nflour", "sugar\nonion", "rice", "", "2 egg whites\n2 egg yolks", "mincemeat")
    ):
        for course in ("", "Breakfast", "main"):
            make_recipe(f"Dish {number} {course}", course=course, ingredients=lines)
    recipes = list(Recipe.objects.order_by("pk"))
    held = contents()
    rows, _ = held.rows([recipe.pk for recipe in recipes])
    values = {True: 1, None: 0, False: -1}
    alone = [values[state_of(limits, recipe)] for recipe in recipes]
    assert by_lines(held, rows, limits).tolist() == alone
    assert len(set(alone)) > 1


def test_a_cuisine_with_letters_beyond_ascii_is_counted(fake_search):
    for number in range(3):
        make_recipe(f"Soup {number}", cuisine="Québécois")
    make_recipe("Other soup", cuisine="Thai")
    assert count_browsed(Filters(cuisine="Québécois"), (30,), diets=()).minutes == {30: 3}


def test_what_changes_is_counted_again(fake_search):
    soup = make_recipe("Pea soup", course="soup", ingredients="peas")
    assert count_browsed(Filters(without_foods=("ham",)), ()).courses == {"soup": 1}
    soup.ingredients = "peas\nham"
    soup.save()
    assert count_browsed(Filters(without_foods=("ham",)), ()).courses == {"soup": 0}
    make_recipe("Ham", course="main", published=False)
    assert count_browsed(Filters(), ()).courses == {"soup": 1}


def test_the_common_foods_of_the_collection_are_suggested(client, fake_search):
    for title, lines in (("Stew", "peas\nham"), ("Soup", "peas"), ("Tea", ""), ("Draft", "truffles")):
        make_recipe(title, ingredients=lines, published=title != "Draft")
    count_browsed(Filters(without_foods=("ham",)), ())
    held = foods().of_line("ham") | foods().of_line("peas")
    assert common_foods(100) == sorted(held)
    assert set(common_foods(1)) < foods().of_line("peas")
    offered = re.search('<datalist id="foods">(.*?)</datalist>', client.get("/?page=1").content.decode())[1]
    assert re.findall('value="([^"]*)"', offered) == sorted(held)


def test_of_no_recipes_there_is_nothing_to_count(db):
    assert count_browsed(Filters(diets=("vegan",), course="soup"), (15,)).minutes == {15: 0}


def test_counts_cost_the_same_queries_however_many_recipes(fake_search, django_assert_num_queries):
    for number in range(4):
        make_recipe(f"Soup {number}", course="soup", ingredients="peas", contains_nuts=False)
    fake_search()
    filters = Filters(without_foods=("ham",), diets=("vegan",))
    ranking = rank("soup under 20 minutes", filters=filters)
    count_found(ranking, filters, MINUTES)
    with django_assert_num_queries(1):
        count_found(ranking, filters, MINUTES)


@pytest.mark.usefixtures("kitchen")
def test_of_many_recipes_what_needs_no_ingredient_line_is_counted_still(client, monkeypatch):
    for module in ("answers", "browsing"):
        monkeypatch.setattr(f"recipes.views.{module}.LINES_READ", 10)
    counts = client.get("/?course=soup").context["form"].counts
    assert counts.diets == {}
    for minutes, told in counts.minutes.items():
        assert told == client.get(f"/?course=soup&max_minutes={minutes}").context["total"]
    for cuisine, told in counts.cuisines.items():
        assert told == client.get("/", {"course": "soup", "cuisine": cuisine}).context["total"]
    assert client.get("/?diet=vegan").context["form"].counts is None
