"""Models and kinds of vector compared on the labelled queries: quality beside size and speed. Not printing.

Speed belongs to the machine and is measured in the same run for all; it depends on the model alone, not on the vectors.
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recipes import calibration, search
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.embedders.base import Embedder
from recipes.embedders.variants import Variant
from recipes.evaluation.collection import collection
from recipes.evaluation.measuring import Measured, larder, measure, scored
from recipes.evaluation.queries import LABELLED_QUERIES, LabelledQuery, read_queries
from recipes.models import Embedding

LENT = "compared"
TIMED_QUERIES = 40


@dataclass(frozen=True)
class Speed:
    """Passages a second in bulk, and milliseconds from a query to its ranking (the median)."""

    texts_a_second: float
    query_ms: float


@dataclass(frozen=True)
class Compared:
    """One model with one kind of vector on one half of the queries."""

    name: str
    kind: str
    dimensions: int
    bytes_a_recipe: float
    speed: Speed
    calibration: Calibration
    measured: Measured


@dataclass(frozen=True)
class Data:
    """What models are compared on: a file of recipes (None: the starter collection) and one of labelled queries."""

    recipes: Path | None = None
    queries: Path = LABELLED_QUERIES
    half: str = "dev"


def compare(name: str, whole: Embedder, variants: list[tuple[str, int | None]], data: Data) -> Iterator[Compared]:
    """The model with each of the (kind of number, dimensions or None for all) in turn.

    Each has a threshold of its own, calibrated on the development half. EmbedderError where the model isn't there.
    """
    queries, dev = read_queries(data.queries, data.half), read_queries(data.queries, "dev")
    remembered: dict = {}
    speed = measure_speed(whole, dev, data)
    for kind, dimensions in variants:
        variant = Variant(whole, kind, dimensions, remembered)
        with embedders.lend(LENT, variant), collection(LENT, data.recipes) as recipes:
            found = calibration.calibrate(scored(larder(None).answers(dev)), {})
            measured = measure(larder(found.threshold), queries)
            size = Embedding.objects.count() * variant.bytes_a_vector / recipes
        yield Compared(name, kind, variant.dimensions, size, speed, found, measured)


def measure_speed(whole: Embedder, queries: list[LabelledQuery], data: Data) -> Speed:
    """Embeds the collection once, unremembered, and searches it; the first query is not timed."""
    with embedders.lend(LENT, whole):
        whole.load()
        started = time.perf_counter()
        with collection(LENT, data.recipes):
            seconds = time.perf_counter() - started
            passages = Embedding.objects.count()
            times = [timed(query.text) for query in queries[: TIMED_QUERIES + 1]]
    return Speed(passages / seconds, statistics.median(times[1:]) * 1000)


def timed(text: str) -> float:
    started = time.perf_counter()
    search.find_recipes(text, threshold=None)
    return time.perf_counter() - started
