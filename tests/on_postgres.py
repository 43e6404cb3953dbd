"""PostgreSQL with pgvector: what only it does. Run by tests/test_postgres.py with a real server as the default database."""

import pytest

from recipes.vector_indexes.pgvector import PgVectorIndex
from tests.contracts import VectorIndexContract


@pytest.fixture
def index():
    return PgVectorIndex()


class TestPgVectorIndex(VectorIndexContract):
    pass
