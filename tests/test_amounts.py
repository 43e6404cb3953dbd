"""Durations and servings as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recipes.amounts import iso_duration, minutes, servings

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (90, 90),
        (89.2, 90),
        (0, 0),
        ("90", 90),
        (" 90.0 ", 90),
        ("PT1H30M", 90),
        ("pt45m", 45),
        ("PT90S", 2),
        ("P1DT2H", 1560),
        ("P0Y0M0DT0H35M0.000S", 35),
        ("PT0S", 0),
        ("1:30", 90),
        ("0:45", 45),
        ("1 h 15", 75),
        ("1h15", 75),
        ("1h 15m", 75),
        ("45 mins", 45),
        ("45 Min.", 45),
        ("1 hr. 30 min.", 90),
        ("1 hour and 30 minutes", 90),
        ("2 days, 1 hour", 2940),
        ("1½ hours", 90),
        ("1 1/2 hours", 90),
        ("half an hour", 30),
        ("an hour", 60),
        ("one and a half hours", 90),
        ("1,5 Stunden", 90),
        ("about 20 minutes", 20),
        ("30 to 60 mins", 60),
        ("30 mins to 1 hour", 60),
        ("2–3 hours", 180),
        ("less than 30 mins", 30),
        ("no cooking required", 0),
    ],
)
def test_minutes(written, read):
    assert minutes(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "overnight",
        "over 2 hours",
        "20 mins plus chilling",
        "1 hour - 20",
        "1,500",
        "-5",
        "-PT5M",
        "PT",
        "P",
        "1:75",
        "5 5",
        "10 apples",
        "",
        -1,
        float("nan"),
        float("inf"),
        True,
        None,
        ["5"],
    ],
)
def test_no_certain_minutes(written):
    assert minutes(written) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (4, 4),
        (4.0, 4),
        ("4", 4),
        ("4.0", 4),
        ("Serves 4-6", 4),
        ("Serves six.", 6),
        ("4 to 6 servings", 4),
        ("4 servings", 4),
        ("Servings: 8", 8),
        ("for 4 persons", 4),
        ("4-6 Personen", 4),
        ("about 4 portions", 4),
        ("makes 4", 4),
        ("6 servings (1 cup each)", 6),
        ("Makes 12 muffins; serves 6", 6),
        (["24 cookies", "8 servings"], 8),
    ],
)
def test_servings(written, read):
    assert servings(written) == read


@pytest.mark.parametrize("written", ["24 cookies", "1 loaf", "2 cups", "1 (9-inch) pie", "", None, 4.5, "-4", True, {}])
def test_no_certain_servings(written):
    assert servings(written) is None


@settings(deadline=None)
@given(ANYTHING)
def test_anything_is_read_or_none(value):
    for read in (minutes, servings):
        result = read(value)
        assert result is None or (type(result) is int and result >= 0)


@settings(deadline=None)
@given(st.text(alphabet="0123456789 hmpsdtPT:.,/½-andto", max_size=30))
def test_nearly_durations_are_read_or_none(text):
    assert minutes(text) is None or minutes(text) >= 0


@settings(deadline=None)
@given(st.integers(0, 200_000))
def test_an_iso_duration_reads_back(count):
    assert minutes(iso_duration(count)) == count
