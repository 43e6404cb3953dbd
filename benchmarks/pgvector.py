"""PostgreSQL with pgvector beside the exact index: `python -m benchmarks.pgvector FILE [--recipes N]`. Not a test.

FILE is the SQLite database of a site whose recipes are embedded. Beyond those, recipes are copies of them whose vectors
were each moved by half the vector of some other passage and normalised again. The server is the benchmark's own.
Printed are the graph's build time and size, and for the labelled queries of the development half the median and 95th
percentile of a search for ten recipes, with several filters, and which share of the exact ten it gave.
"""

import argparse
import os
import sqlite3
import struct
import time
from collections.abc import Callable, Iterator
from itertools import chain, groupby
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import numpy as np  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.utils import load_backend  # noqa: E402

from recipes.embedders import embedders  # noqa: E402
from recipes.evaluation import read_queries  # noqa: E402
from recipes.models import Embedding, EmbeddingSpace, Recipe  # noqa: E402
from recipes.vector_indexes.exact import ExactIndex  # noqa: E402
from recipes.vector_indexes.pgvector import PgVectorIndex, graph_name  # noqa: E402
from recipes_site.environment import parsed  # noqa: E402
from tests.postgres import postgres_server  # noqa: E402

STEP = 0.5
SEED = 7
COPIED = ("title", "summary", "course", "cuisine", "vegetarian", "vegan", "total_minutes", "published")
RECIPES_AT_ONCE = 2000
K = 10
WHOLE_SCANS = 20
SERVER = {
    "shared_buffers": "1GB",
    "fsync": "off",
    "synchronous_commit": "off",
    "max_wal_size": "8GB",
    "autovacuum": "off",
}
MEGABYTE = 2**20


def filters() -> dict[str, object]:
    published = Recipe.objects.published()
    return {
        "published": published,
        "vegetarian": published.filter(vegetarian=True),
        "30 minutes at most": published.filter(total_minutes__lte=30),
        "soups of 20 minutes at most": published.filter(course="soup", total_minutes__lte=20),
    }


# ---------------------------------------------------------------- the collection


def use(url: str) -> None:
    """Let the default database be this one."""
    config = connections.configure_settings({"default": parsed("DATABASE_URL", url)})["default"]
    connections["default"] = load_backend(config["ENGINE"]).DatabaseWrapper(config, "default")


def real_recipes(path: Path) -> tuple[str, list[tuple[dict, list[bytes]]]]:
    """The space that has most embeddings, and each recipe's fields with its passages' vectors."""
    site = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    counted = "SELECT space FROM recipes_embedding GROUP BY space ORDER BY count(*) DESC LIMIT 1"
    (space,) = site.execute(counted).fetchone()
    rows = site.execute(
        f"SELECT recipe_id, vector, {', '.join(COPIED)} FROM recipes_embedding JOIN recipes_recipe "
        "ON recipes_recipe.id = recipe_id WHERE space = ? ORDER BY recipe_id, position",
        [space],
    )
    groups = (list(group) for _, group in groupby(rows, key=lambda row: row[0]))
    return space, [(dict(zip(COPIED, group[0][2:], strict=True)), [row[1] for row in group]) for group in groups]


def fill(space: str, real: list[tuple[dict, list[bytes]]], wanted: int) -> None:
    rng = np.random.default_rng(SEED)
    for start in range(0, wanted, RECIPES_AT_ONCE):
        numbers = range(start, min(start + RECIPES_AT_ONCE, wanted))
        chosen = [real[number % len(real)] for number in numbers]
        recipes = [Recipe(slug=f"recipe-{n}", **fields) for n, (fields, _) in zip(numbers, chosen, strict=True)]
        made = Recipe.objects.bulk_create(recipes)
        vectors = np.frombuffer(b"".join(vector for _, own in chosen for vector in own), "<f4")
        vectors = vectors.reshape(sum(len(own) for _, own in chosen), -1)
        if start + RECIPES_AT_ONCE > len(real):
            vectors = moved(vectors, rng)
        owners = [
            (recipe.pk, position) for recipe, (_, own) in zip(made, chosen, strict=True) for position in range(len(own))
        ]
        store(space, owners, vectors)
    EmbeddingSpace.objects.create(space=space, written="x", published="x")


def moved(vectors: np.ndarray, rng) -> np.ndarray:
    # Towards real ones: steps in random directions would scatter what is alike over dimensions that no text uses.
    changed = vectors + STEP * rng.permutation(vectors)
    return changed / np.linalg.norm(changed, axis=1, keepdims=True)


