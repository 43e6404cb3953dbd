"""Limits read from a sentence and kept on data in three values; spelling; what isn't wanted. On words for meaning."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recipes.concepts import STRANGE
from recipes.models import ALLERGENS, EmbeddingSpace, Recipe
from recipes.search import Filters, find_recipes, rank, read
from recipes.search.reading import ANYTHING
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db
FREE = {f"contains_{name}": False for name in ALLERGENS}


@pytest.fixture
def pantry(fake_search):
    """Dishes of which some say everything and some nothing."""
    make_recipe(
        "Chicken noodle broth",
        ingredients="1 chicken\n200 g egg noodles\n1 onion",
        course="soup",
        cuisine="Cantonese",
        total_minutes=60,
        servings=4,
        **FREE | {"contains_gluten": True, "contains_eggs": True},
    )
    make_recipe(
        "Leek and potato broth",
        ingredients="2 leeks\n300 g potatoes\n500 ml vegetable stock",
        course="soup",
        cuisine="British",
        total_minutes=35,
        servings=4,
        vegan=True,
        **FREE,
    )
    make_recipe("Satay broth", ingredients="4 tbsp satay sauce\n400 ml coconut milk", course="soup", cuisine="Thai")
    make_recipe("Mystery broth", summary="A broth of the house")
    make_recipe(
        "Broth for fifty", ingredients="10 onions\n2 kg carrots", course="soup", servings=50, total_minutes=90, **FREE
    )
    fake_search()


def found(query: str, **options) -> list[tuple[str, bool]]:
    matches = find_recipes(query, None, threshold=None, **options)
    return [(match.recipe.title, match.meets) for match in matches]


def met(query: str, **options) -> set[str]:
    return {title for title, meets in found(query, **options) if meets}


def unknown(query: str, **options) -> set[str]:
    return {title for title, meets in found(query, **options) if not meets}


ALL = {"Chicken noodle broth", "Leek and potato broth", "Satay broth", "Mystery broth", "Broth for fifty"}


@pytest.mark.usefixtures("pantry")
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("broth without chicken", {"Leek and potato broth", "Satay broth", "Broth for fifty"}),
        ("broth, no meat", {"Leek and potato broth", "Satay broth", "Broth for fifty"}),
        ("broth with no nuts", {"Chicken noodle broth", "Leek and potato broth", "Broth for fifty"}),
        ("broth, I hate potatoes", {"Chicken noodle broth", "Satay broth", "Broth for fifty"}),
        ("broth with leeks", {"Leek and potato broth"}),
        ("broth with stale potatoes", {"Leek and potato broth"}),
        ("broth under 40 minutes", {"Leek and potato broth"}),
        ("vegan broth", {"Leek and potato broth"}),
        ("Chinese broth", {"Chicken noodle broth"}),
        ("broth for two", {"Chicken noodle broth", "Leek and potato broth"}),
    ],
)
def test_limits_of_the_sentence_are_kept(query, kept):
    assert met(query) == kept


@pytest.mark.usefixtures("pantry")
def test_what_does_not_say_comes_after_and_is_said_to_be_unknown():
    results = found("broth without chicken")
    assert results[-1] == ("Mystery broth", False)
    assert rank("broth without chicken", threshold=None).unknown == 1


@pytest.mark.usefixtures("pantry")
def test_an_allergy_needs_a_declared_value():
    # The satay names peanuts; the mystery says nothing; the others declare that they have none.
    assert met("nut-free broth") == {"Chicken noodle broth", "Leek and potato broth", "Broth for fifty"}
    assert unknown("nut-free broth") == {"Mystery broth"}
    Recipe.objects.filter(title="Broth for fifty").update(contains_peanuts=None)
    assert unknown("broth, allergic to nuts") == {"Mystery broth", "Broth for fifty"}


@pytest.mark.usefixtures("pantry")
def test_of_what_nobody_can_declare_an_allergy_is_never_known_to_be_met():
    assert met("broth, I'm allergic to carrots") == set()
    assert unknown("broth, I'm allergic to carrots") == ALL - {"Broth for fifty"}


@pytest.mark.usefixtures("pantry")
def test_a_declared_allergen_rules_out_where_the_lines_are_silent():
    Recipe.objects.filter(title="Leek and potato broth").update(contains_celery=True)
    assert "Leek and potato broth" not in dict(found("broth without celery"))


@pytest.mark.usefixtures("pantry")
def test_a_diet_is_ruled_out_by_ingredients_where_nothing_is_declared():
    assert unknown("vegetarian broth") == {"Satay broth", "Mystery broth", "Broth for fifty"}
    assert met("vegetarian broth") == {"Leek and potato broth"}


def test_tools_and_ways_to_do_without_are_told_by_title_and_method(fake_search):
    make_recipe("Baked custard", method="Stand it in a bain-marie.")
    make_recipe("Vanilla custard", method="Simmer gently.\nIt needs no oven.")
    make_recipe("Burnt custard", method="Chill, then bake for an hour.")
    make_recipe("Whipped custard", method="Whip it cold.")
    make_recipe("Secret custard", summary="A custard of the house")
    fake_search()
    assert met("custard without an oven") == {"Vanilla custard", "Whipped custard"}
    assert unknown("custard without an oven") == {"Secret custard"}
    assert met("no-cook custard") == {"Whipped custard"}
    assert met("custard, my oven is broken") == {"Vanilla custard", "Whipped custard"}


def test_what_is_to_warm_one_up_is_not_served_cold(fake_search):
    make_recipe("Iced leek broth", method="Simmer the leeks.")
    make_recipe("Leek broth", method="Simmer the leeks and serve chilled.")
    make_recipe("Onion broth", method="Simmer the onions.\nServe warm with ice cream.")
    make_recipe("Secret broth", summary="A broth of the house")
    fake_search()
    assert met("a warming broth") == {"Onion broth"}
    assert unknown("a warming broth") == {"Secret broth"}
    assert {title for title, _ in found("broth")} == {"Iced leek broth", "Leek broth", "Onion broth", "Secret broth"}


def test_dinner_is_no_dessert_and_something_sweet_no_main(fake_search):
    for course in ("main", "dessert", "drink", "snack", ""):
        make_recipe(f"Leek and rhubarb {course or 'surprise'}", course=course)
    fake_search()
    assert met("leek and rhubarb dinner") == {f"Leek and rhubarb {kind}" for kind in ("main", "surprise")}
    assert unknown("leek and rhubarb dinner") == {"Leek and rhubarb snack"}
    assert met("a sweet treat of leek and rhubarb") == {
        f"Leek and rhubarb {kind}" for kind in ("dessert", "snack", "surprise")
    }
    assert len(found("leek and rhubarb")) == 5


def test_what_has_the_foods_that_are_named_comes_first(fake_search):
    make_recipe("Sour sauce with sour sour leeks", ingredients="2 leeks")
    make_recipe("Sour rhubarb", ingredients="sugar")
    make_recipe("Sour compote", ingredients="400 g rhubarb")
    make_recipe("Sour secret")
    make_recipe("Sour and sour dish", summary="All of rhubarb.")
    fake_search()
    assert found("sour rhubarb dish") == [
        ("Sour rhubarb", True),
        ("Sour and sour dish", True),
        ("Sour compote", True),
        ("Sour sauce with sour sour leeks", False),
        ("Sour secret", False),
    ]
    assert [limit.id for limit in rank("sour rhubarb dish", threshold=None).query.found] == ["names-rhubarb"]


def test_what_nothing_close_has_is_words_like_others(fake_search):
    make_recipe("Sour compote", ingredients="400 g rhubarb")
    make_recipe("Sour surprise", ingredients="1 quince", method="Stir.")
    fake_search()
    named = {
        "sour quince compote": ["names-quince"],
        "sour leeks and lentils": [],
        "sour microwaved compote": ["names-compote"],
        "sour quince in the microwave": ["names-quince"],
        "sour kumquat pancakes": [],
    }
    assert {query: [each.id for each in rank(query, threshold=None).query.found] for query in named} == named


def test_dishes_that_are_named_come_first_and_one_of_a_choice_will_do(fake_search):
    make_recipe("Sour chicken with sour curry sauce")
    make_recipe("Sour korma", ingredients="1 chicken")
    make_recipe("Plain stew")
    fake_search()
    assert met("sour curry or stew") == {"Sour korma", "Plain stew"}
    assert found("sour curry or stew")[-1] == ("Sour chicken with sour curry sauce", False)


def test_tools_and_ways_that_are_named_come_first(fake_search):
    make_recipe("Sour leek pot", method="Simmer.")
    make_recipe("Sour leek dish of the house", method="Microwave for ten minutes.")
    fake_search()
    assert found("sour leek in the microwave") == [("Sour leek dish of the house", True), ("Sour leek pot", False)]


def test_what_has_what_is_named_and_does_not_say_comes_before_what_lacks_it(fake_search):
    make_recipe("Sour leek wonder", ingredients="2 leeks")
    make_recipe("Sour and sour wonder", ingredients="1 onion", total_minutes=20)
    fake_search()
    matches = find_recipes("sour wonder, leeks, under 30 minutes", None, threshold=None)
    assert [(match.recipe.title, match.meets, match.names) for match in matches] == [
        ("Sour leek wonder", False, True),
        ("Sour and sour wonder", False, False),
    ]
    ranking = rank("sour wonder, leeks, under 30 minutes", threshold=None)
    assert (ranking.met, ranking.named, ranking.total, ranking.at_once) == (0, 1, 2, 1)


def test_where_something_surely_fits_nothing_else_is_shown_at_once(fake_search):
    make_recipe("Sour leek pot", ingredients="2 leeks", total_minutes=20)
    make_recipe("Sour leek dish", ingredients="2 leeks")
    make_recipe("Sour pot", ingredients="1 onion", total_minutes=20)
    fake_search()
    ranking = rank("sour leek under 30 minutes", threshold=None)
    assert (ranking.met, ranking.named, ranking.total, ranking.at_once) == (1, 2, 3, 1)


def test_under_an_allergy_nothing_unsure_is_shown_at_once(fake_search):
    make_recipe("Sour leek pot", ingredients="2 leeks")
    fake_search()
    assert rank("sour leek pot, nut allergy", threshold=None).at_once == 0
    assert rank("sour pot without nuts", threshold=None).at_once == 1


def test_a_title_comes_first_whatever_it_names(fake_search):
    make_recipe("Sour mock turtle soup", ingredients="1 onion")
    make_recipe("Sour turtle and chicken soup", ingredients="1 chicken")
    make_recipe("Sour stuffing for soup pots", ingredients="1 onion")
    fake_search()
    assert found("sour mock turtle soup")[:2] == [
        ("Sour mock turtle soup", True),
        ("Sour turtle and chicken soup", True),
    ]
    assert found("sour mock turtle soup")[2] == ("Sour stuffing for soup pots", False)


def test_kinds_of_dish_are_left_out_by_their_titles(fake_search):
    for title in ("Pumpkin pie", "Pumpkin pie filling", "Pumpkin bars"):
        make_recipe(title, ingredients="1 pumpkin")
    fake_search()
    assert met("pumpkin but not pie") == {"Pumpkin pie filling", "Pumpkin bars"}
    assert rank("pumpkin but not pie", threshold=None).reading.unwanted == []


def test_a_dish_that_is_a_food_too_is_left_out_by_lines_and_title(fake_search):
    make_recipe("Carrot cake", ingredients="3 carrots\n200 g flour")
    make_recipe("Carrot trifle", ingredients="3 carrots\n1 sponge cake")
    make_recipe("Carrot soup", ingredients="3 carrots")
    fake_search()
    assert met("carrot but no cake") == {"Carrot soup"}


def test_what_lacks_what_is_named_comes_last_and_of_it_what_does_not_say(fake_search):
    make_recipe("Sour sour wonder", ingredients="1 onion")
    make_recipe("Sour wonder of the old house", ingredients="1 onion", total_minutes=20)
    make_recipe("Plain leeks", ingredients="2 leeks", total_minutes=20)
    fake_search()
    assert [title for title, _ in found("sour wonder, leeks, under 30 minutes")] == [
        "Plain leeks",
        "Sour wonder of the old house",
        "Sour sour wonder",
    ]


def test_courses_are_left_out_where_a_recipe_says_them(fake_search):
    for course in ("main", "dessert", ""):
        make_recipe(f"Leek {course or 'surprise'}", course=course)
    fake_search()
    assert (met("leek, not a dessert"), unknown("leek, not a dessert")) == ({"Leek main"}, {"Leek surprise"})


def test_a_number_of_ingredients_counts_lines_but_for_staples(fake_search):
    make_recipe("Sour three", ingredients="1 leek\n1 onion\n1 lemon\nsalt and pepper\n2 tbsp olive oil")
    make_recipe("Sour four", ingredients="1 leek\n1 onion\n1 lemon\n2 tbsp mayonnaise")
    make_recipe("Sour secret")
    make_recipe("Sour two", ingredients="For the sauce:\n1 leek\nTo serve:\n1 onion\nsalt")
    fake_search()
    assert met("sour with under 3 ingredients") == {"Sour two"}
    assert (met("three-ingredient sour"), unknown("three-ingredient sour")) == (
        {"Sour two", "Sour three"},
        {"Sour secret"},
    )
    assert met("sour with 4 ingredients") == {"Sour two", "Sour three", "Sour four"}


@pytest.mark.parametrize(
    ("sentence", "ruled_out"),
    [
        ("sour dish for Passover", {"Sour pork", "Sour noodles"}),
        ("sour dish for Ramadan", {"Sour pork", "Sour wine"}),
        ("sour dish for Diwali", {"Sour beef"}),
        ("sour dish for Navratri", {"Sour pork", "Sour beef", "Sour onions", "Sour noodles"}),
        ("sour dish for Good Friday", {"Sour pork", "Sour beef"}),
        ("sour dish for toddlers", {"Sour wine"}),
        ("sour dish for a baby", {"Sour wine", "Sour honey"}),
    ],
)
def test_feasts_and_ages_rule_foods_out(fake_search, sentence, ruled_out):
    foods = {"pork": "pork", "noodles": "egg noodles", "wine": "1 bottle of wine", "beef": "beef", "onions": "2 onions"}
    for name, line in (foods | {"honey": "honey", "leeks": "carrots"}).items():
        make_recipe(f"Sour {name}", ingredients=line)
    make_recipe("Sour secret")
    fake_search()
    everything = {title for title, _ in found("sour dish")}
    assert everything - {title for title, _ in found(sentence)} == ruled_out
    # A recipe without lines doesn't say.
    assert "Sour secret" in unknown(sentence)


def test_what_is_sweet_by_its_lines_is_no_dinner(fake_search):
    make_recipe("Leek surprise", ingredients="100 g sugar\n1 tsp vanilla extract\n2 eggs")
    make_recipe("Leek and sugar", ingredients="100 g sugar\n1 onion")
    make_recipe("Leek candy", ingredients="100 g sugar", course="side")
    make_recipe("Leek chops", ingredients="4 pork chops\n2 tbsp honey")
    make_recipe("Leek jelly", ingredients="1 sheet of gelatine\n100 g sugar")
    make_recipe("Leek bite", course="starter")
    fake_search()
    assert {title for title, _ in found("leek dinner")} == {"Leek and sugar", "Leek candy", "Leek chops", "Leek bite"}
    assert unknown("a leek starter") == {"Leek and sugar", "Leek chops"}


@pytest.mark.parametrize(("course", "is_out"), [("breakfast", True), ("starter", True), ("main", False)])
def test_what_is_sweet_by_its_lines_is_no_dinner_whatever_course_it_says(fake_search, course, is_out):
    make_recipe("Sour waffles", ingredients="100 g sugar\n2 eggs", course=course)
    fake_search()
    assert ("Sour waffles" not in met("sour dinner")) is is_out
    assert met("sour dinner, waffles") == {"Sour waffles"}
    assert met("sour") == {"Sour waffles"}


def test_what_is_savoury_by_its_lines_is_no_dessert(fake_search):
    make_recipe("Leek mash", ingredients="2 turnips\n1 onion")
    make_recipe("Leek fool", ingredients="2 apples")
    make_recipe("Leek secret")
    make_recipe("Leek flan", course="dessert", ingredients="2 eggs")
    fake_search()
    assert found("leek dessert")[0] == ("Leek flan", True)
    assert unknown("leek dessert") == {"Leek fool", "Leek secret"}


def test_a_snack_with_beer_is_not_sweet_and_has_no_beer_in_it(fake_search):
    make_recipe("Sour crisps", ingredients="salt", course="snack")
    make_recipe("Sour bars", ingredients="100 g honey", course="snack")
    make_recipe("Sour fudge", course="dessert")
    fake_search()
    assert found("sour snack with beer") == [("Sour crisps", True)]


def test_a_sweet_treat_has_something_sweet_in_it(fake_search):
    make_recipe("Leek roti", ingredients="200 g rice", course="bread")
    make_recipe("Leek halwa", ingredients="2 carrots\n100 g sugar")
    make_recipe("Leek mince pies", ingredients="1 jar mincemeat\n250 g flour")
    fake_search()
    assert met("a sweet treat of leek") == {"Leek halwa", "Leek mince pies"}


def test_stock_is_no_chicken_to_one_who_wants_some_and_is_to_one_who_does_not(fake_search):
    make_recipe("Sour leek pot", ingredients="500 ml chicken stock")
    make_recipe("Sour leek stew", ingredients="4 chicken thighs")
    fake_search()
    assert found("sour leek with chicken") == [("Sour leek stew", True), ("Sour leek pot", False)]
    assert found("chicken, sour leek") == [("Sour leek stew", True), ("Sour leek pot", False)]
    assert found("sour leek without chicken") == []


def test_who_has_egg_whites_left_needs_no_yolks(fake_search):
    make_recipe("Leek souffle", ingredients="4 egg yolks\n4 egg whites")
    make_recipe("Leek meringue", ingredients="4 egg whites")
    fake_search()
    assert found("leek, use up egg whites") == [("Leek meringue", True), ("Leek souffle", False)]
    assert met("leek with egg whites") == {"Leek meringue", "Leek souffle"}


def test_a_feast_leaves_out_what_says_a_cuisine_far_from_it(fake_search):
    make_recipe("Leek tacos", cuisine="Mexican")
    make_recipe("Leek chili", cuisine="Tex-Mex")
    make_recipe("Leek pot", cuisine="Thai")
    make_recipe("Leek wonder", cuisine="Latin American")
    make_recipe("Leek dish", cuisine="Of the house")
    make_recipe("Leek secret")
    fake_search()
    ranking = rank("leek for Cinco de Mayo", threshold=None)
    near = {"Leek tacos", "Leek chili", "Leek wonder", "Leek dish", "Leek secret"}
    assert {match.recipe.title for match in ranking.matches()} == near
    assert ("nothing-far-from-mexican", "implied") in [(limit.id, limit.kind) for limit in ranking.query.found]
    assert len(rank("leek for Cinco de Mayo", threshold=None, off=["nothing-far-from-mexican"]).hits) == 6


def test_what_is_implied_often_is_told_only_where_it_leaves_something_out(fake_search):
    make_recipe("Sour leek pot", course="main")
    fake_search()
    assert rank("something sour", threshold=None).query.found == ()
    make_recipe("Sour leek gravy", course="sauce")
    make_recipe("Sour leek tonic", course="drink")
    fake_search()
    assert [limit.id for limit in rank("something sour", threshold=None).query.found] == ["no-sauce"]
    assert [limit.id for limit in rank("sour food", threshold=None).query.found] == ["no-drink", "no-sauce"]


def test_what_has_the_flavour_that_is_asked_for_comes_first(fake_search):
    make_recipe("Sour sour leek pasta", ingredients="1 leek")
    make_recipe("Sour leek pasta", ingredients="200 ml cream")
    make_recipe("Creamy leek pasta")
    fake_search()
    matches = found("sour, creamy leek pasta")
    assert {title for title, meets in matches if meets} == {"Sour leek pasta", "Creamy leek pasta"}
    assert matches[-1] == ("Sour sour leek pasta", False)


def test_what_speaks_against_a_quality_comes_last(fake_search):
    make_recipe("Sour leek tart", ingredients="4 slices bacon")
    make_recipe("Sour leek burger")
    make_recipe("Sour leek plate", ingredients="4 leeks")
    fake_search()
    assert met("something light, sour leek") == {"Sour leek plate"}
    assert unknown("something light, sour leek") == {"Sour leek tart", "Sour leek burger"}
    assert len(met("something light, sour leek", filters=Filters(with_foods=("bacon",)))) == 1
    ranking = rank("something light, sour leek", threshold=None, off=["names-light"])
    assert ranking.met == 3


def test_a_quality_that_nothing_close_lacks_is_told_and_changes_nothing(fake_search):
    make_recipe("Sour leek plate", ingredients="4 leeks")
    fake_search()
    ranking = rank("something light, sour leek", threshold=None)
    assert ("names-light", "named", "light") in ranking.read_as
    assert "names-light" not in [limit.id for limit in ranking.in_force]
    make_recipe("Sour leek burger")
    fake_search()
    ranking = rank("something light, sour leek", threshold=None)
    assert "names-light" in [limit.id for limit in ranking.in_force]


def test_a_quality_sets_no_bar_for_what_has_it(fake_search):
    make_recipe("Sour velvet burger")
    make_recipe("Sour velvet old and new dream plate")
    fake_search(threshold=0.1)
    EmbeddingSpace.objects.update(reach=0.2)
    ranking = rank("light sour velvet burger old")
    assert ranking.threshold == ranking.cut_off


def test_of_qualities_that_nothing_has_together_those_stay_that_something_has(fake_search):
    make_recipe("Sour leek burger")
    make_recipe("Sour leek pie", ingredients="1 lobster")
    make_recipe("Sour leek pizza", ingredients="1 leek")
    fake_search()
    ranking = rank("light and cheap, sour leek", threshold=None)
    assert [limit.id for limit in ranking.in_force] == ["names-leek", "names-cheap"]
    assert ranking.met == 2


def test_what_is_named_has_to_be_among_what_keeps_the_limits(fake_search):
    make_recipe("Sour leek curry", ingredients="1 leek\n2 eggs")
    make_recipe("Sour leek plate", ingredients="1 leek")
    fake_search()
    ranking = rank("curry, sour leek, no eggs", threshold=None)
    assert [match.recipe.title for match in ranking.matches()] == ["Sour leek plate"]
    assert (ranking.met, ranking.named) == (1, 1)


def test_a_dish_of_meat_is_no_vegetable_dish_unless_its_title_names_one(fake_search):
    make_recipe("Sour pot", ingredients="2 carrots\n1 leek")
    make_recipe("Sour stew", ingredients="2 carrots\n500 g beef")
    make_recipe("Sour leeks with ham", ingredients="2 leeks\n4 slices ham")
    make_recipe("Sour broth", ingredients="2 carrots\n1 l chicken stock")
    fake_search()
    assert met("vegetables, sour") == {"Sour pot", "Sour leeks with ham", "Sour broth"}
    assert unknown("vegetables, sour") == {"Sour stew"}


def test_a_food_named_inside_another_word_is_not_there(fake_search):
    make_recipe("Sour scalloped leeks", ingredients="4 leeks")
    make_recipe("Sour leek scallops", ingredients="4 leeks")
    fake_search()
    assert found("scallops, sour leek") == [("Sour leek scallops", True), ("Sour scalloped leeks", False)]


def test_a_drink_that_nothing_is_heated_for_is_cold(fake_search):
    make_recipe("Leek punch", method="Stir.", course="drink")
    make_recipe("Leek cocoa", method="Heat the milk.", course="drink")
    make_recipe("Leek surprise", method="Stir.")
    make_recipe("Leek secret", course="drink")
    make_recipe("Leek tea", method="Steep in water.", course="drink")
    fake_search()
    warm = {"Leek cocoa", "Leek surprise", "Leek secret", "Leek tea"}
    assert {title for title, _ in found("leek, something warm")} == warm


def test_what_is_served_hot_is_no_cold_drink(fake_search):
    make_recipe("Leek chocolate", method="Stir. Serve hot.", course="drink")
    make_recipe("Leek juice", method="Stir.", course="drink")
    make_recipe("Leek shake", method="Serve hot or cold.", course="drink")
    fake_search()
    assert {title for title, _ in found("cold drink with leek")} == {"Leek juice", "Leek shake"}


def test_what_lacks_a_named_food_has_to_be_as_close_as_where_none_is_named(fake_search):
    make_recipe("Sour velvet dream", ingredients="leeks")
    make_recipe("Velvet wonder old and new", ingredients="leeks")
    make_recipe("Sour compote", ingredients="400 g rhubarb")
    fake_search(threshold=0.1)
    EmbeddingSpace.objects.update(reach=0.6)
    ranking = rank("sour rhubarb velvet dream")
    assert [(match.recipe.title, match.meets) for match in ranking.matches()] == [
        ("Sour compote", True),
        ("Sour velvet dream", False),
    ]
    assert ranking.threshold < ranking.cut_off


def test_onions_show_what_is_not_sweet(fake_search):
    make_recipe("Rhubarb pulao", ingredients="2 onions\nrhubarb")
    make_recipe("Rhubarb halva", ingredients="rhubarb\nsugar")
    fake_search()
    assert met("something sweet with rhubarb") == {"Rhubarb halva"}


@pytest.mark.usefixtures("pantry")
@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [("broth", 0), ("who invented broth", STRANGE), ("qwrtz plmkn", STRANGE), ("Mystery broth", 0), ("🍲", 0)],
)
def test_a_question_of_fact_and_unknown_words_are_doubted(sentence, doubt):
    assert rank(sentence).doubt == doubt


@pytest.mark.parametrize(
    ("sentence", "names_food"),
    [
        ("just me tonight", False),
        ("something warm for a cold night", False),
        ("vegan", False),
        ("too many courgettes", True),
        ("Thai for a cold night", True),
        ("a soup to show off with", True),
    ],
)
@pytest.mark.django_db
def test_moods_and_circumstances_name_no_food(sentence, names_food, pantry):
    assert read(sentence).names_food is names_food


@pytest.mark.parametrize(
    ("sentence", "wanted", "unwanted"),
    [
        ("no-bake custard", "no-bake custard", []),
        ("custard without a blender", "custard", ["blender"]),
        ("no deep frying please", ANYTHING, ["deep frying"]),
        ("no-cook dinner", "no-cook dinner", []),
        ("without an oven", ANYTHING, []),
    ],
)
@pytest.mark.django_db
def test_doing_without_is_a_kind_of_dish_or_counts_against(sentence, wanted, unwanted):
    assert (read(sentence).wanted, read(sentence).unwanted) == (wanted, unwanted)


@pytest.mark.usefixtures("pantry")
def test_low_carb_is_ruled_out_by_pasta_and_potatoes():
    assert unknown("low-carb broth") == {"Satay broth", "Mystery broth", "Broth for fifty"}


@pytest.mark.usefixtures("pantry")
def test_a_page_adds_foods_to_leave_out_and_to_use():
    assert met("broth", filters=Filters(without_foods=("onions",))) == {"Leek and potato broth", "Satay broth"}
    assert met("broth", filters=Filters(with_foods=("coconut milk",))) == {"Satay broth"}
    assert met("broth", filters=Filters(without_foods=("skirret",))) == ALL - {"Mystery broth"}


@pytest.mark.parametrize(
    ("sentence", "only"),
    [
        ("vegan, under 30 minutes", True),
        ("dinner in 20 minutes, no dairy", True),
        ("something vegan for tea", True),
        ("a vegan soup I can freeze", False),
        ("dinner", False),
        ("quick noodles", False),
    ],
)
def test_a_meal_of_any_kind_leaves_limits_only(pantry, sentence, only):
    assert read(sentence).is_limits_only is only


def test_what_keeps_a_limit_is_no_match_where_it_is_far_behind_what_breaks_it(pantry):
    wish = "a chicken noodle broth in 35 minutes"
    assert [match.recipe.title for match in find_recipes(wish, None)] == ["Mystery broth", "Satay broth"]
    EmbeddingSpace.objects.update(reach=0.1)
    assert find_recipes(wish, None) == []


def test_what_lacks_a_food_that_is_asked_for_sets_no_bar_for_what_has_it(pantry):
    EmbeddingSpace.objects.update(reach=0.1)
    assert [match.recipe.title for match in find_recipes("leek noodle broth using leeks", None)] == [
        "Leek and potato broth"
    ]


@pytest.mark.usefixtures("pantry")
def test_a_sentence_of_limits_only_has_no_threshold_but_for_what_does_not_say():
    ranking = rank("vegan, under 40 minutes")
    assert ranking.threshold is None
    assert [match.recipe.title for match in ranking.matches()] == ["Leek and potato broth"]
    assert rank("no chicken", threshold=0.99).total == 3


@pytest.mark.usefixtures("pantry")
def test_what_is_turned_off_goes_back_to_the_meaning():
    ranking = rank("broth without chicken", threshold=None, off=["without-chicken", "names-broth"])
    assert ranking.query.found == ()
    assert ranking.query.text == "broth without chicken"
    assert ranking.total == 5


@pytest.mark.usefixtures("pantry")
def test_a_course_or_cuisine_that_no_recipe_has_is_left_to_the_meaning():
    assert [limit.id for limit in read("Peruvian broth").query.found] == ["names-broth"]
    assert read("Peruvian broth").query.text == "Peruvian broth"


@pytest.mark.usefixtures("pantry")
def test_what_is_not_wanted_counts_against():
    make_recipe("Fiery broth", summary="Fiery fiery broth")
    from tests.conftest import embed_all

    embed_all()
    plain = [match.recipe.title for match in find_recipes("fiery broth", None, threshold=None)]
    turned = [match.recipe.title for match in find_recipes("broth that isn't fiery", None, threshold=None)]
    assert (plain[0], turned[-1]) == ("Fiery broth", "Fiery broth")


@pytest.mark.usefixtures("pantry")
@pytest.mark.parametrize(
    "query", ["leek and potatoe broth", "LEEK & POTATO BROTH", "potato and leek broths", "leek-potato broth"]
)
def test_a_title_is_found_first_however_it_is_typed(query):
    best = find_recipes(query)[0]
    assert (best.recipe.title, best.score) == ("Leek and potato broth", pytest.approx(1, abs=1e-5))


@pytest.mark.usefixtures("pantry")
def test_a_title_that_holds_a_cue_leaves_nothing_out(fake_search):
    make_recipe("Soup without stones", ingredients="1 stone")
    fake_search()
    assert found("soup without stones")[0] == ("Soup without stones", True)


@pytest.mark.usefixtures("pantry")
def test_spelling_is_put_right_says_so_and_can_be_turned_off():
    reading = read("chiken noodel broth")
    assert reading.correction.changed == (("chiken", "chicken"), ("noodel", "noodle"))
    assert reading.query.raw == "chiken noodel broth"
    assert read("chiken noodel broth", off=["spelling"]).wanted == "chiken noodel broth"


@pytest.mark.usefixtures("pantry")
def test_words_of_a_new_recipe_are_known_at_once():
    assert read("kouign amnan").correction.changed == ()
    make_recipe("Kouign-amann")
    assert read("kouign amnan").wanted == "Kouign-amann"


@pytest.mark.usefixtures("pantry")
def test_limits_cost_the_same_queries_however_many_recipes(django_assert_max_num_queries):
    rank("broth without chicken, no nuts, under 90 minutes")
    with django_assert_max_num_queries(10):
        rank("broth without chicken, no nuts, under 90 minutes")


def test_a_declared_diet_is_met_without_ingredient_lines(fake_search):
    make_recipe("Green broth", vegan=True)
    fake_search()
    assert found("vegan broth") == [("Green broth", True)]


def changed_from_outside(title: str, **changes) -> None:
    """As nobody in Larder changes a recipe: by SQL, its time of change left alone."""
    columns = ", ".join(f"{name} = %s" for name in changes)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE recipes_recipe SET {columns} WHERE title = %s", [*changes.values(), title])


@pytest.mark.usefixtures("pantry")
@pytest.mark.parametrize(
    ("query", "changes", "meets"),
    [
        ("broth without nuts", {"ingredients": "2 leeks\n50 g walnuts"}, None),
        ("broth without nuts", {"ingredients": ""}, False),
        ("broth, allergic to sesame", {"contains_sesame": True}, None),
        ("broth, allergic to sesame", {"contains_sesame": None}, False),
        ("vegan broth", {"vegan": False}, None),
        ("broth under 40 minutes", {"total_minutes": 41}, None),
        ("broth under 40 minutes", {"total_minutes": None}, False),
    ],
)
def test_what_is_shown_keeps_the_limits_on_what_the_database_says_whatever_memory_holds(query, changes, meets):
    title = "Leek and potato broth"
    assert dict(found(query))[title] is True
    changed_from_outside(title, **changes)
    assert dict(found(query)).get(title) is meets
    Recipe.objects.filter(title=title).update(servings=2)
    assert (title in met(query), title in unknown(query)) == (False, meets is False)
    assert rank(query, threshold=None).total == len(found(query))


@pytest.mark.usefixtures("pantry")
def test_a_limit_is_asked_of_the_database_once_while_nothing_changes():
    rank("broth under 90 minutes")
    with CaptureQueriesContext(connection) as first:
        rank("broth under 41 minutes")
    with CaptureQueriesContext(connection) as again:
        rank("broth under 41 minutes")
    asked = [[each["sql"] for each in queries if "total_minutes" in each["sql"]] for queries in (first, again)]
    assert (len(asked[0]), asked[1]) == (2, [])


@pytest.mark.usefixtures("pantry")
def test_quickest_first_with_those_that_say_no_time_last():
    ranking = rank("broth", threshold=None, order="time")
    assert [match.recipe.total_minutes for match in ranking.matches()] == [35, 60, 90, None, None]
