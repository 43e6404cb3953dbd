"""`python -m benchmarks`: what a search costs beside the bare libraries under it, measured side by side in one run.

Not a test: it asserts nothing. Times are medians and belong to the machine; the ratios are what to compare.
"""

import os
import platform
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import numpy as np  # noqa: E402

from recipes.embedders import embedders  # noqa: E402
from recipes.evaluation import collection, read_queries  # noqa: E402
from recipes.models import Recipe  # noqa: E402
from recipes.querying import read_query  # noqa: E402
from recipes.search import find_recipes, read  # noqa: E402
from recipes.search.reading import foods  # noqa: E402
from recipes.vector_indexes import vector_indexes  # noqa: E402
from recipes.vector_indexes.exact import load_matrix  # noqa: E402

ROUNDS = 3
Steps = dict[str, Callable[[str], object]]


def bare_steps() -> Steps:
    """What the libraries alone would take: the model on a sentence, and a matrix product."""
    from sentence_transformers import SentenceTransformer

    embedder = embedders["default"]
    model = SentenceTransformer(str(embedder.folder), local_files_only=True)
    vectors = load_matrix(embedder.space, "").vectors
    vector = embedder.embed_query("ready")

    def encode(query: str):
        return model.encode([query], normalize_embeddings=True, show_progress_bar=False)[0]

    return {
        "bare SentenceTransformer.encode": encode,
        "bare matrix @ query": lambda query: vectors @ vector,
        "bare encode, matrix @ query, argsort": lambda query: np.argsort(-(vectors @ encode(query)))[:3],
    }


def larder_steps() -> Steps:
    """The same in Larder, and the whole of `find_recipes` with its database queries."""
    embedder, index = embedders["default"], vector_indexes["default"]
    vector = embedder.embed_query("ready")
    published = Recipe.objects.published()
    knowledge = foods()
    return {
        "reading the sentence": lambda query: read_query(query, knowledge),
        "reading and spelling": read,
        "embed_query": embedder.embed_query,
        "index search, all recipes": lambda query: index.search(embedder.space, vector, 3, None),
        "index search, published recipes": lambda query: index.search(embedder.space, vector, 3, published),
        "find_recipes(query, top_k=3)": lambda query: find_recipes(query, top_k=3),
    }


BESIDE = {
    "reading the sentence": "bare SentenceTransformer.encode",
    "reading and spelling": "bare SentenceTransformer.encode",
    "embed_query": "bare SentenceTransformer.encode",
    "index search, all recipes": "bare matrix @ query",
    "index search, published recipes": "bare matrix @ query",
    "find_recipes(query, top_k=3)": "bare encode, matrix @ query, argsort",
}


def medians(steps: Steps, queries: list[str]) -> dict[str, float]:
    """Median milliseconds of each step; the steps take turns, so that a slow moment falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for query in queries[:3]:
        for step in steps.values():
            step(query)
    for query in queries * ROUNDS:
        for name, step in steps.items():
            started = time.perf_counter()
            step(query)
            taken[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    queries = [query.text for query in read_queries(half="dev")]
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores. Embedding...")
    with collection("default") as recipes:
        found = medians(bare_steps() | larder_steps(), queries)
    print(f"{recipes} recipes, {len(queries)} queries, {ROUNDS} rounds; medians.\n")
    print(f"{'':40}{'ms':>8}   beside")
    for name, milliseconds in found.items():
        bare = BESIDE.get(name)
        ratio = f"   {milliseconds / found[bare]:.2f} x {bare}" if bare else ""
        print(f"{name:40}{milliseconds:8.3f}{ratio}")


if __name__ == "__main__":
    main()
