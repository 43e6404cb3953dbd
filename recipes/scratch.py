"""A database of its own for a while, thrown away at the end: nothing that happens in it touches the site's data.

Not a test tool: commands measure the starter collection in it with the very code that serves cooks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

ENGINE = "django.db.backends.sqlite3"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Within it this thread's default database is a new, migrated SQLite file."""
    with TemporaryDirectory(prefix="larder-") as folder:
        file = {"ENGINE": ENGINE, "NAME": Path(folder) / "scratch.db"}
        configured = connections.configure_settings({DEFAULT_DB_ALIAS: file})[DEFAULT_DB_ALIAS]
        connection = load_backend(ENGINE).DatabaseWrapper(configured, DEFAULT_DB_ALIAS)
        outside = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = connection
        try:
            call_command("migrate", verbosity=0, interactive=False)
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = outside
            connection.close()
