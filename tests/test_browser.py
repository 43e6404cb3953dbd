"""The pages in a real browser: what only a browser can show. Skipped where there is none.

What every page must hold alike is in test_pages.py. The site is the test's own database, searched with `WordEmbedder`.
"""

import threading

import pytest
from django.contrib.auth.models import User

from recipes.models import Recipe
from recipes.search import Ranking
from tests.chromium import missing
from tests.conftest import make_recipe

if reason := missing():
    pytest.skip(reason, allow_module_level=True)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def collection(fake_search):
    """Soups and cakes, embedded by their words."""
    for title in ("Warm bean soup", "Warm pea soup", "Lemon cake", "Apple cake"):
        make_recipe(title, course=title.split()[-1], ingredients="salt", method="Cook it.", total_minutes=len(title))
    fake_search()


@pytest.fixture
def many_soups(fake_search, settings):
    settings.RECIPES_PAGE_SIZE = 2
    for number in range(5):
        make_recipe(f"Soup {number}", summary="warm soup", total_minutes=number + 1)
    fake_search()


def titles(page) -> list[str]:
    return page.locator("#results h3 a").all_text_contents()


def wait_for_headline(page, words: str) -> None:
    page.locator("#results h2").first.filter(has_text=words).wait_for()


def mark(page) -> None:
    """Leave something behind that a full reload would wipe away."""
    page.evaluate("window.stillHere = true")


def is_marked(page) -> bool:
    return page.evaluate("window.stillHere === true")


def where(page, live_server) -> str:
    return page.url.removeprefix(live_server.url)


def test_typing_searches_without_a_reload(page, collection, live_server):
    page.goto("/")
    mark(page)
    page.locator("#q").press_sequentially("pea soup", delay=20)
    wait_for_headline(page, "“pea soup”")
    assert titles(page)[0] == "Warm pea soup"
    assert where(page, live_server) == "/?q=pea+soup"
    assert page.title() == "pea soup · Larder"
    assert "“pea soup”" in page.locator("#status").text_content()
    assert is_marked(page)


def test_back_and_reload_restore_words_and_results(page, collection, live_server):
    page.goto("/")
    page.locator("#q").fill("pea soup")
    wait_for_headline(page, "“pea soup”")
    page.locator("#q").fill("lemon cake")
    wait_for_headline(page, "“lemon cake”")
    page.get_by_role("link", name="Lemon cake").click()
    page.get_by_role("heading", name="Method").wait_for()
    page.go_back()
    for query, first in (("lemon cake", "Lemon cake"), ("pea soup", "Warm pea soup")):
        wait_for_headline(page, f"“{query}”")
        assert (page.locator("#q").input_value(), titles(page)[0]) == (query, first)
        assert where(page, live_server) == f"/?q={query.replace(' ', '+')}"
        page.reload()
        assert (page.locator("#q").input_value(), titles(page)[0]) == (query, first)
        page.go_back()
    page.get_by_role("heading", name="By course").wait_for()
    assert (page.locator("#q").input_value(), where(page, live_server)) == ("", "/")


def test_a_wish_typed_on_is_one_step_back(page, collection, live_server):
    page.goto("/")
    for words in ("pea", "pea soup", "pea soup warm"):
        page.locator("#q").fill(words)
        page.wait_for_url(f"**/?q={words.replace(' ', '+')}")
    page.go_back()
    page.wait_for_url(live_server.url + "/")
    page.get_by_role("heading", name="By course").wait_for()


def test_enter_asks_once_and_at_once(page, collection):
    asked = []
    page.goto("/")
    page.on("request", lambda request: "q=" in request.url and asked.append(request.url))
    page.locator("#q").fill("pea soup")
    page.locator("#q").press("Enter")
    wait_for_headline(page, "“pea soup”")
    page.wait_for_timeout(500)
    assert len(asked) == 1


def test_an_answer_that_comes_late_is_dropped(page, collection, live_server, monkeypatch):
    """The first search is held until the second is on the page: it must not come back over it."""
    hold, held, fetch = threading.Event(), threading.Event(), Ranking.matches

    def slow_for_peas(ranking, *args):
        if ranking.query.text == "pea":
            held.set()
            hold.wait(10)
        return fetch(ranking, *args)

    monkeypatch.setattr(Ranking, "matches", slow_for_peas)
    page.goto("/")
    page.locator("#q").fill("pea")
    assert held.wait(10)
    page.locator("#q").fill("lemon cake")
    wait_for_headline(page, "“lemon cake”")
    hold.set()
    page.wait_for_timeout(500)
    assert titles(page)[0] == "Lemon cake"
    assert where(page, live_server) == "/?q=lemon+cake"


def test_filters_search_at_once(page, collection, live_server):
    page.goto("/?q=warm+soup")
    mark(page)
    page.get_by_label("Time").select_option("15")
    page.wait_for_url("**/?q=warm+soup&max_minutes=15")
    assert sorted(titles(page)) == ["Warm bean soup", "Warm pea soup"]
    page.get_by_label("vegan").check()
    page.wait_for_url("**/?q=warm+soup&diet=vegan&max_minutes=15")
    assert is_marked(page)
    page.go_back()
    page.wait_for_url("**/?q=warm+soup&max_minutes=15")
    page.locator("#results h3").first.wait_for()
    assert not page.get_by_label("vegan").is_checked()
    assert page.get_by_label("Time").input_value() == "15"


