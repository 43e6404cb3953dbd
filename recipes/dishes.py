"""Kinds of dish that a cook asks for ("fluffy pancakes"), and whether a recipe's title shows that it is of one. Pure.

Not how a sentence is read (querying), and not what a search makes of it (search.naming).
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from recipes.querying.words import Words, either, owners

DATA = Path(__file__).parent / "data" / "dishes.json"
BESIDE = frozenset(["with", "in", "on", "over", "for", "from", "topped", "using", "without"])
"""What follows one of these in a title is another dish, or none: "Salmon with mango chutney"."""


class Dishes:
    """Kinds of dish by id. Make it once; nothing changes it."""

    def __init__(self, kinds: Mapping[str, Mapping[str, list[str]]]):
        """As data/dishes.json has them. ValueError where two kinds share a word by which they are asked for."""
        self._shows = {ident: shown_by_any(rows) for ident, rows in kinds.items()}
        self._by_word = owners({ident: rows["said"] for ident, rows in kinds.items()})

    @classmethod
    def load(cls, path: Path = DATA) -> "Dishes":
        return cls(json.loads(path.read_text("utf-8"))["kinds"])

    def kind(self, words: str) -> str | None:
        """The id of the kind of dish that these words ask for, whatever their case, accents and hyphens; else None."""
        return self._by_word.get(" ".join(Words(words).words))

    def shown_by(self, title: str, ident: str) -> bool:
        """Whether a title shows a dish of that kind; KeyError where no kind has that id."""
        words = Words(title).words
        end = next((place for place, word in enumerate(words) if place and word in BESIDE), len(words))
        # "Cookie in a mug" shows a dish by the very words that otherwise begin another.
        return any(
            found[1] and (found[1].split()[0] in BESIDE or found.string.count(" ", 0, found.start()) < end)
            for found in self._shows[ident].finditer(" ".join(words))
        )


def shown_by_any(rows: Mapping[str, list[str]]) -> re.Pattern:
    """What finds a kind of dish in a title: group 1 is not harmless."""
    harmless = f"(?:{either(rows['not'])})|" if rows["not"] else ""
    return re.compile(rf"\b(?:{harmless}({either(rows['shown'])}))\b")


@cache
def dishes() -> Dishes:
    """The kinds of dish that ship with Larder, read once a process."""
    return Dishes.load()
