"""For how many a recipe is shown, for anything an address may ask."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.portions import MOST, lines_for, portions
from recipes.scaling import Part


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, 4),
        ({"serves": "6"}, 6),
        ({"serves": " 6 "}, 6),
        ({"serves": "0"}, 1),
        ({"serves": "006"}, 6),
        ({"serves": "99999999999999999999"}, MOST),
        ({"serves": "-3"}, 4),
        ({"serves": "4.5"}, 4),
        ({"serves": "²"}, 4),
        ({"serves": "٦"}, 4),
        ({"serves": "many"}, 4),
        ({"batch": "double"}, 4),
    ],
)
def test_as_many_as_asked_within_bounds(asked, shown):
    found = portions(4, asked)
    assert (found.shown, found.factor, found.is_scaled) == (shown, Fraction(shown, 4), shown != 4)


def test_a_step_down_and_up_ends_at_the_bounds():
    ends = [portions(4, {"serves": text}) for text in ("1", "2", str(MOST))]
    assert [(found.fewer, found.more) for found in ends] == [(1, 2), (1, 3), (MOST - 1, MOST)]
    assert portions(500, {"serves": "900"}).shown == 500


@pytest.mark.parametrize(
    ("batch", "factor"), [("half", Fraction(1, 2)), ("double", 2), ("", 1), ("treble", 1), ("1e9", 1)]
)
def test_who_says_no_servings_is_halved_or_doubled(batch, factor):
    assert portions(None, {"batch": batch, "serves": "6"}).factor == factor


@given(st.none() | st.integers(1, 1000), st.text() | st.integers().map(str), st.text())
def test_any_address_is_answered(written, serves, batch):
    found = portions(written, {"serves": serves, "batch": batch})
    assert found.factor > 0
    assert found.shown is None if written is None else 1 <= found.shown <= max(MOST, written)


def test_headings_are_nothing_to_tick_off():
    lines = lines_for(["For the dough:", "1 egg"], Fraction(2))
    assert [line.is_heading for line in lines] == [True, False]
    assert lines[1].parts == (Part("2", True), Part(" eggs"))
