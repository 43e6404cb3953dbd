"""What is drawn for a recipe without a photo: the figure and the colours that its own words ask for, and a ground.

Not the drawing, which is static/covers.svg and static/larder.css, and no markup.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from zlib import crc32

DATA = json.loads((Path(__file__).parent / "data" / "covers.json").read_text("utf-8"))

PALETTES = 9
GROUNDS = 4
LONGEST = 400
"""No more of a text is read than this many characters."""


REMEMBERED = 5000
"""Covers kept a process: two megabytes of titles and summaries, and a card asks for its cover twice."""


@dataclass(frozen=True)
class Cover:
    figure: str
    palette: int
    ground: int


@lru_cache(REMEMBERED)
def cover(title: str, summary: str, course: str, slug: str) -> Cover:
    """The cover of a recipe, the same for the same words; chance, drawn from the slug, fills in what they don't say."""
    number = crc32(slug.encode("utf-8", "replace"))
    texts = folded(title), folded(summary)
    return Cover(figure(texts, course, number), palette(texts, number), number // PALETTES % GROUNDS)


def cover_of(recipe) -> Cover:
    """That of anything with a recipe's title, summary, course and slug."""
    return cover(recipe.title, recipe.summary, recipe.course, recipe.slug)


def figure(texts: tuple[str, ...], course: str, number: int) -> str:
    """The first figure that the title asks for, else the summary, among those that the course allows; else its own."""
    known = DATA["courses"].get(course.casefold())
    among = known["among"] if known else []
    if known and known.get("by title"):
        # "Ladled over noodles", "with hot sauce": what stands beside such a dish is not what it looks like.
        texts = texts[:1]
    found = (
        name
        for place, text in enumerate(texts)
        for name in DATA["figures"]
        if allowed(name, among) and asks(text, name, is_title=place == 0)
    )
    otherwise = known["otherwise"] if known else DATA["any"][number // PALETTES // GROUNDS % len(DATA["any"])]
    return next(found, otherwise)


def allowed(name: str, among: list[str]) -> bool:
    return name in among if among else name != "hot"


def asks(text: str, name: str, *, is_title: bool) -> bool:
    """Whether a title or a summary has a word of the figure; in a summary "rice" is what the dish is eaten with."""
    return any(is_title or match[0] not in in_titles_alone() for match in pattern(DATA["figures"][name]).finditer(text))


@cache
def in_titles_alone() -> frozenset[str]:
    return frozenset(folded(word) for word in DATA["in titles alone"].split(","))


def palette(texts: tuple[str, ...], number: int) -> int:
    """The number of the first colours that the title asks for, else the summary, else any."""
    found = (entry["number"] for text in texts for entry in DATA["palettes"] if pattern(entry["words"]).search(text))
    return next(found, number % PALETTES)


def course_figure(course: str) -> str:
    """The figure that stands for a whole course, or for a dish of none."""
    return DATA["courses"].get(course.casefold(), {"otherwise": DATA["any"][0]})["otherwise"]


@cache
def pattern(words: str) -> re.Pattern:
    """Any of the listed words or phrases, whole."""
    return re.compile(r"\b(?:" + "|".join(re.escape(folded(word.strip())) for word in words.split(",")) + r")\b")


@lru_cache(2000)
def folded(text: str) -> str:
    """The text in small letters without accents, cut."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST].casefold().replace("đ", "d").replace("ø", "o"))
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