def test_pages_turn_without_a_reload_and_the_heading_has_the_focus(page, many_soups, live_server):
    page.goto("/?q=warm+soup&sort=time")
    mark(page)
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2")
    wait_for_headline(page, "page 2 of 3")
    assert titles(page) == ["Soup 2", "Soup 3"]
    assert is_marked(page)
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.go_back()
    wait_for_headline(page, "page 1 of 3")
    assert titles(page) == ["Soup 0", "Soup 1"]


def test_without_javascript(visitor, many_soups, live_server):
    page = visitor(java_script_enabled=False)
    page.goto("/")
    page.locator("#q").fill("warm soup")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=warm+soup")
    page.get_by_role("link", name="Quickest").click()
    page.wait_for_url("**/?q=warm+soup&sort=time")
    assert titles(page) == ["Soup 0", "Soup 1"]
    page.get_by_role("link", name="Next").click()
    assert where(page, live_server) == "/?q=warm+soup&sort=time&page=2"
    assert (titles(page), page.locator("#q").input_value()) == (["Soup 2", "Soup 3"], "warm soup")


def test_chips_turn_limits_off_and_on_without_javascript(visitor, collection, live_server):
    page = visitor(java_script_enabled=False)
    page.goto("/?q=cake+under+11+minutes")
    assert titles(page) == ["Lemon cake", "Apple cake"]
    page.get_by_role("link", name="Turn off: under 11 min").click()
    page.wait_for_url("**off=max-11")
    assert page.get_by_role("link", name="Turn off: under 11 min").count() == 0
    page.get_by_role("link", name="put back").click()
    assert where(page, live_server) == "/?q=cake+under+11+minutes"
    page.get_by_role("link", name="under 11 min").wait_for()


def test_a_filter_keeps_what_is_turned_off_and_new_words_forget_it(page, collection, live_server):
    page.goto("/?q=cake+under+9+minutes&off=max-9&without=nuts")
    page.get_by_label("Time").select_option("15")
    page.wait_for_url("**/?q=cake+under+9+minutes&off=max-9&without=nuts&max_minutes=15")
    page.locator("#q").fill("warm")
    page.wait_for_url("**/?q=warm&without=nuts&max_minutes=15")
    assert page.locator("#carried input").evaluate_all("inputs => inputs.map((input) => input.name)") == ["without"]
    page.locator("#q").fill("cake under 9 minutes")
    page.wait_for_url("**/?q=cake+under+9+minutes&without=nuts&max_minutes=15")


def test_a_failure_is_said_and_goes_away(visitor, collection):
    page = visitor()
    page.goto("/")
    page.route("**/?q=broken*", lambda route: route.fulfill(status=500, body="boom"))
    page.route("**/?q=unplugged*", lambda route: route.abort())
    problem = page.locator("#problem")
    page.locator("#q").fill("broken")
    problem.filter(has_text="Something went wrong").wait_for()
    page.locator("#q").fill("unplugged")
    problem.filter(has_text="can’t be reached").wait_for()
    assert problem.get_by_role("link").get_attribute("href").startswith("/?q=unplugged&")
    page.locator("#q").fill("pea soup")
    wait_for_headline(page, "“pea soup”")
    assert problem.is_hidden()


def test_search_that_is_unavailable_is_shown_in_place(page, live_server, fake_embedders):
    make_recipe("Warm soup")
    page.goto("/")
    page.locator("#q").fill("soup")
    wait_for_headline(page, "Search isn’t ready yet")


PATHS = (
    "/",
    "/?q=soup",
    "/?q=password",
    "/?page=1",
    "/?q=soup&diet=vegan&max_minutes=abc",
    "/?q=vegan+chicken+soop+under+30+minutes&off=max-30&without=nuts",
    "/recipes/lemon-cake/",
    "/recipes/lemon-cake/?like=quicker",
)


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_nothing_scrolls_sideways(visitor, collection, live_server, width):
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützensuppe"
    texts = {
        "ingredients": f"{word * 3}\nsalt",
        "method": word * 5,
        "course": word,
        "cuisine": word,
        "source_name": word,
    }
    long = make_recipe(word * 3, slug="long", summary="soup" * 40, **texts)
    page = visitor(viewport={"width": width, "height": 844})
    widths = {}
    for path in (*PATHS, long.get_absolute_url(), "/nothing", f"/?q={'q' * 250}"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert widths == dict.fromkeys(widths, width)


def test_the_console_is_silent_on_every_page(page, collection, live_server):
    """Among others the Content-Security-Policy complains there."""
    for path in (*PATHS, "/healthz", "/admin/login/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")


def test_the_console_is_silent_in_the_admin(page, collection, live_server):
    User.objects.create_superuser("admin", password="not-a-secret")
    page.goto("/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("not-a-secret")
    page.get_by_role("button", name="Log in").click()
    page.locator("#user-tools").wait_for()
    for path in ("recipe/", f"recipe/{Recipe.objects.get(slug='lemon-cake').pk}/change/", "recipe/add/", "tag/"):
        page.goto(f"/admin/recipes/{path}")
        page.wait_for_load_state("networkidle")
    page.goto("/recipes/lemon-cake/")
    page.get_by_role("link", name="Edit this recipe").wait_for()


def test_keyboard_alone(page, collection, live_server):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("#q").focus()
    page.keyboard.type("lemon cake")
    page.keyboard.press("Enter")
    wait_for_headline(page, "“lemon cake”")
    page.get_by_role("link", name="Lemon cake").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/recipes/lemon-cake/")
