"""Cosine similarity inside PostgreSQL with pgvector: nothing in this process's memory, filters in the same SQL.

It reads the column that embeddings are stored in and makes an HNSW graph a space; it encodes nothing and knows no HTTP.
"""

import numpy as np
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.lookups import In

from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.models.vectors import VectorField
from recipes.vector_indexes.base import Hit, VectorIndex, VectorIndexError
from recipes.vector_indexes.graphs import (
    MOST_DIMENSIONS,
    drop_graphs,
    graph_name,
    graphs,
    recipes_beside_graph,
    statement_of,
)

DECIMALS = 6
"""As in the exact index: what differs beyond that is a tie."""

MOST_IN_SIGHT = 1000
"""pgvector's bound of hnsw.ef_search."""

PASSAGES_A_RECIPE, PASSAGES_MORE, DEEPER = 3, 300, 4
"""How many of the nearest passages are asked for at first; then four times as many."""

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


class IsAmong(In):
    """As IN, but PostgreSQL looks up the subquery's rows one by one, in order.

    Of IN it makes a join, for which it often reads the whole table.
    """

    def get_rhs_op(self, connection, rhs) -> str:
        return f"= ANY(ARRAY{rhs})"


class Dimensions(Func):
    function = "vector_dims"
    output_field = models.IntegerField()


class PgVectorIndex(VectorIndex):
    """The k best by the space's HNSW graph, where `embed_recipes` has made one; exactly where that costs no more.

    `graph_from`: passages from which on a space has a graph; fewer are scanned as fast, and exactly. `links` (m) and
    `build_in_sight` (ef_construction): how dense and how careful the graph is, for the next one made; pgvector's own 16
    and 64 build faster and find less. `build_memory_mb`: what a build may take.

    `in_sight`: how many passages a search keeps in sight (hnsw.ef_search). `most_looked_at` and `search_memory_mb`: how
    many it looks at, and what it may remember of them, before it takes what it has seen by then for the rest
    (hnsw.max_scan_tuples, hnsw.scan_mem_multiplier). `graph_cost`: what one passage more from the graph costs, in
    recipes scanned; see `is_scanned`.
    """

    depth = 500

    def __init__(
        self,
        *,
        graph_from: int = 10_000,
        links: int = 24,
        build_in_sight: int = 200,
        build_memory_mb: int = 1024,
        in_sight: int = MOST_IN_SIGHT,
        most_looked_at: int = 100_000,
        search_memory_mb: int = 128,
        graph_cost: float = 12,
    ):
        self.graph_from = graph_from
        self.build = f"m = {int(links)}, ef_construction = {int(build_in_sight)}"
        self.build_memory_mb = build_memory_mb
        self.in_sight = in_sight
        self.most_looked_at = most_looked_at
        self.search_memory_mb = search_memory_mb
        self.graph_cost = graph_cost

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
        if k is None:
            return best_passages(passing(space, recipes), vector)
        is_scanned = self.is_scanned(space, recipes, first_asked(k))
        near = None if is_scanned else self.by_graph(passing(space, recipes), vector, k)
        if near is None:
            near = by_scan(passing(space, recipes, one_by_one=True), vector, k)
        # Either says which recipes; their best passages and scores are exact.
        return best_passages(passing(space, None).filter(recipe__in=near), vector)[:k]

    def is_scanned(self, space: str, recipes: QuerySet | None, passages: int) -> bool:
        """Whether a scan of all that may be found costs no more than so many passages from the graph, or there is none.

        The fewer recipes pass, the more passages of others a graph goes by for each that does: of n among N recipes it
        costs graph_cost * passages * N / n, where the scan costs n.
        """
        there = recipes_beside_graph(space)
        if there is None:
            return True
        most = int((self.graph_cost * passages * there) ** 0.5)
        return (there if recipes is None else recipes.order_by()[: most + 1].count()) <= most

    @transaction.atomic
    def by_graph(self, rows: QuerySet, vector: np.ndarray, k: int) -> list[int] | None:
        """The ids of k recipes or more, those of the nearest passages; None where the graph doesn't give so many."""
        ids = by_distance(rows, vector).values_list("recipe_id", flat=True)
        passages = first_asked(k)
        while True:
            self.set_up(passages)
            owners = list(ids[:passages])
            if len(set(owners)) >= k:
                return list(set(owners))
            if len(owners) < passages:  # all that there are, or as far as the search looked
                return None
            passages *= DEEPER

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
            cursor.execute(
                "SELECT set_config('hnsw.scan_mem_multiplier', least(1000, greatest(1, "
                "%s::bigint * 1024 * 1024 / pg_size_bytes(current_setting('work_mem'))))::text, true)",
                [self.search_memory_mb],
            )

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
            cursor.execute(f"ANALYZE {Embedding._meta.db_table}, {Recipe._meta.db_table}")
        return f"Made the graph of {passages:,} passages that PostgreSQL searches."


def dimensions(space: str) -> int | None:
    """How many numbers a vector of the space has; None where the space holds nothing."""
    sizes = Embedding.objects.filter(space=space).order_by().values_list(Dimensions("vector"), flat=True)
    return next(iter(sizes[:1]), None)


def passing(space: str, recipes: QuerySet | None, one_by_one: bool = False) -> QuerySet:
    """The space's passages of these recipes; `one_by_one`: looked up by their numbers, which suits few."""
    rows = Embedding.objects.filter(space=space)
    if recipes is None:
        return rows
    wanted = recipes.order_by().values("pk")
    return rows.filter(IsAmong(F("recipe_id"), wanted.query) if one_by_one else Q(recipe__in=wanted))


def first_asked(k: int) -> int:
    """How many passages are asked for, so that k recipes are among their owners, if not always."""
    return PASSAGES_A_RECIPE * k + PASSAGES_MORE


def by_scan(rows: QuerySet, vector: np.ndarray, k: int) -> list[int]:
    """The ids of the k best recipes, or of all where there are fewer: every passage compared, in full precision."""
    ids = scored(rows, vector).order_by("-score", "recipe_id").values_list("recipe_id", flat=True)
    passages = first_asked(k)
    while True:
        owners = list(ids[:passages])
        best = list(dict.fromkeys(owners))[:k]
        if len(best) == k or len(owners) < passages:
            return best
        passages *= DEEPER


def by_distance(rows: QuerySet, vector: np.ndarray) -> QuerySet:
    """The rows nearest first, in half precision: the order that a graph gives."""
    return rows.order_by(Distance(*(Half(side, size=len(vector)) for side in (F("vector"), constant(vector)))))


def best_passages(rows: QuerySet, vector: np.ndarray) -> list[Hit]:
    """Each recipe's best passage among the rows, best first, ties by id."""
    best = scored(rows, vector).order_by("recipe_id", "-score", "position").distinct("recipe_id")
    found = best.values_list("recipe_id", "position", "score", "fingerprint")
    hits = [Hit(pk, position, as_cosine(score), mark) for pk, position, score, mark in found]
    return sorted(hits, key=lambda hit: -hit.score)


def scored(rows: QuerySet, vector: np.ndarray) -> QuerySet:
    return rows.annotate(score=Score(F("vector"), constant(vector)))


def constant(vector: np.ndarray) -> Value:
    return Value(vector.astype("<f4").tobytes(), output_field=VectorField())


def as_cosine(score: float) -> float:
    return max(-1.0, min(1.0, round(score / 10**DECIMALS, DECIMALS)))
