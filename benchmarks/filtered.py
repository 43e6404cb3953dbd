"""Searches for the best recipes with filters, by an index beside the exact one: how long, and how many are found.

Not the index's making, and no collection: a benchmark of one index gives both.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from django.db.models import F

from recipes.embedders import embedders
from recipes.evaluation import read_queries
from recipes.models import Embedding, Recipe
from recipes.vector_indexes.base import VectorIndex
from recipes.vector_indexes.exact import ExactIndex

K = 10
WHOLE_SCANS = 20
MEGABYTE = 2**20
SWEET = ("dessert", "drink", "breakfast", "snack")


def filters() -> dict[str, object]:
    """By what recipes are, so that what passes lies together, near a query or far; and by chance."""
    published = Recipe.objects.published()
    by_chance = published.annotate(chance=F("pk") * 7919 % 10007 % 100)
    return {
        "published": published,
        "60 minutes at most": published.filter(total_minutes__lte=60),
        "one in two": by_chance.filter(chance__lt=50),
        "main, soup, side, sauce, salad": published.filter(course__in=("main", "soup", "side", "sauce", "salad")),
        "40 minutes at most": published.filter(total_minutes__lte=40),
        "dessert, drink, breakfast, snack": published.filter(course__in=SWEET),
        "30 minutes at most": published.filter(total_minutes__lte=30),
        "mains": published.filter(course="main"),
        "desserts": published.filter(course="dessert"),
        "one in ten": by_chance.filter(chance__lt=10),
        "vegetarian": published.filter(vegetarian=True),
        "one in a hundred": by_chance.filter(chance__lt=1),
        "soups of 20 minutes at most": published.filter(course="soup", total_minutes__lte=20),
    }


def timed(call: Callable, *arguments) -> tuple[float, object]:
    started = time.perf_counter()
    result = call(*arguments)
    return time.perf_counter() - started, result


def recall(found: list, best: list) -> float:
    """The share of the exact k that were found; one that ties with the last of them is as good."""
    return sum(hit.score >= best[-1].score - 2e-6 for hit in found) / len(best) if best else 1.0


def rows(name: str, space: str, queries: list[np.ndarray], exact: VectorIndex, index: VectorIndex) -> Iterator[str]:
    yield f"{'':34}{'passes':>8}{'exact p50':>11}{'p95':>8}{f'{name} p50':>14}{'p95':>8}{'recall@10':>11}   ms"
    published = Recipe.objects.published().count()
    for title, recipes in filters().items():
        times, shares = {exact: [], index: []}, []
        for vector in queries:
            found = {}
            for each in times:
                seconds, found[each] = timed(each.search, space, vector, K, recipes)
                times[each].append(seconds * 1000)
            shares.append(recall(found[index], found[exact]))
        cells = [np.percentile(times[each], share) for each in (exact, index) for share in (50, 95)]
        milliseconds = f"{cells[0]:11.1f}{cells[1]:8.1f}{cells[2]:14.1f}{cells[3]:8.1f}"
        yield f"{title:34}{recipes.count() / published:8.1%}{milliseconds}{np.mean(shares):11.3f}"


def deep_rows(space: str, queries: list[np.ndarray], exact: VectorIndex, index: VectorIndex) -> Iterator[str]:
    """As a page asks: so many recipes, and all."""
    published = Recipe.objects.published()
    for k in (index.depth, None):
        times, shares = [], []
        for vector in queries[:WHOLE_SCANS]:
            seconds, found = timed(index.search, space, vector, k, published)
            times.append(seconds * 1000)
            shares.append(recall(found, exact.search(space, vector, k, published)))
        yield f"{k or 'all':>8} recipes: p50 {np.median(times):.0f} ms, recall {np.mean(shares):.3f}"


def figures(name: str, space: str, index: VectorIndex) -> Iterator[str]:
    """Lines, as they are measured, for the labelled queries of the development half."""
    queries = [embedders["default"].embed_query(query.text) for query in read_queries(half="dev")]
    exact = ExactIndex()
    seconds, _ = timed(exact.search, space, queries[0], 1)
    size = Embedding.objects.filter(space=space).count() * queries[0].nbytes / MEGABYTE
    yield f"The exact index read {size:,.0f} MB of vectors in {seconds:.0f} s."
    yield ""
    yield from rows(name, space, queries, exact, index)
    yield ""
    yield from deep_rows(space, queries, exact, index)


def arguments(doc: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=doc.partition("\n")[0])
    parser.add_argument("file", type=Path, metavar="FILE", help="the SQLite database of a site")
    parser.add_argument("--recipes", type=int, default=100_000, metavar="N")
    given = parser.parse_args()
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}: give the SQLite database of a site whose recipes are embedded")
    return given
