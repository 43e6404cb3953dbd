"""What a process holds of a space: a matrix, and in front of it what was written since. Not where either comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recipes.vector_indexes.base import Hits
from recipes.vector_indexes.matrix import DECIMALS, EMPTY, Compared, Matrix, rounded

UNTIDY = 0.1
"""The share of passages, out of date in the matrix or in front of it, from which on it is worth a new matrix."""

UNTIDY_PASSAGES = 1000
"""Fewer are never worth it: they cost a search some tenths of a millisecond."""

BLOCK = 1000
"""Recipes copied at a time."""


@dataclass(frozen=True)
class Held:
    """A matrix, in front of it the recipes that are newer, and which recipes of the two count.

    `places`: the recipes that count, by id, as places in the two matrices' recipes one after the other. `build`: that
    of the file that `base` lies in, None where it lies in memory.
    """

    database: str
    space: str
    published: str
    build: str | None
    base: Matrix
    newer: Matrix
    places: np.ndarray

    @classmethod
    def of(cls, database: str, space: str, published: str, build: str | None, base: Matrix) -> "Held":
        """A matrix with nothing in front of it."""
        return cls(database, space, published, build, base, EMPTY, np.arange(len(base.recipe_ids)))

    @property
    def recipe_ids(self) -> np.ndarray:
        """Of those that count, ascending."""
        return np.concatenate([self.base.recipe_ids, self.newer.recipe_ids])[self.places]

    @property
    def dimensions(self) -> int:
        return (self.base if len(self.base.starts) else self.newer).vectors.shape[1]

    @property
    def passages(self) -> int:
        """Of the recipes that count."""
        return int(np.concatenate([self.base.lengths, self.newer.lengths])[self.places].sum())

    @property
    def is_untidy(self) -> bool:
        out_of_date = len(self.base.positions) + len(self.newer.positions) - self.passages
        return out_of_date + len(self.newer.positions) > max(UNTIDY * self.passages, UNTIDY_PASSAGES)

    def blocks(self) -> Iterator[Matrix]:
        """All that counts, some recipes at a time, by id."""
        middle = len(self.base.recipe_ids)
        for start in range(0, len(self.places), BLOCK):
            part = self.places[start : start + BLOCK]
            old, new = part[part < middle], part[part >= middle] - middle
            yield Matrix.joined([self.base.taken(old), self.newer.taken(new)])

    def search(self, vector: np.ndarray, k: int | None, among: np.ndarray | None) -> Hits:
        """The k best of those that count; `among`: of these alone, as `places`."""
        compared = (self.base.compared(vector), self.newer.compared(vector))
        places = self.places if among is None else among
        ids = np.concatenate([self.base.recipe_ids, self.newer.recipe_ids])
        best = rounded(np.concatenate([each.best for each in compared])[places])
        order = best_first(best, k)
        numbers = places[order]
        return Hits(ids[numbers], best[order] / 10**DECIMALS, numbers, lambda asked: passages(compared, asked))


def best_first(steps: np.ndarray, k: int | None) -> np.ndarray:
    """The places of the k highest, highest first, ties as they stand."""
    # One number for score and place: sorting numbers is several times as fast as sorting places by two keys.
    keys = (10**DECIMALS - steps) << 32 | np.arange(len(steps))
    if k is not None and k < len(keys):
        keys = np.partition(keys, k)[:k]
    keys.sort()
    return keys & 0xFFFFFFFF


def passages(compared: tuple[Compared, Compared], numbers: np.ndarray) -> list[tuple[int, str]]:
    base, newer = compared
    middle = len(base.best)
    return [base.passage(n) if n < middle else newer.passage(n - middle) for n in numbers.tolist()]
