"""What every vector index promises: the best recipes for a vector, each by its best passage. Not HTTP, not encoding."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
from django.core.checks import CheckMessage


@dataclass(frozen=True)
class Hit:
    """A recipe, the position of its best passage, that passage's cosine similarity in [-1, 1] and its fingerprint.

    By the fingerprint a reader can tell whether a run has rewritten the passage since the index read it.
    """

    recipe_id: int
    position: int
    score: float
    fingerprint: str


class VectorIndexError(Exception):
    """The index can't answer or be brought up to date; the text says what to do."""


class VectorIndex(ABC):
    """Reads embeddings, never writes them. A subclass writes `search`."""

    depth: int | None = None
    """How many recipes a search begins with where only those that are close are wanted; None: all cost no more."""

    @abstractmethod
    def search(self, space: str, vector: np.ndarray, k: int | None, recipes=None) -> list[Hit]:
        """The k best recipes, one hit each, best first, ties by recipe id; all where k is None.

        `vector` has length 1 and lies in `space`: float32 of shape (dimensions,). `recipes` is a QuerySet of the
        recipes that may be found, None for every one that has embeddings in the space. ValueError where the vector's
        size is not that of the space's vectors; an empty list where the space holds nothing. VectorIndexError where
        another database is needed and fails.
        """

    def prepare(self, space: str) -> str:
        """After embedding: make what searches of the space need beside the embeddings, and say what was made."""
        return ""

    def forget(self) -> None:
        """Remove what is kept elsewhere of the database at hand, which is about to be thrown away."""
        return

    def check(self) -> list[CheckMessage]:
        """What is wrong with its settings, each with an id and a hint. Asks nothing of any server."""
        return []
