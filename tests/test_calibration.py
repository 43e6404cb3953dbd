"""Calibration: the threshold and the labels follow from judged scores by a rule that can be checked by hand."""

import json

import pytest

from recipes.calibration import (
    SHIPPED,
    Calibration,
    ScoredQuery,
    calibrate,
    lowest_with_precision,
    mistakes,
    neighbours,
    rates_at,
    shipped_calibration,
    within,
)


def real(*results: tuple[float, bool]) -> ScoredQuery:
    return ScoredQuery("dinner", [score for score, _ in results], [right for _, right in results], answerable=True)


def nonsense(*scores: float) -> ScoredQuery:
    return ScoredQuery("invoice", list(scores), [False] * len(scores), answerable=False)


QUERIES = [
    real((0.7, True), (0.5, True), (0.3, False)),
    real((0.6, False), (0.45, True)),
    nonsense(0.3, 0.1),
    nonsense(0.2),
]


def test_rates_by_hand():
    rates = rates_at(0.5, QUERIES)
    assert (rates.answered, rates.answered_rightly, rates.refused) == (1.0, 0.5, 1.0)
    assert rates.precision == pytest.approx(2 / 3)
    assert rates.balance == 0.75


def test_a_score_at_the_threshold_counts_as_shown():
    assert rates_at(0.3, QUERIES).refused == 0.5


def test_the_threshold_lies_between_nonsense_and_the_last_right_answer():
    assert calibrate(QUERIES, {}).threshold == pytest.approx((0.3 + 0.45) / 2, abs=1e-3)


def test_where_they_overlap_it_weighs_one_against_the_other():
    overlapping = [*QUERIES, nonsense(0.65)]
    assert rates_at(calibrate(overlapping, {}).threshold, overlapping).balance == pytest.approx((1 + 2 / 3) / 2)


@pytest.mark.parametrize(
    ("best", "doubt", "cut_off"),
    [(0.9, 0, 0.6), (0.7, 0, 0.5), (0.45, 0, 0.3), (0.2, 0, 0.3), (0.9, 0.1, 0.7), (0.5, 0.15, 0.45)],
)
def test_a_match_is_good_or_within_reach_of_the_best_and_above_the_threshold(best, doubt, cut_off):
    calibration = Calibration(threshold=0.3, good=0.6, strong=0.8, reach=0.2)
    assert calibration.cut_off(best, doubt) == pytest.approx(cut_off)


def test_without_a_reach_the_threshold_alone_cuts_off():
    assert Calibration(threshold=0.3, good=0.6, strong=0.8).cut_off(0.9, 0.1) == pytest.approx(0.4)


def test_the_reach_is_the_shortest_that_leaves_queries_their_relevant_results():
    behind = [real((0.7, False), (0.58, True), (0.5, False)), real((0.6, True), (0.4, False)), nonsense(0.2)]
    calibration = calibrate(behind, {})
    assert calibration.reach == 0.15
    number_shown = (2 + 1) / 2
    assert within(calibration, behind) == (1.0, pytest.approx(2 / 3), number_shown)


def test_labels_start_where_enough_of_the_results_are_relevant():
    results = [real((0.9, True), (0.8, True), (0.7, True), (0.6, False), (0.5, True), (0.4, False), (0.3, False))]
    assert lowest_with_precision(0.9, 0.0, results) == 0.7
    assert lowest_with_precision(0.7, 0.0, results) == 0.5
    assert lowest_with_precision(0.7, 0.6, results) == 0.6
    assert lowest_with_precision(0.7, 0.0, [real((0.4, False))]) == 1.0


def test_what_it_measured_goes_with_it():
    calibration = calibrate(QUERIES, {"queries": "mine.json"})
    assert calibration.provenance["queries"] == "mine.json"
    assert calibration.provenance["rates"]["refused"] == 1.0


@pytest.mark.parametrize("queries", [[], QUERIES[:2], QUERIES[2:]])
def test_both_kinds_of_query_are_needed(queries):
    with pytest.raises(ValueError, match="needs queries"):
        calibrate(queries, {})


def test_queries_that_found_nothing_are_refused_everywhere():
    empty = [real((0.5, True)), ScoredQuery("nothing", [], [], answerable=False)]
    assert rates_at(-1, empty).refused == 1.0


def test_neighbours_cost_what_they_cost():
    table = neighbours(Calibration(0.4, 0.5, 0.6), QUERIES)
    assert [round(rates.threshold, 2) for rates in table] == [0.3, 0.35, 0.38, 0.4, 0.42, 0.45, 0.5]
    assert table[0] == rates_at(table[0].threshold, QUERIES)


def test_mistakes_are_named():
    assert mistakes(0.65, QUERIES) == {"Real queries refused": ["dinner (0.600)"], "Others answered": []}
    assert mistakes(0.25, QUERIES)["Others answered"] == ["invoice (0.300)"]


@pytest.mark.parametrize(
    ("score", "label"), [(0.9, "strong match"), (0.8, "strong match"), (0.6, "good match"), (0.4, "loosely related")]
)
def test_labels(score, label):
    assert Calibration(0.3, good=0.5, strong=0.8).label(score) == label


def test_shipped_calibrations_are_complete():
    entries = json.loads(SHIPPED.read_text("utf-8"))
    assert entries.keys() >= set()
    for space in entries:
        calibration = shipped_calibration(space)
        assert -1 < calibration.threshold <= calibration.good <= calibration.strong <= 1
        assert calibration.provenance.keys() >= {"measured", "command", "queries", "real", "none", "recipes", "rates"}
        assert calibration.provenance["real"] >= 60
        assert calibration.provenance["none"] >= 20
    assert shipped_calibration("no such space") is None
