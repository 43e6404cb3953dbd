"""What a recipe's title plainly says of its course and cuisine: "Thai green curry". Pure; not what is stored of them.

For collections that say neither. What is vague is left open, and whatever else says otherwise wins.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recipes.querying.regions import cuisines_within
from recipes.querying.vocabulary import inverted, vocabulary
from recipes.querying.words import Phrases, Words, either

DATA = Path(__file__).parent / "data" / "title_words.json"
CUISINE_DISHES = DATA.with_name("cuisine_dishes.json")
IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|&")
PARTED = re.compile(r"[:;,|!]| [-–—] ")
LONGEST_END = 4
"""Words of the longest end of a title that is looked up."""


def course_of(title: str) -> str:
    """The course that the name of the dish ends with, else one that a word in it tells; "" where both are too vague.

    "Chicken noodle soup", "Baked snapper". Of two dishes in one name ("Burgers and fries") both have to be of it.
    """
    known = known_words()
    named = named_part(folded(title), known.after)
    words = [word for word in named if word not in known.idle]
    parts = [words, *(words[:place] for place, word in enumerate(words) if word in known.joins)]
    courses = {course for part in parts if (course := ending(part, known.ends)) is not None}
    if courses - {"side"}:
        return courses.pop() if len(courses) == 1 else ""
    held = next((course for course, pattern in known.holds if pattern.search(" ".join(named))), "")
    # "Salmon and asparagus": beside a main, what ends the name is no dish of its own.
    return held if not courses or held == "main" else "side"


def ending(words: list[str], ends: dict[str, str]) -> str | None:
    """What the longest end that is known says; None where none is."""
    phrases = (" ".join(words[-size:]) for size in range(min(LONGEST_END, len(words)), 0, -1))
    return next((ends[phrase] for phrase in phrases if phrase in ends), None)


def cuisine_of(title: str) -> str:
    """The cuisine that the title names as one, else that of its dish: "Thai curry", "Baked ziti", not "French fries".

    "" where it tells none or several.
    """
    words = Words(known_words().no_cuisine.sub(" ", folded(title)))
    return alone(named_cuisines(words) or cuisines_of_dishes(words))


def named_cuisines(words: Words) -> set[str]:
    known = vocabulary()
    told = longest(known.cuisines, words)
    return {name for stop, name in told if not {words[stop], words[stop].removesuffix("s")} & known.cuisine_not_before}


def cuisines_of_dishes(words: Words) -> set[str]:
    return {name for _, name in longest(cuisine_dishes(), words)} - {""}


def longest(phrases: Phrases, words: Words) -> Iterator[tuple[int, str]]:
    """The word after each phrase and what it tells; of those that overlap the first, of several there the longest."""
    end = 0
    for first, stop, told in phrases.all(words):
        if first >= end:
            yield stop, str(told)
            end = stop


def alone(cuisines: set[str]) -> str:
    """The only one, or the one that takes in all others."""
    widest = [cuisine for cuisine in cuisines if {folded(name) for name in cuisines} <= cuisines_within(cuisine)]
    return widest[0] if widest else ""


@cache
def cuisine_dishes() -> Phrases:
    """data/cuisine_dishes.json, made ready to look up; "" for what tells no cuisine."""
    data = json.loads(CUISINE_DISHES.read_text("utf-8"))
    return Phrases(dict.fromkeys(data["none"], "") | inverted(data["cuisines"]))


def folded(title: str) -> str:
    """In small letters without accents and hyphens."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return plain.replace("-", " ").replace("’", "'")


def named_part(title: str, after: frozenset[str]) -> list[str]:
    """The words that name the dish: before a comma, brackets, and what it comes with."""
    words = WORD.findall(PARTED.split(IN_BRACKETS.sub(" ", title).strip())[0])
    stop = next((place for place, word in enumerate(words) if place and word in after), len(words))
    return words[:stop]


@dataclass(frozen=True)
class KnownWords:
    """data/title_words.json, made ready to look up."""

    ends: dict[str, str]
    holds: tuple[tuple[str, re.Pattern], ...]
    after: frozenset[str]
    joins: frozenset[str]
    idle: frozenset[str]
    no_cuisine: re.Pattern


@cache
def known_words() -> KnownWords:
    data = json.loads(DATA.read_text("utf-8"))
    # What tells nothing is listed last, and wins over what any course claims.
    ends = {" ".join(folded(phrase).split()): course for course, ends in data["ends"].items() for phrase in ends}
    return KnownWords(
        ends,
        tuple((course, pattern_of(words)) for course, words in data["holds"].items()),
        frozenset(data["after"]),
        frozenset(data["joins"]),
        frozenset(data["parts"]),
        pattern_of(data["no cuisine"]),
    )


def pattern_of(phrases: list[str]) -> re.Pattern:
    return re.compile(rf"\b(?:{either(phrases)})\b")
