"""Labelled queries through systems: figures by hand on four recipes, baselines, growth, vague summaries, the file."""

import json
from dataclasses import replace

import pytest

from recipes import evaluation
from recipes.embedders import embedders
from recipes.evaluation import LabelledQuery, QueriesError, System, baselines, digest_of_test_half, read_queries
from recipes.evaluation.summaries import vague_summaries
from recipes.models import Recipe
from tests.conftest import make_recipe
from tests.labelled import QUERIES, TITLES, write_queries

SOUP = LabelledQuery("q1", "lentil soup", rewording="soup of lentils", grades={"lentil": 3, "pea": 1})
CAKE = LabelledQuery("q2", "cake", grades={"apple": 2})
UNANSWERED = LabelledQuery("q3", "goulash", grades={"pea": 1})
INVOICE = LabelledQuery("n1", "invoice", kind="none")
FOUND = {
    "lentil soup": [("lentil", 0.9), ("pea", 0.6)],
    "soup of lentils": [("pea", 0.7), ("bread", 0.4)],
    "cake": [("pea", 0.3), ("apple", 0.2)],
    "goulash": [("pea", 0.8)],
    "invoice": [("bread", 0.1)],
}
FAKE = System("fake", FOUND.__getitem__, threshold=0.5)


def measured(*queries: LabelledQuery):
    return evaluation.measure(FAKE, queries)


# ---------------------------------------------------------------- figures


def test_figures_by_hand():
    figures = measured(SOUP, CAKE, UNANSWERED, INVOICE).by_query
    assert figures["ndcg@10"] == pytest.approx({"q1": 1.0, "q2": 0.6309}, abs=1e-4)
    assert figures["precision@3"] == pytest.approx({"q1": 1 / 3, "q2": 1 / 3})
    assert figures["recall@10"] == {"q1": 1.0, "q2": 1.0}
    assert figures["mrr"] == {"q1": 1.0, "q2": 0.5}
    assert figures["answered"] == {"q1": 1.0, "q2": 0.0}
    assert figures["refused"] == {"n1": 1.0}
    assert figures["agreement@10"] == {"q1": 0.5}
    assert figures["judged@10"] == {"q1": 1.0, "q2": 0.5}


def test_figures_of_no_query_are_none():
    assert {name for name, figure in measured(CAKE).figures.items() if figure is None} == {"refused", "agreement@10"}


def test_a_system_without_a_threshold_shows_whatever_it_ranks():
    shown = evaluation.measure(replace(FAKE, threshold=None), [CAKE, INVOICE]).by_query
    assert (shown["answered"], shown["refused"]) == ({"q2": 1.0}, {"n1": 0.0})


def test_a_system_that_ranks_nothing_refuses():
    shown = evaluation.measure(System("mute", lambda text: []), [CAKE, INVOICE]).by_query
    assert (shown["answered"], shown["refused"], shown["ndcg@10"]) == ({"q2": 0.0}, {"n1": 1.0}, {"q2": 0.0})


def test_differences_are_paired_query_by_query():
    worse = evaluation.measure(System("worse", lambda text: FOUND[text][::-1], 0.5), [SOUP, CAKE])
    difference = evaluation.difference(measured(SOUP, CAKE), worse)
    assert difference["mrr"].value == pytest.approx(((1 - 0.5) + (0.5 - 1)) / 2)
    assert difference["refused"] is None


def test_calibration_learns_from_all_results_of_answerable_queries_and_of_nonsense():
    scored = evaluation.scored(measured(SOUP, CAKE, UNANSWERED, INVOICE).answers)
    assert [(query.query, query.relevant, query.answerable) for query in scored] == [
        ("lentil soup", [True, False], True),
        ("cake", [False, True], True),
        ("invoice", [False], False),
    ]


# ---------------------------------------------------------------- systems


@pytest.fixture
def collection(fake_search):
    for title in TITLES:
        make_recipe(title, ingredients="1 onion", method="Cook it.")
    fake_search()


