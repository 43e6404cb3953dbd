"""One row of somebody else's data as a draft: names of keys, forms of values, what is left out and noted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.importing.draft import RowError
from recipes.importing.rows import other_type, read_row, recipes_in
from recipes.models.recipe import INGREDIENTS_LENGTH, TITLE_LENGTH

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
NAMES = """
    title name summary ingredients RecipeIngredientParts recipeInstructions steps course recipeCuisine diets vegan slug
    glutenFree allergens tags keywords seasons minutes prep_time cookTime servings recipeYield id url source author
    published larder larder:recipe @type @graph @id mainEntityOfPage strIngredient1
"""
KEYS = st.sampled_from(NAMES.split())


def fields(**row) -> dict:
    return read_row(1, row).fields


@pytest.mark.parametrize("key", ["title", "Name", "RECIPE_NAME", "recipe title", "Recipe-Title", "schema:name"])
def test_names_of_the_title(key):
    assert fields(**{key: "Soup"}) == {"title": "Soup"}


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        (("summary", "Description", "recipe_description"), "summary"),
        (("ingredients", "recipeIngredient", "RecipeIngredientParts", "NER", "Cleaned_Ingredients"), "ingredients"),
        (("instructions", "Directions", "steps", "method", "recipeInstructions"), "method"),
        (("cuisine", "recipeCuisine"), "cuisine"),
        (("course", "Category", "meal_type", "recipeCategory"), "course"),
        (("url", "source_url", "Link"), "source_url"),
        (("id", "recipe_id", "source id", "RecipeId"), "source_id"),
        (("source", "source_name"), "source_name"),
    ],
)
def test_names_of_other_texts(keys, field):
    value = "https://example.org/1" if field == "source_url" else "Something"
    assert [fields(**{key: value}) for key in keys] == [{field: value}] * len(keys)


@pytest.mark.parametrize(
    ("keys", "field"),
    [
        (("prep_time", "PrepTime", "prep minutes", "PrepTimeInMins"), "prep_minutes"),
        (("cook_time", "cookTime", "cook_minutes"), "cook_minutes"),
        (("minutes", "total_time", "totalTime", "Total Minutes", "readyInMinutes"), "total_minutes"),
        (("servings", "Serves", "yield", "recipeYield"), "servings"),
    ],
)
def test_names_of_amounts(keys, field):
    assert [fields(**{key: "20"}) for key in keys] == [{field: 20}] * len(keys)


@pytest.mark.parametrize(
    "written",
    [
        ["2 eggs", "1 onion, chopped"],
        "2 eggs\n1 onion, chopped",
        "2 eggs\r\n\r\n  1 onion,\tchopped \n",
        '["2 eggs", "1 onion, chopped"]',
        "['2 eggs', '1 onion, chopped']",
        'c("2 eggs", "1 onion, chopped")',
        "<ul><li>2 eggs</li><li>1 onion, chopped</li></ul>",
        [{"text": "2 eggs"}, {"text": "1 onion, chopped"}],
        [{"quantity": 2, "name": "eggs"}, {"amount": "1", "ingredient": "onion", "note": "chopped"}],
        [{"original": "2 eggs"}, ["1 onion, chopped"]],
    ],
)
def test_forms_of_a_list(written):
    assert fields(ingredients=written) == {"ingredients": "2 eggs\n1 onion, chopped"}


def test_steps_of_schema_org():
    section = {
        "@type": "HowToSection",
        "name": "For the dough",
        "itemListElement": [{"@type": "HowToStep", "text": "Mix."}, {"@type": "HowToStep", "name": "Rest."}],
    }
    steps = [section, {"@type": "HowToStep", "name": "Bake", "text": "Bake for 20 minutes."}, "Cool."]
    assert fields(recipeInstructions=steps)["method"] == "For the dough:\nMix.\nRest.\nBake for 20 minutes.\nCool."


def test_amounts_in_keys_of_their_own_are_taken_with_units_only():
    without = {"RecipeIngredientQuantities": 'c("2", NA)', "RecipeIngredientParts": 'c("eggs", NA, "salt")'}
    assert fields(**without) == {"ingredients": "eggs\nsalt"}
    numbered = {
        "strMeal": "Soup",
        "strIngredient1": "Leeks",
        "strMeasure1": "2",
        "strIngredient2": "Salt",
        "strMeasure2": "",
    }
    assert fields(**numbered) == {"title": "Soup", "ingredients": "2 Leeks\nSalt"}


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("Mac &amp; cheese", "Mac & cheese"),
        ("M&Ms and 5 &lt; 6", "M&Ms and 5 < 6"),
        ("Salt&amp;nbsp;it", "Salt it"),
        ("<p>One</p><p>two<br/>three <b>four</b></p><script>x()</script>", "One\ntwo\nthree four"),
        ("I <3 soup, x<y", "I <3 soup, x<y"),
        ("a\x00b\x07c\u200b\xad", "abc"),
        ("Cre\u0300me  bru\u0302le\u0301e\u00a0!", "Crème brûlée !"),
        ("creÌ€me brÃ»lÃ©e", "creÌ€me brÃ»lÃ©e"),
        ("👩\u200d🍳", "👩\u200d🍳"),
    ],
)
def test_texts_are_cleaned(written, clean):
    assert fields(summary=written) == {"summary": clean}


@pytest.mark.parametrize("nothing", [None, "", "  ", "NA", "nan", "null", [], {}, float("nan"), "[]", "<p></p>"])
def test_what_a_row_does_not_carry_is_left_out(nothing):
    row = dict.fromkeys(("summary", "ingredients", "steps", "cuisine", "course", "id", "url", "source"), nothing)
    draft = read_row(1, {"title": "Surprise", "tags": nothing, "slug": nothing, **row})
    assert (draft.fields, draft.weak, draft.tags) == ({"title": "Surprise"}, {}, {})


def test_schema_org():
    draft = read_row(
        7,
        {
            "@context": "https://schema.org",
            "@type": ["Recipe", "NewsArticle"],
            "@id": "https://example.org/soup#recipe",
            "name": "Soup",
            "mainEntityOfPage": {"@type": "WebPage", "@id": "https://example.org/soup"},
            "author": [{"@type": "Person", "name": "Ada"}],
            "publisher": {"@type": "Organization", "name": "Example Kitchen"},
            "recipeYield": ["4", "4 servings"],
            "prepTime": "PT15M",
            "cookTime": "PT1H",
            "recipeCategory": ["Soups", "Lunch"],
            "recipeCuisine": "French, Alsatian",
            "keywords": "leek, winter",
            "suitableForDiet": ["https://schema.org/VeganDiet", "http://schema.org/LowSaltDiet"],
            "recipeIngredient": ["2 leeks"],
            "image": {"@type": "ImageObject", "url": "https://example.org/soup.jpg"},
        },
    )
    assert draft.fields == {
        "title": "Soup",
        "ingredients": "2 leeks",
        "prep_minutes": 15,
        "cook_minutes": 60,
        "servings": 4,
        "source_name": "Example Kitchen",
        "source_url": "https://example.org/soup",
        "course": "soup",
        "cuisine": "French",
        "vegan": True,
    }
    assert draft.weak == {"total_minutes": 75, "vegetarian": True, "pescatarian": True}
    assert draft.tags == {"other": ["leek", "winter", "Lunch", "Alsatian", "LowSaltDiet"]}
    assert draft.notes == [("not used: image", "")]


def test_recipes_in_a_graph():
    graph = {"@graph": [{"@type": "WebPage"}, {"@type": "Recipe", "name": "Soup"}, {"@type": "Person"}]}
    items = {
        "@type": "ItemList",
        "itemListElement": [{"@type": "ListItem", "item": {"@type": "Recipe", "name": "Pie"}}],
    }
    page = {"@type": "WebPage", "mainEntity": {"@type": "https://schema.org/Recipe", "name": "Cake"}}
    found = list(recipes_in([graph, [items, page], 7]))
    assert [row.get("name") for row in found[:-1]] == [None, "Soup", None, "Pie", "Cake"]
    assert [other_type(row) for row in found[:-1]] == ["WebPage", "", "Person", "", ""]
    assert found[-1].reason == "not a recipe"


def test_own_names():
    row = {
        "title": "Harira",
        "method": ["Simmer."],
        "diets": {"vegan": False, "halal": True, "low_carb": None},
        "allergens": {"celery": True, "milk": False},
        "seasons": ["winter"],
        "occasions": ["Ramadan"],
        "moods": ["warming"],
        "tags": ["winter", "soup"],
        "total_minutes": 110,
        "published": False,
    }
    draft = read_row(1, row)
    assert draft.fields == {
        "title": "Harira",
        "method": "Simmer.",
        "total_minutes": 110,
        "published": False,
        "vegan": False,
        "halal": True,
        "contains_celery": True,
        "contains_milk": False,
    }
    tags = {"season": ["winter"], "occasion": ["Ramadan"], "mood": ["warming"], "other": ["winter", "soup"]}
    assert draft.tags == tags


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"minutes": "ages"}, "total_minutes not understood"),
        ({"minutes": 10**9}, "total_minutes over 129,600"),
        ({"minutes": 0}, "total_minutes is 0 or less than preparation or cooking"),
        ({"servings": "a crowd"}, "servings not understood"),
        ({"servings": 5000}, "servings over 1,000"),
        ({"url": "javascript:alert(1)"}, "source_url is no web address, or too long"),
        ({"url": "https://example.org/" + "x" * 500}, "source_url is no web address, or too long"),
        ({"cuisine": "x" * 61}, "cuisine is too long"),
        ({"tags": ["x" * 61]}, "tag longer than 60"),
        ({"tags": [f"tag {n}" for n in range(101)]}, "more than 100 tags"),
        ({"published": "2019-05-01"}, "published not understood"),
        ({"slug": "no slug!"}, "slug not understood"),
        ({"allergens": ["dust"]}, "allergen not known"),
        ({"diets": {"carnivore": True}}, "diet or allergen not understood"),
        ({"Nutrition": {"kcal": 4}}, "not used: Nutrition"),
    ],
)
def test_a_fact_that_cannot_be_kept_is_left_out_and_noted(row, reason):
    draft = read_row(1, {"title": "Soup"} | row)
    assert draft.fields == {"title": "Soup"}
    assert [found for found, _ in draft.notes] == [reason]


def test_a_total_below_its_parts_is_made_from_them():
    draft = read_row(1, {"title": "Surprise", "prep": 1, "prep_time": 20, "cook_time": 30, "total_time": 10})
    assert draft.fields == {"title": "Surprise", "prep_minutes": 20, "cook_minutes": 30}
    assert draft.weak == {"total_minutes": 50}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"title": "x" * (TITLE_LENGTH + 1)}, "title is too long (201 characters, at most 200)"),
        (
            {"ingredients": "x" * (INGREDIENTS_LENGTH + 1)},
            "ingredients is too long (20,001 characters, at most 20,000)",
        ),
        ({"id": "x" * 201}, "source_id is too long (201 characters, at most 200)"),
        ({"summary": "Cr\udce8me"}, "not UTF-8: convert the file, for example with: iconv -f LATIN1 -t UTF-8"),
        ({"larder": 2}, "exported by another version of Larder (form 2, this one reads 1)"),
        ({"larder": 1, "servings": 0}, "not as Larder exports it (servings is '0')"),
        ({"larder:recipe": []}, "not as Larder exports it (larder:recipe is '[]')"),
    ],
)
def test_rows_that_cannot_be_kept_whole_are_refused(row, message):
    with pytest.raises(RowError) as error:
        read_row(1, {"title": "Soup"} | row)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("row", "named", "source"),
    [
        ({"source": "A book"}, "given", {"source_name": "A book"}),
        ({"author": "Ada"}, "given", {"source_name": "given"}),
        ({"author": "Ada"}, "", {"source_name": "Ada"}),
        ({"source": "https://example.org/1"}, "", {"source_url": "https://example.org/1"}),
        ({"link": "www.example.org/1?a=1&amp;b=2"}, "", {"source_url": "https://www.example.org/1?a=1&b=2"}),
        ({"id": 12.0}, "given", {"source_id": "12", "source_name": "given"}),
        ({"identifier": {"@type": "PropertyValue", "name": "number", "value": "12"}}, "", {"source_id": "12"}),
    ],
)
def test_sources(row, named, source):
    assert read_row(1, {"title": "Soup"} | row, named).fields == {"title": "Soup"} | source


@settings(deadline=None)
@given(st.dictionaries(KEYS | st.text(max_size=9), JSON, max_size=6))
def test_any_object_is_a_draft_or_refused_with_a_reason(row):
    try:
        draft = read_row(1, row)
    except RowError as error:
        assert error.reason  # noqa: PT017
        return
    assert set(draft.tags) <= {"season", "occasion", "mood", "other"}
    assert not any("\n" in value for value in (draft.fields.get("title"), draft.fields.get("cuisine")) if value)


@settings(deadline=None)
@given(JSON)
def test_recipes_are_found_in_any_value(value):
    assert all(isinstance(row, dict) or row.reason == "not a recipe" for row in recipes_in(value))


@pytest.mark.parametrize(
    ("row", "weak"),
    [
        ({"title": "Thai pumpkin soup"}, {"course": "soup", "cuisine": "Thai"}),
        ({"title": "Thai pumpkin soup", "course": "Starters", "cuisine": "Fusion"}, {}),
        ({"title": "Grandma's secret", "tags": ["Side Dish", "easy"]}, {"course": "side"}),
        ({"title": "Pumpkin soup", "tags": ["side dish", "easy"]}, {"course": "side"}),
        ({"title": "Pumpkin soup", "tags": ["side dish", "starter"]}, {"course": "soup"}),
        ({"title": "Grandma's secret", "tags": ["side dish", "starter"]}, {}),
    ],
)
def test_a_row_that_says_no_course_or_cuisine_has_what_a_tag_or_its_title_says(row, weak):
    assert read_row(1, row).weak == weak


@pytest.mark.parametrize(
    ("written", "cuisine"), [("Italian Recipes", "Italian"), ("Thai cuisine", "Thai"), ("Recipes", "Recipes")]
)
def test_a_cuisine_is_a_name_alone(written, cuisine):
    assert read_row(1, {"title": "Surprise", "cuisine": written}).fields["cuisine"] == cuisine
