"""What every page holds, in a real browser: nobody is shut out, nothing sticks out, nothing comes from elsewhere.

Each test goes over the list in pages.py. docs/pages.md says what is promised; what a page does is in test_browser.py.
"""

import pytest
from django.template.loader import render_to_string

from tests import page_probes as probes
from tests.chromium import missing
from tests.pages import PAGES, STARTING, stock

if reason := missing():
    pytest.skip(reason, allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())

PHONE = {"width": 390, "height": 844}
HTML = "text/html; charset=utf-8"
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}


@pytest.fixture
def site(request, settings, live_server):
    """The site with stock, as a page of the list wants it: its model there, or still being loaded."""
    settings.RECIPES_PAGE_SIZE = 4
    stock()
    is_starting = getattr(request.node, "callspec", None) and request.node.callspec.params.get("path") == STARTING
    request.getfixturevalue("held_model" if is_starting else "fake_search")()
    return live_server.url


def faults(page) -> dict[tuple, dict]:
    """What axe-core finds on an open page, at two widths, in light and dark."""
    found = {}
    for size in (PHONE, DESK):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found[size["width"], scheme] = findings(page)
    return {window: rules for window, rules in found.items() if rules}


def findings(page) -> dict[str, list[str]]:
    """What axe-core finds, rule by rule: the places."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return {rule["id"]: [node["html"][:120] for node in rule["nodes"]] for rule in found}


@each_page
def test_axe_finds_nothing(visitor, site, path):
    page = visitor(reduced_motion="reduce")
    page.goto(path)
    page.evaluate(probes.OPEN_ALL)
    assert faults(page) == {}


def template_of(address: str) -> str:
    return render_to_string(address.rpartition("/")[2])


def test_axe_finds_nothing_where_there_is_nothing_to_show(visitor, fake_embedders, live_server):
    """No recipe; recipes that aren't embedded; an error of the server; a form that came too late."""
    page = visitor(reduced_motion="reduce")
    page.goto("/")
    found = {"no recipes": faults(page)}
    stock()
    page.goto("/?q=soup")
    found["unavailable"] = faults(page)
    page.route("**/error/*", lambda route: route.fulfill(body=template_of(route.request.url), content_type=HTML))
    for name in ("500.html", "403_csrf.html", "400.html"):
        page.goto(f"/error/{name}")
        found[name] = faults(page)
    assert found == {name: {} for name in found}


def test_axe_would_find_faults(visitor, site):
    """The rules asked for are those that count: of contrast, of targets' size, of names, of the order of headings."""
    page = visitor(viewport=PHONE)
    page.goto("/recipes/manna/")
    page.evaluate("""() => {
        document.querySelector("main").innerHTML = `<h1>One</h1><h4>Four</h4><p class="pale">Pale</p>
            <button class="tiny"></button><button class="tiny"></button>`;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.pale { color: #bbb; background: #fff; } .tiny { padding: 0; width: 9px; height: 9px; }`);
        document.adoptedStyleSheets = [sheet];
    }""")
    assert findings(page).keys() == {"button-name", "color-contrast", "heading-order", "target-size"}


@each_page
def test_nothing_sticks_out_at_any_width(visitor, site, path):
    """The odd widths are of a language that is written from right to left."""
    page = visitor()
    page.goto(path)
    page.evaluate(probes.OPEN_ALL)
    widths = {}
    for width in (320, 390, 768, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        widths[width] = page.evaluate(probes.WIDTH)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (321, 1281):
        page.set_viewport_size({"width": width, "height": 900})
        widths[width] = page.evaluate(probes.WIDTH)
    assert widths == {width: width for width in widths}


@each_page
def test_zoomed_to_200_percent_and_with_spaced_text_nothing_sticks_out_or_is_cut_off(visitor, site, path):
    """Zoomed to 200%, a window of 1280 pixels is 640 CSS pixels wide; the text's spacing is that of WCAG 1.4.12."""
    page = visitor(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    page.goto(path)
    page.evaluate(probes.OPEN_ALL)
    found = {"zoomed": (page.evaluate(probes.WIDTH), page.evaluate(probes.CUT_OFF))}
    page.evaluate(probes.SPACE_TEXT)
    found["spaced"] = (page.evaluate(probes.WIDTH), page.evaluate(probes.CUT_OFF))
    page.set_viewport_size({"width": 320, "height": 640})
    found["spaced and narrow"] = (page.evaluate(probes.WIDTH), page.evaluate(probes.CUT_OFF))
    assert found == {"zoomed": (640, []), "spaced": (640, []), "spaced and narrow": (320, [])}


def walk(page) -> list[dict]:
    """What the Tab key reaches from the top of the page until it leaves it."""
    steps = []
    for _ in range(300):
        page.keyboard.press("Tab")
        step = page.evaluate(probes.FOCUSED)
        if step is None:
            break
        steps.append(step)
    return steps


@each_page
@pytest.mark.parametrize("colours", ["none", "active"], ids=["own-colours", "forced-colours"])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(visitor, site, path, colours):
    page = visitor(viewport=DESK, reduced_motion="reduce", forced_colors=colours)
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    reachable = page.evaluate(probes.REACHABLE)
    steps = walk(page)
    assert [step["name"] for step in steps] == reachable
    assert [step for step in steps if not (step["ring"] and step["inside"])] == []


@each_page
def test_the_skip_link_leads_past_the_header(visitor, site, path):
    page = visitor(viewport=PHONE)
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    for key in ("Tab", "Enter", "Tab"):
        page.keyboard.press(key)
    assert page.url == f"{site}{path}#main"
    assert page.evaluate("document.activeElement.closest('main')?.id") == "main"


@each_page
def test_in_forced_colours_buttons_and_fields_have_an_edge(visitor, site, path):
    page = visitor(viewport=PHONE, forced_colors="active")
    page.goto(path)
    page.evaluate(probes.OPEN_ALL)
    assert page.evaluate(probes.SHAPELESS) == []


@each_page
def test_nothing_moves_where_less_motion_is_wanted(visitor, site, path):
    page = visitor(viewport=PHONE, reduced_motion="reduce")
    page.goto(path)
    page.evaluate("document.body.classList.add('htmx-request')")
    assert page.evaluate(probes.MOVING) == []


@each_page
def test_a_page_has_its_landmarks_a_language_and_one_first_heading(visitor, site, path):
    page = visitor(java_script_enabled=False)
    page.goto(path)
    counts = {selector: page.locator(selector).count() for selector in ("h1", "main", "body > header", "body > footer")}
    assert counts == dict.fromkeys(counts, 1)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("body > header nav[aria-label]").count() == 1


SAME_RECIPE = ("turn", "surprise")


def test_every_page_has_a_title_of_its_own(visitor, site):
    page = visitor(java_script_enabled=False)
    titles = {name: (page.goto(path), page.title())[1] for name, path in PAGES.items() if name not in SAME_RECIPE}
    assert len(set(titles.values())) == len(titles)
    assert "" not in titles.values()


@each_page
def test_nothing_comes_from_another_host_and_nothing_is_complained_of(visitor, site, path):
    """Of a page that isn't there, and of a search that has to wait, browsers complain by themselves."""
    page = visitor()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    statuses = ("404 (Not Found)", "503 (Service Unavailable)")
    assert [line for line in page.complaints if not any(status in line for status in statuses)] == []
