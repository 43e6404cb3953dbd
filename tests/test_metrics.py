"""The measures by hand and against scikit-learn's, and intervals that say what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from recipes.evaluation import metrics
from recipes.evaluation.metrics import Estimate, estimate

GRADES = {"harira": 3, "pho": 2, "borscht": 1, "tea": 0}


def test_ndcg_by_hand():
    found = metrics.ndcg(["borscht", "harira", "unjudged", "pho"], GRADES)
    gained = 1 / np.log2(2) + 3 / np.log2(3) + 2 / np.log2(5)
    ideal = 3 / np.log2(2) + 2 / np.log2(3) + 1 / np.log2(4)
    assert found == pytest.approx(gained / ideal)


@pytest.mark.parametrize(
    ("ranking", "value"),
    [(["harira", "pho", "borscht"], 1.0), (["tea"], 0.0), ([], 0.0), (["tea"] * 10 + ["pho"], 0.0)],
)
def test_ndcg_at_its_ends(ranking, value):
    assert metrics.ndcg(ranking, GRADES) == value


@given(st.permutations(range(12)), st.lists(st.integers(0, 3), min_size=12, max_size=12).filter(any))
def test_ndcg_is_scikit_learns(order, graded):
    grades = {str(number): grade for number, grade in enumerate(graded)}
    ranking = [str(number) for number in order]
    scores = [[-order.index(number) for number in range(12)]]
    assert metrics.ndcg(ranking, grades) == pytest.approx(ndcg_score([graded], scores, k=10))


@pytest.mark.parametrize("figure", [metrics.ndcg, metrics.recall])
def test_a_query_without_an_answer_has_no_such_figure(figure):
    with pytest.raises(ValueError, match="needs a query that some recipe answers"):
        figure(["tea"], {"tea": 0})


@pytest.mark.parametrize(
    ("ranking", "value"),
    [(["harira", "borscht", "pho", "tea"], 2 / 3), (["harira"], 1 / 3), (["tea", "borscht", "x", "pho"], 0.0)],
)
def test_precision_counts_the_first_three_even_where_there_are_fewer(ranking, value):
    assert metrics.precision(ranking, GRADES) == value


def test_recall_is_of_the_relevant_or_of_the_room():
    assert metrics.recall(["tea", "pho"], GRADES) == 0.5
    many = {str(number): 2 for number in range(30)}
    assert metrics.recall([str(number) for number in range(8)], many) == 0.8


@pytest.mark.parametrize(("ranking", "value"), [(["borscht", "pho", "harira"], 1 / 2), (["tea"], 0.0), ([], 0.0)])
def test_reciprocal_rank_is_of_the_first_relevant(ranking, value):
    assert metrics.reciprocal_rank(ranking, GRADES) == value


def test_judged_says_how_much_of_the_first_ten_somebody_read():
    assert metrics.judged(["harira", "tea", "x", "y"], GRADES) == 0.5
    assert metrics.judged([], GRADES) == 1.0


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [("abc", "cab", 1.0), ("abc", "axy", 1 / 3), ("", "", 1.0), ("a", "", 0.0), ("a", "ab", 0.5)],
)
def test_overlap_of_two_rankings(first, second, value):
    assert metrics.overlap(list(first), list(second)) == value


def test_an_estimate_is_the_mean_within_its_interval_and_the_same_every_time():
    values = [0.0, 1.0] * 50
    found = estimate(values)
    assert found.value == 0.5
    # The normal approximation: 1.96 x 0.5 / sqrt(100).
    assert (found.low, found.high) == pytest.approx((0.402, 0.598), abs=0.01)
    assert estimate(values) == found


def test_more_queries_make_a_narrower_interval():
    few, many = estimate([0.0, 1.0] * 10), estimate([0.0, 1.0] * 200)
    assert many.high - many.low < (few.high - few.low) / 3


def test_of_nothing_there_is_no_estimate():
    assert estimate([]) is None


@pytest.mark.parametrize(("low", "high", "excludes"), [(0.1, 0.3, True), (-0.3, -0.1, True), (-0.1, 0.1, False)])
def test_whether_an_interval_excludes_zero(low, high, excludes):
    assert Estimate((low + high) / 2, low, high).excludes_zero is excludes
