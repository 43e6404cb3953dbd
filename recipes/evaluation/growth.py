"""How the refusal of nonsense holds while a collection grows: the best of many wrong scores grows with their number.

Not the threshold itself (that is calibration's), and no query that has an answer.
"""

from dataclasses import dataclass

import numpy as np

from recipes import search
from recipes.evaluation.metrics import SEED
from recipes.evaluation.queries import LabelledQuery

STEPS = (100, 300, 1000, 3000, 10_000, 30_000)


@dataclass(frozen=True)
class Refusal:
    """Of queries that nothing answers: the share refused over so many recipes, and quantiles of their best scores."""

    recipes: int
    refused: float
    median: float
    highest: float


def refusal_by_size(queries: list[LabelledQuery], threshold: float) -> list[Refusal]:
    """Over growing random parts of the collection that now serves, each part within the next, and all of it."""
    scores = np.array([scores_by_recipe(query.text) for query in queries if not query.is_real])
    order = np.random.default_rng(SEED).permutation(scores.shape[1])
    sizes = [*(step for step in STEPS if step < len(order)), len(order)]
    return [refusal(scores[:, order[:size]].max(axis=1), size, threshold) for size in sizes]


def scores_by_recipe(text: str) -> list[float]:
    """Every recipe's score, by recipe id."""
    return [hit.score for hit in sorted(search.rank(text, threshold=None).hits, key=lambda hit: hit.recipe_id)]


def refusal(best: np.ndarray, size: int, threshold: float) -> Refusal:
    return Refusal(size, float((best < threshold).mean()), float(np.median(best)), float(best.max()))
