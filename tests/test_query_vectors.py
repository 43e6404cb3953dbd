"""A repeated query never touches the model."""

import numpy as np

from recipes.search.remembered import QueryVectors
from tests.fakes import WordEmbedder


class Counting(WordEmbedder):
    """Keeps what it was asked to encode."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def encode(self, texts, *, is_query):
        self.asked += texts
        return super().encode(texts, is_query=is_query)


def test_known_texts_are_not_embedded_again_and_keep_their_places():
    vectors, embedder = QueryVectors(), Counting()
    first = vectors.embed(embedder, ["warm soup", "cake"])
    again = vectors.embed(embedder, ["cake", "bread", "warm soup", "cake"])
    assert sorted(embedder.asked) == ["bread", "cake", "warm soup"]
    assert np.array_equal(again[[2, 0]], first)
    assert np.array_equal(again[0], again[3])


def test_only_the_last_ones_are_kept():
    vectors, embedder = QueryVectors(most=2), Counting()
    for text in ("soup", "cake", "soup", "bread", "soup", "cake"):
        vectors.embed(embedder, [text])
    assert embedder.asked == ["soup", "cake", "bread", "cake"]


def test_another_embedder_has_vectors_of_its_own():
    vectors, one, other = QueryVectors(), Counting(), Counting()
    vectors.embed(one, ["soup"])
    vectors.embed(other, ["soup"])
    assert (one.asked, other.asked) == (["soup"], ["soup"])
