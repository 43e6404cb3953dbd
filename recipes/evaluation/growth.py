"""How the refusal of nonsense holds while a collection grows: the best of many wrong scores grows with their number.

Not the threshold itself (that is calibration's), and no query that has an answer.
"""

from dataclasses import dataclass

import numpy as np

from recipes import search
from recipes.evaluation.metrics import SEED
from recipes.evaluation.queries import LabelledQuery
from recipes.models import Recipe

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
    ids = list(Recipe.objects.published().order_by("pk").values_list("pk", flat=True))
    scores = np.array([scores_by_recipe(query.text, ids) for query in queries if not query.is_real])
    order = np.random.default_rng(SEED).permutation(len(ids))
    sizes = [*(step for step in STEPS if step < len(ids)), len(ids)]
    return [refusal(scores[:, order[:size]].max(axis=1), size, threshold) for size in sizes]


def scores_by_recipe(text: str, ids: list[int]) -> list[float]:
    """The score of each of these recipes, less the sentence's doubt; -1 for one that a limit in the text rules out."""
    ranking = search.rank(text, threshold=None)
    found = dict(zip(ranking.hits.ids.tolist(), (ranking.hits.scores - ranking.doubt).tolist(), strict=True))
    return [found.get(recipe_id, -1.0) for recipe_id in ids]


def refusal(best: np.ndarray, size: int, threshold: float) -> Refusal:
    return Refusal(size, float((best < threshold).mean()), float(np.median(best)), float(best.max()))
