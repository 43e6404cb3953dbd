"""Vectors of passages as one matrix, and the best passage of each recipe by a product with it. Not where they lie."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

DECIMALS = 6
"""Equal passages must tie, but a matrix product may round equal rows differently in their last bits."""


@dataclass(frozen=True)
class Matrix:
    """A row a passage, rows of a recipe together and in their order, recipes by id, each of them once."""

    vectors: np.ndarray  # float32, (passages, dimensions)
    positions: np.ndarray  # int32, (passages,)
    fingerprints: np.ndarray  # ASCII bytes, (passages,)
    recipe_ids: np.ndarray  # int64, (recipes,)
    marks: np.ndarray  # int64, (recipes,): EmbeddedRecipe.written of what is here
    starts: np.ndarray  # int64, (recipes,): where each recipe's rows begin

    @classmethod
    def of_rows(cls, rows: list[tuple[int, int, str, bytes]], marks: dict[int, int]) -> "Matrix":
        """Made of (recipe id, position, fingerprint, vector), sorted, and each recipe's mark.

        ValueError where vectors are of different sizes.
        """
        if not rows:
            return EMPTY
        owners, positions, fingerprints, vectors = zip(*rows, strict=True)
        recipe_ids, starts = np.unique(np.array(owners, np.int64), return_index=True)
        return cls(
            vectors=np.frombuffer(b"".join(vectors), "<f4").reshape(len(rows), -1),
            positions=np.array(positions, np.int32),
            fingerprints=np.array([mark.encode() for mark in fingerprints], np.bytes_),
            recipe_ids=recipe_ids,
            marks=np.array([marks.get(pk, UNMARKED) for pk in recipe_ids.tolist()], np.int64),
            starts=starts.astype(np.int64),
        )

    @classmethod
    def joined(cls, parts: Iterable["Matrix"]) -> "Matrix":
        """One of many that have no recipe in common; a copy."""
        parts = [part for part in parts if len(part.recipe_ids)]
        if len(parts) < 2:
            return parts[0] if parts else EMPTY
        begins = np.cumsum([0, *(len(part.positions) for part in parts)])
        columns = {each.name: np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)}
        columns["starts"] += np.repeat(begins[:-1], [len(part.starts) for part in parts])
        whole = cls(**columns)
        order = np.argsort(whole.recipe_ids)
        return whole if np.array_equal(order, np.arange(len(order))) else whole.taken(order)

    def taken(self, recipes: np.ndarray) -> "Matrix":
        """These recipes, by their places; a copy."""
        lengths = self.lengths[recipes]
        starts = np.cumsum(lengths) - lengths
        rows = np.arange(lengths.sum()) + np.repeat(self.starts[recipes] - starts, lengths)
        return Matrix(
            vectors=self.vectors[rows],
            positions=self.positions[rows],
            fingerprints=self.fingerprints[rows],
            recipe_ids=self.recipe_ids[recipes],
            marks=self.marks[recipes],
            starts=starts,
        )

    @property
    def lengths(self) -> np.ndarray:
        """The number of passages of each recipe."""
        return np.diff(self.starts, append=len(self.positions))

    def compared(self, vector: np.ndarray) -> "Compared":
        scores = self.vectors @ vector if len(self.starts) else np.empty(0, np.float32)
        best = np.maximum.reduceat(scores, self.starts) if len(self.starts) else scores
        return Compared(self, scores, best)


EMPTY = Matrix(
    np.empty((0, 0), np.float32),
    np.empty(0, np.int32),
    np.empty(0, np.bytes_),
    *(np.empty(0, np.int64) for _ in range(3)),
)
UNMARKED = -1


@dataclass(frozen=True)
class Compared:
    """A matrix with every passage's score and each recipe's best."""

    matrix: Matrix
    scores: np.ndarray  # float32, (passages,)
    best: np.ndarray  # float32, (recipes,)

    def passage(self, recipe: int) -> tuple[int, str]:
        """Position and fingerprint of the first passage that has the best score of the recipe at this place."""
        start = int(self.matrix.starts[recipe])
        ends = self.matrix.starts[recipe + 1 : recipe + 2]
        own = rounded(self.scores[start : int(ends[0]) if len(ends) else None])
        row = start + int(np.argmax(own))
        return int(self.matrix.positions[row]), self.matrix.fingerprints[row].decode()


def rounded(scores: np.ndarray) -> np.ndarray:
    """Cosines in whole steps of the last decimal that counts: int64."""
    scale = 10**DECIMALS
    return np.clip(np.rint(scores.astype(np.float64) * scale), -scale, scale).astype(np.int64)
