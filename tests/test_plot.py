"""The plot's geometry: bars stand where their scores lie, and marks beside them. Not the page."""

import pytest

from recipes.admin.plot import LEFT, PANEL, WIDTH, plot

COUNTS = [0, 1, 4, 0]


def test_bars_stand_at_their_scores_and_the_highest_fills_the_panel():
    [panel] = plot({"relevant": COUNTS}, {}).panels
    assert [(bar.x, bar.height, bar.title) for bar in panel.bars] == [
        (LEFT + WIDTH / 4, PANEL / 4, "0.250 to 0.500: 1"),
        (LEFT + WIDTH / 2, PANEL, "0.500 to 0.750: 4"),
    ]
    assert {bar.y + bar.height for bar in panel.bars} == {panel.y}
    assert (panel.title, panel.of) == ("Relevant results", 5)


def test_panels_lie_below_each_other_within_the_picture():
    drawn = plot({"relevant": COUNTS, "no match": COUNTS}, {})
    first, second = drawn.panels
    assert first.y < second.y - PANEL < second.y < drawn.height


@pytest.mark.parametrize(("score", "x"), [(0.5, LEFT + WIDTH / 2), (-0.2, LEFT), (1.5, LEFT + WIDTH)])
def test_marks_stand_at_their_score_or_at_the_edge(score, x):
    assert [(mark.name, mark.x, mark.score) for mark in plot({}, {"threshold": score}).marks] == [
        ("threshold", x, score)
    ]


def test_an_empty_kind_is_an_empty_panel():
    [panel] = plot({"relevant": [0, 0]}, {}).panels
    assert (panel.bars, panel.of) == ([], 0)
