"""What every embedder promises, and the checks that no backend can skip. Not the ORM, and no model.

A vector that leaves here is finite, float32 and of length 1, so that a dot product is a cosine similarity.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator

import numpy as np

WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")


class EmbedderError(Exception):
    """The embedder can't do what was asked; the message says what to do next."""


class EmbedderUnavailable(EmbedderError):
    """Nothing can be embedded for now (no network, no key, no quota): the next text would fail as well."""


class Embedder(ABC):
    """Texts in, unit vectors out. A subclass sets `space`, `dimensions` and `max_tokens` and writes `encode`."""

    batch_size = 32

    tokens_used = 0
    """What a service has counted of its own tokens since this process began; 0 where nobody counts."""

    @property
    @abstractmethod
    def space(self) -> str:
        """Everything that decides where a vector lies (model, weights, prompts, dimensions, precision) as one string.

        Cheap: it must not load a model. Vectors may be compared only where it is equal. At most 200 characters.
        """

    @property
    @abstractmethod
    def dimensions(self) -> int:
        """The length of a vector. Cheap."""

    @property
    @abstractmethod
    def max_tokens(self) -> int:
        """The longest input in the model's own tokens, special ones included; what is longer would be cut off."""

    @property
    def is_here(self) -> bool:
        """Whether `space` can be told without asking the network: checks ask this first."""
        return True

    @abstractmethod
    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        """Raw vectors of shape (len(texts), dimensions), of any float dtype and any length but 0."""

    def count_tokens(self, text: str) -> int:
        """How much of `max_tokens` a passage takes; words and marks, where a backend has no tokenizer of its own."""
        return len(WORD_OR_MARK.findall(text))

    def load(self) -> None:
        """Make ready for the first `encode`, so that no cook waits for it; EmbedderError where that can't be done."""
        self.embed_query("ready")

    def embed_passages(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of recipe passages: float32 of shape (len(texts), dimensions). EmbedderError on bad output."""
        return self._embed(texts, is_query=False)

    def embed_queries(self, texts: list[str]) -> np.ndarray:
        """Unit vectors of queries: float32 of shape (len(texts), dimensions). EmbedderError on bad output."""
        return self._embed(texts, is_query=True)

    def embed_query(self, text: str) -> np.ndarray:
        """The unit vector of what a cook wrote: float32 of shape (dimensions,). EmbedderError on bad output."""
        return self._embed([text], is_query=True)[0]

    def _embed(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for batch in self.batches(texts):
            vectors[batch] = self._unit([texts[i] for i in batch], is_query=is_query)
        return vectors

    def batches(self, texts: list[str]) -> Iterator[list[int]]:
        """The places of those texts that are encoded together: of like length, so that little of a batch is padding."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), self.batch_size):
            yield order[start : start + self.batch_size]

    def _unit(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        raw = np.asarray(self.encode(texts, is_query=is_query))
        if raw.shape != (len(texts), self.dimensions):
            raise EmbedderError(
                f"{type(self).__name__} gave an array of shape {raw.shape} for {len(texts)} texts where "
                f"({len(texts)}, {self.dimensions}) was due: correct its `dimensions`, or the backend."
            )
        if not np.issubdtype(raw.dtype, np.floating):
            raise EmbedderError(f"{type(self).__name__} gave {raw.dtype} where floats were due: mend the backend.")
        lengths = np.linalg.norm(raw.astype(np.float64), axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and (lengths > 0).all()):
            raise EmbedderError(
                f"{type(self).__name__} gave a vector that is not finite or of length 0: check the model and precision."
            )
        return (raw / lengths).astype(np.float32)
