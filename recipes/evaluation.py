"""Labelled queries, run through the search that cooks use, over the starter collection in a database of its own.

Not here: printing, and what to conclude from the scores (that is calibration's).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recipes import indexing, search
from recipes.calibration import Calibration, ScoredQuery
from recipes.embedders import embedders
from recipes.embedders.base import EmbedderError
from recipes.importing import load_starter
from recipes.models import Recipe
from recipes.scratch import scratch_database

CALIBRATION_QUERIES = Path(__file__).parent / "data" / "calibration_queries.json"


class QueriesError(Exception):
    """A file of labelled queries can't be used; the message says why."""


@dataclass(frozen=True)
class LabelledQuery:
    """A query and the source ids of the recipes that answer it. `kind` "none": nothing in any collection does."""

    query: str
    kind: str
    relevant: frozenset[str]


def read_queries(path: Path = CALIBRATION_QUERIES) -> list[LabelledQuery]:
    """The file's queries in order; QueriesError where it isn't such a file (docs/decisions.md shows the format)."""
    try:
        rows = json.loads(path.read_text("utf-8"))["queries"]
        queries = [LabelledQuery(row["query"], row["kind"], frozenset(row["relevant"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise QueriesError(f"{path} can't be read as labelled queries: {type(error).__name__}: {error}") from error
    if bad := [query.query for query in queries if query.kind not in ("real", "none")]:
        raise QueriesError(f'{path}: kind must be "real" or "none" for {bad[0]!r}')
    return queries


@contextmanager
def starter_collection(alias: str) -> Iterator[int]:
    """Within it the default database holds the starter collection alone, embedded with the alias; gives the number.

    EmbedderError where the model isn't there, or fails: a part of the collection measures nothing.
    """
    embedder = embedders[alias]
    with scratch_database():
        load_starter()
        indexing.register(embedder)
        # Every space needs some threshold to serve; nothing that is measured here applies it.
        indexing.store_calibration(embedder.space, Calibration(threshold=-1, good=1, strong=1))
        report = indexing.embed(embedder, indexing.plan(embedder))
        if report.failed:
            raise EmbedderError(f"Recipes of the starter collection can't be embedded: {report.failed}")
        indexing.switch(embedder)
        yield Recipe.objects.count()


def scored(queries: list[LabelledQuery]) -> list[ScoredQuery]:
    """Every query's whole ranking without a cut-off; real queries that no recipe here answers are left out."""
    source_ids = dict(Recipe.objects.values_list("pk", "source_id"))
    here = set(source_ids.values())
    return [score_query(query, source_ids) for query in queries if query.kind == "none" or query.relevant & here]


def score_query(query: LabelledQuery, source_ids: dict[int, str]) -> ScoredQuery:
    hits = search.rank(query.query, threshold=None).hits
    return ScoredQuery(
        query=query.query,
        scores=[hit.score for hit in hits],
        relevant=[source_ids[hit.recipe_id] in query.relevant for hit in hits],
        answerable=query.kind == "real",
    )
