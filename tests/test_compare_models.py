"""The command compare_models: a line a model and kind of vector, each with its own threshold, apart from the site."""

import json

import pytest
from django.core.management import CommandError, call_command

from recipes import evaluation
from recipes.embedders import embedders
from recipes.evaluation import Data
from recipes.models import Recipe
from tests.conftest import make_recipe
from tests.fakes import WordEmbedder
from tests.labelled import QUERIES, TITLES, write_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]
VARIANTS = [("float32", None), ("int8", None), ("float32", 64)]


def compare(queries, **data):
    return list(evaluation.compare("words", WordEmbedder(), VARIANTS, Data(queries=queries, half="all", **data)))


def test_each_kind_of_vector_is_measured_with_its_size_and_its_own_threshold(small_starter):
    whole, int8, short = compare(small_starter)
    # Title, summary with facts, bare summary, ingredients: four vectors a recipe.
    assert [(c.kind, c.dimensions, c.bytes_a_recipe) for c in (whole, int8, short)] == [
        ("float32", 256, 4 * 1024),
        ("int8", 256, 4 * 256),
        ("float32", 64, 4 * 256),
    ]
    assert whole.measured.figures["mrr"].value == 1.0
    assert whole.calibration.threshold != short.calibration.threshold
    assert whole.speed is int8.speed
    assert whole.speed.texts_a_second > 0
    assert whole.speed.query_ms > 0


def test_own_recipes_and_queries_are_compared_on(tmp_path):
    recipes = tmp_path / "mine.jsonl"
    rows = [{"id": title.lower().replace(" ", "-"), "title": title, "summary": "Mine."} for title in TITLES]
    recipes.write_text("\n".join(map(json.dumps, rows)))
    found = compare(write_queries(tmp_path), recipes=recipes)
    assert found[0].measured.figures["mrr"].value == 1.0


def test_the_site_and_its_settings_are_left_as_they_were(small_starter):
    mine = make_recipe("Mine alone")
    compare(small_starter)
    assert list(Recipe.objects.all()) == [mine]
    assert "compared" not in list(embedders)


def test_a_model_that_is_not_there_says_so_after_the_files_were_read(tmp_path, monkeypatch, small_starter):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(CommandError, match="not on this machine and could not be downloaded") as caught:
        call_command("compare_models", "nobody/nothing", "--queries", str(small_starter))
    assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="can't be read as labelled queries"):
        call_command("compare_models", "nobody/nothing", "--queries", str(tmp_path / "nowhere.json"))


@pytest.mark.model
def test_the_bundled_model_is_the_default(small_starter, capsys):
    call_command("compare_models", "--queries", str(small_starter), "--vectors", "float32", "binary", "--half", "all")
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split()[:2] == ["model", "vectors"]
    assert [row.split()[:3] for row in rows] == [
        ["all-MiniLM-L6-v2", "float32", "384"],
        ["all-MiniLM-L6-v2", "binary", "384"],
    ]
    assert len(QUERIES) == 6
