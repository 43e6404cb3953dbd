"""A recipe's page in a real browser: amounts, ticks, the printed sheet, sharing. Skipped where there is none."""

import json
import re

import pytest

from tests.chromium import missing
from tests.conftest import make_recipe

if reason := missing():
    pytest.skip(reason, allow_module_level=True)


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/recipes/harira/"


@pytest.fixture
def harira(fake_search):
    make_recipe("Harira", ingredients="200 g chickpeas\n1 onion, diced", method="Soak.\nSimmer.", servings=4)
    fake_search()


def lines(page) -> list[str]:
    return page.locator("#amounts li").all_inner_texts()


def ticked(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.cook :checked')].map((box) => box.id)")


def said(page, which: str) -> str:
    return page.locator(which).text_content().strip()


def wait_for(page, line: str) -> None:
    page.locator("#amounts li").first.filter(has_text=line).wait_for()


def test_one_more_changes_the_amounts_and_nothing_else(page, harira, live_server):
    page.goto(ADDRESS)
    page.get_by_label("1 onion, diced").check()
    page.get_by_label("Soak.").check()
    page.evaluate("window.stillHere = true")
    page.get_by_role("link", name="One more").focus()
    page.keyboard.press("Enter")
    wait_for(page, "250 g chickpeas")
    page.keyboard.press("Enter")
    wait_for(page, "300 g chickpeas")
    assert lines(page) == ["300 g chickpeas", "1½ onions, diced"]
    assert ticked(page) == ["have-2", "done-1"]
    assert page.evaluate("[window.stillHere, document.activeElement.id]") == [True, "more"]
    assert said(page, "#portions-said") == "The amounts are for 6 servings."
    assert "as written, for 4" in said(page, "#as-written")
    assert page.url == f"{live_server.url}{ADDRESS}?serves=6"


def test_back_to_what_was_written_without_losing_the_place(page, harira, live_server):
    page.goto(f"{ADDRESS}?serves=8")
    page.get_by_role("link", name="as written, for 4").focus()
    page.keyboard.press("Enter")
    wait_for(page, "200 g chickpeas")
    assert (page.url, page.evaluate("document.activeElement.id")) == (live_server.url + ADDRESS, "more")
    assert said(page, "#as-written") == ""


def test_a_lost_connection_is_told_and_mended(visitor, harira):
    page = visitor()
    page.goto(ADDRESS)
    page.context.set_offline(True)
    page.get_by_role("link", name="One more").click()
    page.get_by_role("alert").filter(has_text="The amounts are as they were").wait_for()
    assert lines(page)[0] == "200 g chickpeas"
    page.context.set_offline(False)
    page.get_by_role("link", name="One more").click()
    wait_for(page, "250 g chickpeas")
    assert page.locator("#unreached").is_visible() is False


def test_quick_taps_add_up(page, harira, live_server):
    page.goto(ADDRESS)
    page.evaluate("for (let tap = 0; tap < 3; tap += 1) document.getElementById('more').click()")
    wait_for(page, "350 g chickpeas")
    assert (page.url, page.get_by_label("Serves").input_value()) == (f"{live_server.url}{ADDRESS}?serves=7", "7")
    page.evaluate("for (let tap = 0; tap < 9; tap += 1) document.getElementById('fewer').click()")
    page.wait_for_url(f"{live_server.url}{ADDRESS}?serves=1")
    assert lines(page)[0] == "50 g chickpeas"


def test_a_heart_that_could_not_be_kept_says_so_beside_it(visitor, harira):
    page = visitor()
    page.goto(ADDRESS)
    page.route("**/favourite/", lambda route: route.abort())
    page.get_by_role("button", name="Favourite").click()
    page.get_by_text("That could not be kept just now").wait_for()
    assert page.locator("#unreached").is_visible() is False
    page.unroute("**/favourite/")
    page.get_by_role("button", name="Favourite").click()
    page.get_by_role("link", name="Favourites 1").wait_for()
    assert said(page, "#said") == ""


def test_a_number_typed_is_taken_and_put_right(page, harira):
    page.goto(ADDRESS)
    page.get_by_label("Serves").fill("2")
    page.keyboard.press("Enter")
    wait_for(page, "100 g chickpeas")
    page.get_by_label("Serves").fill("0")
    page.keyboard.press("Tab")
    wait_for(page, "50 g chickpeas")
    assert page.get_by_label("Serves").input_value() == "1"


def test_without_javascript_it_is_a_page_of_its_own(visitor, harira, live_server):
    page = visitor(java_script_enabled=False)
    page.goto(ADDRESS)
    page.get_by_role("link", name="One more").click()
    assert (page.url, lines(page)[0]) == (f"{live_server.url}{ADDRESS}?serves=5#ingredients", "250 g chickpeas")
    page.get_by_label("Serves").fill("8")
    page.keyboard.press("Enter")
    page.wait_for_url("**serves=8**")
    assert lines(page) == ["400 g chickpeas", "2 onions, diced"]
    page.get_by_label("2 onions, diced").check()
    assert page.get_by_label("2 onions, diced").is_checked()
    assert [page.locator(f"#{name}").is_visible() for name in ("permalink", "share", "print", "awake")] == [
        True,
        False,
        False,
        False,
    ]


def test_ticks_outlive_a_reload_and_are_each_recipes_own(page, harira):
    make_recipe("Soup", ingredients="1 leek", method="Boil.")
    page.goto(ADDRESS)
    page.get_by_label("200 g chickpeas").check()
    page.get_by_label("Larger text").check()
    page.reload()
    assert (ticked(page), page.get_by_label("Larger text").is_checked()) == (["have-1"], True)
    page.get_by_label("200 g chickpeas").uncheck()
    page.reload()
    assert ticked(page) == []
    page.goto("/recipes/soup/")
    assert page.get_by_label("Larger text").is_checked() is False


def test_larger_text_is_larger(page, harira):
    page.goto(ADDRESS)
    size = "parseFloat(getComputedStyle(document.querySelector('.method span')).fontSize)"
    before = page.evaluate(size)
    page.get_by_label("Larger text").check()
    assert page.evaluate(size) > 1.25 * before


def test_the_screen_is_kept_on_while_asked(visitor, harira):
    page = visitor()
    page.add_init_script(
        "window.locks = []; Object.defineProperty(navigator, 'wakeLock', {value: {request: async (kind) => {"
        "locks.push(kind); return {release: () => locks.push('released')}; }}})"
    )
    page.goto(ADDRESS)
    page.get_by_label("Keep the screen on").check()
    page.wait_for_function("locks.length === 1")
    page.get_by_label("Keep the screen on").uncheck()
    page.wait_for_function("locks.length === 2")
    assert page.evaluate("locks") == ["screen", "released"]


def test_where_the_screen_cannot_be_kept_on_nothing_offers_it(visitor, harira):
    page = visitor()
    page.add_init_script("Object.defineProperty(navigator, 'wakeLock', {value: undefined})")
    page.goto(ADDRESS)
    assert page.get_by_label("Keep the screen on").is_visible() is False


NO_SHARE = "Object.defineProperty(navigator, 'share', {value: undefined});"


def test_sharing_hands_over_the_one_address(visitor, harira, live_server):
    page = visitor()
    page.add_init_script(
        "Object.defineProperty(navigator, 'share', {value: async (what) => { window.shared = what; }})"
    )
    page.goto(f"{ADDRESS}?serves=6")
    page.get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared") == {"title": "Harira · Larder", "url": live_server.url + ADDRESS}


def test_where_nothing_shares_the_address_is_copied_and_said(visitor, harira, live_server):
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(NO_SHARE)
    page.goto(ADDRESS)
    page.get_by_role("button", name="Share").click()
    page.locator("#said").filter(has_text="The address of this recipe is copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == live_server.url + ADDRESS


def test_where_nothing_can_be_copied_the_address_is_shown(visitor, harira, live_server):
    page = visitor()
    page.add_init_script(NO_SHARE + "Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    page.goto(ADDRESS)
    page.get_by_role("button", name="Share").click()
    page.locator("#said").filter(has_text=f"Copy this address: {live_server.url}{ADDRESS}").wait_for()


def test_structured_data_passes_the_content_security_policy(page, harira, live_server):
    """A data block is not executed, so that the policy has nothing against it: `page` fails for any complaint."""
    page.goto(ADDRESS)
    data = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert (data["name"], data["url"]) == ("Harira", live_server.url + ADDRESS)


# As long as the longest of the starter collection.
LONG_LINE = "250 g of an ingredient with a name of some length, chopped"
LONG_STEP = "Turn up the heat, add what was chopped and fry it for about ten minutes, breaking up the lumps, until the "
LONG = {
    "summary": "Sheets of pasta rolled almost thin enough to read through, with a slow ragù between them. " * 2,
    "ingredients": "\n".join([LONG_LINE, "1 onion, finely chopped", "2 tbsp olive oil"] * 8),
    "method": "\n".join(
        [LONG_STEP + "moisture has gone and the meat sizzles. Pour in the wine, let it boil away."] * 9
    ),
    "servings": 8,
    "total_minutes": 290,
    "contains_gluten": True,
    "source_name": "A book",
    "source_url": "https://example.org/lasagne",
}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_long_recipe_prints_on_one_sheet(page, fake_search, paper):
    make_recipe("Lasagne", **LONG)
    for number in range(5):
        make_recipe(f"Lasagne {number}")
    fake_search()
    page.goto("/recipes/lasagne/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1


def test_the_sheet_shows_what_a_cook_needs_and_nothing_to_click(page, fake_search, live_server):
    make_recipe("Lasagne", **LONG)
    page.goto("/recipes/lasagne/")
    page.emulate_media(media="print")
    hidden = (".top", ".foot", ".actions", ".kitchen", ".stepper", ".cover")
    assert [page.locator(part).first.is_visible() for part in hidden] == [False] * len(hidden)
    left, right = (page.locator(part).bounding_box() for part in (".ingredients", ".method"))
    assert left["x"] + left["width"] < right["x"]
    assert page.locator(".printed").inner_text() == f"{live_server.url}/recipes/lasagne/"
    shown = page.evaluate("getComputedStyle(document.querySelector('.source a'), '::after').content")
    assert "https://example.org/lasagne" in shown


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_no_sideways_scroll(visitor, fake_search, width):
    make_recipe("W" * 90, slug="wide", ingredients="200 g " + "w" * 200, method="x" * 300, servings=4)
    fake_search()
    page = visitor(viewport={"width": width, "height": 700})
    page.goto("/recipes/wide/?serves=100")
    page.get_by_label("Larger text").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
