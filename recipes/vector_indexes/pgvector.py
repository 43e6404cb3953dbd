"""Cosine similarity inside PostgreSQL with pgvector: nothing in this process's memory, filters in the same SQL.

It reads the column that embeddings are stored in and makes an HNSW graph a space; it encodes nothing and knows no HTTP.
"""

import hashlib

import numpy as np
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Func, QuerySet, Value

from recipes.models import Embedding, EmbeddingSpace
from recipes.models.vectors import VectorField
from recipes.vector_indexes.base import Hit, VectorIndex, VectorIndexError

DECIMALS = 6
"""As in the exact index: what differs beyond that is a tie."""

MOST_DIMENSIONS = 4000
"""What an HNSW graph of half-precision numbers takes; a space of more is searched without a graph."""

MOST_IN_SIGHT = 1000
"""pgvector's bound of hnsw.ef_search."""

PASSAGES_A_RECIPE, PASSAGES_MORE = 3, 300
"""How many of the nearest passages are asked for at first; then four times as many."""

PREFIX = "embedding_near_"

ADVICE = (
    "see that pgvector 0.8 or later is installed on the server (`manage.py check --database default` says more), "
    "or set RECIPES_VECTOR_INDEX=exact."
)


class Score(Func):
    """The cosine of two vectors of length 1, as a whole number of 10^-DECIMALS, so that equal passages tie."""

    template = f"round((%(expressions)s) * -1e{DECIMALS})"
    arg_joiner = " <#> "
    output_field = models.FloatField()


class Distance(Func):
    """What the graph is ordered by: as its index has it, or the planner would not use it."""

    template = "%(expressions)s"
    arg_joiner = " <#> "
    output_field = models.FloatField()


class Half(Func):
    """A vector of half-precision numbers, in half the memory."""

    template = "%(expressions)s::halfvec(%(size)s)"
    output_field = models.Field()


class Dimensions(Func):
    function = "vector_dims"
    output_field = models.IntegerField()


class PgVectorIndex(VectorIndex):
    """All recipes by an exact scan; the k best by the space's HNSW graph, where `embed_recipes` has made one.

    `graph_from`: passages from which on a space has a graph; fewer are scanned as fast, and exactly. `links` (m) and
    `build_in_sight` (ef_construction): how dense and how careful the graph is, for the next one made; pgvector's own 16
    and 64 build faster and find less. `in_sight`: how many passages a search keeps in sight (hnsw.ef_search),
    `most_looked_at` how many it looks at before a filtered search becomes an exact scan (hnsw.max_scan_tuples).
    `build_memory_mb`: what a build may take.
    """

    depth = 500

    def __init__(
        self,
        *,
        graph_from: int = 10_000,
        links: int = 24,
        build_in_sight: int = 200,
        in_sight: int = 800,
        most_looked_at: int = 40_000,
        build_memory_mb: int = 1024,
    ):
        self.graph_from = graph_from
        self.build = f"m = {int(links)}, ef_construction = {int(build_in_sight)}"
        self.in_sight = in_sight
        self.most_looked_at = most_looked_at
        self.build_memory_mb = build_memory_mb

    def check(self) -> list[CheckMessage]:
        """E005: an index inside PostgreSQL has a PostgreSQL to be in."""
        if connection.vendor == "postgresql":
            return []
        return [
            Error(
                f"VECTOR_INDEXES names pgvector, and the database is {connection.display_name}.",
                hint="Let DATABASE_URL name a PostgreSQL database, or leave RECIPES_VECTOR_INDEX out.",
                id="recipes.E005",
            )
        ]

    def search(self, space: str, vector: np.ndarray, k: int | None, recipes: QuerySet | None = None) -> list[Hit]:
        size = dimensions(space)
        if size is None:
            return []
        if vector.shape != (size,):
            raise ValueError(f"a vector of shape {vector.shape} against the space's {(size,)}")
        rows = Embedding.objects.filter(space=space)
        if recipes is not None:
            rows = rows.filter(recipe__in=recipes.order_by().values("pk"))
        near = None if k is None or size > MOST_DIMENSIONS else self.nearest(rows, vector, k)
        # The graph says which recipes; their best passages and scores are exact.
        found = rows if near is None else Embedding.objects.filter(space=space, recipe__in=near)
        return best_passages(found, vector)[:k]

    @transaction.atomic
    def nearest(self, rows: QuerySet, vector: np.ndarray, k: int) -> list[int] | None:
        """The ids of k recipes or more, those of the nearest passages; None where only an exact scan finds them all."""
        ids = by_distance(rows, vector).values_list("recipe_id", flat=True)
        passages = PASSAGES_A_RECIPE * k + PASSAGES_MORE
        while True:
            self.set_up(passages)
            owners = list(ids[:passages])
            if len(set(owners)) >= k:
                return list(set(owners))
            if len(owners) < passages:  # all that there are, or as far as the search looked
                return None
            passages *= 4

    def set_up(self, passages: int) -> None:
        """For this transaction: go on through the graph until enough passages pass the filters."""
        values = {
            # The strict order drops what comes late; here all that comes is put in order afterwards.
            "hnsw.iterative_scan": "relaxed_order",
            "hnsw.ef_search": min(max(self.in_sight, passages), MOST_IN_SIGHT),
            "hnsw.max_scan_tuples": max(self.most_looked_at, 2 * passages),
        }
        with connection.cursor() as cursor:
            calls = ", ".join("set_config(%s, %s, true)" for _ in values)
            cursor.execute(f"SELECT {calls}", [text for item in values.items() for text in map(str, item)])

    def probe(self, space: str) -> None:
        try:
            dimensions(space)
        except DatabaseError as error:
            what = f"{type(error).__name__}: {str(error).strip()}"
            raise VectorIndexError(f"PostgreSQL can't use pgvector ({what}): {ADVICE}") from error

    def prepare(self, space: str) -> str:
        """Make the space's graph where it has none and enough passages, without stopping whoever writes or searches."""
        drop_graphs(keep=EmbeddingSpace.objects.values_list("space", flat=True))
        passages, size = Embedding.objects.filter(space=space).count(), dimensions(space)
        if passages < self.graph_from or size > MOST_DIMENSIONS or graph_name(space) in graphs():
            return ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('maintenance_work_mem', %s, false)", [f"{self.build_memory_mb}MB"])
            cursor.execute(statement_of(space, size, self.build))
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute(f"ANALYZE {Embedding._meta.db_table}")
        return f"Made the graph of {passages:,} passages that PostgreSQL searches."


