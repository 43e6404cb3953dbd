"""What two recipes share, and the turns: quicker, meatless, without an ingredient."""

import pytest

from recipes.foods import Foods
from recipes.likeness import Likeness, Turn, left_out, likeness, main_foods, turned, turns
from recipes.models import Recipe, Tag
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def foods():
    return Foods.load()


def dish(title: str, *lines: str, **fields) -> Recipe:
    return make_recipe(title, ingredients="\n".join(lines), **fields)


def tagged(recipe: Recipe, **kinds: str) -> Recipe:
    for kind, names in kinds.items():
        for name in names.split(", "):
            recipe.tags.add(Tag.objects.get_or_create(kind=kind, name=name)[0])
    return recipe


def test_what_two_recipes_share(foods):
    harira = dish("Harira", "200 g chickpeas", "300 g lamb", "2 tomatoes", "1 onion", course="soup", cuisine="Moroccan")
    other = dish("Tagine", "1 tin of chickpeas", "4 tomatoes", "1 onion", "salt", course="main", cuisine="moroccan")
    tagged(harira, mood="hearty, warming", occasion="Ramadan")
    tagged(other, mood="warming, light", occasion="Ramadan, picnic")
    assert likeness(harira, other, foods) == Likeness(
        cuisine="Moroccan", foods=("chickpea", "tomato"), moods=("warming",), occasions=("Ramadan",)
    )


def test_recipes_that_share_nothing(foods):
    found = likeness(dish("Toast", "bread", "butter", course="snack"), dish("Fish", "1 trout", "butter"), foods)
    assert (found, bool(found)) == (Likeness(), False)


def test_recipes_that_say_nothing_share_nothing(foods):
    assert not likeness(make_recipe("One"), make_recipe("Two"), foods)


def test_at_most_three_foods_the_most_specific_first_as_written(foods):
    first = dish("Stew", "peas", "carrots", "potatoes", "red lentils", "leeks")
    other = dish("Soup", "lentils", "leeks", "potatoes", "carrots", "peas")
    assert likeness(first, other, foods).foods == ("pea", "carrot", "potato")
    assert likeness(dish("A", "red lentils"), dish("B", "red lentils, lentils"), foods).foods == ("red lentil",)
    assert likeness(dish("C", "red lentils"), dish("D", "brown lentils or lentils"), foods).foods == ("lentil",)


def test_what_the_title_names_is_the_main_food(foods):
    harira = dish("Harira with lamb and chickpeas", "salt", "200 g chickpeas", "300 g lamb shoulder", "2 tomatoes")
    assert main_foods(harira, foods)[1:] == ["chickpea", "tomato"]
    assert "lamb" in foods.kinds(main_foods(harira, foods)[0])


def others() -> list[Recipe]:
    return [
        dish("Quick lamb", "lamb", total_minutes=20),
        dish("Slow peas", "peas", total_minutes=90, vegetarian=True),
        dish("Quick beans", "beans", total_minutes=10, vegan=True, vegetarian=True),
        make_recipe("Unsaid"),
        dish("Other lamb", "lamb", total_minutes=60),
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("quicker", ["Quick lamb", "Quick beans"]),
        ("meatless", ["Slow peas", "Quick beans"]),
        ("without:lamb", ["Slow peas", "Quick beans"]),
        ("without:Peas ", ["Quick lamb", "Quick beans", "Other lamb"]),
        ("without:", ["Quick lamb", "Slow peas", "Quick beans", "Unsaid", "Other lamb"]),
        ("nonsense", ["Quick lamb", "Slow peas", "Quick beans", "Unsaid", "Other lamb"]),
    ],
)
def test_a_turn_keeps_the_order_and_what_is_known_to_be_other(key, expected):
    recipe = dish("Lamb stew", "lamb", total_minutes=60)
    assert [other.title for other in turned(recipe, others(), key)] == expected


def test_a_food_that_is_declared_is_not_left_out_however_the_lines_read():
    sauce = dish("Sauce", "a jar of something", contains_mustard=True)
    assert turned(make_recipe("Any"), [sauce], "without:mustard") == []


def test_only_turns_that_lead_somewhere_are_offered(foods):
    stew = dish("Lamb stew", "lamb", total_minutes=60)
    assert turns(stew, others(), foods) == [Turn("quicker"), Turn("meatless"), Turn("without:lamb", "lamb")]
    assert turns(stew, [dish("Lamb again", "lamb", total_minutes=60)], foods) == []
    assert turns(dish("Peas", "peas", total_minutes=5), [], foods) == []


def test_a_meatless_recipe_offers_no_meatless(foods):
    soup = dish("Pea soup", "peas", vegetarian=True, total_minutes=15)
    near = [dish("Bean soup", "beans", vegetarian=True, total_minutes=10)]
    assert turns(soup, near, foods) == [Turn("quicker"), Turn("without:pea", "pea")]


@pytest.mark.parametrize(("key", "food"), [("without:fish sauce", "fish sauce"), ("without: ", ""), ("quicker", "")])
def test_the_food_of_a_key(key, food):
    assert left_out(key) == food
