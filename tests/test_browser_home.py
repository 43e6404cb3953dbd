"""The home page in a real browser: what stands on the first screen, and which size of a photo is fetched."""

import pytest

from recipes.models import Recipe
from tests.chromium import missing
from tests.conftest import make_recipe
from tests.test_photos import picture

if reason := missing():
    pytest.skip(reason, allow_module_level=True)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
FETCHED = """async () => {
    const image = document.querySelector(".cover img");
    image.loading = "eager";
    await image.decode();
    return new URL(image.currentSrc).pathname;
}"""


@pytest.fixture
def soup(fake_search, settings, tmp_path) -> Recipe:
    settings.MEDIA_ROOT = tmp_path
    recipe = make_recipe("Warm soup", course="soup", photo=picture("JPEG", size=(1600, 1200)))
    fake_search()
    return recipe


def test_filters_wait_behind_their_summary_on_the_home_page_alone(visitor, soup):
    page = visitor(viewport=WIDE)
    shown = {}
    for address in ("/", "/?q=warm+soup"):
        page.goto(address)
        shown[address] = (page.locator("#filters > summary").is_visible(), page.get_by_label("Time").is_visible())
    assert shown == {"/": (True, False), "/?q=warm+soup": (False, True)}
    page.goto("/")
    page.locator("#filters > summary").click()
    assert page.get_by_label("Time").is_visible()


def test_examples_stand_under_the_box_until_something_is_typed_and_come_back(visitor, soup):
    page = visitor(viewport=WIDE)
    page.goto("/")
    example = page.get_by_role("link", name="spicy noodles", exact=True)
    box = page.locator(".seek-box").bounding_box()
    assert 0 < example.bounding_box()["y"] - box["y"] - box["height"] < 60
    page.locator("#q").fill("warm soup")
    example.wait_for(state="detached")
    page.locator("#q").fill("")
    example.wait_for()


@pytest.mark.parametrize(
    ("width", "pixels_a_point", "card", "own"),
    [(390, 1, "sizes/240/", "sizes/480/"), (390, 2, "sizes/240/", "sizes/800/"), (1280, 1, "sizes/480/", "sizes/800/")],
    ids=["phone", "sharp-phone", "desk"],
)
def test_no_larger_photo_is_fetched_than_is_shown(visitor, soup, width, pixels_a_point, card, own):
    page = visitor(viewport={"width": width, "height": 800}, device_scale_factor=pixels_a_point)
    fetched = []
    for address in ("/", soup.get_absolute_url()):
        page.goto(address)
        fetched.append(page.evaluate(FETCHED))
    assert fetched == [f"/media/{size}{soup.photo.name}" for size in (card, own)]
