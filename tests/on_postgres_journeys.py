"""Whole ways through Larder on PostgreSQL with the real model, and search as good there as with the exact index.

pytest doesn't collect it by itself: tests/test_postgres.py runs it with a real server as the default database.
"""

import pytest

from recipes import evaluation
from recipes.embedders import embedders
from recipes.models import EmbeddingSpace
from recipes.vector_indexes import vector_indexes
from recipes.vector_indexes.exact import ExactIndex
from recipes.vector_indexes.pgvector import PgVectorIndex
from tests.postgres import prefer_the_graph
from tests.test_journeys import *  # noqa: F403
from tests.test_journeys import _starter_site  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.model]
FIGURES_APART = 0.005


class ByGraph(PgVectorIndex):
    """Goes by the graph however many are wanted: the first two hundred.

    Among them have to be the recipes that come first for the foods that are named, however far they lie.
    """

    def search(self, space, vector, k, recipes=None):
        return super().search(space, vector, k or 200, recipes)


def figures(queries) -> dict[str, float]:
    space = EmbeddingSpace.objects.active()
    system = evaluation.larder(space.threshold)
    return {name: figure.value for name, figure in evaluation.measure(system, queries).figures.items() if figure}


def test_search_is_as_good_as_with_the_exact_index():
    queries = evaluation.read_queries(half="dev")
    space = EmbeddingSpace.objects.active().space
    assert space == embedders["default"].space
    found = figures(queries)
    with vector_indexes.lend("default", ExactIndex()):
        assert figures(queries) == found
    by_graph = ByGraph(graph_from=1, graph_cost=0)
    assert by_graph.prepare(space).startswith("Made the graph of ")
    prefer_the_graph()
    with vector_indexes.lend("default", by_graph):
        assert figures(queries) == pytest.approx(found, abs=FIGURES_APART)
