"""Backends named in settings, in the shape of CACHES and STORAGES: one instance an alias and a process.

Not a registry of what exists: any dotted path will do. Unlike Django's BaseConnectionHandler, which keeps an instance a
thread, all threads share one here, since an instance may hold a model or a matrix of hundreds of megabytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string


class BackendHandler:
    """`handler["default"]` -> the instance of settings.<setting>["default"], made at first use and then kept."""

    def __init__(self, setting: str, base: str):
        self.setting = setting
        self.base = base
        self._instances: dict[str, Any] = {}
        self._lent: dict[str, Any] = {}
        self._lock = RLock()
        setting_changed.connect(self._clear)

    def __iter__(self):
        return iter([*self._lent, *getattr(settings, self.setting)])

    def __getitem__(self, alias: str) -> Any:
        """The instance; ImproperlyConfigured where the setting doesn't say how to make one."""
        with self._lock:
            if alias in self._lent:
                return self._lent[alias]
            if alias not in self._instances:
                self._instances[alias] = self.create(alias)
            return self._instances[alias]

    @contextmanager
    def lend(self, alias: str, instance: Any) -> Iterator[None]:
        """Within it the alias names this instance: for measuring what no setting names."""
        self._lent[alias] = instance
        try:
            yield
        finally:
            del self._lent[alias]

    def create(self, alias: str) -> Any:
        """A new instance, not kept; ImproperlyConfigured names the setting and what is wrong with it."""
        backend, options = self._entry(alias)
        try:
            cls = import_string(backend)
        except ImportError as error:
            raise ImproperlyConfigured(
                f"{self.setting}[{alias!r}]: can't import BACKEND {backend!r}: {error}"
            ) from error
        if not (isinstance(cls, type) and issubclass(cls, import_string(self.base))):
            raise ImproperlyConfigured(f"{self.setting}[{alias!r}]: {backend!r} is not a subclass of {self.base}.")
        try:
            return cls(**options)
        except TypeError as error:
            raise ImproperlyConfigured(f"{self.setting}[{alias!r}]: bad OPTIONS for {backend}: {error}") from error

    def _entry(self, alias: str) -> tuple[str, dict]:
        entries = getattr(settings, self.setting)
        entry = entries.get(alias) if isinstance(entries, dict) else None
        if entry is None:
            raise ImproperlyConfigured(f"{self.setting} has no {alias!r}; it has: {', '.join(map(repr, entries))}.")
        is_entry = isinstance(entry, dict) and isinstance(entry.get("BACKEND"), str)
        if not is_entry or entry.keys() - {"BACKEND", "OPTIONS"}:
            raise ImproperlyConfigured(
                f'{self.setting}[{alias!r}] must be {{"BACKEND": "dotted.path", "OPTIONS": {{...}}}}, not {entry!r}.'
            )
        return entry["BACKEND"], entry.get("OPTIONS", {})

    def _clear(self, *, setting: str, **kwargs) -> None:
        if setting == self.setting:
            with self._lock:
                self._instances.clear()
