"""Recipes whose summary is too vague to be found by: it doesn't lead to its own recipe. Not what search finds.

A summary is searched for, alone, among the titles, ingredients and methods of its own recipe and of SAMPLE others. One
whose own recipe is not among the first PLACES says too little of the dish. `python -m benchmarks.summaries` shows how
many summaries of the starter collection, and how many deliberately vague ones, that finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recipes.embedders.base import Embedder
from recipes.models import Embedding, Recipe

SAMPLE = 300
PLACES = 20
SEED = 7
OWN_KINDS = ("title", "ingredients", "method")


@dataclass(frozen=True)
class VagueSummary:
    recipe: Recipe
    place: int


def vague_summaries(recipes: Iterable[Recipe], space: str, embedder: Embedder) -> list[VagueSummary]:
    """The recipes whose summary leads to others, worst first. Embeds each summary once, and nothing is stored.

    What isn't embedded in the space, or has no summary, or nothing but a title beside it, is passed over.
    EmbedderError where the model fails.
    """
    recipes = [recipe for recipe in recipes if recipe.summary]
    passages = stored(space, [recipe.pk for recipe in recipes])
    others = sample(space)
    judged = [recipe for recipe in recipes if len(passages.get(recipe.pk, ())) > 1]
    places = [
        place_of(recipe.pk, vector, passages[recipe.pk], others)
        for recipe, vector in zip(judged, embedder.embed_passages([r.summary for r in judged]), strict=True)
    ]
    found = [VagueSummary(recipe, place) for recipe, place in zip(judged, places, strict=True) if place > PLACES]
    return sorted(found, key=lambda vague: -vague.place)


def place_of(recipe_id: int, summary: np.ndarray, own: np.ndarray, others: dict[int, np.ndarray]) -> int:
    """The place of its own recipe among the others for a summary's vector, from 1 on."""
    score = (own @ summary).max()
    return 1 + sum((vectors @ summary).max() > score for pk, vectors in others.items() if pk != recipe_id)


def sample(space: str) -> dict[int, np.ndarray]:
    """Up to SAMPLE published recipes, the same ones each time while the recipes stay the same."""
    ids = np.array(Recipe.objects.published().order_by("pk").values_list("pk", flat=True), np.int64)
    chosen = np.random.default_rng(SEED).permutation(ids)[:SAMPLE]
    return stored(space, chosen.tolist())


def stored(space: str, recipe_ids: list[int]) -> dict[int, np.ndarray]:
    """The vectors of what a recipe is made of, by recipe: float32 of shape (passages, dimensions)."""
    rows = Embedding.objects.filter(space=space, recipe__in=recipe_ids, kind__in=OWN_KINDS)
    found: dict[int, list[np.ndarray]] = {}
    for recipe_id, vector in rows.values_list("recipe_id", "vector"):
        found.setdefault(recipe_id, []).append(np.frombuffer(vector, "<f4"))
    return {recipe_id: np.array(vectors) for recipe_id, vectors in found.items()}
