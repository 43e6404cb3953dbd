"""What rows declare about diets and allergens: by tags, by keys of their own, and where that contradicts itself."""

import pytest

from recipes.importing.rows import read_row


def claims(**row) -> dict:
    draft = read_row(1, {"title": "Soup"} | row)
    return {name: value for name, value in (draft.fields | draft.weak).items() if isinstance(value, bool)}


def notes(**row) -> list[tuple[str, str]]:
    return read_row(1, {"title": "Soup"} | row).notes


@pytest.mark.parametrize(
    ("tags", "declared"),
    [
        ("vegan", {"vegan": True, "vegetarian": True, "pescatarian": True}),
        ("Vegetarian Recipes, quick", {"vegetarian": True, "pescatarian": True}),
        (["Gluten-Free"], {"contains_gluten": False}),
        (["dairy_free", "nut free"], {"contains_milk": False, "contains_nuts": False}),
        ("shellfish-free", {"contains_crustaceans": False, "contains_molluscs": False}),
        ("Non Vegetarian", {"vegetarian": False}),
        ("keto; halal", {"low_carb": True, "halal": True}),
        ("lactose-free, plant-based, healthy, high protein vegetarian, eggetarian, meat", {}),
        ("vegetarian, non-vegetarian", {}),
    ],
)
def test_tags_that_declare(tags, declared):
    assert claims(tags=tags) == declared


def test_tags_that_declare_remain_tags():
    assert read_row(1, {"title": "Soup", "tags": "Vegan, quick"}).tags == {"other": ["Vegan", "quick"]}


@pytest.mark.parametrize(
    ("row", "declared"),
    [
        ({"vegan": "yes"}, {"vegan": True, "vegetarian": True, "pescatarian": True}),
        ({"is_vegetarian": 0}, {"vegetarian": False}),
        ({"glutenFree": True, "dairyFree": False}, {"contains_gluten": False}),
        ({"contains_milk": "true"}, {"contains_milk": True}),
        ({"allergens": "Milk, tree nuts"}, {"contains_milk": True, "contains_nuts": True}),
        ({"diet": "Diabetic Friendly"}, {}),
        ({"Diet": "Gluten Free"}, {"contains_gluten": False}),
        ({"diets": {"vegetarian": False}, "tags": "vegetarian"}, {"vegetarian": False}),
    ],
)
def test_keys_that_declare(row, declared):
    assert claims(**row) == declared


@pytest.mark.parametrize(
    ("row", "declared", "left_out"),
    [
        ({"vegan": True, "allergens": ["milk"]}, {"contains_milk": True}, ["vegan"]),
        ({"vegan": True, "vegetarian": False}, {"vegetarian": False}, ["vegan"]),
        ({"tags": "vegetarian", "allergens": ["fish"]}, {"contains_fish": True}, ["vegetarian"]),
        ({"vegan": True, "pescatarian": False}, {"pescatarian": False}, ["vegetarian", "vegan"]),
    ],
)
def test_of_contradicting_claims_the_promise_goes_and_the_warning_stays(row, declared, left_out):
    assert claims(**row) == declared
    assert notes(**row) == [(f"{diet} contradicts another claim of the row", "") for diet in left_out]


@pytest.mark.parametrize(
    ("line", "believed"),
    [
        ("400g beef mince", False),
        ("2 anchovies", False),
        ("4 leaves gelatine", False),
        ("1 litre chicken or vegetable stock", True),
        ("1 beef tomato", True),
        ("3 vegetarian sausages", True),
        ("200 g oyster mushrooms", True),
        ("2 duck eggs", True),
        ("1 graham cracker", True),
    ],
)
def test_a_tag_is_not_believed_against_an_ingredient(line, believed):
    row = {"tags": ["vegetarian"], "ingredients": ["1 onion", line]}
    assert claims(**row) == ({"vegetarian": True, "pescatarian": True} if believed else {})
    assert notes(**row) == ([] if believed else [("tag not believed: vegetarian", line)])
