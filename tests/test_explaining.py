"""Why a passage matched: the part that is chosen, the words that are marked, and that no letter is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipes.explaining import Part, Told, excerpt, explain, marked, shared, telling_words, traits

HARIRA = Told(
    title="Harira (Moroccan soup)",
    summary="Chickpeas and lentils in a thick soup.\nLemony at the end.",
    lines=("200 g chickpeas, soaked", "2 lemons", "1 onion", "100 g brown lentils", "salt", "pepper", "parsley"),
)
SUMMARY = (
    "Harira (Moroccan soup). Chickpeas and lentils in a thick soup. Lemony at the end. Moroccan soup. For Ramadan."
)


def why(kind: str, text: str, query: str, told: Told = HARIRA) -> tuple[str, str]:
    """The place and the text, with the shared words in brackets."""
    explanation = explain(kind, text, telling_words(query), told)
    return explanation.place, in_brackets(explanation.parts)


def in_brackets(parts: tuple[Part, ...]) -> str:
    return "".join(f"[{part.text}]" if part.is_shared else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Lemon cakes", "a cake of lemons", "[Lemon cakes]"),
        ("Crème brûlée", "creme BRULEE", "[Crème brûlée]"),
        ("Pea-and-ham soup", "pea soup", "[Pea]-and-ham [soup]"),
        ("slow-cooked beef", "slow cooked", "[slow-cooked] beef"),
        ("Shepherd’s pie", "shepherds pie", "[Shepherd’s pie]"),
        ("A soup for the winter", "something for a winter", "A soup for the [winter]"),
        ("Butternut squash", "butter and nuts", "Butternut squash"),
        ("горячий суп", "СУП", "горячий [суп]"),
        ("<b>soup</b>", "soup", "<b>[soup]</b>"),
        ("nothing shared", "soup", "nothing shared"),
        ("", "soup", ""),
    ],
)
def test_words_are_marked_where_they_are_shared_exactly(text, query, expected):
    assert in_brackets(marked(text, telling_words(query))) == expected


@pytest.mark.parametrize("query", ["", "something good to eat", "what shall I have, please?", "with the, for a!"])
def test_some_words_carry_nothing(query):
    assert telling_words(query) <= {"shall"}


@given(st.text(max_size=60), st.text(max_size=30))
def test_marking_loses_no_letter_and_marks_only_shared_words(text, query):
    words = telling_words(query)
    parts = marked(text, words)
    assert "".join(part.text for part in parts) == text
    assert all(shared(part.text, words) for part in parts if part.is_shared)
    assert not any(shared(part.text, words) for part in parts if not part.is_shared and part.text.isascii())


@pytest.mark.parametrize(
    ("query", "place", "text"),
    [
        ("lentils", "summary", "Chickpeas and [lentils] in a thick soup. Lemony at the end."),
        ("ramadan", "short", "Moroccan soup. For [Ramadan]."),
        ("harira with lentils for Ramadan", "summary", "Chickpeas and [lentils] in a thick soup. Lemony at the end."),
        ("harira", "title", "[Harira] (Moroccan soup)"),
        ("moroccan dinner", "short", "[Moroccan] soup. For Ramadan."),
        ("noodles", "summary", "Chickpeas and lentils in a thick soup. Lemony at the end."),
    ],
)
def test_of_a_summary_with_its_title_and_facts_the_part_that_shares_most(query, place, text):
    assert why("summary", SUMMARY, query) == (place, text)


def test_a_summary_that_was_changed_since_is_shown_as_it_was():
    assert why("summary", "Harira. Another soup.", "soup") == ("short", "Harira. Another [soup].")


@pytest.mark.parametrize(
    ("kind", "place"), [("title", "title"), ("description", "summary"), ("occasion", "short"), ("unheard of", "short")]
)
def test_other_passages_are_shown_whole(kind, place):
    assert why(kind, "Warming soup for Ramadan.", "soup") == (place, "Warming [soup] for Ramadan.")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("lentils and a lemon", "2 [lemons] · 100 g brown [lentils]"),
        ("soaked chickpeas", "200 g [chickpeas], [soaked]"),
        ("noodles", "200 g chickpeas, soaked · 2 lemons · 1 onion · 100 g brown lentils · salt · pepper"),
        (
            "onion, salt, pepper, parsley, brown lentils",
            "1 [onion] · 100 g [brown lentils] · [salt] · [pepper]",
        ),
    ],
)
def test_of_ingredients_those_that_share_a_word_in_the_recipes_order(query, text):
    assert why("ingredients", "as embedded", query) == ("ingredients", text)


def test_ingredients_of_a_recipe_that_has_none_any_more():
    assert why("ingredients", "peas, ham", "ham", Told("Soup")) == ("ingredients", "peas, [ham]")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("simmered peas", "Simmer the [peas] for 1.5 hours!"),
        ("stir in cream", "[Stir] in the [cream]."),
        ("noodles", "Soak them."),
    ],
)
def test_of_a_method_the_sentence_that_shares_most(query, sentence):
    method = "Soak them. Simmer the peas for 1.5 hours! Stir in the cream."
    assert why("method", method, query) == ("method", sentence)


def test_whether_it_is_by_meaning_alone():
    assert explain("title", "Harira", telling_words("soup"), HARIRA).is_by_meaning
    assert not explain("title", "Pea soup", telling_words("soup"), HARIRA).is_by_meaning


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a b c d e", "a b c d e"),
        ("a b c d e f", "a b c d e …"),
        ("soup " + "x " * 20, "soup x x x x …"),
        ("x " * 20 + "soup", "… x x x x soup"),
        (" ".join(map(str, range(30))).replace("14", "soup"), "… 13 soup 15 16 17 …"),
    ],
)
def test_a_long_text_is_cut_around_what_is_shared(text, cut):
    assert excerpt(text, frozenset({"soup"}), 5) == cut


TRAITS = ("after a bad day", "comforting", "rich", "potluck", "winter")
PASSAGE = "Comforting, rich American main for after a bad day."


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("something nice", "comforting · rich · after a bad day"),
        ("it was a bad one", "after a [bad] day · comforting · rich"),
        ("rich winter", "[rich] · comforting · after a bad day"),
    ],
)
def test_a_recipes_words_for_itself(query, told):
    explanation = traits(TRAITS, PASSAGE, telling_words(query))
    assert (explanation.place, in_brackets(explanation.parts)) == ("traits", told)


def test_of_a_passage_that_has_none_of_them_nothing_is_told():
    assert traits(("winter",), PASSAGE, frozenset()) is None


def test_at_most_four_are_told():
    assert in_brackets(traits(list("abcdef"), "a b c d e f", frozenset()).parts) == "a · b · c · d"
