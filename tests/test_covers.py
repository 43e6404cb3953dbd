"""Covers: a recipe keeps its own, and every figure and colour that a page may ask for is drawn."""

import re

import pytest
from django.conf import settings

from recipes.models import COURSES, Recipe
from recipes.templatetags.larder import (
    ANY_DISH,
    GROUNDS,
    PALETTES,
    course_figure,
    cover_class,
    cover_figure,
    web_address,
)

STATIC = settings.BASE_DIR / "static"


def test_a_recipe_keeps_its_cover():
    recipe = Recipe(slug="harira", course="Soup")
    assert (cover_class(recipe), cover_figure(recipe)) == ("cover-3 ground-0", "soup")


def test_recipes_of_no_known_course_differ():
    figures = {cover_figure(Recipe(slug=f"recipe-{number}", course="tapas")) for number in range(50)}
    assert figures == set(ANY_DISH)


def test_every_figure_is_drawn():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "covers.svg").read_text("utf-8")))
    assert drawn == {*(course_figure(course) for course in COURSES), *ANY_DISH, "jar"}


def test_every_cover_is_coloured():
    css = (STATIC / "larder.css").read_text("utf-8")
    assert {int(number) for number in re.findall(r"^\.cover-(\d)", css, re.MULTILINE)} == set(range(PALETTES))
    assert {int(number) for number in re.findall(r"^\.ground-(\d)", css, re.MULTILINE)} == set(range(GROUNDS))


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/", "https://example.org/"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("javascript:alert(1)", ""),
        (" https://example.org/", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_are_links(address, link):
    assert web_address(address) == link
