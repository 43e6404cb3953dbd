"""The command calibrate_threshold: it measures the starter collection apart from the site, and stores on asking."""

import json

import pytest
from django.core.management import CommandError, call_command

from recipes.embedders import embedders
from recipes.evaluation import FIGURES
from recipes.models import EmbeddingSpace, Recipe
from tests.conftest import make_recipe
from tests.labelled import QUERIES, write_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]


@pytest.fixture
def run(small_starter, capsys):
    def run(*options) -> str:
        call_command("calibrate_threshold", "--queries", str(small_starter), *map(str, options))
        return capsys.readouterr().out

    return run


def test_it_prints_what_it_chose_how_scores_lie_and_what_the_neighbours_cost(run):
    lines = run().splitlines()
    # Of the development half; the goulash has no answer here.
    assert lines[0] == "words/40t/256d: 4 recipes, 2 queries with an answer, 1 without."
    spread = [line.rsplit(maxsplit=5)[0].strip() for line in lines[7:11]]
    assert spread == [
        "scores",
        "relevant results",
        "irrelevant ones of the first ten",
        "the best for a query without an answer",
    ]
    table = [line for line in lines if line.strip().endswith("%") and line.strip()[1].isdigit()]
    table = [line for line in lines if line.strip().endswith("%") and "scores" not in line]
    assert [line.startswith("*") for line in table] == [False, False, False, True, False, False, False]
    assert lines[-1] == "Not stored: add --write."
    assert EmbeddingSpace.objects.count() == 0


def test_write_stores_threshold_labels_figures_and_histograms_and_touches_nothing_else(run):
    mine = make_recipe("Mine alone")
    run("--write")
    space = EmbeddingSpace.objects.get()
    assert (space.space, space.is_active) == (embedders["default"].space, False)
    assert -1 < space.threshold <= space.good <= space.strong <= 1
    assert space.provenance.keys() == {
        *("measured", "command", "queries", "half", "real", "none", "recipes", "rates", "histograms", "figures")
    }
    assert space.provenance["figures"].keys() == set(FIGURES)
    assert {kind: sum(counts) for kind, counts in space.provenance["histograms"].items()} == {
        "relevant": 2,
        "irrelevant": 6,
        "no match": 1,
    }
    assert list(Recipe.objects.all()) == [mine]
    assert mine.embeddings.count() == 0


def test_json_is_what_ships(run):
    printed = json.loads(run("--json"))
    assert printed.keys() == {embedders["default"].space}
    assert printed[embedders["default"].space].keys() == {"threshold", "good", "strong", "reach", "provenance"}


def test_another_collection_shows_how_the_refusal_of_nonsense_holds(run, tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"title": f"Dish {number}", "summary": "x"}) for number in range(120)))
    lines = run("--collection", path).splitlines()
    assert lines[-3].split()[:2] == ["recipes", "refused"]
    assert [line.split()[0] for line in lines[-2:]] == ["100", "120"]
    assert not Recipe.objects.exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("not json", "can't be read"),
        ('{"queries": [{"text": "soup"}]}', "missing 1 required positional argument: 'id'"),
        ('{"queries": [{"id": "1", "text": "soup", "kind": "odd"}]}', "kind must be real or none"),
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


def test_a_collection_that_is_none_says_so(tmp_path, small_starter):
    with pytest.raises(CommandError, match="No such file") as caught:
        call_command("calibrate_threshold", "--queries", str(small_starter), "--collection", str(tmp_path / "nowhere"))
    assert caught.value.returncode == 2


def test_queries_of_one_kind_alone_calibrate_nothing(tmp_path, small_starter):
    path = write_queries(tmp_path, [query for query in QUERIES if query["id"] != "n1"])
    with pytest.raises(CommandError, match="needs queries that have an answer and queries that have none"):
        call_command("calibrate_threshold", "--queries", str(path))
