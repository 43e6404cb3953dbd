"""What titles plainly say of a dish's course and cuisine. The words are Larder's own data."""

import pytest

from recipes.titles import course_of, cuisine_of


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
        ("", ""),
    ],
)
def test_cuisine(title, cuisine):
    assert cuisine_of(title) == cuisine
