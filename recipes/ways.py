"""Tools and ways of cooking that a cook does without ("no oven", "no-knead"), and whether a recipe's words show one.

Pure. Not how a sentence is read (querying), and not what is left out of a search for it (search.limits).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recipes.querying.words import either, owners

DATA = Path(__file__).parent / "data" / "ways.json"
BEFORE = 24
"""Characters before a word in which it may be denied: "there is no need to knead"."""

NAMED = re.compile(r"\{(.+?)( not)?\}")


@dataclass(frozen=True)
class Way:
    """One tool or way: what cooks call it, and what finds it in a method (`shows`, whose group 1 is not harmless).

    `in_title` shows it in a title alone: what ends in "sorbet" is cold, what is served with one need not be.
    `is_kind`: doing without is a kind of dish, such as "no-bake". `asked`: words that ask for what is made with it.
    """

    said: frozenset[str]
    stems: tuple[str, ...]
    shows: re.Pattern
    in_title: re.Pattern | None
    is_kind: bool
    asked: frozenset[str] = frozenset()


class Ways:
    """Tools and ways by id. Make it once; nothing changes it."""

    def __init__(self, ways: Mapping[str, Mapping[str, list[str]]], denied: Iterable[str]):
        """As data/ways.json has them. ValueError where two ways share a word; KeyError where one names none."""
        self._ways = {way: made(way, ways) for way in ways}
        self._by_word = owners({ident: way.said for ident, way in self._ways.items()})
        self._denied = re.compile(rf"(?:{either(denied)})(?: \w+){{0,3}} $", re.IGNORECASE)

    @classmethod
    def load(cls, path: Path = DATA) -> "Ways":
        data = json.loads(path.read_text("utf-8"))
        return cls(data["ways"], data["denied"])

    def way(self, words: str) -> str | None:
        """The id of what these words call a tool or a way of cooking, whatever their case and hyphens; else None."""
        return self._by_word.get(" ".join(words.lower().replace("-", " ").split()))

    def asked_for(self, words: str) -> str | None:
        """The id of what these words ask for, where a sentence asks for what is made so: "air fryer"; else None."""
        plainly = plain(words)
        return next((ident for ident, way in self._ways.items() if plainly in way.asked), None)

    def is_kind(self, ident: str) -> bool:
        """Whether doing without it is a kind of dish; KeyError where no way has that id."""
        return self._ways[ident].is_kind

    def said(self) -> frozenset[str]:
        """All words for all of them."""
        return frozenset(self._by_word)

    def shown_by(self, title: str, method: str, ident: str) -> bool:
        """Whether a title or method shows that the recipe needs it: named, and not denied ("no need to knead").

        KeyError where no way has that id.
        """
        way, folded = self._ways[ident], plain(f"{title}\n{method}")
        if way.in_title and way.in_title.search(plain(title)):
            return True
        if not any(stem in folded for stem in way.stems):
            return False
        return any(found[1] and not self.is_denied(folded, found.start()) for found in way.shows.finditer(folded))

    def is_denied(self, text: str, place: int) -> bool:
        return self._denied.search(text[max(place - BEFORE, 0) : place]) is not None


def plain(text: str) -> str:
    return text.lower().replace("-", " ").replace("’", "'")


def made(ident: str, ways: Mapping[str, Mapping[str, list[str]]]) -> Way:
    shown, harmless = gathered(ident, "shown", ways), gathered(ident, "not", ways)
    # Harmless phrases first: each is longer than the word in it that would show the way.
    pattern = (
        rf"(?<!\w)(?:(?:{either(harmless)})|({either(shown)}))(?!\w)"
        if harmless
        else rf"(?<!\w)({either(shown)})(?!\w)"
    )
    is_kind = bool(ways[ident].get("a kind of dish"))
    titles = ways[ident].get("title")
    in_title = re.compile(rf"(?<!\w)(?:{either(titles)})(?!\w)") if titles else None
    return Way(
        frozenset(ways[ident]["said"]),
        stems(shown),
        re.compile(pattern),
        in_title,
        is_kind,
        frozenset([*ways[ident].get("asked", ()), *ways[ident].get("described", ())]),
    )


def gathered(ident: str, key: str, ways: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    """The words of one way, those of the ways that it names among them."""
    words: list[str] = []
    for word in ways[ident][key]:
        named = NAMED.fullmatch(word)
        words += gathered(named[1], "not" if named[2] else "shown", ways) if named else [word]
    return list(dict.fromkeys(words))


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """The shortest beginnings that all words share: looked for first, which is quicker than the pattern."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(stem in word for stem in kept):
            kept.append(word)
    return tuple(kept)
