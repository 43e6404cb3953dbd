"""What every vector index promises: the best recipes for a vector, each by its best passage. Not HTTP, not encoding."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, eq=False)
class Hits(Sequence):
    """Hits, best first, as arrays of shape (hits,): one is made a Hit when it is asked for.

    `passages` gives the position and fingerprint of the best passage of each of some `numbers`: of a hundred thousand
    hits a page shows twenty.
    """

    ids: np.ndarray  # int64
    scores: np.ndarray  # float64
    numbers: np.ndarray  # int64
    passages: Callable[[np.ndarray], list[tuple[int, str]]]

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> "Hits":
        """Those of a list."""
        if isinstance(hits, cls):
            return hits
        return cls(
            ids=np.array([hit.recipe_id for hit in hits], np.int64),
            scores=np.array([hit.score for hit in hits], np.float64),
            numbers=np.arange(len(hits)),
            passages=lambda numbers: [(hits[n].position, hits[n].fingerprint) for n in numbers.tolist()],
        )

    def take(self, places: np.ndarray | slice) -> "Hits":
        """Those at the places, in that order."""
        return replace(self, ids=self.ids[places], scores=self.scores[places], numbers=self.numbers[places])

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Hit]:
        parts = zip(self.ids.tolist(), self.scores.tolist(), self.passages(self.numbers), strict=True)
        return (Hit(recipe_id, position, score, mark) for recipe_id, score, (position, mark) in parts)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return self.take(place)
        return next(iter(self.take(np.array([range(len(self))[place]]))))

    def __eq__(self, other) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        return repr(list(self))


class VectorIndexError(Exception):
    """The index can't answer or be brought up to date; the text says what to do."""


class VectorIndex(ABC):
    """Reads embeddings, never writes them. A subclass writes `search`."""

    depth: int | None = None
    """How many recipes a search begins with where only those that are close are wanted; None: all cost no more."""

    @abstractmethod
    def search(self, space: str, vector: np.ndarray, k: int | None, recipes=None) -> Sequence[Hit]:
        """The k best recipes, one hit each, best first, ties by recipe id; all where k is None.

        `vector` has length 1 and lies in `space`: float32 of shape (dimensions,). `recipes` is a QuerySet of the
        recipes that may be found, None for every one that has embeddings in the space. ValueError where the vector's
        size is not that of the space's vectors; nothing where the space holds nothing; a list will do. VectorIndexError
        where another database is needed and fails.
        """

    def prepare(self, space: str) -> str:
        """After embedding: make what searches of the space need beside the embeddings, and say what was made."""
        return ""

    def probe(self, space: str) -> None:
        """VectorIndexError where searches of the space fail now: known within seconds, cheap enough for every few.

        For monitoring, so it searches nothing and changes nothing. That the database at hand answers is known already.
        """
        return

    def forget(self) -> None:
        """Remove what is kept elsewhere of the database at hand, which is about to be thrown away."""
        return

    def check(self) -> list[CheckMessage]:
        """What is wrong with its settings, each with an id and a hint. Asks nothing of any server."""
        return []
