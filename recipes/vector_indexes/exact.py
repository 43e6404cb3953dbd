"""Brute-force cosine similarity with NumPy: the default index, and the oracle for all others.

It reads the database and keeps a copy of one space's vectors in a file that processes share, in memory where there can
be none; the database is never written, and nothing known of HTTP.
"""

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock, Thread

import numpy as np
from django.conf import settings
from django.core.exceptions import EmptyResultSet

from recipes.models import Recipe
from recipes.vector_indexes import stored
from recipes.vector_indexes.base import Hits, VectorIndex
from recipes.vector_indexes.files import IndexFile, UnusableFileError, remove_others
from recipes.vector_indexes.held import Held
from recipes.vector_indexes.matrix import Matrix

MOST_CHANGED = 0.5
"""The share of recipes that changed from which on all are read again: it is quicker than picking them."""

FOLDER = "indexes"

logger = logging.getLogger(__name__)


class ExactIndex(VectorIndex):
    """Serves a file of the space's vectors, and reads what finished runs have changed since in front of it."""

    def __init__(self):
        self._held: Held | None = None
        self._lock = Lock()
        self._among: Among | None = None
        self._tidying: Thread | None = None
        self._warned = False

    def search(self, space: str, vector: np.ndarray, k: int | None, recipes=None) -> Hits:
        held = self._current(space)
        if held is None or not len(held.places):
            return Hits.of([])
        if vector.shape != (held.dimensions,):
            raise ValueError(f"a vector of shape {vector.shape} against the space's {(held.dimensions,)}")
        return held.search(vector, k, None if recipes is None else self._places(held, recipes))

    def forget(self) -> None:
        self._held = self._among = None
        if not is_in_memory():
            remove_others(IndexFile(folder(), database(), ""), [])

    def settle(self) -> None:
        """Wait until a file that is being written anew is there."""
        if self._tidying:
            self._tidying.join()

    # ------------------------------------------------------------ which recipes

    def _places(self, held: Held, recipes) -> np.ndarray:
        """The places of those that the QuerySet holds; of all published ones they are kept while none changes."""
        if not is_published(recipes):
            return places_of(held, recipes)
        state = Recipe.collection_state()
        kept = self._among
        if kept is None or kept.held is not held or kept.state != state:
            kept = self._among = Among(held, state, places_of(held, recipes))
        return kept.places

    # ------------------------------------------------------------ what is held

    def _current(self, space: str) -> Held | None:
        published = stored.published(space)
        if published is None:
            return None
        wanted = (database(), space, published)
        if not fits(self._held, wanted):
            with self._lock:
                if not fits(self._held, wanted):
                    # One space at a time: the one left behind by a switch is not searched again.
                    self._held = self._read(*wanted)
                    self._tidy(self._held)
        return self._held

    def _read(self, *wanted: str) -> Held:
        """From the file and the database, as cheaply as it goes."""
        file = file_of(*wanted[:2])
        before = self._held if self._held and (self._held.database, self._held.space) == wanted[:2] else None
        build = file and file.build()
        if build and (before is None or before.build != build):
            before = self._opened(file, wanted) or before
        return (before and caught_up(before, wanted[2])) or self._made(file, wanted, build)

    def _opened(self, file: IndexFile, wanted: tuple) -> Held | None:
        try:
            opened = file.open()
        except (UnusableFileError, OSError) as error:
            logger.warning("%s is not used, and made again: %s", file.path, error)
            return None
        return Held.of(*wanted, *opened) if opened else None

    def _made(self, file: IndexFile | None, wanted: tuple, outdated: str | None) -> Held:
        """All of it read from the database, into the file where there can be one.

        `outdated`: the build of a file that won't do.
        """
        if file:
            try:
                with file.locked(wait=True):
                    return self._made_by_another(file, wanted, outdated) or self._written(file, wanted)
            except OSError as error:
                self._warn(file, error)
        return Held.of(*wanted, None, Matrix.joined(stored.blocks(wanted[1])))

    def _made_by_another(self, file: IndexFile, wanted: tuple, outdated: str | None) -> Held | None:
        """What another process has written while this one waited for the lock."""
        if file.build() in (None, outdated):
            return None
        opened = self._opened(file, wanted)
        return opened and caught_up(opened, wanted[2])

    def _written(self, file: IndexFile, wanted: tuple) -> Held:
        held = Held.of(*wanted, *file.write(stored.blocks(wanted[1])))
        remove_others(file, stored.spaces())
        return held

    # ------------------------------------------------------------ tidying

    def _tidy(self, held: Held) -> None:
        """Write what is held as one matrix, once too much of it is out of date; searches go on meanwhile."""
        if held.is_untidy and (self._tidying is None or not self._tidying.is_alive()):
            # The thread asks nothing of the database: its connection would be another one.
            file = file_of(held.database, held.space) if held.build else None
            self._tidying = Thread(target=self._tidied, args=(held, file), name="tidy-index", daemon=True)
            self._tidying.start()

    def _tidied(self, held: Held, file: IndexFile | None) -> None:
        made = self._rewritten(held, file)
        with self._lock:
            if made and self._held is held:
                self._held = Held.of(held.database, held.space, held.published, *made)

    def _rewritten(self, held: Held, file: IndexFile | None) -> tuple[str | None, Matrix] | None:
        """Build and matrix; None where another process is writing, or has written, the same."""
        if file:
            try:
                with file.locked(wait=False) as is_ours:
                    return file.write(held.blocks()) if is_ours and file.build() == held.build else None
            except OSError as error:
                self._warn(file, error)
        return None, Matrix.joined(held.blocks())

    def _warn(self, file: IndexFile, error: Exception) -> None:
        """Once a process: it is as slow and as large without the file, but right."""
        if not self._warned:
            logger.warning(
                "Vectors are kept in the memory of each process, since %s can't be written (%s): give this process "
                "the right to write there, or name another folder in RECIPES_INDEX_ROOT.",
                file.folder,
                error,
            )
            self._warned = True


