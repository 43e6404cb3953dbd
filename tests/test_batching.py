"""Batches of texts of like length: nothing is lost, none is over its budget, and little is padding."""

from hypothesis import given
from hypothesis import strategies as st

from recipes.embedders.batching import by_tokens


def test_longest_first_as_many_as_the_budget_holds():
    assert list(by_tokens([3, 10, 2, 9], 20)) == [([1, 3], 10), ([0, 2], 3)]


def test_padded_lengths_are_multiples_of_the_step():
    assert list(by_tokens([3, 10, 2, 9], 20, step=8)) == [([1], 16), ([3], 16), ([0, 2], 8)]


def test_a_text_that_is_over_the_budget_goes_alone_and_an_empty_one_has_a_length():
    assert list(by_tokens([0, 300], 256, step=8)) == [([1], 304), ([0], 8)]


def test_no_texts_make_no_batch():
    assert list(by_tokens([], 256)) == []


@given(st.lists(st.integers(0, 256), max_size=300))
def test_every_text_is_in_one_batch_and_little_is_padding(lengths):
    batches = list(by_tokens(lengths, 512, step=8))
    assert sorted(row for rows, _ in batches for row in rows) == list(range(len(lengths)))
    for rows, length in batches:
        assert max(lengths[row] for row in rows) <= length
        assert len(rows) == 1 or len(rows) * length <= 512
    padded = sum(len(rows) * length for rows, length in batches)
    assert padded <= sum(lengths) + 8 * len(lengths) + 8 * 512
