"""A database of its own for a while, thrown away at the end: nothing that happens in it touches the site's data.

Not a test tool: commands measure the starter collection in it with the very code that serves cooks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

SQLITE = "django.db.backends.sqlite3"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Within it this thread's default database is a new, migrated one: of the kind that the site's is."""
    place = schema if connections[DEFAULT_DB_ALIAS].vendor == "postgresql" else sqlite_file
    with place() as config, default_database(config):
        call_command("migrate", verbosity=0, interactive=False)
        yield


@contextmanager
def default_database(config: dict) -> Iterator[None]:
    """Within it this thread's default database is the one of these Django settings."""
    outside = connections[DEFAULT_DB_ALIAS]
    try:
        with connected(DEFAULT_DB_ALIAS, config):
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = outside


@contextmanager
def connected(alias: str, config: dict) -> Iterator[None]:
    """Within it this thread has a connection of this alias, which no settings need to name."""
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: config})[DEFAULT_DB_ALIAS]
    connections[alias] = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, alias)
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]


@contextmanager
def sqlite_file() -> Iterator[dict]:
    with TemporaryDirectory(prefix="larder-") as folder:
        yield {"ENGINE": SQLITE, "NAME": Path(folder) / "scratch.db"}


@contextmanager
def schema() -> Iterator[dict]:
    """A schema in the site's own PostgreSQL database, before the one that has the site's tables and pgvector."""
    # Through a connection of its own: what is measured may be inside a transaction.
    site = connections[DEFAULT_DB_ALIAS].copy()
    name = f"larder_{uuid4().hex}"
    options = site.settings_dict["OPTIONS"]
    path = f"{options.get('options', '')} -c search_path={name},public".strip()
    try:
        run(site, f"CREATE SCHEMA {name}")
        # An empty list of its own of what was migrated: every table is then made anew, and hides the site's.
        run(site, f"CREATE TABLE {name}.django_migrations (LIKE django_migrations INCLUDING ALL)")
        yield site.settings_dict | {"OPTIONS": options | {"options": path}}
    finally:
        run(site, f"DROP SCHEMA IF EXISTS {name} CASCADE")
        site.close()


def run(connection, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