@pytest.mark.usefixtures("collection")
def test_larder_is_the_search_that_cooks_use():
    assert [key for key, _ in evaluation.larder(None).search("lentil soup")][:2] == ["lentil-soup", "pea-soup"]


@pytest.mark.usefixtures("collection")
def test_keyword_search_finds_any_of_the_words_stemmed_and_without_accents():
    bm25 = evaluation.bm25()
    assert [key for key, _ in bm25.search("LENTILS")] == ["lentil-soup"]
    assert {key for key, _ in bm25.search("âpples or peas")} == {"apple-cake", "pea-soup"}
    assert [key for key, _ in bm25.search("soup lentil")] == ["lentil-soup", "pea-soup"]


@pytest.mark.usefixtures("collection")
@pytest.mark.parametrize("text", ["", "?!", '"', "NEAR(", "soup AND NOT", "title:soup", "-soup", "x* ^y", "汤", "\0"])
def test_keyword_search_takes_anything(text):
    assert isinstance(evaluation.bm25().search(text), list)


def test_keyword_search_scores_by_bm25(db):
    """By hand, with k1 1.2 and b 0.75: two recipes of which one holds the word once."""
    recipes = [make_recipe("Leek pie", summary="x"), make_recipe("Plum tart", summary="x")]
    [(key, score)] = baselines.KeywordSearch(recipes).search("leek")
    assert key == "leek-pie"
    # Both are of average length and hold the word once, so what is left is the inverse document frequency, which
    # FTS5 keeps above zero for a word that half of the documents hold.
    assert score == pytest.approx(1e-6, rel=1e-3)


@pytest.mark.usefixtures("collection")
def test_plain_search_is_one_vector_of_title_and_summary():
    plain = baselines.PlainSearch(Recipe.objects.order_by("pk"), embedders["default"])
    ranked = plain.search("Apple cake. Apple cake, as it is made at home")
    assert ranked[0] == ("apple-cake", pytest.approx(1.0, abs=1e-6))
    assert len(ranked) == 4


@pytest.mark.usefixtures("collection")
def test_a_site_is_judged_on_its_own_recipes_and_threshold(tmp_path):
    report = evaluation.evaluate_live(write_queries(tmp_path), compare=True)
    assert (report.half, report.collection, len(report.queries)) == ("all", 4, 6)
    names = [measured.system.name for measured in report.systems]
    assert names == ["larder", "larder without concepts", "bm25", "plain"]
    assert report.systems[0].system.threshold == 0.3
    assert report.systems[0].figures["mrr"].value == 1.0
    assert report.differences.keys() == {
        "larder - larder without concepts",
        "larder - bm25",
        "larder - plain",
    }


@pytest.mark.usefixtures("collection")
def test_refusal_is_measured_over_growing_parts_of_the_collection(monkeypatch):
    monkeypatch.setattr("recipes.evaluation.growth.STEPS", (1, 2, 100))
    grown = evaluation.refusal_by_size([LabelledQuery("n1", "cake invoice", kind="none"), SOUP], threshold=0.2)
    assert [refusal.recipes for refusal in grown] == [1, 2, 4]
    assert [refusal.highest for refusal in grown] == sorted(refusal.highest for refusal in grown)
    assert grown[-1].refused == 0.0


# ---------------------------------------------------------------- vague summaries


def test_a_summary_that_leads_to_other_dishes_is_vague(fake_search, monkeypatch):
    monkeypatch.setattr("recipes.evaluation.summaries.PLACES", 1)
    make_recipe("Harira", summary="Thick lentil soup with lemon", ingredients="lentils\nlemon")
    vague = make_recipe("Stew", summary="With lentils lemon", ingredients="beef\ncarrots")
    make_recipe("Nothing else", summary="With lentils lemon")
    fake_search()
    found = vague_summaries(Recipe.objects.all(), embedders["default"].space)
    assert [(item.recipe, item.place) for item in found] == [(vague, 2)]


