"""The search page while the model is loaded, in a real browser: it says so, and comes back by itself.

What is answered meanwhile is in test_warming.py, what the page promises like any other in test_pages.py.
"""

import pytest

from tests.chromium import missing
from tests.conftest import make_recipe

if reason := missing():
    pytest.skip(reason, allow_module_level=True)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "Starting: the kitchen is warming up"


@pytest.fixture
def starting(held_model):
    """A server that has just started; call it to let the model be there."""
    for title in ("Warm pea soup", "Lemon cake"):
        make_recipe(title)
    return held_model()


def titles(page) -> list[str]:
    return page.locator("#results h3 a").all_text_contents()


def wait_for_headline(page, words: str) -> None:
    page.locator("#results h2").first.filter(has_text=words).wait_for()


def asked_again(page, times: int = 1) -> None:
    """Until what waits has asked that many times more."""
    for _ in range(times):
        page.wait_for_event("response", lambda response: response.status == 204)


def mark(page) -> None:
    """Leave something behind that a full reload would wipe away."""
    page.evaluate("window.stillHere = true")


def is_marked(page) -> bool:
    return page.evaluate("window.stillHere === true")


def test_a_search_waits_in_place_and_its_results_come_by_themselves(page, starting, live_server):
    page.goto("/")
    mark(page)
    page.locator("#q").fill("pea soup")
    wait_for_headline(page, HEADLINE)
    assert page.locator("#status").text_content().strip() == HEADLINE
    starting()
    wait_for_headline(page, "“pea soup”")
    assert titles(page)[0] == "Warm pea soup"
    assert page.url == f"{live_server.url}/?q=pea+soup"
    assert page.locator("#q").input_value() == "pea soup"
    assert "“pea soup”" in page.locator("#status").text_content()
    assert is_marked(page)


def test_an_address_that_is_opened_waits_too(visitor, starting, live_server):
    """Of the status 503 a browser complains by itself."""
    page = visitor()
    page.goto("/?q=lemon+cake")
    mark(page)
    wait_for_headline(page, HEADLINE)
    assert page.locator("#q").input_value() == "lemon cake"
    starting()
    wait_for_headline(page, "“lemon cake”")
    assert (titles(page)[0], is_marked(page)) == ("Lemon cake", True)
    page.go_back()
    assert page.url == "about:blank"


def test_without_javascript_the_page_is_loaded_again(visitor, starting, live_server):
    page = visitor(java_script_enabled=False)
    page.goto("/?q=lemon+cake")
    wait_for_headline(page, HEADLINE)
    starting()
    wait_for_headline(page, "“lemon cake”")
    assert (titles(page)[0], page.url) == ("Lemon cake", f"{live_server.url}/?q=lemon+cake")


def test_while_it_waits_nothing_is_shown_or_announced_anew(page, starting):
    page.goto("/")
    page.locator("#q").fill("pea soup")
    wait_for_headline(page, HEADLINE)
    link = page.get_by_role("link", name="Ask again now")
    link.focus()
    page.evaluate("""() => {
        window.changes = 0;
        const watch = new MutationObserver((all) => { window.changes += all.length; });
        for (const id of ["results", "status"])
            watch.observe(document.getElementById(id), {childList: true, characterData: true, subtree: true});
    }""")
    asked_again(page, times=2)
    assert page.evaluate("window.changes") == 0
    assert page.evaluate("document.activeElement.textContent") == "Ask again now"


def test_what_waits_gives_way_to_newer_words(page, starting, live_server):
    """While their answer is on its way, what waits for the older ones must neither ask nor come over it."""
    asked, on_its_way = [], []
    page.goto("/")
    page.locator("#q").fill("pea soup")
    wait_for_headline(page, HEADLINE)
    page.route("**/*lemon*", lambda route: on_its_way.append(route))
    with page.expect_request("**/*lemon*"):
        page.locator("#q").fill("lemon cake")
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1500)
    assert asked == []
    starting()
    on_its_way[0].continue_()
    wait_for_headline(page, "“lemon cake”")
    assert (titles(page)[0], page.url) == ("Lemon cake", f"{live_server.url}/?q=lemon+cake")


def test_a_server_that_goes_away_meanwhile_is_waited_for(visitor, starting):
    page = visitor()
    page.goto("/")
    page.locator("#q").fill("pea soup")
    wait_for_headline(page, HEADLINE)
    page.route("**/?q=pea+soup", lambda route: route.abort())
    page.get_by_role("alert").filter(has_text="can’t be reached").wait_for()
    starting()
    page.unroute("**/?q=pea+soup")
    wait_for_headline(page, "“pea soup”")
    assert page.get_by_role("alert").count() == 0
