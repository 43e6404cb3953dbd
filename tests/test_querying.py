"""Reading a cook's words: any text becomes a clean, bounded query."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.querying import MAX_LENGTH, Query, read_query


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  warm   soup\n", "warm soup"),
        ("warm\x00soup", "warm soup"),
        ("cre\u0300me bru\u0302le\u0301e", "crème brûlée"),
        ("汤 🍲", "汤 🍲"),
        ("ｓｐｉｃｙ ﬁsh", "spicy fish"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_what_is_searched_for(raw, text):
    assert read_query(raw) == Query(raw=raw, text=text, cut=False)


@pytest.mark.parametrize(
    ("given", "raw"),
    [(None, ""), (b"warm so\xffup", "warm so\ufffdup"), (bytearray(b"soup"), "soup"), (5, "5"), (["a"], "['a']")],
)
def test_what_is_no_text_is_read_as_one(given, raw):
    assert read_query(given) == Query(raw=raw, text=raw, cut=False)


def test_a_long_query_is_cut_at_a_word():
    query = read_query("soup " * 100)
    assert (query.text, query.cut) == (("soup " * 60).strip(), True)


def test_one_overlong_word_is_cut_anywhere():
    query = read_query("a" * 500)
    assert (query.text, query.cut) == ("a" * 300, True)


def test_exactly_as_long_as_allowed_is_not_cut():
    exact = "ab " * 99 + "abc"
    assert (len(exact), read_query(exact).text, read_query(exact).cut) == (300, exact, False)


def test_spaces_do_not_count_as_length():
    assert read_query(" " * 5000 + "soup").text == "soup"
    assert not read_query(" " * 5000 + "soup").cut


@given(raw=st.text(max_size=1000))
def test_any_text_is_read(raw):
    query = read_query(raw)
    assert len(query.text) <= MAX_LENGTH
    assert query.text == " ".join(query.text.split())
    assert not {unicodedata.category(char) for char in query.text} & {"Cc", "Cs"}
    assert query.raw == raw
    assert read_query(query.text).text == query.text
