"""PostgreSQL with pgvector beside the exact index: `python -m benchmarks.pgvector FILE [--recipes N]`. Not a test.

FILE is the SQLite database of a site whose recipes are embedded. Beyond those, recipes are copies of them whose vectors
were each moved by half the vector of some other passage and normalised again. The server is the benchmark's own.
Printed are the graph's build time and size, and for the labelled queries of the development half the median and 95th
percentile of a search for ten recipes, with several filters, and which share of the exact ten it gave.
"""

import os
import struct
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import numpy as np  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.filtered import MEGABYTE, arguments, figures, timed  # noqa: E402
from benchmarks.moved import FINGERPRINT, TEXT, Owners, collection, use  # noqa: E402
from recipes.vector_indexes.graphs import graph_name  # noqa: E402
from recipes.vector_indexes.pgvector import PgVectorIndex  # noqa: E402
from tests.postgres import postgres_server  # noqa: E402

SERVER = {
    "shared_buffers": "1GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "max_wal_size": "8GB",
    "autovacuum": "off",
}


def store(space: str, owners: Owners, vectors: np.ndarray) -> None:
    """By PostgreSQL's binary COPY: text would take longer than all else here."""
    columns = "recipe_id, position, kind, text, fingerprint, space, vector"
    numbers = vectors.astype(">f4")
    with connection.cursor() as cursor, cursor.copy(f"COPY recipes_embedding ({columns}) FROM STDIN BINARY") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for (recipe_id, position), vector in zip(owners, numbers, strict=True):
            header = struct.pack(">hh", len(vector), 0)
            cells = [struct.pack(">q", recipe_id), struct.pack(">h", position), b"piece", TEXT.encode()]
            cells += [FINGERPRINT.encode(), space.encode(), header + vector.tobytes()]
            copy.write(struct.pack(">h", len(cells)) + b"".join(struct.pack(">i", len(c)) + c for c in cells))
        copy.write(struct.pack(">h", -1))


def size(expression: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0] / MEGABYTE


def measure(path: Path, wanted: int) -> None:
    space, said = collection(path, wanted, store)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(said)
    indexed = PgVectorIndex()
    seconds, made = timed(indexed.prepare, space)
    graph, table = size(f"pg_relation_size('{graph_name(space)}')"), size("pg_total_relation_size('recipes_embedding')")
    print(f"{made} {seconds:.0f} s, {graph:,.0f} MB; the table and all its indexes {table:,.0f} MB.")
    for line in figures("pgvector", space, indexed):
        print(line, flush=True)


def main() -> None:
    given = arguments(__doc__)
    with postgres_server(**SERVER) as server:
        use(server.database())
        try:
            measure(given.file, given.recipes)
        finally:
            connection.close()


if __name__ == "__main__":
    main()
