"""Filters, hearts and a bad connection, in a real browser: what changes beside the results, and what must not change.

Searching, paging and history are in test_browser.py. Skipped where there is no browser.
"""

import re
import threading

import pytest

from recipes.models import Recipe
from recipes.search import Ranking
from tests.chromium import missing
from tests.conftest import make_recipe

if reason := missing():
    pytest.skip(reason, allow_module_level=True)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def soups(fake_search):
    """Six soups: half of them vegan, two with leeks, one with cream."""
    for number in range(6):
        make_recipe(
            f"Warm soup {number}",
            summary="warm soup",
            ingredients=("leeks", "leeks\ncream", "peas")[min(number, 2)],
            course="soup",
            cuisine="French" if number < 2 else "Dutch",
            total_minutes=10 * (number + 1),
            vegan=number % 2 == 0,
        )
    fake_search()


@pytest.fixture
def held_answers(monkeypatch):
    """Call it, and answers wait until what it gives is called."""
    hold, fetch = threading.Event(), Ranking.matches

    def slow(ranking, *args):
        hold.wait(10)
        return fetch(ranking, *args)

    def begin():
        monkeypatch.setattr(Ranking, "matches", slow)
        return hold.set

    return begin


@pytest.fixture
def desk(visitor):
    page = visitor(viewport=DESK)
    yield page
    assert page.complaints == []


def titles(page) -> list[str]:
    return page.locator("#results h3 a").all_text_contents()


def counts(page) -> dict[str, str]:
    """Diet -> the count beside it, of those that have any."""
    pairs = page.locator("#choices .pills label").evaluate_all(
        "labels => labels.map((label) => [label.textContent.trim(), label.querySelector('small').textContent])"
    )
    return {name.removesuffix(number).strip(): number for name, number in pairs if number != "0"}


def options(page, label: str) -> list[str]:
    return page.get_by_label(label).locator("option").all_text_contents()


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def headline(page, words: str) -> None:
    page.locator("#results h2").first.filter(has_text=words).wait_for()


def test_counts_follow_every_change_and_the_focus_stays(desk, soups):
    desk.goto("/?q=warm+soup")
    assert counts(desk)["vegan"] == "3"
    assert options(desk, "Cuisine") == ["Any cuisine", "Dutch (4)", "French (2)"]
    desk.get_by_label("vegan").focus()
    desk.keyboard.press("Space")
    headline(desk, "3 recipes")
    assert options(desk, "Cuisine") == ["Any cuisine", "Dutch (2)", "French (1)"]
    assert focused(desk) == desk.get_by_label("vegan").get_attribute("id")
    desk.get_by_label("Cuisine").focus()
    desk.get_by_label("Cuisine").select_option("Dutch")
    headline(desk, "2 recipes")
    assert (counts(desk)["vegan"], focused(desk)) == ("2", "cuisine")
    assert options(desk, "Cuisine") == ["Any cuisine", "Dutch (2)", "French (1)"]
    assert desk.locator("#status").text_content().startswith("2 recipes for “warm soup”")


def test_on_a_phone_limits_and_all_leave_the_first_result_on_the_first_screen(visitor, soups):
    page = visitor(viewport=PHONE)
    page.goto("/?q=warm+vegan+Dutch+soup+under+90+minutes+without+nuts+or+cream&max_minutes=80")
    assert page.locator("#results article").first.bounding_box()["y"] < 560


def test_filters_stay_in_sight_beside_the_results(desk, soups):
    desk.set_viewport_size({"width": 1280, "height": 300})
    desk.goto("/?page=1")
    desk.evaluate("scrollTo(0, 260)")
    box = desk.locator("#filters").bounding_box()
    assert (box["y"], box["height"]) == (0, 300)


def test_a_change_leaves_the_page_where_it_was(desk, soups):
    desk.set_viewport_size({"width": 1280, "height": 400})
    desk.goto("/?q=warm+soup")
    desk.evaluate("scrollTo(0, 150)")
    desk.get_by_label("vegan").check()
    headline(desk, "3 recipes")
    assert desk.evaluate("scrollY") == 150


