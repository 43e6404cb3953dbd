"""Another embedder's vectors, kept smaller: shortened, rounded to bfloat16 or int8, or their signs alone.

For measuring; not a way to store vectors: what is rounded is float32 again, so that any index can search it.
"""

from functools import cached_property

import numpy as np

from recipes.embedders.base import Embedder

BYTES = {"float32": 4.0, "bfloat16": 2.0, "int8": 1.0, "binary": 1 / 8}
"""Kind of number -> bytes a dimension."""


class Variant(Embedder):
    """`whole` with documents kept in another kind of number, and with the first `dimensions` alone.

    Queries are shortened but not rounded: they are never stored. Texts are encoded once for all variants that share
    `remembered`.
    """

    def __init__(self, whole: Embedder, kind: str = "float32", dimensions: int | None = None, remembered=None):
        if kind not in BYTES:
            raise ValueError(f"kind is {kind!r}: it may be {', '.join(BYTES)}")
        self.whole, self.kind = whole, kind
        self._dimensions = min(dimensions or whole.dimensions, whole.dimensions)
        self._remembered: dict[tuple[bool, str], np.ndarray] = {} if remembered is None else remembered
        self.batch_size = whole.batch_size

    @cached_property
    def space(self) -> str:
        return f"{self.whole.space}/{self.kind}/{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    @property
    def max_tokens(self) -> int:
        return self.whole.max_tokens

    @property
    def bytes_a_vector(self) -> float:
        return BYTES[self.kind] * self._dimensions

    def count_tokens(self, text: str) -> int:
        return self.whole.count_tokens(text)

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        new = [text for text in texts if (is_query, text) not in self._remembered]
        for text, vector in zip(new, self.whole._embed(new, is_query=is_query), strict=True):
            self._remembered[is_query, text] = vector
        vectors = np.array([self._remembered[is_query, text] for text in texts])[:, : self._dimensions]
        return vectors if is_query else rounded(vectors, self.kind)


def rounded(vectors: np.ndarray, kind: str) -> np.ndarray:
    """The vectors, float32, as they are after being kept in the kind of number."""
    if kind == "bfloat16":
        bits = np.ascontiguousarray(vectors, np.float32).view(np.uint32)
        nearest_even = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
        return nearest_even.view(np.float32)
    if kind == "int8":
        scale = np.abs(vectors).max(axis=1, keepdims=True) / 127
        return np.round(vectors / scale).astype(np.int8).astype(np.float32)
    if kind == "binary":
        return np.where(vectors >= 0, 1, -1).astype(np.float32)
    return vectors
