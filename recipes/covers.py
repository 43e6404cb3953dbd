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


@dataclass(frozen=True)
class Cover:
    figure: str
    palette: int
    ground: int


def cover(title: str, summary: str, course: str, slug: str) -> Cover:
    """The cover of a recipe, the same for the same words; chance, drawn from the slug, fills in what they don't say."""
    number = crc32(slug.encode("utf-8", "replace"))
    texts = folded(title), folded(summary)
    return Cover(figure(texts, course, number), palette(texts, number), number // PALETTES % GROUNDS)


def figure(texts: tuple[str, ...], course: str, number: int) -> str:
    """The first figure that the title asks for, else the summary, among those that the course allows; else its own."""
    known = DATA["courses"].get(course.casefold())
    among = known["among"] if known else []
    found = (name for text in texts for name in DATA["figures"] if allowed(name, among) and asks(text, name))
    otherwise = known["otherwise"] if known else DATA["any"][number // PALETTES // GROUNDS % len(DATA["any"])]
    return next(found, otherwise)


def allowed(name: str, among: list[str]) -> bool:
    return name in among if among else name != "hot"


def asks(text: str, name: str) -> bool:
    return bool(pattern(DATA["figures"][name]).search(text))


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