def test_foods_are_added_one_after_the_other_and_taken_away_again(desk, soups, live_server):
    desk.goto("/?q=warm+soup")
    desk.get_by_label("To use").fill("leeks")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/?q=warm+soup&with=leeks")
    headline(desk, "2 recipes")
    assert (desk.get_by_label("To use").input_value(), focused(desk)) == ("", "with")
    desk.get_by_label("To avoid").fill("cream, nuts")
    desk.keyboard.press("Tab")
    desk.wait_for_url("**/?q=warm+soup&with=leeks&without=cream&without=nuts")
    assert titles(desk) == ["Warm soup 0"]
    desk.get_by_role("link", name="Remove: with leeks").click()
    desk.wait_for_url("**/?q=warm+soup&without=cream&without=nuts")
    headline(desk, "5 recipes")
    desk.get_by_role("link", name="Clear all").click()
    desk.wait_for_url("**/?q=warm+soup")
    headline(desk, "6 recipes")
    desk.go_back()
    headline(desk, "5 recipes")


def test_what_is_typed_while_an_answer_is_on_its_way_stays(desk, soups, held_answers):
    asked = []
    desk.goto("/?q=warm+soup")
    desk.on("request", lambda request: asked.append(request.url))
    let_go = held_answers()
    desk.get_by_label("vegan").check()
    desk.get_by_label("To avoid").press_sequentially("cre")
    let_go()
    headline(desk, "3 recipes")
    desk.keyboard.type("am")
    assert (desk.get_by_label("To avoid").input_value(), focused(desk)) == ("cream", "without")
    desk.keyboard.press("Tab")
    desk.wait_for_url("**without=cream*")
    assert [re.findall(r"without=(\w+)", url) for url in asked if "without=c" in url] == [["cream"]]


def test_what_was_typed_before_an_answer_came_counts_when_its_field_is_left(desk, soups, held_answers):
    desk.goto("/?q=warm+soup")
    let_go = held_answers()
    desk.get_by_label("vegan").check()
    desk.get_by_label("To avoid").press_sequentially("leeks")
    let_go()
    headline(desk, "3 recipes")
    desk.keyboard.press("Tab")
    headline(desk, "2 recipes")
    assert "without=leeks" in desk.url


def test_on_a_phone_the_filters_are_behind_a_click_and_lead_on_to_the_results(visitor, soups):
    page = visitor(viewport=PHONE)
    page.goto("/?q=warm+soup&diet=vegan")
    assert not page.get_by_label("Cuisine").is_visible()
    page.get_by_text("Filters (1)").click()
    page.get_by_label("Cuisine").select_option("French")
    page.get_by_text("Filters (2)").wait_for()
    page.get_by_role("link", name="Show 1 recipe").click()
    assert page.url.endswith("#results")
    assert not page.get_by_role("button", name="Apply").is_visible()


def test_without_javascript_filters_are_applied_by_a_button(visitor, soups, live_server):
    page = visitor(java_script_enabled=False, viewport=PHONE)
    page.goto("/?q=warm+soup&sort=time")
    page.get_by_text("Filters").click()
    page.get_by_label("vegan").check()
    page.get_by_label("To avoid").fill("cream, peas")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/?q=warm+soup&without=cream&without=peas&diet=vegan&sort=time")
    assert titles(page) == ["Warm soup 0"]
    page.get_by_role("link", name="Remove: without peas").click()
    page.wait_for_url("**/?q=warm+soup&without=cream&diet=vegan&sort=time")
    assert titles(page) == ["Warm soup 0", "Warm soup 2", "Warm soup 4"]


# ---------------------------------------------------------------- hearts


def test_a_heart_is_pressed_in_place_said_and_counted(desk, soups):
    desk.goto("/?q=warm+soup")
    heart = desk.get_by_role("button", name="Favourite: Warm soup 0")
    assert heart.get_attribute("aria-pressed") == "false"
    heart.focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Favourites 1").wait_for()
    assert (heart.get_attribute("aria-pressed"), focused(desk)) == ("true", heart.get_attribute("id"))
    assert desk.locator("#kept-said").text_content() == "“Warm soup 0” is among your favourites."
    assert desk.url.endswith("/?q=warm+soup")
    desk.get_by_label("vegan").check()
    headline(desk, "3 recipes")
    assert heart.get_attribute("aria-pressed") == "true"
    desk.get_by_role("link", name="Favourites 1").click()
    assert desk.locator("h3 a").all_text_contents() == ["Warm soup 0"]