@dataclass(frozen=True)
class Among:
    """The places of the published recipes, in what is held, while their state is this."""

    held: Held
    state: tuple
    places: np.ndarray


def is_published(recipes) -> bool:
    """Whether a QuerySet is that of all published recipes, and no other."""
    try:
        return str(recipes.query) == published_query(stored.connection().vendor)
    except EmptyResultSet:
        return False


@cache
def published_query(vendor: str) -> str:
    """As this kind of database is asked."""
    return str(Recipe.objects.published().query)


def fits(held: Held | None, wanted: tuple) -> bool:
    return held is not None and (held.database, held.space, held.published) == wanted


def places_of(held: Held, recipes) -> np.ndarray:
    ids = np.fromiter(recipes.order_by().values_list("pk", flat=True).iterator(chunk_size=10_000), np.int64)
    return held.places[np.isin(held.recipe_ids, ids)]


def caught_up(held: Held, published: str) -> Held | None:
    """What is held, with what the database has that is newer in front; None where it isn't worth it, or didn't work."""
    for _attempt in range(2):  # another run may write between the queries
        ids, marks = stored.marks(held.space)
        base, newer = (is_current(matrix, ids, marks) for matrix in (held.base, held.newer))
        known = np.concatenate([held.base.recipe_ids[base], held.newer.recipe_ids[newer]])
        is_changed = ~np.isin(ids, known)
        if is_changed.sum() > MOST_CHANGED * len(ids):
            return None
        read = stored.matrix_of(held.space, ids[is_changed], marks[is_changed])
        made = in_front(held, published, base, Matrix.joined([held.newer.taken(np.flatnonzero(newer)), read]))
        if made.passages == stored.passages(held.space):
            return made
    return None


def is_current(matrix: Matrix, ids: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Whether each of the matrix's recipes is as the database has it, by its mark."""
    if not len(ids):
        return np.zeros(len(matrix.recipe_ids), bool)
    places = np.minimum(np.searchsorted(ids, matrix.recipe_ids), len(ids) - 1)
    return (ids[places] == matrix.recipe_ids) & (marks[places] == matrix.marks)


def in_front(held: Held, published: str, is_current: np.ndarray, newer: Matrix) -> Held:
    places = np.concatenate([np.flatnonzero(is_current), len(is_current) + np.arange(len(newer.recipe_ids))])
    ids = np.concatenate([held.base.recipe_ids, newer.recipe_ids])[places]
    by_id = places[np.argsort(ids, kind="stable")]
    return Held(held.database, held.space, published, held.build, held.base, newer, by_id)


# ---------------------------------------------------------------- where


def database() -> str:
    """What tells this database from any other: never its password."""
    vendor, said = stored.connection().vendor, stored.connection().settings_dict
    name = said["NAME"] if vendor != "sqlite" or is_in_memory() else resolved(said["NAME"])
    return "|".join(str(part) for part in (vendor, said.get("HOST", ""), said.get("PORT", ""), name))


@cache
def resolved(name: str | Path) -> Path:
    return Path(name).resolve()


def is_in_memory() -> bool:
    return stored.connection().vendor == "sqlite" and stored.connection().is_in_memory_db()


def file_of(database: str, space: str) -> IndexFile | None:
    """Where the space is kept; None for a database in memory, which goes with its process."""
    if is_in_memory():
        return None
    return IndexFile(folder(), database, space)


def folder() -> Path:
    """RECIPES_INDEX_ROOT, else a folder beside the database file, else one beside manage.py."""
    if settings.RECIPES_INDEX_ROOT:
        return Path(settings.RECIPES_INDEX_ROOT)
    is_file = stored.connection().vendor == "sqlite"
    return (Path(stored.connection().settings_dict["NAME"]).parent if is_file else settings.BASE_DIR) / FOLDER
