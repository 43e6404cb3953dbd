"""Recipes whose summary is too vague to be found by: it doesn't lead to its own recipe. Not what search finds.

A summary is searched for, alone, among the titles, ingredients and methods of its own recipe and of SAMPLE others. One
whose own recipe is not among the first PLACES says too little of the dish. `python -m benchmarks.summaries` shows how
many summaries of the starter collection, and how many deliberately vague ones, that finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recipes.models import Embedding, Recipe

SAMPLE = 300
PLACES = 20
SEED = 7
OWN_KINDS = ("title", "ingredients", "method")
Vectors = dict[int, np.ndarray]
"""Recipe id -> float32 of shape (passages, dimensions)."""


@dataclass(frozen=True)
class VagueSummary:
    """A recipe, and the place that its own summary finds it at."""

    recipe: Recipe
    place: int


def vague_summaries(recipes: Iterable[Recipe], space: str) -> list[VagueSummary]:
    """The recipes whose summary leads to others, worst first; by stored embeddings alone.

    What isn't embedded in the space, or has no summary, or nothing but a title beside it, is passed over.
    """
    by_id = {recipe.pk: recipe for recipe in recipes}
    summaries, own, others = stored(space, [*by_id], ["description"]), stored(space, [*by_id]), sample(space)
    places = {
        pk: place_of(pk, vectors[0], own[pk], others) for pk, vectors in summaries.items() if len(own.get(pk, ())) > 1
    }
    found = [VagueSummary(by_id[pk], place) for pk, place in places.items() if place > PLACES]
    return sorted(found, key=lambda vague: (-vague.place, vague.recipe.pk))


def place_of(recipe_id: int, summary: np.ndarray, own: np.ndarray, others: Vectors) -> int:
    """The place of its own recipe among the others for a summary's vector, from 1 on."""
    score = (own @ summary).max()
    return 1 + sum((vectors @ summary).max() > score for pk, vectors in others.items() if pk != recipe_id)


def sample(space: str) -> Vectors:
    """Up to SAMPLE published recipes, the same ones each time while the recipes stay the same."""
    ids = np.array(Recipe.objects.published().order_by("pk").values_list("pk", flat=True), np.int64)
    chosen = np.random.default_rng(SEED).permutation(ids)[:SAMPLE]
    return stored(space, chosen.tolist())


def stored(space: str, recipe_ids: list[int], kinds: Iterable[str] = OWN_KINDS) -> Vectors:
    rows = Embedding.objects.filter(space=space, recipe__in=recipe_ids, kind__in=kinds).order_by("recipe", "position")
    found: dict[int, list[np.ndarray]] = {}
    for recipe_id, vector in rows.values_list("recipe_id", "vector"):
        found.setdefault(recipe_id, []).append(np.frombuffer(vector, "<f4"))
    return {recipe_id: np.array(vectors) for recipe_id, vectors in found.items()}
