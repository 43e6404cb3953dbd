"""Names of several words found in a row of words: all of them, or the longest. Not here: what the names stand for."""

from collections.abc import Iterator
from typing import NamedTuple

from recipes.foods.words import Reader, Token

END = ""


class Match(NamedTuple):
    """tokens[start:end] are a name of `meaning`."""

    start: int
    end: int
    meaning: object


class Names:
    """Two tries, of stems and of words as they are written. A name that begins with "=" is in the second."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._by_stem: dict = {}
        self._by_word: dict = {}

    def add(self, name: str, meaning: object) -> None:
        """ValueError where the name is another's already, or is no word."""
        exactly, tokens = name.startswith("="), self._reader.tokens(name.removeprefix("="))
        node = self._by_word if exactly else self._by_stem
        for token in tokens:
            node = node.setdefault(token.word if exactly else token.stem, {})
        if not tokens or node.setdefault(END, meaning) != meaning:
            raise ValueError(f"{name!r} can't name {meaning!r}: it names {node.get(END)!r}")

    def whole(self, tokens: list[Token]) -> object | None:
        """What all the tokens together are a name of, first as they are written."""
        exact = [match.meaning for match in self._matches(tokens) if (match.start, match.end) == (0, len(tokens))]
        return exact[0] if exact else None

    def longest(self, tokens: list[Token]) -> list[Match]:
        """In the order of the tokens: of names that overlap the longest, then the one that begins first."""
        taken: dict[int, Match] = {}
        for match in sorted(self._matches(tokens), key=lambda match: (match.start - match.end, match.start)):
            if taken.keys().isdisjoint(range(match.start, match.end)):
                taken |= dict.fromkeys(range(match.start, match.end), match)
        return [match for index, match in sorted(taken.items()) if index == match.start]

    def _matches(self, tokens: list[Token]) -> list[Match]:
        by_word = _found(self._by_word, [token.word for token in tokens])
        return [*by_word, *_found(self._by_stem, [token.stem for token in tokens])]


def _found(trie: dict, keys: list[str]) -> Iterator[Match]:
    for start in range(len(keys)):
        node = trie
        for end in range(start, len(keys)):
            node = node.get(keys[end])
            if node is None:
                break
            if END in node:
                yield Match(start, end + 1, node[END])
