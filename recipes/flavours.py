"""Flavours and textures that a cook asks for by an adjective ("creamy"), and what shows them in a recipe. Pure.

Not how a sentence is read (querying), and not what a search makes of it (search.naming).
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from recipes.querying.words import Words, either, owners

DATA = Path(__file__).parent / "data" / "flavours.json"


class Flavours:
    """Flavours by id. Make it once; nothing changes it."""

    def __init__(self, flavours: Mapping[str, Mapping[str, list[str]]]):
        """As data/flavours.json has them. ValueError where two flavours share a word by which they are asked for."""
        self._foods = {ident: tuple(rows["foods"]) for ident, rows in flavours.items()}
        self._in_title = {ident: re.compile(rf"\b(?:{either(rows['title'])})\b") for ident, rows in flavours.items()}
        self._by_word = owners({ident: rows["said"] for ident, rows in flavours.items()})

    @classmethod
    def load(cls, path: Path = DATA) -> "Flavours":
        return cls(json.loads(path.read_text("utf-8"))["flavours"])

    def flavour(self, words: str) -> str | None:
        """The id of the flavour that these words ask for, whatever their case, accents and hyphens; else None."""
        return self._by_word.get(" ".join(Words(words).words))

    def foods(self, ident: str) -> tuple[str, ...]:
        """The ids of the foods any of which shows it among the ingredients; KeyError where no flavour has that id."""
        return self._foods[ident]

    def shown_by(self, title: str, ident: str) -> bool:
        """Whether a title says it by itself: "Chicken alfredo" is creamy; KeyError where no flavour has that id."""
        return self._in_title[ident].search(" ".join(Words(title).words)) is not None


@cache
def flavours() -> Flavours:
    """The flavours that ship with Larder, read once a process."""
    return Flavours.load()
