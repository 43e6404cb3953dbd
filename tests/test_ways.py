"""Tools and ways of cooking to do without: their words, and what a method shows. The data is Larder's own."""

import pytest

from recipes.querying.vocabulary import vocabulary
from recipes.querying.words import Words
from recipes.ways import Ways

WAYS = Ways.load()


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("oven", "oven"),
        ("Baking", "oven"),
        ("food-processor", "blender"),
        ("deep  fryer", "deep-frying"),
        ("spoon", None),
        ("", None),
    ],
)
def test_a_word_names_a_way(words, way):
    assert WAYS.way(words) == way


@pytest.mark.parametrize(
    ("method", "way", "shown"),
    [
        ("Bake at 180 degrees for an hour.", "oven", True),
        ("BAKED apples", "oven", True),
        ("Chill for an hour. No-bake treats are quick.", "oven", False),
        ("Stir in the baking powder and the baked beans.", "oven", False),
        ("Simmer in a Dutch oven.", "oven", False),
        ("Simmer in a Dutch oven, then put that into the oven.", "oven", True),
        ("Dry-roast the spices.", "oven", False),
        ("There is no need to knead the dough.", "kneading", False),
        ("Don't knead it. Rest, then knead for a minute.", "kneading", True),
        ("Freeze in an ice-cream maker.", "ice cream machine", True),
        ("Freeze for six hours, stirring twice.", "ice cream machine", False),
        ("Toss the salad with the dressing.", "cooking", False),
        ("Bring to the boil.", "cooking", True),
        ("Melt the butter.", "cooking", True),
        ("Drizzle with toasted sesame oil.", "cooking", False),
        ("Sauté the onions.", "stove", True),
        ("Reboiling is not needed; the unbaked base is firm.", "oven", False),
        ("Serve chilled.", "cold", True),
        ("Chill the dough for an hour, then bake it.", "cold", False),
        ("Serve warm with ice cream.", "cold", False),
        ("Serve hot or cold.", "cold", False),
        ("Shake with ice cubes and strain.", "cold", True),
        ("", "oven", False),
    ],
)
def test_what_a_method_shows(method, way, shown):
    assert WAYS.shown_by("A dish", method, way) is shown


@pytest.mark.parametrize(
    ("title", "way", "shown"),
    [
        ("Baked apples", "oven", True),
        ("Lime slushie", "cold", True),
        ("Gazpacho andaluz", "cold", True),
        ("Apple crumble", "cold", False),
    ],
)
def test_what_a_title_shows(title, way, shown):
    assert WAYS.shown_by(title, "Mix and serve.", way) is shown


def test_an_unknown_way_is_an_error():
    with pytest.raises(KeyError):
        WAYS.shown_by("A dish", "Bake it.", "telepathy")


def test_two_ways_may_not_share_a_word():
    way = {"said": ["oven"], "shown": ["oven"], "not": []}
    with pytest.raises(ValueError, match="'oven' is said of one and of two"):
        Ways({"one": way, "two": way}, ["no"])


def test_a_sentence_reads_every_word_for_a_way():
    known = vocabulary().unwanted
    assert [word for word in WAYS.said() if (known.at(Words(word), 0) or (0,))[0] != len(word.split())] == []