def dimensions(space: str) -> int | None:
    """How many numbers a vector of the space has; None where the space holds nothing."""
    sizes = Embedding.objects.filter(space=space).order_by().values_list(Dimensions("vector"), flat=True)
    return next(iter(sizes[:1]), None)


def by_distance(rows: QuerySet, vector: np.ndarray) -> QuerySet:
    """The rows nearest first, in half precision: the order that a graph gives."""
    return rows.order_by(Distance(*(Half(side, size=len(vector)) for side in (F("vector"), constant(vector)))))


def best_passages(rows: QuerySet, vector: np.ndarray) -> list[Hit]:
    """Each recipe's best passage among the rows, best first, ties by id."""
    scored = rows.annotate(score=Score(F("vector"), constant(vector)))
    best = scored.order_by("recipe_id", "-score", "position").distinct("recipe_id")
    found = best.values_list("recipe_id", "position", "score", "fingerprint")
    hits = [Hit(pk, position, as_cosine(score), mark) for pk, position, score, mark in found]
    return sorted(hits, key=lambda hit: -hit.score)


def constant(vector: np.ndarray) -> Value:
    return Value(vector.astype("<f4").tobytes(), output_field=VectorField())


def as_cosine(score: float) -> float:
    return max(-1.0, min(1.0, round(score / 10**DECIMALS, DECIMALS)))


# ---------------------------------------------------------------- graphs


def graph_name(space: str) -> str:
    """Of an index's name, PostgreSQL keeps 63 letters; a space's may have 200."""
    return PREFIX + hashlib.sha256(space.encode()).hexdigest()[:32]


def statement_of(space: str, size: int, build: str) -> str:
    # Concurrently where it can be: not inside a transaction.
    concurrently = "" if connection.in_atomic_block else "CONCURRENTLY"
    quoted = connection.schema_editor().quote_value(space)
    return (
        f"CREATE INDEX {concurrently} {graph_name(space)} ON {Embedding._meta.db_table} "
        f"USING hnsw ((vector::halfvec({size})) halfvec_ip_ops) WITH ({build}) WHERE space = {quoted}"
    )


def graphs() -> dict[str, bool]:
    """Name -> whether it is whole, of the graphs there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE indrelid = %s::regclass AND starts_with(relname, %s)",
            [Embedding._meta.db_table, PREFIX],
        )
        return dict(cursor.fetchall())


def drop_graphs(keep) -> None:
    """Remove the graphs of spaces that are gone, and those whose making was cut short."""
    kept = {graph_name(space) for space in keep}
    concurrently = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        for name, is_whole in graphs().items():
            if name not in kept or not is_whole:
                cursor.execute(f"DROP INDEX {concurrently} {name}")
