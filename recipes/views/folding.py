"""Near-identical recipes of one page of results, folded under the best of them. Not ranking: the order stays."""

import numpy as np

from recipes.models import Embedding, EmbeddingSpace
from recipes.search import Match
from recipes.spelling.titles import bare, title_key
from recipes.views.paging import Shown

ALIKE = 0.85
"""The cosine similarity of two recipes' summaries from which on one is a version of the other (docs/decisions.md)."""


def fold(space: EmbeddingSpace, matches: list[Match]) -> list[Shown]:
    """The matches in their order, each that is much like an earlier one behind it; one query."""
    vectors = summary_vectors(space, [match.recipe.pk for match in matches])
    shown: list[Shown] = []
    for match in matches:
        first = next((each for each in shown if are_alike(each.match, match, vectors)), None)
        if first:
            first.alike.append(match)
        else:
            shown.append(Shown(match))
    return shown


def are_alike(first: Match, other: Match, vectors: dict[int, np.ndarray]) -> bool:
    """Whether a page needs only one of the two. Never of two groups."""
    if (first.meets, first.names) != (other.meets, other.names):
        return False
    name = title_key(bare(first.recipe.title))
    if name and name == title_key(bare(other.recipe.title)):
        return True
    ids = (first.recipe.pk, other.recipe.pk)
    return all(pk in vectors for pk in ids) and bool(vectors[ids[0]] @ vectors[ids[1]] >= ALIKE)


def summary_vectors(space: EmbeddingSpace, recipe_ids: list[int]) -> dict[int, np.ndarray]:
    """Each recipe's first passage of title, summary and facts: float32 of length 1."""
    passages = Embedding.objects.filter(space=space.space, recipe__in=recipe_ids, kind="summary")
    rows = passages.order_by("-position").values_list("recipe_id", "vector")
    return {recipe_id: np.frombuffer(vector, "<f4") for recipe_id, vector in rows}
