"""Brute-force cosine similarity in memory with NumPy: the default index, and the oracle for all others.

It reads the database and holds a copy of one space's vectors a process; it never writes, and knows nothing of HTTP.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from recipes.models import Embedding, EmbeddingSpace
from recipes.vector_indexes.base import Hit, VectorIndex

# Equal passages must tie, but a matrix product may round equal rows differently in their last bits.
DECIMALS = 6


@dataclass(frozen=True)
class Matrix:
    """One space's vectors, a row a passage, rows of a recipe together and recipes by id."""

    published: str
    vectors: np.ndarray  # float32, (passages, dimensions)
    positions: np.ndarray  # int32, (passages,)
    fingerprints: np.ndarray  # ASCII bytes, (passages,)
    recipe_ids: np.ndarray  # int64, (recipes,)
    starts: np.ndarray  # int64, (recipes,): where each recipe's rows begin

    def best(self, vector: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each recipe's best score and its row: two arrays of shape (recipes,)."""
        scores = np.clip(np.round(self.vectors @ vector, DECIMALS), -1, 1)
        best = np.maximum.reduceat(scores, self.starts)
        lengths = np.diff(self.starts, append=len(scores))
        is_best = scores == np.repeat(best, lengths)
        rows = np.flatnonzero(is_best)
        owners = np.repeat(np.arange(len(self.starts)), lengths)[rows]
        _, first = np.unique(owners, return_index=True)
        return best, rows[first]


def load_matrix(space: str, published: str) -> Matrix:
    """The stored vectors of the space, read in one pass."""
    rows = Embedding.objects.filter(space=space).order_by("recipe_id", "position")
    columns = rows.values_list("recipe_id", "position", "fingerprint", "vector")
    ids, positions, fingerprints, parts = [], [], [], []
    for recipe_id, position, fingerprint, vector in columns.iterator(chunk_size=5000):
        ids.append(recipe_id)
        positions.append(position)
        fingerprints.append(fingerprint.encode())
        parts.append(bytes(vector))
    vectors = np.frombuffer(b"".join(parts), "<f4")
    recipe_ids, starts = np.unique(np.array(ids, np.int64), return_index=True)
    return Matrix(
        published=published,
        vectors=vectors.reshape(len(ids), -1) if ids else vectors.reshape(0, 0),
        positions=np.array(positions, np.int32),
        fingerprints=np.array(fingerprints, np.bytes_),
        recipe_ids=recipe_ids,
        starts=starts,
    )


class ExactIndex(VectorIndex):
    """Keeps the space's matrix in memory and reads it again when a finished run has published something new."""

    def __init__(self):
        self._matrices: dict[str, Matrix] = {}
        self._lock = Lock()

    def search(self, space: str, vector: np.ndarray, k: int | None, recipes=None) -> list[Hit]:
        matrix = self._current(space)
        if matrix is None or not len(matrix.recipe_ids):
            return []
        if vector.shape != matrix.vectors.shape[1:]:
            raise ValueError(f"a vector of shape {vector.shape} against the space's {matrix.vectors.shape[1:]}")
        best, rows = matrix.best(vector)
        found = np.arange(len(best)) if recipes is None else self._among(matrix, recipes)
        order = found[np.lexsort((matrix.recipe_ids[found], -best[found]))][:k]
        ids, positions = matrix.recipe_ids[order].tolist(), matrix.positions[rows[order]].tolist()
        scores = (round(score, DECIMALS) for score in best[order].tolist())
        fingerprints = (mark.decode() for mark in matrix.fingerprints[rows[order]].tolist())
        return [Hit(*parts) for parts in zip(ids, positions, scores, fingerprints, strict=True)]

    def _among(self, matrix: Matrix, recipes) -> np.ndarray:
        """The places in `recipe_ids` of those that the QuerySet holds."""
        allowed = np.fromiter(recipes.order_by().values_list("pk", flat=True).iterator(chunk_size=10_000), np.int64)
        return np.flatnonzero(np.isin(matrix.recipe_ids, allowed))

    def _current(self, space: str) -> Matrix | None:
        published = EmbeddingSpace.objects.filter(space=space).values_list("published", flat=True).first()
        if published is None:
            return None
        matrix = self._matrices.get(space)
        if matrix is None or matrix.published != published:
            matrix = self._load(space, published)
        return matrix

    def _load(self, space: str, published: str) -> Matrix:
        with self._lock:
            held = self._matrices.get(space)
            if held is None or held.published != published:
                # One space at a time: the one left behind by a switch is not searched again.
                self._matrices = {space: load_matrix(space, published)}
            return self._matrices[space]
