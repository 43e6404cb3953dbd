"""The sentences to try: which are offered when."""

from datetime import datetime

import pytest

from recipes.examples import examples


@pytest.mark.parametrize(
    ("now", "hemisphere", "offered"),
    [
        (
            datetime(2026, 1, 15, 19),
            "north",
            [
                "something warm for a cold night",
                "quick dinner for a tired evening",
                "spicy noodles",
                "what to cook when I have a cold",
                "one pot, nothing else to wash",
                "a cake for a birthday",
            ],
        ),
        (
            datetime(2026, 1, 15, 8),
            "south",
            [
                "food for a summer barbecue",
                "a breakfast that keeps me full",
                "spicy noodles",
                "a refreshing salad for a hot day",
                "sweet pancakes",
                "a cake for a birthday",
            ],
        ),
        (
            datetime(2026, 4, 5, 12),
            "north",
            [
                "something green and fresh",
                "light lunch I can take to the office",
                "spicy noodles",
                "something for an Easter lunch",
                "a bowl of soup for lunch",
                "a cake for a birthday",
            ],
        ),
        (
            datetime(2026, 11, 30, 3),
            "north",
            [
                "a stew that simmers for hours",
                "a midnight snack",
                "spicy noodles",
                "mushrooms or pumpkin",
                "a loaf to bake overnight",
                "a cake for a birthday",
            ],
        ),
    ],
    ids=["winter evening", "southern summer morning", "spring noon", "autumn night"],
)
def test_what_is_offered_when(now, hemisphere, offered):
    assert [str(sentence) for sentence in examples(now, hemisphere)] == offered


@pytest.mark.parametrize(
    ("hemisphere", "seasons"), [("north", "WWPPPSSSAAAW"), ("south", "SSAAAWWWPPPS")], ids=["north", "south"]
)
def test_a_season_is_three_months(hemisphere, seasons):
    first = {
        "something warm for a cold night": "W",
        "something green and fresh": "P",
        "food for a summer barbecue": "S",
        "a stew that simmers for hours": "A",
    }
    moments = [datetime(2026, month, 1, 12) for month in range(1, 13)]
    assert "".join(first[str(examples(moment, hemisphere)[0])] for moment in moments) == seasons


def test_each_hour_has_its_sentences():
    second = {
        "a breakfast that keeps me full": "b",
        "light lunch I can take to the office": "l",
        "quick dinner for a tired evening": "d",
        "a midnight snack": "n",
    }
    moments = [datetime(2026, 7, 1, hour) for hour in range(24)]
    assert "".join(second[str(examples(moment, "north")[1])] for moment in moments) == "nnnnnbbbbbblllldddddddnn"
