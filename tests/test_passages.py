"""Passages: every word is in some passage, in order, and none is longer than the model can read."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.passages import (
    PASSAGES_VERSION,
    Passage,
    RecipeText,
    digest,
    facts,
    occasions,
    pieces,
    source_hash,
    split,
    split_recipe,
)
from tests.fakes import WordEmbedder

count_words = WordEmbedder().count_tokens
texts = st.text(max_size=400)
sentences = st.lists(
    st.sampled_from(["salt", "pepper.", "simmer", "gently!", "æ", "汤", "a" * 90, "1/2"]), max_size=300
)


def count_bytes(text: str) -> int:
    """A tokenizer with bytes for tokens and two marks of its own, as byte-level models have."""
    return len(text.encode("utf-8", "surrogatepass")) + 2


def covers(passages: list[str], words: list[str]) -> bool:
    """Whether the passages, each taken up where the one before shares its words, spell all the words in order."""
    place = 0
    for passage in passages:
        mine = passage.split()
        starts = [start for start in range(place + 1) if words[start : start + len(mine)] == mine]
        if not starts or (starts[-1] + len(mine) <= place and mine):
            return False
        place = starts[-1] + len(mine)
    return place == len(words)


@given(words=sentences, window=st.integers(5, 60))
def test_every_word_is_in_some_passage_in_order(words, window):
    assert covers(list(split(" ".join(words), count_words, window)), words)


@given(text=texts, window=st.integers(8, 60))
def test_no_character_of_any_text_is_lost_and_no_passage_is_too_long(text, window):
    passages = list(split(text, count_bytes, window))
    cut_words = [piece for word in text.split() for piece in pieces(word, count_bytes, window)]
    assert "".join(cut_words) == "".join(text.split())
    assert covers(passages, cut_words)
    assert all(count_bytes(passage) <= window for passage in passages)


@given(words=sentences, window=st.integers(5, 60))
def test_no_passage_is_longer_than_the_window(words, window):
    assert all(count_words(passage) <= window for passage in split(" ".join(words), count_words, window))


def test_neighbours_share_about_a_fifth():
    words = [f"word{n}" for n in range(200)]
    passages = [passage.split() for passage in split(" ".join(words), count_words, 50)]
    shared = [len(set(a) & set(b)) / len(a) for a, b in pairwise(passages)]
    assert shared == [0.2] * len(shared)
    assert len(passages) == 5


def test_a_cut_falls_at_the_end_of_a_sentence_where_one_is_near():
    text = " ".join(f"Step {n} takes a while." for n in range(30))
    passages = list(split(text, count_words, 40))
    assert [passage[-1] for passage in passages] == ["."] * len(passages)
    assert [passage.split()[0] for passage in passages] == ["Step"] * len(passages)


def test_a_short_tail_is_kept():
    text = " ".join(["stir"] * 40) + " Serve warm with rice."
    assert list(split(text, count_words, 40))[-1].endswith("Serve warm with rice.")


def test_a_word_longer_than_the_window_is_cut_and_kept():
    assert "".join(split("x" * 100, count_bytes, 30)) == "x" * 100


HARIRA = RecipeText(
    title="Harira",
    summary="A thick, lemony soup of chickpeas and lentils",
    ingredients=("200 g chickpeas", "1 lemon"),
    method=("Soak the chickpeas", "Simmer for an hour."),
    course="soup",
    cuisine="Moroccan",
    diets=("halal",),
    seasons=("winter",),
    occasions=("Ramadan",),
    moods=("warming", "hearty"),
    tags=("one pot",),
    total_minutes=110,
)


def test_a_recipe_is_its_title_then_what_it_is_then_what_is_in_it_then_how():
    assert split_recipe(HARIRA, count_words, 60) == [
        Passage(0, "title", "Harira"),
        Passage(
            1,
            "summary",
            "Harira. A thick, lemony soup of chickpeas and lentils. Moroccan soup. Warming, hearty. "
            "For winter and for Ramadan. Halal. One pot. Takes 110 minutes.",
        ),
        Passage(2, "description", "A thick, lemony soup of chickpeas and lentils"),
        Passage(3, "occasion", "Warming, hearty Moroccan soup for Ramadan."),
        Passage(4, "ingredients", "200 g chickpeas, 1 lemon"),
        Passage(5, "method", "Soak the chickpeas. Simmer for an hour."),
    ]


def test_a_title_and_a_description_are_enough():
    bare = RecipeText(title="Harira", summary="A soup.")
    passages = [passage.text for passage in split_recipe(bare, count_words, 40)]
    assert passages == ["Harira", "Harira. A soup.", "A soup."]


@pytest.mark.parametrize("summary", ["", " \n"])
def test_a_recipe_without_a_summary_has_no_description(summary):
    passages = split_recipe(replace(HARIRA, summary=summary), count_words, 60)
    assert [passage.kind for passage in passages] == ["title", "summary", "occasion", "ingredients", "method"]


def test_nothing_is_said_of_what_is_not_known():
    assert (facts(RecipeText(title="Harira")), occasions(RecipeText(title="Harira"))) == ("", [])
    assert occasions(RecipeText(title="Harira", course="soup", cuisine="Moroccan")) == []


@pytest.mark.parametrize(
    ("known", "texts"),
    [
        ({"occasions": ("picnic", "packed lunch")}, ["Soup for picnic.", "Soup for packed lunch."]),
        ({"occasions": ("picnic",), "seasons": ("summer",)}, ["Soup for picnic."]),
        ({"seasons": ("summer",)}, ["Soup for summer."]),
        ({"moods": ("light", "fresh")}, ["Light, fresh soup."]),
    ],
)
def test_an_occasion_is_a_passage_of_its_own(known, texts):
    assert occasions(RecipeText(title="Gazpacho", course="soup", **known)) == texts


recipe_texts = st.builds(
    RecipeText,
    title=st.text(min_size=1, max_size=60),
    summary=texts,
    ingredients=st.lists(texts, max_size=8).map(tuple),
    method=st.lists(texts, max_size=8).map(tuple),
    course=st.text(max_size=10),
    cuisine=st.text(max_size=10),
    tags=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    total_minutes=st.none() | st.integers(0, 10_000),
)


@given(recipe=recipe_texts, window=st.integers(10, 80))
def test_any_recipe_gives_numbered_passages_that_fit(recipe, window):
    passages = split_recipe(recipe, count_bytes, window)
    assert [passage.position for passage in passages] == list(range(len(passages)))
    assert all(0 < count_bytes(passage.text) <= window for passage in passages)


@given(recipe=recipe_texts)
def test_every_text_of_any_recipe_is_in_its_passages(recipe):
    whole = "".join("".join(passage.text.split()) for passage in split_recipe(recipe, count_bytes, 100_000))
    for text in (recipe.title, recipe.summary, recipe.course, recipe.cuisine, *recipe.ingredients, *recipe.method):
        squeezed = "".join(text.split())
        assert squeezed in whole or squeezed.capitalize() in whole or squeezed[:1].upper() + squeezed[1:] in whole


@pytest.mark.parametrize("change", [{"title": "Hareera"}, {"method": ()}, {"total_minutes": 60}, {"moods": ("light",)}])
def test_a_source_hash_follows_every_text_and_the_space(change):
    same = replace(HARIRA)
    assert source_hash(same, "a") == source_hash(HARIRA, "a") != source_hash(HARIRA, "b")
    assert source_hash(replace(HARIRA, **change), "a") != source_hash(HARIRA, "a")


def test_a_fingerprint_follows_the_words_and_the_kind_not_the_place():
    assert Passage(1, "method", "Stir.").fingerprint == Passage(2, "method", "Stir.").fingerprint
    assert len({Passage(1, kind, text).fingerprint for kind in ("title", "method") for text in ("Stir.", "Stir")}) == 4


def test_other_passages_come_with_another_version():
    """Whoever changes what a recipe's passages are raises PASSAGES_VERSION, and then this."""
    marks = [passage.fingerprint for passage in split_recipe(HARIRA, count_words, 20)]
    assert (PASSAGES_VERSION, digest(marks)) == (2, "82acdd1ce265492aca5eace632cb27dbced0498d")
