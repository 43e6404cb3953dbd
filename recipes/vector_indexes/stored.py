"""What the database holds of a space, as a vector index reads it: vectors, and the marks by which changes are seen.

Not what is done with them, and nothing is written.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from django.db import connections

from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace
from recipes.vector_indexes.matrix import Matrix

ROWS = 5000
"""Passages read at a time: 8 MB of 384 dimensions."""

IDS_A_QUERY = 1000


def connection():
    """That of the database that embeddings are read from."""
    return connections[Embedding.objects.db]


def published(space: str) -> str | None:
    """The token of the last finished run; None where there is no such space."""
    return EmbeddingSpace.objects.filter(space=space).values_list("published", flat=True).first()


def spaces() -> list[str]:
    return list(EmbeddingSpace.objects.values_list("space", flat=True))


def marks(space: str) -> tuple[np.ndarray, np.ndarray]:
    """Ids of the recipes that are embedded, ascending, and their marks: int64."""
    rows = EmbeddedRecipe.objects.filter(space=space).order_by("recipe_id").values_list("recipe_id", "written")
    pairs = np.array(list(rows), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def passages(space: str) -> int:
    """How many passages are embedded."""
    return Embedding.objects.filter(space=space).count()


def blocks(space: str) -> Iterator[Matrix]:
    """All that is stored, some thousand passages at a time, recipes by id."""
    # Before the vectors: what is rewritten in between is read again next time, while the other way it never would be.
    known = dict(zip(*(column.tolist() for column in marks(space)), strict=True))
    rows = columns(Embedding.objects.filter(space=space)).iterator(chunk_size=ROWS)
    return (Matrix.of_rows(block, known) for block in whole_recipes(rows))


def matrix_of(space: str, recipe_ids: np.ndarray, written: np.ndarray) -> Matrix:
    """These recipes, given their marks."""
    known = dict(zip(recipe_ids.tolist(), written.tolist(), strict=True))
    ids = list(known)
    found = Embedding.objects.filter(space=space)
    return Matrix.joined(
        Matrix.of_rows(list(columns(found.filter(recipe__in=ids[start : start + IDS_A_QUERY]))), known)
        for start in range(0, len(ids), IDS_A_QUERY)
    )


def columns(embeddings):
    ordered = embeddings.order_by("recipe_id", "position")
    return ordered.values_list("recipe_id", "position", "fingerprint", "vector")


def whole_recipes(rows: Iterable[tuple]) -> Iterator[list[tuple]]:
    """The rows in lists, none of which ends within a recipe."""
    block: list[tuple] = []
    for row in rows:
        if len(block) >= ROWS and row[0] != block[-1][0]:
            yield block
            block = []
        block.append(row)
    if block:
        yield block
