"""Why a recipe matched: the part of its text that matched best, with the words that it shares with the query marked.

Pure: plain texts in, plain texts out. Words are the same where their folded singular forms are. No HTML, no models, no
vectors: where no word is shared, it can only be said that the match is by meaning.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from recipes.spelling.letters import WORD, fold, singular, words_of

LONGEST = {"summary": 60}
LONGEST_OTHERWISE = 30
"""Words that are shown; of a longer text those around the first word that is shared. A summary is shown anyhow."""

BEFORE = 4
"""One word in so many of those shown stands before the first that is shared, where a text is cut."""

MOST_ITEMS = 4
ITEMS_OTHERWISE = 6

FUNCTION_WORDS = """
a about all also am an and any anything are as at be because been but by can could day did dish dishes do does eat
eating else every feel feeling find food foods for from get give good got had has have her him his how i id idea
ideas if ill im in into is it its ive just kind let like little make making may me meal meals more most much my need
no nor not of off on one or our out please quite really recipe recipes she so some someone something somewhat than
that thats the their them then there these they thing things this those to too up us use using very want was way we
were what whatever when where which who whom why will with would you your
"""
SAYING_NOTHING = frozenset(singular(word) for word in FUNCTION_WORDS.split())
"""Words that carry no match although two texts share them, folded."""


class Part(NamedTuple):
    """A piece of a text, and whether it is one or more words that the query has, too."""

    text: str
    is_shared: bool


@dataclass(frozen=True)
class Explanation:
    """Where a match lies ("title", "summary", "short", "traits", "ingredients", "method"), and the words there."""

    place: str
    parts: tuple[Part, ...]

    @property
    def is_by_meaning(self) -> bool:
        """Whether no word of it is shared with the query."""
        return not any(part.is_shared for part in self.parts)


@dataclass(frozen=True)
class Told:
    """What a recipe tells of itself, and a page shows anyhow."""

    title: str
    summary: str = ""
    lines: Sequence[str] = ()


def telling_words(*texts: str) -> frozenset[str]:
    """The folded singular words of a query that may carry a match."""
    return frozenset(singular(word) for text in texts for word in words_of(text)) - SAYING_NOTHING


def explain(kind: str, text: str, words: frozenset[str], told: Told) -> Explanation:
    """Why the passage of this kind and text matched a query of these words."""
    place, chosen = max(candidates(kind, text, told, words), key=lambda each: len(shared(each[1], words)))
    return Explanation(place, marked(excerpt(chosen, words, LONGEST.get(place, LONGEST_OTHERWISE)), words))


def candidates(kind: str, text: str, told: Told, words: frozenset[str]) -> list[tuple[str, str]]:
    """(place, text) of what may have matched; of equals the first is taken."""
    if kind == "ingredients":
        return [("ingredients", items(told.lines, words) or text)]
    if kind == "method":
        return [("method", sentence) for sentence in sentences(text)]
    if kind == "summary":
        return parts_of_summary(text, told)
    return [({"title": "title", "description": "summary"}.get(kind, "short"), text)]


def traits(names: Iterable[str], text: str, words: frozenset[str]) -> Explanation | None:
    """A recipe's own words for itself that its passage has ("comforting", "freezing evening"); None where it has none.

    Those that share a word with the query come first, the others in the order of the passage.
    """
    places = {name: place for name in names if (place := text.casefold().find(name.casefold())) >= 0}
    if not places:
        return None
    ordered = sorted(places, key=lambda name: (-len(shared(name, words)), places[name]))
    return Explanation("traits", marked(" · ".join(ordered[:MOST_ITEMS]), words))


def parts_of_summary(text: str, told: Told) -> list[tuple[str, str]]:
    """The summary, the facts behind it and the title before it, as a passage of these has them."""
    summary = " ".join(told.summary.split())
    rest = text.removeprefix(told.title)
    if not summary or summary not in rest:
        return [("short", text)]
    facts = rest.partition(summary)[2].lstrip(" .!?:;…")
    places = (("summary", summary), ("short", facts), ("title", told.title))
    return [(place, part) for place, part in places if part]


def items(lines: Sequence[str], words: frozenset[str]) -> str:
    """The ingredients that share most words with the query, in the recipe's order; the first ones where none does."""
    ranked = sorted((line for line in lines if shared(line, words)), key=lambda line: -len(shared(line, words)))
    chosen = set(ranked[:MOST_ITEMS])
    shown = [line for line in lines if line in chosen] or list(lines[:ITEMS_OTHERWISE])
    return " · ".join(shown)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?…])\s+", text)


def shared(text: str, words: frozenset[str]) -> set[str]:
    return {singular(word) for word in words_of(text)} & words


def excerpt(text: str, words: frozenset[str], longest: int) -> str:
    """The text, or of a long one the words around the first that is shared, with “…” where it was cut."""
    written = text.split()
    if len(written) <= longest:
        return text
    first = next((place for place, word in enumerate(written) if shared(word, words)), 0)
    start = max(0, min(first - longest // BEFORE, len(written) - longest))
    end = start + longest
    return ("… " if start else "") + " ".join(written[start:end]) + (" …" if end < len(written) else "")


def marked(text: str, words: frozenset[str]) -> tuple[Part, ...]:
    """The text in parts, none lost: those that are words of the query, neighbours in one, and those between them."""
    parts, done = [], 0
    for start, end in joined(text, spans(text, words)):
        parts += [Part(text[done:start], False), Part(text[start:end], True)]
        done = end
    return tuple(part for part in [*parts, Part(text[done:], False)] if part.text)


def spans(text: str, words: frozenset[str]) -> Iterable[tuple[int, int]]:
    return (match.span() for match in WORD.finditer(text) if singular(fold(match[0])) in words)


def joined(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places, those with nothing but a space or a hyphen between them as one."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and text[found[-1][1] : start] in (" ", "-"):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
