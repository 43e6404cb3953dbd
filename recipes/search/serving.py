"""What searches are answered with: the active space, its embedder, the index, the threshold. Not the ranking.

It reads and never writes; where search can't answer, SearchUnavailable says why and what to do.
"""

from collections.abc import Callable

import numpy as np
from django.conf import settings

from recipes.embedders import alias_of, embedders
from recipes.embedders.base import Embedder, EmbedderError
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.search.remembered import QueryVectors
from recipes.vector_indexes import vector_indexes
from recipes.vector_indexes.base import Hits, VectorIndexError

query_vectors = QueryVectors()


class SearchUnavailable(Exception):
    """Search can't answer: the text says what to do.

    `reason` is "no_recipes", "not_embedded", "no_model" or "no_index".
    """

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


def serving() -> tuple[EmbeddingSpace, Embedder]:
    """The active space and the embedder that makes its vectors; SearchUnavailable where there is none."""
    space = EmbeddingSpace.objects.active()
    if space is None:
        require_recipes()
        raise SearchUnavailable("not_embedded", why_no_space_serves())
    alias = alias_of(space.space)
    if alias is None:
        raise SearchUnavailable(
            "no_model",
            f"No embedder in EMBEDDERS makes vectors of the active space {space.space}: its model is missing or was "
            "changed. Restore it, restart this process if EMBEDDERS changed after its start, or run `manage.py "
            "embed_recipes` to embed with the model of now; `manage.py check --database default` says more.",
        )
    return space, embedders[alias]


def why_no_space_serves() -> str:
    uncalibrated = Embedding.objects.values_list("space", flat=True).first()
    if uncalibrated is None:
        return "No recipe is embedded yet: run `manage.py embed_recipes`."
    if EmbeddingSpace.objects.filter(space=uncalibrated, threshold__isnull=False).exists():
        return "Not all recipes are embedded yet: run `manage.py embed_recipes`."
    alias = alias_of(uncalibrated) or "ALIAS"
    return (
        f"Recipes are embedded in {uncalibrated}, which serves only once it has a threshold: run `manage.py "
        f"calibrate_threshold --embedder {alias} --write`, then `manage.py embed_recipes --embedder {alias}`."
    )


def require_recipes() -> None:
    if not Recipe.objects.published().exists():
        raise SearchUnavailable(
            "no_recipes", "There is no published recipe: add one in the admin, or run `manage.py load_starter`."
        )


def require_embedded(space: EmbeddingSpace) -> None:
    """SearchUnavailable where no published recipe has embeddings in the space: nothing could ever be found."""
    require_recipes()
    if not Embedding.objects.filter(space=space.space, recipe__published=True).exists():
        raise SearchUnavailable("not_embedded", "No published recipe is embedded: run `manage.py embed_recipes`.")


def require_index(space: EmbeddingSpace) -> None:
    """SearchUnavailable where the vector index doesn't answer: asked within seconds, without a search."""
    try:
        vector_indexes["default"].probe(space.space)
    except VectorIndexError as error:
        raise SearchUnavailable("no_index", str(error)) from error


def embed_queries(embedder: Embedder, texts: list[str]) -> np.ndarray:
    """Unit vectors of shape (len(texts), dimensions), in one batch; texts embedded before cost nothing."""
    try:
        return query_vectors.embed(embedder, texts)
    except EmbedderError as error:
        raise SearchUnavailable("no_model", str(error)) from error


def search_index(space: EmbeddingSpace, vector: np.ndarray, k: int | None, recipes) -> Hits:
    try:
        return Hits.of(vector_indexes["default"].search(space.space, vector, k, recipes))
    except VectorIndexError as error:
        raise SearchUnavailable("no_index", str(error)) from error


def search_pool(space: EmbeddingSpace, vector: np.ndarray, least: Callable[[Hits], float] | None) -> Hits:
    """The published recipes, best first: all of them, or at least all that score as much as `least` says of the hits.

    An index in memory gives all anyway; one in a database is asked no deeper than `least` needs.
    """
    depth = None if least is None else vector_indexes["default"].depth
    for k in (depth, None) if depth else (None,):
        hits = search_index(space, vector, k, Recipe.objects.published())
        if k is None or len(hits) < k or hits[-1].score < least(hits):
            break
    return hits


def threshold_in_force(space: EmbeddingSpace) -> float:
    return space.threshold_in_force if settings.RECIPES_THRESHOLD is None else settings.RECIPES_THRESHOLD
