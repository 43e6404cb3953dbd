"""The HNSW graphs of pgvector that a database has, one a space: names, making, removing. Not searching them."""

import hashlib

from django.db import connection

from recipes.models import Embedding, Recipe

MOST_DIMENSIONS = 4000
"""What an HNSW graph of half-precision numbers takes; a space of more is searched without a graph."""

PREFIX = "embedding_near_"


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


def recipes_beside_graph(space: str) -> int | None:
    """About how many recipes there are, by PostgreSQL's own statistics; None where the space has no whole graph."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT reltuples FROM pg_class WHERE oid = %s::regclass) FROM pg_index "
            "WHERE indexrelid = to_regclass(%s) AND indisvalid",
            [Recipe._meta.db_table, graph_name(space)],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    return int(found[0]) if found[0] > 0 else Recipe.objects.count()


def drop_graphs(keep) -> None:
    """Remove the graphs of spaces that are gone, and those whose making was cut short."""
    kept = {graph_name(space) for space in keep}
    concurrently = "" if connection.in_atomic_block else "CONCURRENTLY"
    with connection.cursor() as cursor:
        for name, is_whole in graphs().items():
            if name not in kept or not is_whole:
                cursor.execute(f"DROP INDEX {concurrently} {name}")
