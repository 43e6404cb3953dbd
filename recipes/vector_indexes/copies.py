"""One space's vectors in another database: what such a copy can do, how its rows are named, how it follows the truth.

Not when it does, and not searching. The stored embeddings are the truth; a copy is whole, or nobody searches it.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import numpy as np

from recipes.models import Embedding
from recipes.vector_indexes import stored

ROWS_AT_ONCE = 1000


class Copy(ABC):
    """One space's vectors in another database: a row a passage, named by `row_name`.

    `published` is the token that the copy was whole at, None where it never was; `dimensions` is 0 where it is empty.
    """

    published: str | None = None
    dimensions: int = 0

    @abstractmethod
    def count(self) -> int: ...

    @abstractmethod
    def ids(self) -> set[str]:
        """The names of all rows."""

    @abstractmethod
    def nearest(self, vector: np.ndarray, n: int) -> tuple[list[str], np.ndarray]:
        """About the n nearest rows, and their cosines: float32 of shape (rows,). No order is needed."""

    @abstractmethod
    def vectors(self, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        """Those rows, in any order, and their vectors: float32 of shape (rows, dimensions)."""

    @abstractmethod
    def add(self, ids: list[str], vectors: np.ndarray) -> None:
        """Write rows; those that are there already are left or written again."""

    @abstractmethod
    def remove(self, ids: list[str]) -> None: ...

    @abstractmethod
    def mark(self, published: str, dimensions: int) -> None:
        """Say, after all rows, that the copy is whole at this token."""


def follow(copy: Copy, space: str, published: str) -> tuple[int, int]:
    """Add what is missing, then remove what is gone, then mark the copy: how many rows were added and removed.

    `published` was read before the rows, and the marks before the vectors: what is written meanwhile has another token
    and another mark, and is followed next time. Whoever reads meanwhile finds everything of the former token or
    everything of this one, and perhaps rows of both.
    """
    marks = dict(zip(*(column.tolist() for column in stored.marks(space)), strict=True))
    rows = Embedding.objects.filter(space=space).order_by()
    names = rows.values_list("pk", "recipe_id", "position", "fingerprint").iterator(chunk_size=5000)
    wanted = {row_name(marks, *parts): pk for pk, *parts in names}
    there = copy.ids()
    missing = [pk for name, pk in wanted.items() if name not in there]
    for keys in in_batches(missing):
        add(copy, marks, rows.filter(pk__in=keys))
    gone = there - wanted.keys()
    for names in in_batches(gone):
        copy.remove(names)
    one = rows.values_list("vector", flat=True).first()
    copy.mark(published, len(bytes(one)) // 4 if one else 0)
    return len(missing), len(gone)


def add(copy: Copy, marks: dict[int, int], rows) -> None:
    columns = list(rows.values_list("recipe_id", "position", "fingerprint", "vector"))
    if columns:  # none where they were deleted just now
        vectors = np.frombuffer(b"".join(bytes(vector) for *_, vector in columns), "<f4")
        copy.add([row_name(marks, *parts) for *parts, _ in columns], vectors.reshape(len(columns), -1))


def row_name(marks: dict[int, int], recipe_id: int, position: int, fingerprint: str) -> str:
    """`recipe:position:mark:fingerprint`, of what a row holds, so that a row is never changed.

    The mark (EmbeddedRecipe.written) is another number whenever a recipe's vectors are written: the same text may have
    got another vector.
    """
    return f"{recipe_id}:{position}:{marks.get(recipe_id, 0)}:{fingerprint}"


def in_batches(items: Collection) -> Iterator[list]:
    left = iter(items)
    while batch := list(islice(left, ROWS_AT_ONCE)):
        yield batch
