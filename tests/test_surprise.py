"""“Surprise me”: which recipes it leads to, and what it never does."""

import pytest

from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db


def led_to(client, query: str = "", times: int = 60) -> set[str]:
    return {client.get(f"/surprise/{query}").headers["Location"] for _ in range(times)}


def test_each_published_recipe_may_come(client):
    for title in ("Soup", "Pie", "Cake"):
        make_recipe(title)
    make_recipe("Draft", published=False)
    assert led_to(client) == {f"/recipes/{slug}/?surprise=1" for slug in ("soup", "pie", "cake")}


def test_the_last_one_does_not_come_again(client):
    for title in ("Soup", "Pie"):
        make_recipe(title)
    assert led_to(client, "?not=pie", times=20) == {"/recipes/soup/?surprise=1"}


def test_the_only_one_comes_again(client):
    make_recipe("Soup")
    make_recipe("Draft", published=False)
    assert led_to(client, "?not=soup", times=1) == {"/recipes/soup/?surprise=1"}


def test_without_recipes_it_leads_home(client):
    assert led_to(client, "?not=soup", times=1) == {"/"}


@pytest.mark.parametrize("odd", ["?not=%00", "?not=" + "a" * 900, "?not=%C3%A9", "?not[]=soup", "?not=-- "])
def test_odd_addresses_lead_to_a_recipe(client, odd):
    make_recipe("Soup")
    assert led_to(client, odd, times=1) == {"/recipes/soup/?surprise=1"}


def test_it_is_never_kept_and_only_got(client):
    make_recipe("Soup")
    kept = client.get("/surprise/").headers["Cache-Control"]
    assert kept == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert client.post("/surprise/").status_code == 405


@pytest.mark.parametrize("count", [2, 30])
def test_it_costs_two_queries_however_many_recipes(client, count, django_assert_num_queries):
    for number in range(count):
        make_recipe(f"Soup {number}")
    with django_assert_num_queries(2):
        client.get("/surprise/?not=soup-1")


def test_the_recipe_reached_so_offers_another(client):
    make_recipe("Soup")
    offer = '<a class="chip" href="/surprise/?not=soup" rel="nofollow">Another one</a>'
    pages = [client.get(address).content.decode() for address in ("/recipes/soup/?surprise=1", "/recipes/soup/")]
    assert [page.count(offer) for page in pages] == [1, 0]
