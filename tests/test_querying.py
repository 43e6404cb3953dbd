"""Reading a cook's words: any text becomes a clean, bounded query, and no word of it is lost."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.foods import Foods
from recipes.querying import MAX_LENGTH, Found, Query, read_query
from recipes.querying.regions import cuisines_within

FOODS = Foods.load()
# Pieces that together make sentences full of cues, foods, numbers and signs, and ones that make no sense at all.
PIECES = (
    "no not without nuts eggs -free less vegan gluten free dairy-free under 30 minutes an hour half 1½ 1h15 quick for "
    "two serves 4-6 a soup salad dessert Italian french toast with leeks and or , . ; / ( ) – & 's isn't don’t like "
    "keep out of the spicy too oven İstanbul crème brûlée 汤 🍲 ¼ ' - allergic to I have some peanut butter"
)
SENTENCES = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES.split(" ")), max_size=40).map(" ".join))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  warm   stew\n", "warm stew"),
        ("warm\x00stew", "warm stew"),
        ("cre\u0300me bru\u0302le\u0301e", "crème brûlée"),
        ("汤 🍲", "汤 🍲"),
        ("ｓｐｉｃｙ ﬁsh", "spicy fish"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_what_is_searched_for(raw, text):
    assert replace(read_query(raw, FOODS), found=()) == Query(raw=raw, text=text, cut=False, sentence=text)


@pytest.mark.parametrize(
    ("given", "raw"),
    [(None, ""), (b"warm st\xffew", "warm st\ufffdew"), (bytearray(b"warm"), "warm"), (5, "5"), (["a"], "['a']")],
)
def test_what_is_no_text_is_read_as_one(given, raw):
    assert read_query(given, FOODS) == Query(raw=raw, text=raw, cut=False, sentence=raw)


def test_a_long_query_is_cut_at_a_word():
    query = read_query("stew " * 100, FOODS)
    assert (query.text, query.cut) == (("stew " * 60).strip(), True)


def test_one_overlong_word_is_cut_anywhere():
    query = read_query("a" * 500, FOODS)
    assert (query.text, query.cut) == ("a" * 300, True)


def test_exactly_as_long_as_allowed_is_not_cut():
    exact = "ab " * 99 + "abc"
    read = read_query(exact, FOODS)
    assert (len(exact), read.text, read.cut) == (300, exact, False)


def test_spaces_do_not_count_as_length():
    read = read_query(" " * 5000 + "stew", FOODS)
    assert (read.text, read.cut) == ("stew", False)


def test_a_limit_says_what_it_is_and_where_it_stands():
    query = read_query("a crispy pie without nuts, under half an hour", FOODS)
    assert query.found == (
        Found("names-crispy", "named", "crispy", "crispy", (), things=(("way", "crispy"),)),
        Found("names-pie", "named", "pie", "pie", (), things=(("dish", "pie"),)),
        Found("without-nuts", "exclude", "without nuts", "nuts", ((13, 25),)),
        Found("max-30", "time", "under 30 min", 30, ((27, 45),)),
    )


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("a cake for a child with nut allergy", "without nuts"),
        ("broth without spring onion", "without spring onions"),
        ("curry without chicken", "without chicken"),
        ("stew without nuts", "without nuts"),
        ("something that uses egg", "with eggs"),
    ],
)
def test_a_food_that_one_counts_is_said_in_the_plural(sentence, text):
    assert [found.text for found in read_query(sentence, FOODS).found if found.spans] == [text]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("something light and vegan for a hot day", "something light for a hot day"),
        ("cheese and Italian ham", "cheese and ham"),
    ],
)
def test_a_word_that_joined_a_limit_goes_with_it_unless_it_joins_what_is_left(sentence, text):
    assert read_query(sentence, FOODS).text == text


def test_what_is_said_twice_is_one_limit():
    query = read_query("no nuts, a pie, really no nuts", FOODS)
    assert [(limit.id, limit.spans) for limit in query.found if limit.spans] == [("without-nuts", ((0, 7), (16, 30)))]


@pytest.mark.parametrize(
    ("sentence", "allergies"),
    [
        ("allergic to peanuts", [True]),
        ("peanut allergy", [True]),
        ("nut-free and gluten-free, no milk", [True, True, False]),
        ("for a coeliac", [True]),
        ("without nuts", [False]),
        ("vegan", [False]),
    ],
)
def test_what_an_allergy_asks_for(sentence, allergies):
    assert [limit.allergy for limit in read_query(sentence, FOODS).found] == allergies


def test_a_limit_turned_off_gives_its_words_back():
    query = read_query("vegan stew with no onions, for two", FOODS, off=["without-onions", "serves-2"])
    assert [limit.id for limit in query.found] == ["names-stew", "vegan"]
    assert query.text == "stew with no onions, for two"


def test_a_sentence_of_limits_only_has_something_positive_left():
    query = read_query("vegan, under 30 minutes, no nuts please", FOODS)
    assert (query.text, query.positive, query.is_empty) == ("", "vegan, under 30 minutes, please", False)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("vegan chicken curry", ("“vegan” and “chicken” contradict each other",)),
        ("onion soup without onions", ("“without onions” and “onion soup” contradict each other",)),
        ("vegetarian stew with bacon", ("“vegetarian” and “bacon” contradict each other",)),
        ("gluten-free bread", ()),
        ("egg-free mayonnaise", ()),
        ("vegan butter biscuits", ()),
    ],
)
def test_contradictions_are_told(sentence, told):
    assert tuple(map(str, read_query(sentence, FOODS).contradictions)) == told


@pytest.mark.parametrize(
    ("cuisine", "takes_in", "not_in"),
    [
        ("Chinese", {"chinese", "sichuan", "cantonese"}, "thai"),
        ("provençal", {"provencal"}, "french"),
        ("Eastern European", {"polish", "ukrainian", "hungarian"}, "swedish"),
        ("Asian", {"lao", "north indian", "sichuan"}, "turkish"),
        ("Nepali", {"nepali", "nepalese"}, "indian"),
        ("Klingon", {"klingon"}, ""),
    ],
)
def test_a_cuisine_takes_in_its_regions_all_the_way_down(cuisine, takes_in, not_in):
    assert takes_in <= cuisines_within(cuisine)
    assert not_in not in cuisines_within(cuisine)


@given(raw=st.text(max_size=1000))
def test_any_text_is_read(raw):
    query = read_query(raw, FOODS)
    assert len(query.sentence) <= MAX_LENGTH
    for text in (query.text, query.sentence, query.positive):
        assert text == " ".join(text.split())
        assert not {unicodedata.category(char) for char in text} & {"Cc", "Cs"}
    assert query.raw == raw
    assert read_query(query.sentence, FOODS).sentence == query.sentence


@given(raw=SENTENCES)
def test_no_word_is_lost(raw):
    query = read_query(raw, FOODS)
    taken = " ".join(query.sentence[start:end] for limit in query.found for start, end in limit.spans)
    assert sorted(words(query.sentence)) == sorted(words(query.text) + words(taken))


@given(raw=SENTENCES)
def test_each_limit_has_an_id_of_its_own_that_an_address_can_hold(raw):
    ids = [limit.id for limit in read_query(raw, FOODS).found]
    assert len(set(ids)) == len(ids)
    assert [ident for ident in ids if not re.fullmatch(r"[a-z0-9-]+", ident)] == []


@given(raw=SENTENCES)
def test_turning_everything_off_gives_the_sentence_back(raw):
    query = read_query(raw, FOODS)
    off = read_query(raw, FOODS, off=[limit.id for limit in query.found])
    assert (off.found, off.text) == ((), query.sentence)


@given(raw=SENTENCES)
def test_a_meaning_without_limits_is_the_sentence(raw):
    query = read_query(raw, FOODS)
    assert query.found or query.text == query.sentence


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
