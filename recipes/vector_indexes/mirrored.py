"""What vector databases that keep a copy of the vectors have in common: when a copy follows, and a search's promises.

Not any of them: `chroma.py` is one. What a copy is, and how it follows, is in `copies.py`.
"""

import hashlib
import os
import tempfile
from abc import abstractmethod
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
from django.db import connection, transaction
from filelock import FileLock, Timeout

from recipes.models import EmbeddingSpace
from recipes.vector_indexes import stored
from recipes.vector_indexes.base import Hit, VectorIndex, VectorIndexError
from recipes.vector_indexes.copies import Copy, follow

DECIMALS = 6
"""As in the exact index: what differs beyond that is a tie."""

PASSAGES_A_RECIPE = 3
"""How many of the nearest passages are asked for at first, for each recipe wanted..."""

DEEPER = 4
"""...and how many times as many, as long as that is not enough."""

NAMES_VERSION = 2
"""Of how rows are named: a copy whose rows are named otherwise is another copy."""


class MirroredIndex(VectorIndex):
    """A search brings the copy up to date first where a run has published; a subclass says how the copy is kept.

    One process at a time does that. The others search the former copy meanwhile, and wait only where there is none.
    """

    depth = 500
    rows_more = 1000
    """Rows asked for at first beside those for each recipe: a graph finds the best of many more surely than of few."""
    advice: str
    """What an operator does where the other database fails."""

    @abstractmethod
    def open(self, name: str) -> Copy | None:
        """The copy of that name for reading; None where there is none that was ever whole."""

    @abstractmethod
    def writing(self, name: str) -> AbstractContextManager[Copy]:
        """The copy for changing, made where there is none. Until it is marked, readers find at least what they did."""

    @abstractmethod
    def names(self) -> list[str]: ...

    @abstractmethod
    def drop(self, name: str) -> None: ...

    @abstractmethod
    def failures(self) -> tuple[type[Exception], ...]:
        """The exceptions that mean that the other database failed."""

    def reach(self, name: str) -> None:
        """One of `failures` where the other database doesn't answer within seconds: at most one cheap request."""
        self.open(name)

    def probe(self, space: str) -> None:
        with self._told():
            self.reach(copy_name(space))

    def search(self, space: str, vector: np.ndarray, k: int | None, recipes=None) -> list[Hit]:
        published = stored.published(space)
        if not published:
            return []
        with self._told():
            copy = self._current(space, published)
            if not copy.dimensions:
                return []
            if vector.shape != (copy.dimensions,):
                raise ValueError(f"a vector of shape {vector.shape} against the space's {(copy.dimensions,)}")
            first = None if k is None else k * PASSAGES_A_RECIPE + self.rows_more
            return best(copy, vector, k, first, None if recipes is None else ids_of(recipes))

    def prepare(self, space: str) -> str:
        with self._told():
            kept = set(map(copy_name, EmbeddingSpace.objects.values_list("space", flat=True)))
            self._drop(set(self.names()) - kept)
            with alone(copy_name(space), wait=True):
                added, removed = self._follow(space)
        return f"The vector index follows: {added:,} passages added, {removed:,} removed." if added or removed else ""

    def forget(self) -> None:
        with self._told():
            self._drop(self.names())

    def _drop(self, names: Collection[str]) -> None:
        for name in names:
            if name.startswith(database_prefix()):
                self.drop(name)

    def _current(self, space: str, published: str) -> Copy:
        name = copy_name(space)
        copy = self.open(name)
        if copy is None or copy.published != published:
            with alone(name, wait=copy is None) as is_alone:
                if is_alone:
                    self._follow(space)
                    copy = self.open(name)
        return copy

    def _follow(self, space: str) -> tuple[int, int]:
        """Make the copy hold what is stored, alone; how many rows were added and removed."""
        name, published = copy_name(space), stored.published(space) or ""
        copy = self.open(name)
        if copy is not None and copy.published == published:
            return 0, 0
        with self.writing(name) as copy:
            return follow(copy, space, published)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except VectorIndexError:
            raise
        except self.failures() as error:
            what = f"{type(error).__name__}: {error}"
            raise VectorIndexError(f"The vector index failed ({what}): {self.advice}") from error


