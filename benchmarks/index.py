"""What the exact index costs: `python -m benchmarks.index [FILE] [--recipes 1000 10000 100000]`. Not a test.

Beside a bare `matrix @ query` on the same data, sentence_transformers.util.semantic_search and, where it is installed,
FAISS flat. Vectors beyond those of FILE (a file for import_recipes, or an embedded Larder database named .sqlite3; by
default the starter collection) are perturbed copies, and said to be so. Medians; the ratios are what to compare: on a
busy machine those of CPU time, with OMP_NUM_THREADS and OPENBLAS_NUM_THREADS set to 1.
"""

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import numpy as np  # noqa: E402

from benchmarks.enlarged import enlarged  # noqa: E402
from recipes.models import EmbeddedRecipe, EmbeddingSpace, Recipe  # noqa: E402
from recipes.models.embedding import new_mark  # noqa: E402
from recipes.vector_indexes import exact, stored  # noqa: E402
from recipes.vector_indexes.exact import ExactIndex  # noqa: E402
from recipes.vector_indexes.matrix import Matrix  # noqa: E402

ROUNDS = 40
LARGE, FEWER_ROUNDS = 1_000_000, 8
"""Of so many passages a round takes seconds."""

BARE = "bare matrix @ query"
CHANGED = 20
"""Recipes embedded again, as an admin saves some: what the next search then costs."""

Steps = dict[str, Callable[[np.ndarray], object]]


def seconds(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def medians(steps: Steps, queries: np.ndarray) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each step, by the clock and on the processor (this thread alone).

    The steps take turns, so that a slow moment falls on all of them.
    """
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in steps}
    for number in range(len(queries) + 2):
        query = queries[number % len(queries)]
        for name, step in steps.items():
            clock, processor = time.perf_counter(), time.thread_time()
            step(query)
            if number > 1:
                taken[name].append((time.perf_counter() - clock, time.thread_time() - processor))
    return {
        name: tuple(1000 * statistics.median(column) for column in zip(*times, strict=True))
        for name, times in taken.items()
    }


def larder_steps(index: ExactIndex, space: str) -> Steps:
    published, narrow = Recipe.objects.published(), Recipe.objects.published().filter(course="main")
    return {
        "all recipes, ranked": lambda query: index.search(space, query, None, None),
        "published recipes, ranked": lambda query: index.search(space, query, None, published),
        "published recipes, first 20 as hits": lambda query: list(index.search(space, query, 20, published)),
        "a filter asked for anew, first 20 as hits": lambda query: list(index.search(space, query, 20, narrow)),
    }


def other_steps(vectors: np.ndarray) -> Steps:
    from sentence_transformers import util
    from torch import from_numpy

    tensor = from_numpy(vectors)
    steps: Steps = {
        "semantic_search, 20 passages": lambda query: util.semantic_search(from_numpy(query), tensor, top_k=20)
    }
    if find_spec("faiss"):
        import faiss

        flat = faiss.IndexFlatIP(vectors.shape[1])
        flat.add(vectors)
        steps["FAISS flat, 20 passages"] = lambda query: flat.search(query[None], 20)
    return steps


def change(space: str) -> None:
    """As embedding does, for some recipes."""
    ids = list(EmbeddedRecipe.objects.filter(space=space).values_list("recipe_id", flat=True)[:CHANGED])
    for row in EmbeddedRecipe.objects.filter(space=space, recipe__in=ids):
        row.written = new_mark()
        row.save()
    EmbeddingSpace.objects.mark_written(space)
    EmbeddingSpace.objects.publish(space)


def measure(path: Path | None, size: int) -> None:
    with enlarged(path, size) as real:
        space = EmbeddingSpace.objects.active().space
        vectors = Matrix.joined(stored.blocks(space)).vectors.copy()
        rounds = ROUNDS if len(vectors) < LARGE else FEWER_ROUNDS
        queries = vectors[np.random.default_rng(1).integers(len(vectors), size=rounds)]
        copies = f"{size - real:,} of them perturbed copies of the vectors of {real:,}" if size > real else "all real"
        print(f"\n{size:,} recipes ({copies}), {len(vectors):,} passages")
        rebuilt = seconds(lambda: ExactIndex().search(space, queries[0], 1))
        index = ExactIndex()
        opened = seconds(lambda: index.search(space, queries[0], 1))
        file = exact.file_of(exact.database(), space).path.stat().st_size
        print(f"  rebuild, with its first search     {rebuilt:8.3f} s")
        print(f"  open, with its first search        {opened:8.3f} s")
        print(f"  file / bytes of its vectors        {file / vectors.nbytes:8.3f}   ({file / 2**20:,.0f} MiB)")
        bare: Steps = {BARE: lambda query: vectors @ query}
        found = medians(bare | larder_steps(index, space) | other_steps(vectors), queries)
        print(f"  {'':42}{'ms':>9} {'x bare':>8} {'CPU ms':>9} {'x bare':>8}")
        for name, (clock, processor) in found.items():
            ratios = clock / found[BARE][0], processor / found[BARE][1]
            print(f"  {name:42}{clock:9.3f} {ratios[0]:8.2f} {processor:9.3f} {ratios[1]:8.2f}")
        change(space)
        caught_up = seconds(lambda: index.search(space, queries[0], 1))
        print(f"  first search after {CHANGED} recipes were embedded again {caught_up:8.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="recipes that are really embedded first")
    parser.add_argument("--recipes", nargs="+", type=int, default=[1000, 10_000, 100_000])
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {os.environ.get('OMP_NUM_THREADS', 'all')} threads"
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {machine}, load {os.getloadavg()[0]:.0f}.")
    if not find_spec("faiss"):
        print("FAISS is not installed (pip install faiss-cpu): it is left out.")
    for size in options.recipes:
        measure(options.file, size)


if __name__ == "__main__":
    main()
