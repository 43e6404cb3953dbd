"""Vectors kept smaller: each kind of number is what it says, and queries stay exact."""

import numpy as np
import pytest

from recipes.embedders.variants import BYTES, Variant, rounded
from tests.contracts import EmbedderContract
from tests.fakes import WordEmbedder

TEXTS = ["lentil soup", "apple crumble", "grilled sardines with lemon"]


class CountingEmbedder(WordEmbedder):
    """Counts the texts that it is asked for."""

    asked = 0

    def encode(self, texts, *, is_query):
        self.asked += len(texts)
        return super().encode(texts, is_query=is_query)


@pytest.mark.parametrize("kind", BYTES)
class TestVariant(EmbedderContract):
    @pytest.fixture
    def embedder(self, kind):
        return Variant(WordEmbedder(), kind, 64)


def test_a_space_says_kind_and_dimensions():
    spaces = {Variant(WordEmbedder(), kind, size).space for kind in BYTES for size in (64, None)}
    assert len(spaces) == 2 * len(BYTES)


@pytest.mark.parametrize(
    ("kind", "least"), [("float32", 1 - 1e-6), ("bfloat16", 0.9999), ("int8", 0.999), ("binary", 0.7)]
)
def test_rounded_documents_lie_near_the_exact_ones(kind, least):
    exact = WordEmbedder().embed_passages(TEXTS)
    kept = Variant(WordEmbedder(), kind).embed_passages(TEXTS)
    assert (exact * kept).sum(axis=1).min() >= least


def test_queries_are_never_rounded():
    query = Variant(WordEmbedder(), "binary").embed_query("soup")
    np.testing.assert_allclose(query, WordEmbedder().embed_query("soup"), atol=1e-6)


def test_bfloat16_keeps_eight_bits_of_the_fraction_rounded_to_even():
    # As torch.tensor(x).bfloat16().float() gives.
    given = np.array([[1.0, 0.1, -0.3, 1.00390625, 1.01171875]], np.float32)
    assert rounded(given, "bfloat16").tolist() == [[1.0, 0.10009765625, -0.30078125, 1.0, 1.015625]]


def test_int8_has_at_most_255_values():
    kept = rounded(np.random.default_rng(0).standard_normal((4, 384)).astype(np.float32), "int8")
    assert (kept == kept.round()).all()
    assert np.abs(kept).max() == 127


def test_bytes_a_vector():
    assert [Variant(WordEmbedder(), kind).bytes_a_vector for kind in BYTES] == [1024, 512, 256, 32]


def test_shared_texts_are_encoded_once():
    whole, remembered = CountingEmbedder(), {}
    for kind in BYTES:
        Variant(whole, kind, remembered=remembered).embed_passages(TEXTS)
    assert whole.asked == len(TEXTS)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="it may be float32, bfloat16, int8, binary"):
        Variant(WordEmbedder(), "float8")
