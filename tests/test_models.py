"""What the database itself refuses, and what a saved recipe is, whoever saves it."""

from io import BytesIO
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from recipes.models import ALLERGENS, DIET_LIMITS, DIETS, Embedding, EmbeddingSpace, Recipe, Tag
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db

WRONG = {
    "no title": {"title": ""},
    "no text": {"summary": ""},
    "a summary too long": {"summary": "a" * 10_001},
    "minutes too many": {"total_minutes": 200_000},
    "a total below its parts": {"total_minutes": 10, "cook_minutes": 20},
    "no servings": {"servings": 0},
    "vegan but not vegetarian": {"vegan": True, "vegetarian": False},
    "vegan but not pescatarian": {"vegan": True, "pescatarian": False},
    "vegetarian but not pescatarian": {"vegetarian": True, "pescatarian": False},
    "vegetarian with fish": {"vegetarian": True, "contains_fish": True},
    "vegan with milk": {"vegan": True, "contains_milk": True},
    "vegan with eggs": {"vegan": True, "contains_eggs": True},
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG.keys())
def test_the_database_refuses(fields):
    recipe = make_recipe("Harira")
    with pytest.raises(IntegrityError), transaction.atomic():
        Recipe.objects.filter(pk=recipe.pk).update(**fields)
    recipe.refresh_from_db()
    assert recipe.title == "Harira"


def test_what_is_not_said_contradicts_nothing():
    recipe = make_recipe("Harira", vegan=True, total_minutes=None, cook_minutes=20)
    assert (recipe.vegetarian, recipe.contains_milk) == (None, None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"slug": "harira"}, {"slug": "harira"}),
        ({"source_name": "book", "source_id": "1"}, {"source_name": "book", "source_id": "1"}),
        ({"source_url": "https://example.org/1"}, {"source_url": "https://example.org/1"}),
    ],
)
def test_slug_and_source_are_unique(first, second):
    make_recipe("One", **first)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_recipe("Two", **second)


def test_many_recipes_may_have_no_source():
    make_recipe("One")
    make_recipe("Two")
    make_recipe("Three", source_name="book", source_id="1")
    make_recipe("Four", source_name="another book", source_id="1")
    assert Recipe.objects.count() == 4


@pytest.mark.parametrize("slug", ["", "ünï", "a b", "a/b", "汤"])
def test_a_slug_that_no_address_can_hold_is_never_saved(slug):
    with pytest.raises(ValidationError):
        make_recipe("Soup", slug=slug)
    assert Recipe.objects.count() == 0


def test_tags_are_unique_whatever_their_case():
    Tag.objects.create(kind="season", name="Winter")
    Tag.objects.create(kind="mood", name="winter")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(kind="season", name="winter")


def test_lines_and_steps_are_what_holds_something():
    recipe = make_recipe("Harira", ingredients="chickpeas\n\n  lemon \r\n", method="Soak.\n \nSimmer.")
    assert (recipe.ingredient_lines, recipe.method_steps) == (["chickpeas", "lemon"], ["Soak.", "Simmer."])


def test_a_total_left_empty_is_the_sum_of_its_parts():
    recipe = Recipe(title="Harira", slug="harira", summary="A soup", prep_minutes=20, cook_minutes=90)
    recipe.full_clean()
    assert recipe.total_minutes == 110


def test_a_photo_is_made_smaller_and_measured_whoever_saves_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = BytesIO()
    Image.new("RGB", (3200, 1600), "tomato").save(picture, "JPEG")
    recipe = make_recipe("Harira", photo=ContentFile(picture.getvalue(), name="harira.jpg"))
    assert (recipe.photo_width, recipe.photo_height, recipe.photo.name[-5:]) == (1600, 800, ".webp")


def test_only_one_space_serves_and_only_with_a_threshold():
    EmbeddingSpace.objects.create(space="a", threshold=0.3, is_active=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbeddingSpace.objects.create(space="b", threshold=0.3, is_active=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbeddingSpace.objects.create(space="c", is_active=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmbeddingSpace.objects.create(space="d", chosen_threshold=1.5)
    assert EmbeddingSpace.objects.active().space == "a"


def test_a_passage_stands_once_in_a_space():
    row = {"recipe": make_recipe("Harira"), "position": 0, "kind": "title", "text": "Harira", "fingerprint": "f"}
    Embedding.objects.create(**row, space="a", vector=b"")
    Embedding.objects.create(**row, space="b", vector=b"")
    with pytest.raises(IntegrityError), transaction.atomic():
        Embedding.objects.create(**row, space="a", vector=b"")


@pytest.mark.parametrize("diet", DIET_LIMITS)
def test_no_recipe_both_meets_and_violates_a_diet(diet):
    limit = DIET_LIMITS[diet]
    make_recipe("Says nothing")
    for name in (*DIETS, *(f"contains_{allergen}" for allergen in ALLERGENS)):
        for value in (True, False):
            make_recipe(f"{name} {value}", slug=f"{name}-{value}", **{name: value})
    met, violated = (set(Recipe.objects.filter(condition)) for condition in (limit.met, limit.violated))
    assert (met & violated, bool(met), bool(violated)) == (set(), diet != "nut_free", True)
    assert Recipe.objects.get(title="Says nothing") not in met | violated


def test_the_collections_state_tells_whatever_becomes_of_a_recipe():
    soup = make_recipe("Soup")
    states = [Recipe.collection_state()]

    def note(_result=None) -> None:
        states.append(Recipe.collection_state())

    soup.method = "Simmer."
    note(soup.save())
    note(Recipe.objects.filter(pk=soup.pk).update(course="soup"))
    note(Recipe.objects.update(published=False))
    draft = make_recipe("Draft", published=False)
    note()
    draft.servings = 4
    note(Recipe.objects.bulk_update([draft], ["servings"]))
    note(draft.delete())
    assert [before == after for before, after in pairwise(states)] == [False] * 6
    note()
    assert states[-1] == states[-2]


def test_an_update_keeps_the_time_that_it_is_given():
    soup = make_recipe("Soup")
    Recipe.objects.update(title="Broth", updated=soup.created)
    assert Recipe.objects.get().updated == soup.created
