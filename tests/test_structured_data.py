"""What a recipe tells search engines: read back by recipe-scrapers, which knows schema.org and not Larder."""

import json
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image
from recipe_scrapers import scrape_html

from recipes.models import Tag
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db

# https://developers.google.com/search/docs/appearance/structured-data/recipe, less what Larder doesn't hold:
# ratings, nutrition, videos.
REQUIRED = {"name", "image"}
RECOMMENDED = {
    "author",
    "cookTime",
    "datePublished",
    "description",
    "keywords",
    "prepTime",
    "recipeCategory",
    "recipeCuisine",
    "recipeIngredient",
    "recipeInstructions",
    "recipeYield",
    "totalTime",
}


@pytest.fixture
def harira(fake_search):
    file = BytesIO()
    Image.new("RGB", (80, 60), "tomato").save(file, "JPEG")
    recipe = make_recipe(
        "Harira",
        summary="A thick soup.",
        ingredients="200 g chickpeas\n1 onion",
        method="Soak.\nSimmer.",
        course="soup",
        cuisine="Moroccan",
        prep_minutes=20,
        cook_minutes=90,
        total_minutes=110,
        servings=6,
        vegan=True,
        vegetarian=True,
        contains_gluten=False,
        source_name="A book",
        source_url="https://example.org/harira",
        photo=ContentFile(file.getvalue(), "harira.jpg"),
    )
    recipe.tags.add(*(Tag.objects.create(kind="mood", name=name) for name in ("comforting", "warming")))
    return recipe


def page_of(client, recipe, query: str = "") -> str:
    return client.get(recipe.get_absolute_url() + query).content.decode()


def data_in(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="((?:og|twitter):[^"]*)" content="([^"]*)">', page))


def test_another_program_reads_the_recipe(client, harira):
    read = scrape_html(page_of(client, harira), "http://testserver/recipes/harira/", supported_only=False)
    assert read.to_json() | {"host": "", "site_name": ""} == {
        "host": "",
        "site_name": "",
        "author": "A book",
        "canonical_url": "http://testserver/recipes/harira/",
        "category": "soup",
        "cook_time": 90,
        "cuisine": "Moroccan",
        "description": "A thick soup.",
        "dietary_restrictions": ["Vegetarian Diet", "Vegan Diet", "Gluten Free Diet"],
        "image": f"http://testserver{harira.photo.url}",
        "ingredient_groups": [{"ingredients": ["200 g chickpeas", "1 onion"], "purpose": None}],
        "ingredients": ["200 g chickpeas", "1 onion"],
        "instructions": "Soak.\nSimmer.",
        "instructions_list": ["Soak.", "Simmer."],
        "keywords": ["comforting", "warming"],
        "language": "en",
        "nutrients": {},
        "prep_time": 20,
        "title": "Harira",
        "total_time": 110,
        "yields": "6 servings",
    }


def test_what_search_engines_ask_for_is_said(client, harira):
    data = data_in(page_of(client, harira))
    assert (REQUIRED | RECOMMENDED) - data.keys() == set()
    assert (data["@context"], data["@type"], data["url"]) == (
        "https://schema.org",
        "Recipe",
        "http://testserver/recipes/harira/",
    )
    assert (data["prepTime"], data["cookTime"], data["totalTime"]) == ("PT20M", "PT1H30M", "PT1H50M")
    assert data["datePublished"] == harira.created.date().isoformat()
    assert data["recipeInstructions"][1] == {
        "@type": "HowToStep",
        "position": 2,
        "text": "Simmer.",
        "url": "http://testserver/recipes/harira/#step-2",
    }


def test_what_the_recipe_does_not_say_is_left_out(client):
    assert data_in(page_of(client, make_recipe("Harira"))).keys() == {
        "@context",
        "@type",
        "@id",
        "url",
        "mainEntityOfPage",
        "name",
        "description",
        "image",
        "datePublished",
        "dateModified",
    }


def test_more_servings_are_the_same_recipe(client, harira):
    plain, scaled = page_of(client, harira), page_of(client, harira, "?serves=12")
    assert data_in(plain) == data_in(scaled)
    assert '<link rel="canonical" href="http://testserver/recipes/harira/">' in scaled


def test_no_text_breaks_out(client):
    nasty = "</script><script>alert(1)</script><!-- & “"
    page = page_of(client, make_recipe("Soup", summary=nasty, ingredients=nasty, method=nasty, source_name=nasty))
    data = data_in(page)
    texts = data["description"], data["recipeIngredient"][0], data["recipeInstructions"][0]["text"]
    assert (*texts, data["author"]["name"]) == (nasty,) * 4
    assert page.count("<script>") == 0


def test_cards_for_sharing(client, harira):
    picture = f"http://testserver{harira.photo.url}"
    assert meta(page_of(client, harira)) == {
        "og:type": "article",
        "og:site_name": "Larder",
        "og:title": "Harira",
        "og:description": "A thick soup.",
        "og:url": "http://testserver/recipes/harira/",
        "og:image": picture,
        "og:image:width": "80",
        "og:image:height": "60",
        "twitter:card": "summary_large_image",
        "twitter:title": "Harira",
        "twitter:description": "A thick soup.",
        "twitter:image": picture,
    }


def test_without_a_photo_its_cover_is_shared(client):
    page = page_of(client, make_recipe("Red soup", course="soup", ingredients="tomatoes", method="Simmer."))
    picture = data_in(page)["image"][0]
    shared = meta(page)
    assert (shared["og:image"], shared["twitter:image"]) == (picture, picture)
    response = client.get(picture.removeprefix("http://testserver"))
    with Image.open(BytesIO(response.content)) as image:
        assert [str(pixels) for pixels in image.size] == [shared["og:image:width"], shared["og:image:height"]]
