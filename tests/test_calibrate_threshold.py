"""The command calibrate_threshold: it measures the starter collection apart from the site, and stores on asking."""

import json

import pytest
from django.core.management import CommandError, call_command

from recipes.embedders import embedders
from recipes.evaluation import CALIBRATION_QUERIES, QueriesError, read_queries
from recipes.models import EmbeddingSpace, Recipe
from tests.conftest import make_recipe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]


def starter_ids() -> set[str]:
    folder = CALIBRATION_QUERIES.parent / "starter"
    return {recipe["id"] for path in folder.glob("*.json") for recipe in json.loads(path.read_text("utf-8"))}


def test_it_prints_what_it_chose_and_what_the_neighbours_cost(capsys):
    call_command("calibrate_threshold")
    lines = capsys.readouterr().out.splitlines()
    real = sum(bool(query.relevant) for query in read_queries())
    none = sum(query.kind == "none" for query in read_queries())
    assert lines[0] == (f"words/40t/256d: {len(starter_ids())} recipes, {real} queries with an answer, {none} without.")
    table = [line for line in lines if line.strip().endswith("%")]
    assert len(table) == 7
    assert [line.startswith("*") for line in table] == [False, False, False, True, False, False, False]
    assert lines[-1] == "Not stored: add --write."
    assert EmbeddingSpace.objects.count() == 0


def test_write_stores_threshold_labels_and_provenance_and_touches_nothing_else(capsys):
    mine = make_recipe("Mine alone")
    call_command("calibrate_threshold", "--write")
    space = EmbeddingSpace.objects.get()
    assert (space.space, space.is_active) == (embedders["default"].space, False)
    assert -1 < space.threshold <= space.good <= space.strong <= 1
    assert space.provenance.keys() == {"measured", "command", "queries", "real", "none", "recipes", "rates"}
    assert list(Recipe.objects.all()) == [mine]
    assert mine.embeddings.count() == 0


def test_json_is_what_ships(capsys):
    call_command("calibrate_threshold", "--json")
    printed = json.loads(capsys.readouterr().out)
    assert printed.keys() == {embedders["default"].space}
    assert printed[embedders["default"].space].keys() == {"threshold", "good", "strong", "provenance"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not json", "can't be read"),
        ('{"queries": [{"query": "soup"}]}', "KeyError"),
        ('{"queries": [{"query": "soup", "kind": "odd", "relevant": []}]}', 'kind must be "real" or "none"'),
        ('{"queries": []}', "needs queries"),
    ],
)
def test_a_file_that_is_no_query_file_says_why_with_status_2(tmp_path, content, says):
    path = tmp_path / "queries.json"
    path.write_text(content)
    with pytest.raises(CommandError, match=says) as caught:
        call_command("calibrate_threshold", "--queries", str(path))
    assert caught.value.returncode == 2


def test_the_queries_are_read_before_anything_is_embedded(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.json can't be read"):
        call_command("calibrate_threshold", "--embedder", "absent", "--queries", str(tmp_path / "nowhere.json"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(QueriesError, match=r"nowhere\.json can't be read"):
        read_queries(tmp_path / "nowhere.json")


def test_the_shipped_queries_are_whole():
    queries = read_queries()
    real = [query for query in queries if query.kind == "real"]
    none = [query for query in queries if query.kind == "none"]
    assert len([query for query in real if query.relevant]) >= 60
    assert len(none) >= 20
    assert {query.query for query in none if query.relevant} == set()
    assert len({query.query.casefold() for query in queries}) == len(queries)


def test_relevant_recipes_are_in_the_starter_collection():
    assert {pk for query in read_queries() for pk in query.relevant} <= starter_ids()
