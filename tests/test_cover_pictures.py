"""Covers in pixels: every cover has one, always the same, in the colours of the style sheet, and one can see it."""

import re
from io import BytesIO

import numpy as np
import pytest
from django.conf import settings
from PIL import Image

from recipes.cover_pictures import SIZE, figures, ground, name_of, picture, rgb, shares
from recipes.covers import DATA, GROUNDS, PALETTES, Cover

STATIC = settings.BASE_DIR / "static"
CSS = (STATIC / "larder.css").read_text("utf-8")
DARKENED = float(re.search(r"\.cover, \.tile \{ filter: brightness\(([\d.]+)\)", CSS)[1])
SCHEMES = {"light": 1.0, "dark": DARKENED}
GRAPHICS = 3.0
"""The contrast that WCAG 2.2 asks of what a graphic is understood by (1.4.11)."""


def luminance(colour: str, brightness: float) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance, of a colour made darker as a page does."""
    parts = [part / 255 * brightness for part in rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, brightness: float) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    low, high = sorted((luminance(one, brightness), luminance(other, brightness)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_the_standard_says():
    assert contrast("#000000", "#ffffff", 1.0) == pytest.approx(21)
    assert contrast("#767676", "#ffffff", 1.0) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("number", range(PALETTES))
def test_the_two_dark_colours_stand_out_from_the_ground_and_the_two_light_ones_from_them(number, scheme):
    colours, brightness = DATA["colours"][number], SCHEMES[scheme]
    pairs = [(dark, light) for dark in "ad" for light in ("ground", "shade", "c")]
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]], brightness) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < GRAPHICS} == {}
    assert contrast(colours["a"], colours["b"], brightness) >= 2
    assert contrast(colours["b"], colours["d"], brightness) >= GRAPHICS


@pytest.mark.parametrize("figure", sorted(figures()))
def test_every_figure_is_told_by_its_dark_colours(figure):
    """Of what is drawn at least a fifth stands out from any ground by 3 to 1."""
    parts = {role: float(part.sum()) for role, part in shares(figure).items()}
    assert (parts["a"] + parts["d"]) / sum(parts.values()) >= 0.2


def test_the_colours_are_those_of_the_style_sheet():
    rules = re.findall(r"^\.cover-(\d) \{ (.*?) \}", CSS, re.MULTILINE)
    said = {int(number): dict(re.findall(r"--(\w+): (#\w+);", rule)) for number, rule in rules}
    assert said == dict(enumerate(DATA["colours"]))


def test_every_figure_that_a_cover_may_have_has_pixels():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "covers.svg").read_text("utf-8")))
    assert figures() == drawn - {"jar"}


def opened(name: str) -> Image.Image:
    return Image.open(BytesIO(picture(name))).convert("RGB")


def test_a_picture_has_its_ground_and_its_colours():
    image, colours = opened("soup-3-0"), DATA["colours"][3]
    assert image.size == SIZE
    assert image.getpixel((5, 5)) == rgb(colours["ground"])
    assert {rgb(colours[role]) for role in "abcd"} <= {colour for _count, colour in image.getcolors(1 << 20)}


def test_the_grounds_differ():
    drawn = [np.asarray(ground(number, (255, 255, 255), (0, 0, 0))) for number in range(GROUNDS)]
    assert all((drawn[a] != drawn[b]).any() for a in range(GROUNDS) for b in range(a))
    dark = [float((each == 0).mean()) for each in drawn]
    assert all(0.15 < share < 0.55 for share in dark)


def test_the_same_name_is_the_same_bytes():
    first = picture("pie-4-2")
    picture.cache_clear()
    assert picture("pie-4-2") == first


@pytest.mark.parametrize(
    "name", ["", "soup", "soup-9-0", "soup-0-4", "soup-0-0-0", "soup-00-0", "jar-0-0", "-1-1", "..-0-0"]
)
def test_what_is_no_cover_has_no_picture(name):
    assert picture(name) is None


def test_it_is_served_to_be_kept_and_what_is_none_is_not_found(client):
    response = client.get("/covers/soup-0-3.png")
    assert (response.headers["Content-Type"], response.content) == ("image/png", picture("soup-0-3"))
    assert response.headers["Cache-Control"] == "public, max-age=604800"
    assert client.get("/covers/jar-0-0.png").status_code == 404


def test_a_cover_has_a_name():
    assert name_of(Cover("soup", 0, 3)) == "soup-0-3"