def store(space: str, owners: list[tuple[int, int]], vectors: np.ndarray) -> None:
    """By PostgreSQL's binary COPY: text would take longer than all else here."""
    columns = "recipe_id, position, kind, text, fingerprint, space, vector"
    numbers = vectors.astype(">f4")
    with connection.cursor() as cursor, cursor.copy(f"COPY recipes_embedding ({columns}) FROM STDIN BINARY") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for (recipe_id, position), vector in zip(owners, numbers, strict=True):
            header = struct.pack(">hh", len(vector), 0)
            cells = [struct.pack(">q", recipe_id), struct.pack(">h", position), b"piece", b"simmer gently " * 20]
            cells += [b"0" * 64, space.encode(), header + vector.tobytes()]
            copy.write(struct.pack(">h", len(cells)) + b"".join(struct.pack(">i", len(c)) + c for c in cells))
        copy.write(struct.pack(">h", -1))


# ---------------------------------------------------------------- the figures


def timed(call: Callable, *arguments) -> tuple[float, object]:
    started = time.perf_counter()
    result = call(*arguments)
    return time.perf_counter() - started, result


def size(expression: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}")
        return cursor.fetchone()[0] / MEGABYTE


def recall(found: list, best: list) -> float:
    """The share of the exact k that were found; one that ties with the last of them is as good."""
    return sum(hit.score >= best[-1].score - 1e-6 for hit in found) / len(best) if best else 1.0


def rows(space: str, queries: list[np.ndarray], exact: ExactIndex, indexed: PgVectorIndex) -> Iterator[str]:
    yield f"{'':30}{'exact p50':>10}{'p95':>8}{'pgvector p50':>14}{'p95':>8}{'recall@10':>11}   ms"
    for name, recipes in filters().items():
        times, shares = {exact: [], indexed: []}, []
        for vector in queries:
            found = {}
            for index in (exact, indexed):
                seconds, found[index] = timed(index.search, space, vector, K, recipes)
                times[index].append(seconds * 1000)
            shares.append(recall(found[indexed], found[exact]))
        cells = [np.percentile(times[index], share) for index in (exact, indexed) for share in (50, 95)]
        yield f"{name:30}{cells[0]:10.1f}{cells[1]:8.1f}{cells[2]:14.1f}{cells[3]:8.1f}{np.mean(shares):11.3f}"


def deep_rows(space: str, queries: list[np.ndarray], exact: ExactIndex, indexed: PgVectorIndex) -> Iterator[str]:
    """As a page asks: so many recipes, and all."""
    published = Recipe.objects.published()
    for k in (indexed.depth, None):
        times, shares = [], []
        for vector in queries[:WHOLE_SCANS]:
            seconds, found = timed(indexed.search, space, vector, k, published)
            times.append(seconds * 1000)
            shares.append(recall(found, exact.search(space, vector, k, published)))
        yield f"{k or 'all':>8} recipes: p50 {np.median(times):.0f} ms, recall {np.mean(shares):.3f}"


def measure(path: Path, wanted: int) -> None:
    space, real = real_recipes(path)
    call_command("migrate", verbosity=0)
    fill(space, real, wanted)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    passages = Embedding.objects.count()
    print(f"{wanted:,} recipes, {passages:,} passages; {min(len(real), wanted):,} recipes are real, the others moved.")
    exact, indexed = ExactIndex(), PgVectorIndex()
    seconds, said = timed(indexed.prepare, space)
    graph, table = size(f"pg_relation_size('{graph_name(space)}')"), size("pg_total_relation_size('recipes_embedding')")
    print(f"{said} {seconds:.0f} s, {graph:,.0f} MB; the table and all its indexes {table:,.0f} MB.")
    queries = [embedders["default"].embed_query(query.text) for query in read_queries(half="dev")]
    seconds, _ = timed(exact.search, space, queries[0], 1)
    print(f"The exact index read {passages * queries[0].nbytes / MEGABYTE:,.0f} MB of vectors in {seconds:.0f} s.\n")
    for line in chain(rows(space, queries, exact, indexed), [""], deep_rows(space, queries, exact, indexed)):
        print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, metavar="FILE", help="the SQLite database of a site")
    parser.add_argument("--recipes", type=int, default=100_000, metavar="N")
    given = parser.parse_args()
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}: give the SQLite database of a site whose recipes are embedded")
    with postgres_server(**SERVER) as server:
        use(server.database())
        try:
            measure(given.file, given.recipes)
        finally:
            connection.close()


if __name__ == "__main__":
    main()
