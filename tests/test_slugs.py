"""Addresses of recipe pages: readable, in ASCII, and each once."""

import pytest

from recipes.importing.slugs import free_slugs, slug_of
from tests.conftest import make_recipe


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Crème brûlée", "creme-brulee"),
        ("Smørrebrød", "smorrebrod"),
        ("Bánh mì Đà Nẵng", "banh-mi-da-nang"),
        ("寿司", "recipe"),
        ("Grandma’s “best” pie!", "grandmas-best-pie"),
        ("x" * 200, "x" * 200),
    ],
)
def test_slugs(title, slug):
    assert slug_of(title) == slug


@pytest.mark.django_db
def test_slugs_are_numbered_and_then_random():
    make_recipe("Soup")
    make_recipe("Soup 2", slug="soup-2")
    assert free_slugs(["soup", "pie", "soup", "pie"]) == ["soup-3", "pie", "soup-4", "pie-2"]
    many = free_slugs(["soup"] * 150)
    assert many[:97] == [f"soup-{number}" for number in range(3, 100)]
    assert len(set(many)) == 150
