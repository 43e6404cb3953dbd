"""The model and what else a search needs, loaded beside the pages when a server process has started and forked.

Not what is loaded (search.warm_up), and not for commands: what is asked for in Python waits for the model as ever.
"""

import ctypes
import gc
import logging
import sys
from threading import Lock, Thread

from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.db import DatabaseError, connection

from recipes import search

logger = logging.getLogger("recipes.server")

CANT_ANSWER = (search.SearchUnavailable, ImproperlyConfigured, DatabaseError)


class Warming:
    """One loading a process, in a thread of its own; a new one where there was nothing to search for at first."""

    def __init__(self):
        self._lock = Lock()
        self._thread: Thread | None = None
        self._found_nothing = False
        setting_changed.connect(self._forget)

    def start(self) -> None:
        """Begin, unless this process has begun before. Never before a fork: threads stay behind in the parent."""
        with self._lock:
            if self._thread is None:
                self._begin()

    def is_starting(self) -> bool:
        """Whether a search would have to wait. Where loading failed, none does: each says why it can't answer."""
        if self._found_nothing:
            self._begin_again()
        return self._thread is not None and self._thread.is_alive()

    def _begin(self) -> None:
        self._found_nothing = False
        self._thread = Thread(target=self._load, name="warm-up", daemon=True)
        self._thread.start()

    def _begin_again(self) -> None:
        try:
            search.require_embedded(search.serving()[0])
        except CANT_ANSWER:
            return
        with self._lock:
            if self._found_nothing:
                self._begin()

    def _load(self) -> None:
        try:
            search.warm_up()
            logger.info("The model is loaded.")
        except CANT_ANSWER as error:
            logger.error("Search can't answer yet: %s", error)
            self._found_nothing = is_passing(error)
        finally:
            connection.close()
            return_memory()

    def _forget(self, *, setting: str, **kwargs) -> None:
        if setting == "EMBEDDERS":
            self._thread, self._found_nothing = None, False


def return_memory() -> None:
    """Hand back to the system what was needed only while loading: glibc would keep it. Elsewhere this does nothing."""
    gc.collect()
    # Windows has no library of no name, and other systems' own have no such function.
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def is_passing(error: Exception) -> bool:
    """Whether this may mend itself while the process runs: recipes come in, are embedded, the database comes back."""
    if isinstance(error, search.SearchUnavailable):
        return error.reason in ("no_recipes", "not_embedded")
    return isinstance(error, DatabaseError)


warming = Warming()
