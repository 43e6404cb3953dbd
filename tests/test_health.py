"""The health page beside a database server that stops, hangs and comes back. Not what searches are answered with."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import postgres_server

ROOT = Path(__file__).parent.parent
HEALTH = """
import logging, sys
import django
django.setup()
logging.disable()
from django.core.management import call_command
from django.db import close_old_connections
from django.test import Client
if "migrate" in sys.argv:
    call_command("migrate", verbosity=0)
client = Client(headers={"host": "127.0.0.1"})
for line in sys.stdin:
    close_old_connections()  # as a server does before each request, and this client does not
    response = client.get("/healthz")
    print(response.status_code, *response.json().values(), flush=True)
"""


@contextmanager
def site(database: str, *words: str):
    """Larder in a process of its own, with its own settings; call it for what its health page says."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "recipes_site.settings",
        "DJANGO_SECRET_KEY": "x",
        "DJANGO_HTTPS": "false",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database,
    }
    command = [sys.executable, "-c", HEALTH, *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) as process:

        def asked() -> str:
            process.stdin.write("\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield asked
        process.stdin.close()


def test_a_database_server_that_stops_is_told_until_it_is_back():
    with postgres_server() as server, site(server.database(), "migrate") as health:
        assert health() == "503 no_recipes None None None"
        server.stop()
        assert health() == "503 no_database None None None"
        server.start()
        assert health() == "503 no_recipes None None None"


def test_a_database_server_that_hangs_is_not_waited_for_longer_than_seconds():
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, site(f"postgres://cook@127.0.0.1:{silent.getsockname()[1]}/larder") as health:
        assert health() == "503 no_database None None None"
