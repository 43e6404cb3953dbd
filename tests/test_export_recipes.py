"""An export imports back to exactly the same recipes; files appear complete or not at all."""

import gzip
import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recipes.exporting import export
from recipes.importing import import_rows, read_rows
from recipes.models import ALLERGENS, DIETS, Recipe, Tag
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db
OWN_TO_A_DATABASE = {"id", "created", "updated"}


def contents() -> list[dict]:
    """Everything that is stored, by slug, but for what a database gives itself."""
    return [
        {name: value for name, value in row.items() if name not in OWN_TO_A_DATABASE}
        | {"tags": [(tag.kind, tag.name) for tag in Recipe.objects.get(pk=row["id"]).tags.all()]}
        for row in Recipe.objects.order_by("slug").values()
    ]


def exported(file_format: str) -> bytes:
    text = StringIO()
    export(text, file_format)
    return text.getvalue().encode()


def imported(data: bytes, name: str = "export"):
    return import_rows(read_rows(BytesIO(data), name))


@pytest.fixture
def collection():
    full = make_recipe(
        "Crème brûlée",
        slug="burnt-cream",
        summary="Smooth,\n\nthen crisp & <b>burnt</b>.",
        ingredients="4 egg yolks\n1 vanilla pod",
        method="Whisk.\r\nBake.\r\n\r\nBurn.",
        course="Pudding",
        cuisine="French",
        prep_minutes=0,
        cook_minutes=40,
        total_minutes=300,
        servings=4,
        source_name="A book",
        source_url="https://example.org/creme",
        source_id="12",
        published=False,
        **dict(zip(DIETS, [True, False, None, None, True, False], strict=True)),
        **{f"contains_{name}": [True, False, None][place % 3] for place, name in enumerate(ALLERGENS) if name != "fish"}
        | {"contains_crustaceans": False, "contains_molluscs": None},
    )
    for kind, name in [
        ("season", "winter"),
        ("occasion", "winter"),
        ("mood", "Cosy"),
        ("other", "vegan"),
        ("other", "a, b"),
    ]:
        full.tags.add(Tag.objects.create(kind=kind, name=name))
    make_recipe("Soup", prep_minutes=10, cook_minutes=20)
    make_recipe("Soup", slug="soup-2", summary="&amp; another\x0b", ingredients=" a\n", contains_milk=True)
    return contents()


@pytest.mark.parametrize("file_format", ["jsonl", "jsonld"])
def test_an_export_imports_back_to_the_same(collection, file_format):
    data = exported(file_format)
    Recipe.objects.all().delete()
    Tag.objects.all().delete()
    assert imported(data).created == 3
    assert contents() == collection
    assert exported(file_format) == data


@pytest.mark.parametrize("file_format", ["jsonl", "jsonld"])
def test_an_export_over_its_own_recipes_changes_nothing_and_undoes_every_change(collection, file_format):
    data = exported(file_format)
    assert imported(data).unchanged == 3
    first = Recipe.objects.get(slug="burnt-cream")
    first.tags.set([Tag.objects.create(name="new")])
    Recipe.objects.update(title="Other", summary="Other", cuisine="Other", total_minutes=None, vegan=None, servings=9)
    assert imported(data).updated == 3
    assert contents() == collection


def test_json_lines_of_a_recipe(collection):
    Recipe.objects.exclude(slug="soup").delete()
    assert json.loads(exported("jsonl")) == {
        "larder": 1,
        "id": "",
        "title": "Soup",
        "slug": "soup",
        "summary": "Soup, as it is made at home",
        "ingredients": [],
        "method": [],
        "course": "",
        "cuisine": "",
        "diets": dict.fromkeys(DIETS),
        "allergens": dict.fromkeys(ALLERGENS),
        "seasons": [],
        "occasions": [],
        "moods": [],
        "tags": [],
        "prep_minutes": 10,
        "cook_minutes": 20,
        "total_minutes": None,
        "servings": None,
        "source_name": "",
        "source_url": "",
        "published": True,
    }


def test_json_ld_says_in_schema_org_what_it_can(collection):
    document = json.loads(exported("jsonld"))
    assert document["@context"][0] == "https://schema.org"
    recipe = {name: value for name, value in document["@graph"][0].items() if name != "larder:recipe"}
    assert recipe == {
        "@type": "Recipe",
        "name": "Crème brûlée",
        "description": "Smooth,\n\nthen crisp & <b>burnt</b>.",
        "recipeIngredient": ["4 egg yolks", "1 vanilla pod"],
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in ("Whisk.", "Bake.", "Burn.")],
        "recipeCategory": "Pudding",
        "recipeCuisine": "French",
        "keywords": ["winter", "winter", "Cosy", "a, b", "vegan"],
        "recipeYield": "4",
        "url": "https://example.org/creme",
        "publisher": {"@type": "Organization", "name": "A book"},
        "suitableForDiet": ["https://schema.org/VegetarianDiet", "https://schema.org/KosherDiet"],
        "prepTime": "PT0M",
        "cookTime": "PT40M",
        "totalTime": "PT5H",
    }


def test_no_recipes():
    assert exported("jsonl") == b""
    assert json.loads(exported("jsonld"))["@graph"] == []


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
LINES = TEXT | st.lists(TEXT, max_size=4).map("\n".join)
THREE = st.sampled_from([True, False, None])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    TEXT.filter(str.strip),
    LINES,
    LINES,
    LINES,
    THREE,
    THREE,
    st.lists(TEXT.filter(bool), max_size=3, unique_by=str.casefold),
)
def test_any_texts_come_back(title, summary, ingredients, method, milk, halal, tags):
    Recipe.objects.all().delete()
    Tag.objects.all().delete()
    recipe = make_recipe(
        title, slug="it", summary=summary + "x", ingredients=ingredients, method=method, contains_milk=milk, halal=halal
    )
    recipe.tags.set([Tag.objects.create(name=name) for name in tags])
    before = contents()
    for data in (exported("jsonl"), exported("jsonld")):
        Recipe.objects.all().delete()
        assert imported(data).created == 1
        assert contents() == before


@pytest.mark.parametrize("file_format", ["jsonl", "jsonld"])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_the_command_writes_a_file(collection, tmp_path, capsys, file_format, ending):
    path = tmp_path / f"all.{file_format}{ending}"
    call_command("export_recipes", output=path, format=file_format)
    data = path.read_bytes()
    assert (gzip.decompress(data) if ending else data) == exported(file_format)
    assert capsys.readouterr() == ("", f"3 recipes written to {path}.\n")
    assert list(tmp_path.iterdir()) == [path]


def test_the_command_writes_to_standard_output(collection):
    out = StringIO()
    call_command("export_recipes", format="jsonld", stdout=out)
    assert out.getvalue().encode() == exported("jsonld")


def test_an_existing_file_is_replaced_only_by_force(collection, tmp_path):
    path = tmp_path / "all.jsonl"
    path.write_text("mine")
    with pytest.raises(CommandError) as error:
        call_command("export_recipes", output=path)
    assert (error.value.returncode, path.read_text()) == (2, "mine")
    assert str(error.value) == f"{path} exists already: give another name, or --force to replace it."
    call_command("export_recipes", output=path, force=True)
    assert path.read_bytes() == exported("jsonl")


def test_a_folder_that_is_not_there(tmp_path):
    path = tmp_path / "nowhere" / "all.jsonl"
    with pytest.raises(CommandError) as error:
        call_command("export_recipes", output=path)
    assert (error.value.returncode, str(error.value)) == (2, f"{path} can't be written: No such file or directory.")
