"""The shipped queries are whole: their number, halves, kinds, recipes, and a test half that nobody changed unseen."""

from collections import Counter

import pytest

from recipes.evaluation import RELEVANT, digest_of_test_half, read_queries
from recipes.evaluation.queries import LABELLED_QUERIES, read_document
from recipes.importing.starter import starter_rows

QUERIES = read_queries()
REAL = [query for query in QUERIES if query.is_real]
RECIPES = {row["id"] for _, row in starter_rows()}


def test_there_are_200_real_ones_and_100_that_must_find_nothing():
    assert Counter(query.kind for query in QUERIES) == {"real": 200, "none": 100}
    assert Counter(query.category for query in QUERIES if not query.is_real) == {"other life": 50, "near food": 50}
    assert sum(bool(query.rewording) for query in QUERIES) == 40


@pytest.mark.parametrize("category", sorted({query.category for query in QUERIES}))
def test_the_halves_share_each_category_evenly(category):
    halves = Counter(query.half for query in QUERIES if query.category == category)
    assert abs(halves["dev"] - halves["test"]) <= 1


def test_the_halves_are_equal():
    assert Counter((query.kind, query.half) for query in QUERIES) == {
        ("real", "dev"): 100,
        ("real", "test"): 100,
        ("none", "dev"): 50,
        ("none", "test"): 50,
    }


def test_every_real_query_has_an_answer_and_says_what_is_expected():
    assert [query.id for query in REAL if max(query.grades.values()) < RELEVANT] == []
    assert [query.id for query in REAL if not query.expects] == []


def test_no_other_query_has_a_grade():
    assert [query.id for query in QUERIES if not query.is_real and query.grades] == []


def test_judged_recipes_are_in_the_starter_collection():
    assert {recipe for query in QUERIES for recipe in query.grades} - RECIPES == set()


def test_the_test_half_is_the_one_first_committed_but_for_logged_changes():
    assert digest_of_test_half() == read_document(LABELLED_QUERIES)["test_half_sha256"]


def test_every_change_says_when_and_why():
    changes = read_document(LABELLED_QUERIES)["changes"]
    assert [change for change in changes if not (change["date"] and change["reason"])] == []
