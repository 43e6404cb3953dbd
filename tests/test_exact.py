"""The exact index against the contract, and against plain NumPy."""

import numpy as np
import pytest

from recipes.models import Embedding
from recipes.vector_indexes.exact import ExactIndex
from tests.conftest import make_recipe
from tests.contracts import SPACE, VectorIndexContract, store


@pytest.fixture
def index():
    return ExactIndex()


class TestExactIndex(VectorIndexContract):
    pass


@pytest.mark.django_db
def test_it_ranks_as_the_textbook_formula_does(index):
    rng = np.random.default_rng(7)
    raw = {make_recipe(f"Random {n}").pk: rng.standard_normal((1 + n % 4, 8)) for n in range(30)}
    for pk, vectors in raw.items():
        store(Embedding._meta.get_field("recipe").related_model.objects.get(pk=pk), *vectors)
    query = rng.standard_normal(8)
    cosines = {
        pk: max(vector @ query / (np.linalg.norm(vector) * np.linalg.norm(query)) for vector in vectors)
        for pk, vectors in raw.items()
    }
    hits = index.search(SPACE, (query / np.linalg.norm(query)).astype(np.float32), None)
    assert [hit.recipe_id for hit in hits] == sorted(cosines, key=cosines.get, reverse=True)
    assert [hit.score for hit in hits] == pytest.approx(sorted(cosines.values(), reverse=True), abs=1e-5)


@pytest.mark.django_db
def test_a_search_costs_two_queries_once_the_vectors_are_in_memory(index, django_assert_num_queries):
    from recipes.models import Recipe

    store(make_recipe("One"), [1, 0, 0])
    query = np.array([1, 0, 0], np.float32)
    index.search(SPACE, query, None, Recipe.objects.published())
    with django_assert_num_queries(2):
        index.search(SPACE, query, None, Recipe.objects.published())
