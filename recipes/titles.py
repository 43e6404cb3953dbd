"""What a recipe's title plainly says of its course and cuisine: "Thai green curry". Pure; not what is stored of them.

For collections that say neither. What is vague is left open, and whatever else says otherwise wins.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recipes.querying.vocabulary import vocabulary
from recipes.querying.words import Words

DATA = Path(__file__).parent / "data" / "title_words.json"
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
    """The cuisine that the title names as one, "" where it names none or several: "Thai curry", not "French fries"."""
    words, known = Words(known_words().no_cuisine.sub(" ", folded(title))), vocabulary()
    named = {
        str(cuisine)
        for _, stop, cuisine in known.cuisines.all(words)
        if not {words[stop], words[stop].removesuffix("s")} & known.cuisine_not_before
    }
    return named.pop() if len(named) == 1 else ""


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
        tuple((course, any_of(words)) for course, words in data["holds"].items()),
        frozenset(data["after"]),
        frozenset(data["joins"]),
        frozenset(data["parts"]),
        any_of(data["no cuisine"]),
    )


def any_of(phrases: list[str]) -> re.Pattern:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))})\b")
