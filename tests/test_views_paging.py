"""Pages of results and of browsing, and what htmx is answered: the fragment, the address bar, the focus."""

import re

import pytest

from recipes.models import Recipe
from tests.dishes import five_soups, two_soups_and_a_cake
from tests.reading import notices, page_title, text, titles

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def soups(fake_search):
    two_soups_and_a_cake()
    fake_search()


@pytest.fixture
def many(fake_search, settings):
    settings.RECIPES_PAGE_SIZE = 2
    five_soups()
    fake_search()


@pytest.mark.parametrize("address", ["/?q=warm+soup&sort=time", "/?sort=time"])
def test_pages(client, many, address):
    pages = [client.get(f"{address}&page={number}") for number in (1, 2, 3)]
    assert [titles(page) for page in pages] == [["Soup 0", "Soup 1"], ["Soup 2", "Soup 3"], ["Soup 4"]]
    assert all("5 recipes" in text(page) for page in pages)
    assert [re.findall(r'rel="(\w+)" href="([^"]*)"', page.content.decode())[-2:] for page in pages[1:2]] == [
        [("prev", address.replace("&", "&amp;")), ("next", f"{address}&page=3".replace("&", "&amp;"))]
    ]
    assert "page 2 of 3" in text(pages[1])


def test_the_strengths_are_of_all_pages(client, many):
    pages = [client.get(f"/?q=warm+soup&page={number}").content.decode() for number in (1, 3)]
    assert [re.findall(r'"strengths">(.*?)<', page) for page in pages] == [["5 strong matches"]] * 2


@pytest.mark.parametrize(
    ("page", "shown", "sentence"),
    [
        ("99", ["Soup 4"], "There is no page 99. This is the last, page 3."),
        ("9" * 50, ["Soup 4"], f"There is no page {'9' * 50}. This is the last, page 3."),
        ("0", ["Soup 0", "Soup 1"], "There is no page “0”. This is the first."),
        ("-1", ["Soup 0", "Soup 1"], "There is no page “-1”. This is the first."),
        ("two", ["Soup 0", "Soup 1"], "There is no page “two”. This is the first."),
        ("²", ["Soup 0", "Soup 1"], "There is no page “²”. This is the first."),
    ],
)
def test_pages_that_are_not_there(client, many, page, shown, sentence):
    response = client.get("/", {"sort": "time", "page": page})
    assert (titles(response), notices(response)) == (shown, [sentence])


def test_both_groups_go_on_over_pages(client, many):
    Recipe.objects.filter(slug="soup-3").update(vegan=True)
    first, last = client.get("/?diet=vegan&sort=time"), client.get("/?diet=vegan&sort=time&page=3")
    assert titles(first) == ["Soup 3", "Soup 0"]
    assert titles(last) == ["Soup 4"]
    for response in (first, last):
        assert "5 recipes" in text(response)
        assert "We don’t know whether these 4 recipes are vegan" in text(response)


def test_htmx_gets_the_results_alone(client, soups):
    response = client.get("/?q=warm+bean+soup", headers=HTMX)
    page = response.content.decode()
    assert "<html" not in page
    assert "<form" not in page
    assert page_title(response) == "warm bean soup · Larder"
    assert '<p id="status" hx-swap-oob="innerHTML">1 recipe for “warm bean soup”' in page
    assert titles(response) == ["Warm bean soup", "Warm pea soup"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_caches_keep_page_and_fragment_apart(client, soups, headers):
    assert "HX-Request" in client.get("/?q=warm", headers=headers)["Vary"]


def test_restoring_history_gets_the_whole_page(client, soups):
    response = client.get("/?q=warm", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in response.content.decode()


@pytest.mark.parametrize(
    ("shown", "typing", "asked", "header"),
    [
        ("/", True, "/?q=warm", "HX-Push-Url"),
        ("/?q=war", True, "/?q=warm", "HX-Replace-Url"),
        ("/?q=warm+soup", True, "/?q=warm", "HX-Replace-Url"),
        ("/?q=cake", True, "/?q=warm", "HX-Push-Url"),
        ("/?q=war", False, "/?q=warm", "HX-Push-Url"),
        ("/?q=warm", False, "/?q=warm", "HX-Replace-Url"),
        ("/?q=warm", False, "/?q=warm&course=soup", "HX-Push-Url"),
        ("/?q=warm", False, "/?q=warm&page=2", "HX-Push-Url"),
        ("/?q=warm", True, "/", "HX-Push-Url"),
        ("/", False, "/", "HX-Replace-Url"),
        ("/recipes/x/", False, "/?q=warm", "HX-Push-Url"),
    ],
)
def test_the_address_bar(client, soups, shown, typing, asked, header):
    headers = HTMX | {"HX-Current-URL": f"http://testserver{shown}"} | ({"Larder-Typing": "true"} if typing else {})
    response = client.get(asked + ("&sort=match&cuisine=" if "?" in asked else "?q="), headers=headers)
    assert {name: response[name] for name in ("HX-Push-Url", "HX-Replace-Url") if name in response} == {header: asked}


@pytest.mark.parametrize(
    "shown", ["http://[", "http://a]b/?q=war", "\xff\xfe", "/?" + "&".join(f"a={n}" for n in range(1_200))]
)
def test_an_address_shown_that_can_not_be_read_is_left_behind(client, soups, shown):
    response = client.get("/?q=warm", headers=HTMX | {"HX-Current-URL": shown, "Larder-Typing": "true"})
    assert (response.status_code, response.get("HX-Push-Url")) == (200, "/?q=warm")


def test_a_page_turned_by_htmx_moves_the_focus_to_its_heading(client, many):
    turned = client.get("/?q=warm&page=2", headers=HTMX | {"HX-Boosted": "true"}).content.decode()
    typed = client.get("/?q=warm", headers=HTMX).content.decode()
    assert (turned.count("autofocus"), typed.count("autofocus")) == (1, 0)
