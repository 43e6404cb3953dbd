"""Favourites without an account: kept in the session, in their order, for whoever has the cookie."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from recipes.favourites import KEY, MOST, drop, keep, kept
from tests.conftest import make_recipe

LIST = "/favourites/"


def press(client, recipe, **data):
    return client.post(reverse("favourite", args=[recipe.slug]), data)


def titles(client) -> list[str]:
    return re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", client.get(LIST).content.decode())


class TestInASession:
    def test_the_latest_is_first_and_each_once(self):
        session = {}
        for pk in (1, 2, 3, 1):
            keep(session, pk)
        assert kept(session) == [1, 3, 2]

    def test_the_oldest_make_room(self):
        session = {KEY: list(range(MOST))}
        keep(session, -1)
        assert (len(kept(session)), kept(session)[0], kept(session)[-1]) == (MOST, -1, MOST - 2)

    def test_the_last_leaves_nothing_behind(self):
        session = {}
        keep(session, 1)
        drop(session, 1)
        drop(session, 2)
        assert session == {}

    @pytest.mark.parametrize("stored", [None, "1", {"a": 1}, ["1", None]])
    def test_what_is_no_list_of_numbers_counts_as_none(self, stored):
        assert kept({KEY: stored}) == []


@pytest.fixture
def soup(db):
    return make_recipe("Pea soup")


def test_kept_recipes_have_a_page_in_the_order_in_which_they_were_kept(client, soup):
    cake = make_recipe("Lemon cake")
    for recipe in (soup, cake):
        assert press(client, recipe, keep="1").url == recipe.get_absolute_url()
    assert titles(client) == ["Lemon cake", "Pea soup"]
    assert press(client, cake, keep="0", next=LIST).url == LIST
    assert titles(client) == ["Pea soup"]


def test_the_header_counts_them(client, soup):
    assert "Favourites</a>" in client.get("/").content.decode()
    press(client, soup)
    assert "Favourites <small>1</small></a>" in client.get("/").content.decode()


def test_the_button_says_whether_it_is_pressed(client, soup):
    assert 'aria-pressed="false"' in client.get(soup.get_absolute_url()).content.decode()
    press(client, soup)
    page = client.get(soup.get_absolute_url()).content.decode()
    assert 'aria-pressed="true"' in page
    assert re.findall(r'id="favourite"[^>]*name="keep" value="(\d)"', page) == ["0"]


def test_for_htmx_the_button_and_the_count_alone(client, soup):
    response = client.post(reverse("favourite", args=[soup.slug]), {"keep": "1"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert ("<h1" in page, page.count("<button"), "Favourites <small>1</small>" in page) == (False, 1, True)
    assert "“Pea soup” is among your favourites." in page


def test_a_card_has_a_heart_and_htmx_gets_it_alone(client, soup):
    address = reverse("favourite", args=[soup.slug])
    heart = f'<button class="heart" id="heart-{soup.pk}"'
    assert heart in client.get("/?page=1").content.decode()
    headers = {"HX-Request": "true", "HX-Trigger": f"heart-{soup.pk}"}
    kept_page = client.post(address, {"keep": "1"}, headers=headers).content.decode()
    assert (heart in kept_page, 'value="0" aria-pressed="true"' in kept_page) == (True, True)
    assert 'aria-pressed="true"' in client.get("/?page=1").content.decode()
    dropped = client.post(address, {"keep": "0"}, headers=headers).content.decode()
    assert (heart in dropped, "“Pea soup” is no favourite any more." in dropped) == (True, True)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("/?q=crème&page=2", "/?q=cr%C3%A8me&page=2"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example", None),
        ("javascript:alert(1)", None),
        ("/" + "x" * 5000, None),
        ("", None),
    ],
)
def test_without_javascript_one_comes_back_to_where_one_was_on_this_site(client, soup, given, address):
    assert press(client, soup, next=given).url == (address or soup.get_absolute_url())


def test_what_is_gone_or_a_draft_by_now_is_not_shown(client, soup):
    gone, draft = make_recipe("Gone"), make_recipe("Draft")
    for recipe in (soup, gone, draft):
        press(client, recipe)
    gone.delete()
    draft.published = False
    draft.save()
    assert titles(client) == ["Pea soup"]
    assert "Favourites <small>1</small>" in client.get(LIST).content.decode()


def test_nobody_keeps_a_draft_or_keeps_by_a_link(client, soup):
    draft = make_recipe("Draft", published=False)
    assert press(client, draft).status_code == 404
    assert client.get(reverse("favourite", args=[soup.slug])).status_code == 405


def test_who_keeps_nothing_gets_no_session(client, soup):
    for path in ("/", LIST, soup.get_absolute_url()):
        assert settings.SESSION_COOKIE_NAME not in client.get(path).cookies
    assert Session.objects.count() == 0


def test_they_outlive_the_browser(client, soup):
    cookie = press(client, soup).cookies[settings.SESSION_COOKIE_NAME]
    assert int(cookie["max-age"]) >= 365 * 24 * 3600


def test_another_site_cannot_press_the_button(soup):
    from django.test import Client

    assert press(Client(enforce_csrf_checks=True), soup).status_code == 403


def test_the_page_costs_a_constant_number_of_queries(client, soup, django_assert_num_queries):
    press(client, soup)
    with django_assert_num_queries(3):
        client.get(LIST)
    for number in range(5):
        press(client, make_recipe(f"Soup {number}"))
    with django_assert_num_queries(3):
        client.get(LIST)
