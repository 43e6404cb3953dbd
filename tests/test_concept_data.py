"""The concepts that ship hold what their file promises."""

import json
import re
import unicodedata

import pytest

from recipes import evaluation
from recipes.importing import concepts, starter
from recipes.models.concept import OFF_TOPIC

DOCUMENT = json.loads(concepts.SHIPPED_CONCEPTS.read_text("utf-8"))
ROWS = DOCUMENT["concepts"]
BY_ID = {row["id"]: row for row in ROWS}


def folded(text: str) -> str:
    """Words alone: no case, no accents, no gloss in parentheses."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", "", text).casefold())
    return " ".join(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


@pytest.fixture(scope="module")
def titles():
    return {folded(row["title"]) for _, row in starter.starter_rows()}


@pytest.fixture(scope="module")
def labelled():
    queries = evaluation.read_queries()
    return {folded(text) for query in queries for text in (query.text, query.rewording) if text}


def test_there_are_many_each_once_in_order():
    assert len(ROWS) >= 250
    assert len(BY_ID) == len(ROWS)
    assert len({row["name"].casefold() for row in ROWS}) == len(ROWS)
    assert [(row["family"], row["id"]) for row in ROWS] == sorted((row["family"], row["id"]) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_has_enough_and_nothing_twice(row):
    for field, fewest in (("phrasings", 6), ("dishes", 0 if row["family"] == OFF_TOPIC else 20)):
        texts = [folded(text) for text in row[field]]
        assert len(texts) >= fewest
        assert len(set(texts)) == len(texts)
        assert all(text == " ".join(text.split()) for text in row[field])


def test_a_phrasing_is_one_concepts_alone():
    owners = {}
    for row in ROWS:
        for phrasing in row["phrasings"]:
            assert owners.setdefault(folded(phrasing), row["id"]) == row["id"]


def test_opposites_are_mutual_and_there():
    for row in ROWS:
        for opposite in row["opposites"]:
            assert row["id"] in BY_ID[opposite]["opposites"]


def test_no_dish_is_a_starter_recipe(titles):
    assert {folded(dish) for row in ROWS for dish in row["dishes"]} & titles == set()


def test_no_text_is_a_labelled_query(labelled):
    assert {folded(text) for row in ROWS for text in (*row["phrasings"], *row["dishes"])} & labelled == set()


@pytest.mark.django_db
def test_they_import_whole_and_once(shipped_concepts):
    assert concepts.missing_shipped_concepts() == len(ROWS)
    assert concepts.load_shipped_concepts() == len(ROWS)
    assert (concepts.load_shipped_concepts(), concepts.missing_shipped_concepts()) == (0, 0)
    again = concepts.import_concepts(ROWS)
    assert (again.created, again.updated, again.unchanged, again.rejects.total) == (0, 0, len(ROWS), 0)