# ---------------------------------------------------------------- the file


def test_a_half_is_read_alone(tmp_path):
    path = write_queries(tmp_path)
    assert [query.id for query in read_queries(path, "dev")] == ["q1", "q3", "q4", "n1"]
    assert [query.id for query in read_queries(path, "test")] == ["q2", "n2"]
    assert len(read_queries(path)) == len(QUERIES)
    assert read_queries(path)[1].grades == {"apple-cake": 3, "lentil-soup": 0}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "odd"}, "q1: kind must be real or none"),
        ({"half": "third"}, "q1: half must be dev or test"),
        ({"text": " "}, "q1 has no text"),
        ({"kind": "none"}, "q1 is of kind none, yet a recipe answers it"),
        ({"id": "q2"}, "the id 'q2' stands there twice"),
        ({"text": "Apple  CAKE"}, "the text 'apple cake' stands there twice"),
        ({"grades": {"4": ["x"]}}, "the grades of q1 may be 3, 2, 1 and 0"),
        ({"grades": {"3": ["x"], "0": ["x"]}}, "q1 grades x twice"),
        ({"relevant": []}, "unexpected keyword argument 'relevant'"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path, changed, says):
    path = write_queries(tmp_path, [QUERIES[0] | changed, *QUERIES[1:]])
    with pytest.raises(QueriesError, match=says):
        read_queries(path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"queries": 3}', '{"queries": ["soup"]}', "\xff"])
def test_a_file_that_is_none_says_where_the_format_is_shown(tmp_path, content):
    path = tmp_path / "queries.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(QueriesError, match=r"queries\.json can't be read.*labelled_queries\.md shows"):
        read_queries(path)


def test_the_digest_of_the_test_half_holds_through_logged_changes_and_changes_of_the_other_half(tmp_path):
    before = digest_of_test_half(write_queries(tmp_path))
    queries = json.loads(json.dumps(QUERIES))
    queries[0]["text"] = "red lentil soup"
    queries[1]["grades"] = {"2": ["apple-cake"], "0": ["lentil-soup"], "1": ["plum-cake"]}
    log = [
        {"query": "q2", "recipe": "apple-cake", "from": 3, "to": 2},
        {"query": "q2", "recipe": "plum-cake", "from": None, "to": 1},
        {"query": "q1", "recipe": "lentil-soup", "from": 1, "to": 3},
    ]
    assert digest_of_test_half(write_queries(tmp_path, queries, changes=log)) == before
    assert digest_of_test_half(write_queries(tmp_path, queries, changes=log[:1])) != before


def test_a_log_that_does_not_tell_of_the_file_is_refused(tmp_path):
    path = write_queries(tmp_path, changes=[{"query": "q2", "recipe": "apple-cake", "from": 3, "to": 1}])
    with pytest.raises(QueriesError, match="the log says q2 grades apple-cake 1: it does not"):
        digest_of_test_half(path)


# ---------------------------------------------------------------- the record


def test_the_record_only_rises(tmp_path):
    path = tmp_path / "record.json"
    found = measured(SOUP, CAKE, INVOICE)
    first = evaluation.record(found, path)
    assert first == {"ndcg@10": 0.8155, "answered": 0.5, "refused": 1.0}
    path.write_text(json.dumps(first | {"answered": 0.8, "ndcg@10": 0.5}))
    # Half a query's worth less than recorded is within one; what rose is kept, what fell stays.
    assert evaluation.record(found, path) == first | {"answered": 0.8}
    path.write_text(json.dumps(first | {"ndcg@10": 1.4}))
    with pytest.raises(evaluation.RecordError, match=r"would lower ndcg@10 from 1\.4 to 0\.8155: nothing was written"):
        evaluation.record(found, path)
    assert json.loads(path.read_text()) == first | {"ndcg@10": 1.4}
