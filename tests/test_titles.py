"""What titles plainly say of a dish's course and cuisine. The words are Larder's own data."""

import json
from collections import Counter

import pytest

from recipes.querying.words import Words
from recipes.titles import CUISINE_DISHES, course_of, cuisine_of


@pytest.mark.parametrize(
    ("title", "course"),
    [
        ("Chicken noodle soup", "soup"),
        ("Chicken Noodle Soup II", "soup"),
        ("Creamy Potato Soup Recipe", "soup"),
        ("Crème brûlée", "dessert"),
        ("Roast chicken with gravy", "main"),
        ("Gravy for roast chicken", "sauce"),
        ("Bean salad, the best", "salad"),
        ("Kheer (rice pudding)", "dessert"),
        ("Lentil and bulgur salad", "salad"),
        ("Burgers and fries", ""),
        ("Steak and kale soup", "soup"),
        ("Salmon and asparagus with penne", "main"),
        ("Roasted asparagus", "side"),
        ("Baked snapper with citrus", "main"),
        ("Hot chicken wings", ""),
        ("Chocolate martinis for two", "drink"),
        ("Steel-cut oats and quinoa breakfast", "breakfast"),
        ("Crab cakes", "main"),
        ("Rice cakes", ""),
        ("Tea eggs", ""),
        ("Grandma's secret", ""),
        ("With", ""),
        ("", ""),
    ],
)
def test_course(title, course):
    assert course_of(title) == course


@pytest.mark.parametrize(
    ("title", "cuisine"),
    [
        ("Thai green curry", "Thai"),
        ("Tom yum (Thai hot and sour soup)", "Thai"),
        ("French toast", ""),
        ("French onion soup with Thai basil", ""),
        ("French-style Thai curry", ""),
        ("Tomato soup", ""),
        ("South African bobotie", "South African"),
        ("Baked ziti III", "Italian"),
        ("Tofu Pad Thai", "Thai"),
        ("Moroccan tacos", "Moroccan"),
        ("Spaghetti tacos", ""),
        ("Taco lasagna", "Mexican"),
        ("Chana masala with idli", "Indian"),
        ("Taco seasoning", ""),
        ("", ""),
    ],
)
def test_cuisine(title, cuisine):
    assert cuisine_of(title) == cuisine


def test_the_names_of_dishes_are_folded_and_each_tells_one_cuisine():
    data = json.loads(CUISINE_DISHES.read_text("utf-8"))
    names = [name for names in [data["none"], *data["cuisines"].values()] for name in names]
    assert [name for name in names if " ".join(Words(name).words) != name] == []
    assert [name for name, times in Counter(names).items() if times > 1] == []
