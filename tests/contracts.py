"""What every backend must do, as test classes that each backend's own test inherits. Not run by themselves."""

import numpy as np
import pytest

from recipes.embedders.base import Embedder
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.vector_indexes.base import Hit, VectorIndex
from tests.conftest import make_recipe

SPACE = "contract/3d"
LONG = " ".join(["simmer"] * 2000)


class EmbedderContract:
    """A subclass gives a fixture `embedder`."""

    def test_a_space_is_one_stable_string_that_fits_the_database(self, embedder: Embedder):
        assert embedder.space == embedder.space
        assert 0 < len(embedder.space) <= 200

    def test_passages_become_unit_float32_rows_in_order(self, embedder: Embedder):
        texts = ["lentil soup", "a cake with a very long name that is not like the others", "lentil soup"]
        vectors = embedder.embed_passages(texts)
        assert (vectors.shape, vectors.dtype) == ((3, embedder.dimensions), np.float32)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(vectors[0], vectors[2], atol=1e-5)
        assert vectors[0] @ vectors[1] < 0.95

    def test_more_texts_than_a_batch_give_what_each_gives_alone(self, embedder: Embedder):
        texts = [f"soup number {n} " + "stir " * (n % 7) for n in range(embedder.batch_size + 3)]
        together = embedder.embed_passages(texts)
        alone = np.concatenate([embedder.embed_passages([text]) for text in (texts[0], texts[-1])])
        np.testing.assert_allclose(together[[0, -1]], alone, atol=1e-4)

    def test_a_query_is_one_unit_vector(self, embedder: Embedder):
        vector = embedder.embed_query("something with lentils")
        assert (vector.shape, vector.dtype) == ((embedder.dimensions,), np.float32)
        assert abs(np.linalg.norm(vector) - 1) < 1e-5

    def test_no_texts_give_no_rows(self, embedder: Embedder):
        assert embedder.embed_passages([]).shape == (0, embedder.dimensions)

    @pytest.mark.parametrize("text", ["", " ", "汤", "🍲🍲", "crème brûlée", "\x00", "a" * 5000, LONG])
    def test_odd_texts_give_unit_vectors(self, embedder: Embedder, text):
        assert abs(np.linalg.norm(embedder.embed_query(text)) - 1) < 1e-5

    def test_tokens_grow_with_the_text_and_the_window_is_positive(self, embedder: Embedder):
        assert 0 < embedder.count_tokens("salt") < embedder.count_tokens("salt and pepper") <= embedder.max_tokens
        assert embedder.count_tokens(LONG) > embedder.max_tokens


def store(recipe: Recipe, *vectors, space: str = SPACE) -> None:
    """Embeddings at positions 0, 1, ... with these (not normalised) directions, published."""
    EmbeddingSpace.objects.get_or_create(space=space)
    for position, vector in enumerate(vectors):
        unit = np.array(vector, "<f4") / np.linalg.norm(vector)
        Embedding.objects.create(
            recipe=recipe,
            space=space,
            position=position,
            kind="title",
            text=f"{recipe.title} {position}",
            fingerprint=f"mark {position}",
            vector=unit.astype("<f4").tobytes(),
        )
    EmbeddingSpace.objects.mark_written(space)
    EmbeddingSpace.objects.publish(space)


EAST = np.array([1, 0, 0], np.float32)


@pytest.mark.django_db
class VectorIndexContract:
    """A subclass gives a fixture `index`: a VectorIndex over the test's database."""

    def test_each_recipe_once_by_its_best_passage_best_first(self, index: VectorIndex):
        near, far, middle = make_recipe("Near"), make_recipe("Far"), make_recipe("Middle")
        store(far, [0, 1, 0], [-1, 0, 0])
        store(near, [0, 5, 0], [3, 4, 0], [4, 3, 0])
        store(middle, [3, 4, 0])
        assert index.search(SPACE, EAST, None) == [
            Hit(near.pk, 2, pytest.approx(0.8, abs=1e-5), "mark 2"),
            Hit(middle.pk, 0, pytest.approx(0.6, abs=1e-5), "mark 0"),
            Hit(far.pk, 0, pytest.approx(0.0, abs=1e-5), "mark 0"),
        ]

    def test_k_bounds_and_none_does_not(self, index: VectorIndex):
        for n in range(5):
            store(make_recipe(f"Recipe {n}"), [1, n, 0])
        everything = index.search(SPACE, EAST, None)
        assert len(everything) == 5
        assert index.search(SPACE, EAST, 2) == everything[:2]
        assert index.search(SPACE, EAST, 50) == everything

    def test_ties_go_by_recipe_id(self, index: VectorIndex):
        recipes = [make_recipe(f"Twin {n}") for n in range(7)]
        for recipe in reversed(recipes):
            store(recipe, [0.3, 0.4, 0.5])
        assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [recipe.pk for recipe in recipes]

    def test_only_the_recipes_of_the_queryset(self, index: VectorIndex):
        kept, draft = make_recipe("Kept"), make_recipe("Draft", published=False)
        store(kept, [0, 1, 0])
        store(draft, [1, 0, 0])
        hits = index.search(SPACE, EAST, 1, Recipe.objects.published())
        assert [hit.recipe_id for hit in hits] == [kept.pk]
        assert index.search(SPACE, EAST, None, Recipe.objects.none()) == []

    def test_only_the_vectors_of_the_space(self, index: VectorIndex):
        store(make_recipe("Ours"), [0, 1, 0])
        store(make_recipe("Theirs"), [1, 0, 0], space="another/3d")
        hits = index.search(SPACE, EAST, None)
        assert [(hit.position, round(hit.score, 5)) for hit in hits] == [(0, 0.0)]

    def test_what_a_finished_run_has_published_is_found_without_a_restart(self, index: VectorIndex):
        first = make_recipe("First")
        store(first, [0, 1, 0])
        assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [first.pk]
        second = make_recipe("Second")
        store(second, [1, 0, 0])
        assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [second.pk, first.pk]

    def test_a_deleted_recipe_is_gone(self, index: VectorIndex):
        gone, kept = make_recipe("Gone"), make_recipe("Kept")
        store(gone, [1, 0, 0])
        store(kept, [0, 1, 0])
        index.search(SPACE, EAST, None)
        gone.delete()
        assert [hit.recipe_id for hit in index.search(SPACE, EAST, None, Recipe.objects.all())] == [kept.pk]

    def test_scores_stay_within_a_cosine(self, index: VectorIndex):
        store(make_recipe("Same"), [1, 0, 0])
        store(make_recipe("Opposite"), [-1, 0, 0])
        assert [hit.score for hit in index.search(SPACE, EAST, None)] == [1, -1]

    def test_an_unknown_or_empty_space_finds_nothing(self, index: VectorIndex):
        EmbeddingSpace.objects.create(space="empty/3d")
        assert index.search("empty/3d", EAST, None) == []
        assert index.search("never heard of", EAST, None) == []

    def test_a_vector_of_another_size_is_refused(self, index: VectorIndex):
        store(make_recipe("Three"), [1, 0, 0])
        with pytest.raises(ValueError, match="shape"):
            index.search(SPACE, np.ones(4, np.float32), None)
