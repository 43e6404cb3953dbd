"""The command evaluate_search: the shipped set apart from the site, a site's own with --live, text and JSON."""

import json

import pytest
from django.core.management import CommandError, call_command

from recipes.evaluation import FIGURES, LabelledQuery, System, measure
from recipes.management.figures import worst
from recipes.models import EmbeddingSpace, Recipe
from tests.conftest import make_recipe
from tests.labelled import QUERIES, TITLES, write_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_embedders")]


def run(capsys, *options) -> str:
    call_command("evaluate_search", *map(str, options))
    return capsys.readouterr().out


def test_json_has_every_figure_of_every_system(small_starter, capsys):
    printed = json.loads(run(capsys, "--queries", small_starter, "--half", "all", "--compare", "--json"))
    assert {key: printed[key] for key in ("half", "queries", "collection", "space")} == {
        "half": "all",
        "queries": len(QUERIES),
        "collection": 4,
        "space": "words/40t/256d",
    }
    assert printed["systems"].keys() == {"larder", "larder without concepts", "bm25", "plain"}
    assert printed["systems"]["larder"].keys() == set(FIGURES)
    assert printed["systems"]["larder"]["mrr"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    assert printed["differences"].keys() == {
        "larder - larder without concepts",
        "larder - bm25",
        "larder - plain",
    }


def test_the_development_half_is_the_default_and_larder_alone(small_starter, capsys):
    printed = json.loads(run(capsys, "--queries", small_starter, "--json"))
    assert (printed["half"], printed["queries"], list(printed["systems"])) == ("dev", 4, ["larder"])


def test_text_is_a_table_with_intervals_and_paired_differences(small_starter, capsys):
    lines = run(capsys, "--queries", small_starter, "--half", "all", "--compare").splitlines()
    assert lines[0] == "all: 6 queries over 4 recipes, words/40t/256d"
    assert lines[3].split() == ["larder", "larder", "without", "concepts", "bm25", "plain"]
    assert [line.split()[0] for line in lines[4:12]] == list(FIGURES)
    assert lines[4].split()[1:4] == ["1.000", "[1.000,", "1.000]"]
    assert lines[13:15] == [
        "Paired differences (* the interval excludes 0)",
        f"{'':14}  larder - larder without concepts{'larder - bm25':>26}{'larder - plain':>26}",
    ]


def test_the_worst_queries_say_what_was_expected_and_what_came(small_starter, capsys):
    lines = run(capsys, "--queries", small_starter, "--half", "test", "--per-query", 1).splitlines()
    assert lines[12:16] == [
        "1.000  q2 [] apple cake",
        "       expected: Cake.",
        "       came: apple-cake (3), plum-cake (?), pea-soup (?), lentil-soup (0)",
        "       best: apple-cake (3, place 1)",
    ]


def test_what_was_refused_or_shown_wrongly_is_listed():
    found = {"soup": [("pea", 0.2)], "invoice": [("cake", 0.8)], "bus": [("cake", 0.4)]}
    queries = [
        LabelledQuery("q1", "soup", grades={"pea": 2}),
        LabelledQuery("n1", "invoice", kind="none"),
        LabelledQuery("n2", "bus", kind="none"),
    ]
    measured = measure(System("fake", found.__getitem__, threshold=0.5), queries)
    assert list(worst(measured, 1))[4:] == [
        "refused, though it has an answer: q1 soup (pea 0.200)",
        "answered, though it has none: n1 invoice (cake 0.800)",
    ]


def test_it_touches_nothing_of_the_site(small_starter, capsys):
    mine = make_recipe("Mine alone")
    run(capsys, "--queries", small_starter)
    assert list(Recipe.objects.all()) == [mine]
    assert not EmbeddingSpace.objects.exists()


def test_live_judges_the_sites_own_recipes(fake_search, tmp_path, capsys):
    for title in TITLES:
        make_recipe(title, ingredients="1 onion", method="Cook it.")
    fake_search()
    printed = json.loads(run(capsys, "--live", "--queries", write_queries(tmp_path), "--json"))
    assert (printed["half"], printed["collection"]) == ("all", 4)


@pytest.mark.parametrize("options", [["--live"], ["--live", "--queries", "x.json", "--embedder", "other"]])
def test_live_needs_queries_and_takes_no_embedder(options):
    with pytest.raises(CommandError, match="--live takes --queries FILE") as caught:
        call_command("evaluate_search", *options)
    assert caught.value.returncode == 2


def test_live_without_a_space_says_what_to_do(tmp_path):
    with pytest.raises(CommandError, match="There is no published recipe") as caught:
        call_command("evaluate_search", "--live", "--queries", str(write_queries(tmp_path)))
    assert caught.value.returncode == 2


def test_a_file_that_is_no_query_file_says_so(tmp_path):
    path = tmp_path / "queries.json"
    path.write_text("[]")
    with pytest.raises(CommandError, match=r"can't be read as labelled queries") as caught:
        call_command("evaluate_search", "--queries", str(path))
    assert caught.value.returncode == 2


def test_a_model_that_is_not_there_says_so(small_starter):
    with pytest.raises(CommandError, match="install it"):
        call_command("evaluate_search", "--queries", str(small_starter), "--embedder", "absent")