def test_without_javascript_a_heart_leads_back_to_the_results(visitor, soups, live_server):
    page = visitor(java_script_enabled=False)
    page.goto("/?q=warm+soup&sort=time")
    page.get_by_role("button", name="Favourite: Warm soup 0").click()
    assert page.url == live_server.url + "/?q=warm+soup&sort=time"
    assert page.get_by_role("button", name="Favourite: Warm soup 0").get_attribute("aria-pressed") == "true"
    page.get_by_role("link", name="Favourites 1").click()
    page.get_by_role("button", name="Favourite: Warm soup 0").click()
    page.get_by_text("Nothing kept yet").wait_for()
    page.goto("/recipes/warm-soup-2/")
    page.get_by_role("button", name="Favourite", exact=True).click()
    assert page.url == live_server.url + "/recipes/warm-soup-2/"
    page.get_by_role("link", name="Favourites 1").wait_for()


def test_on_the_page_of_favourites_a_heart_may_be_pressed_again(desk, soups):
    desk.goto("/?q=warm+soup")
    desk.get_by_role("button", name="Favourite: Warm soup 0").click()
    desk.get_by_role("link", name="Favourites 1").click()
    desk.evaluate("window.stillHere = true")
    heart = desk.get_by_role("button", name="Favourite: Warm soup 0")
    heart.click()
    desk.get_by_role("link", name="Favourites", exact=True).wait_for()
    assert heart.get_attribute("aria-pressed") == "false"
    heart.click()
    desk.get_by_role("link", name="Favourites 1").wait_for()
    assert desk.evaluate("window.stillHere") is True


def test_a_click_on_a_card_opens_the_recipe_and_on_its_heart_does_not(desk, soups):
    desk.goto("/?q=warm+soup")
    card = desk.locator("#results article").first
    card.locator(".heart").click()
    desk.get_by_role("link", name="Favourites 1").wait_for()
    assert desk.url.endswith("/?q=warm+soup")
    card.click(position={"x": 10, "y": 10})
    desk.wait_for_url("**/recipes/warm-soup-0/")


# ---------------------------------------------------------------- the connection


def test_a_request_that_never_ends_is_given_up_and_tried_again(visitor, soups):
    page = visitor(viewport=DESK)
    page.goto("/?q=warm+soup")
    page.evaluate("htmx.config.timeout = 300")
    page.route("**/?*diet=vegan*", lambda route: None)
    page.get_by_label("vegan").check()
    problem = page.get_by_role("alert")
    problem.filter(has_text="can’t be reached").wait_for()
    assert page.locator(".htmx-request").count() == 0
    assert len(titles(page)) == 6
    page.unroute("**/?*diet=vegan*")
    page.evaluate("htmx.config.timeout = 30000")
    problem.get_by_role("link", name="Try again").click()
    headline(page, "3 recipes")
    assert problem.count() == 0
    assert page.url.endswith("/?q=warm+soup&diet=vegan")


def test_a_heart_that_could_not_be_kept_says_so_and_is_tried_again(visitor, soups):
    page = visitor(viewport=DESK)
    page.goto("/?q=warm+soup")
    page.route("**/favourite/", lambda route: route.abort())
    heart = page.get_by_role("button", name="Favourite: Warm soup 0")
    heart.click()
    problem = page.get_by_role("alert")
    problem.filter(has_text="can’t be reached").wait_for()
    assert heart.get_attribute("aria-pressed") == "false"
    page.unroute("**/favourite/")
    problem.get_by_role("link", name="Try again").click()
    page.get_by_role("link", name="Favourites 1").wait_for()


def test_of_two_changes_the_later_one_stays(desk, soups, monkeypatch):
    """The first answer is held until the second is there: filters, counts and results are those of the second."""
    hold, held, fetch = threading.Event(), threading.Event(), Ranking.matches

    def slow_for_ten(ranking, *args):
        if ranking.total == 1:
            held.set()
            hold.wait(10)
        return fetch(ranking, *args)

    monkeypatch.setattr(Ranking, "matches", slow_for_ten)
    Recipe.objects.filter(slug="warm-soup-0").update(total_minutes=12)
    desk.goto("/?q=warm+soup")
    desk.get_by_label("Time").select_option("15")
    assert held.wait(10)
    desk.get_by_label("Time").select_option("45")
    headline(desk, "4 recipes")
    hold.set()
    desk.wait_for_timeout(500)
    assert (len(titles(desk)), desk.get_by_label("Time").input_value()) == (4, "45")
    assert desk.url.endswith("&max_minutes=45")
    desk.go_back()
    headline(desk, "6 recipes")
    assert desk.get_by_label("Time").input_value() == ""
    desk.go_forward()
    headline(desk, "4 recipes")
    assert desk.get_by_label("Time").input_value() == "45"