# ---------------------------------------------------------------- which copy, and one process at a time


def database_prefix() -> str:
    """Names the database at hand, so that a scratch database never writes over the site's copy."""
    config = connection.settings_dict
    parts = [connection.vendor, *(config[key] for key in ("HOST", "PORT", "NAME")), config["OPTIONS"].get("options")]
    if is_in_memory():
        parts.append(os.getpid())
    return f"larder-{hashlib.sha256(repr(list(map(str, parts))).encode()).hexdigest()[:12]}-"


def copy_name(space: str) -> str:
    return database_prefix() + hashlib.sha256(f"{NAMES_VERSION} {space}".encode()).hexdigest()[:16]


def is_in_memory() -> bool:
    return connection.vendor == "sqlite" and connection.is_in_memory_db()


@contextmanager
def alone(name: str, *, wait: bool) -> Iterator[bool]:
    """True in one process and thread at a time; in the others False, or, with `wait`, True when it is their turn.

    A lock of PostgreSQL's, which all machines share, or a locked file: either is free again when its holder dies.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
            cursor.execute(f"SELECT {function}(%s)", [int(name[-15:], 16)])
            yield wait or cursor.fetchone()[0]
        return
    lock = FileLock(lock_file(name), timeout=-1 if wait else 0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def lock_file(name: str) -> Path:
    """Beside SQLite's file, where every process that uses it may write."""
    if is_in_memory():
        return Path(tempfile.gettempdir()) / f"{name}.lock"
    return Path(f"{connection.settings_dict['NAME']}-{name}.lock")


# ---------------------------------------------------------------- what a search promises


def ids_of(recipes) -> set[int]:
    return set(recipes.order_by().values_list("pk", flat=True).iterator(chunk_size=10_000))


def best(copy: Copy, vector: np.ndarray, k: int | None, first: int | None, allowed: set[int] | None) -> list[Hit]:
    """The k best of the allowed recipes; of the `first` rows, and of more until no other can be among them."""
    count = copy.count()
    n = count if first is None else min(count, first)
    while n:
        ids, scores = rows_near(copy, vector, n, count)
        hits = best_passages(ids, scores, allowed)
        is_enough = k is not None and len(hits) >= k and hits[k - 1].score > min(scores)
        if n == count or is_enough:
            return hits[:k]
        n = min(count, n * DEEPER)
    return []


def rows_near(copy: Copy, vector: np.ndarray, n: int, count: int) -> tuple[list[str], list[float]]:
    """The nearest rows and their scores; where all are wanted, those too that an approximate search did not come to."""
    ids, cosines = copy.nearest(vector, n)
    if n == count and len(ids) < count and (lost := sorted(copy.ids() - set(ids))):
        more, vectors = copy.vectors(lost)
        ids, cosines = [*ids, *more], np.concatenate([cosines, vectors @ vector])
    scores = np.round(np.clip(cosines.astype(np.float64), -1, 1), DECIMALS)
    return ids, scores.tolist()


def best_passages(ids: list[str], scores: list[float], allowed: set[int] | None) -> list[Hit]:
    """One hit a recipe: its best passage, the first of equals; best first, ties by recipe id."""
    found: dict[int, tuple[float, int, str]] = {}
    for name, score in zip(ids, scores, strict=True):
        recipe_id, position, _mark, fingerprint = name.split(":", 3)
        here, key = (-score, int(position), fingerprint), int(recipe_id)
        if (allowed is None or key in allowed) and (key not in found or here < found[key]):
            found[key] = here
    order = sorted(found, key=lambda key: (found[key][0], key))
    return [Hit(key, found[key][1], -found[key][0], found[key][2]) for key in order]
