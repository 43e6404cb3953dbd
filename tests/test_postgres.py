"""Larder on a real PostgreSQL with pgvector: its own tests, and those of whole ways through the app once more.

Not the tests themselves: they run in a process of their own, whose default database is that server.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ONCE_MORE = (
    "on_postgres.py",
    "test_embed_recipes.py",
    "test_evaluate_search.py",
    "test_find_recipes.py",
    "test_indexing.py",
    "test_search.py",
    "test_search_limits.py",
)


@pytest.mark.parametrize("files", [ONCE_MORE, ("on_postgres_journeys.py",)], ids=["searches", "journeys"])
def test_all_passes_on_postgresql(postgres_server, files):
    paths = [f"tests/{name}" for name in files]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--fail-on-skip", "-q", "-p", "no:cacheprovider", *paths],
        cwd=TESTS.parent,
        env=os.environ | {"TEST_DATABASE_URL": postgres_server.database()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_no_file_for_postgresql_is_forgotten():
    run = {*ONCE_MORE, "on_postgres_journeys.py"}
    assert {path.name for path in TESTS.glob("on_postgres*.py")} <= run
    assert all((TESTS / name).exists() for name in run)
