"""A sentence as folded words with what stands between them, and phrases looked up in it. Not what a phrase means."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

WORD = re.compile(r"\d*1⁄2|3⁄4|\d+[.]\d+|[^\W_]+(?:['’ʼ`´][^\W_]+)*|&")
APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
START, END = "^", "$"


def fold(word: str) -> str:
    """Lower case, without accents and apostrophes: "Don’t" -> "dont", "entrée" -> "entree"."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    parts = unicodedata.normalize("NFD", word.lower().translate(APOSTROPHES))
    return "".join(char for char in parts if not unicodedata.combining(char))


def kind_of_gap(between: str) -> str:
    """What separates two words: " ", "-" within a compound, "/", "," or "." for all that ends a clause."""
    bare = between.strip(" \"“”'‘’*_")
    if not bare or between in ("- ", "-, "):  # "nut- and egg-free"
        return " "
    if between in ("-", "‐", "‑", "/"):
        return "/" if between == "/" else "-"
    return "," if bare in (",", "/") else "."


class Words:
    """The words of a sentence, folded, each with its place (`starts`, `ends`) and the gap before it.

    `gaps` has one entry more than there are words: "^" before the first, "$" after the last.
    """

    def __init__(self, sentence: str):
        found = list(WORD.finditer(sentence))
        self.sentence = sentence
        self.words = [fold(match[0]) for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        between = zip(self.ends, self.starts[1:], strict=False)
        self.gaps = [START, *(kind_of_gap(sentence[end:start]) for end, start in between), END]

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, place: int) -> str:
        """The word there; "" where there is none."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def are(self, place: int, *expected: str) -> bool:
        """Whether exactly these words begin there."""
        return tuple(self.words[place : place + len(expected)]) == expected

    def gap(self, place: int) -> str:
        return self.gaps[min(place, len(self.words))]

    def written(self, first: int, stop: int) -> str:
        """The words as they stand in the sentence, in lower case."""
        return self.sentence[self.starts[first] : self.ends[stop - 1]].lower() if first < stop else ""


class Phrases:
    """Phrases of one or more words, each with a value; the longest that begins or ends at a word is found."""

    def __init__(self, values: dict[str, object] | Iterable[str]):
        pairs = values.items() if isinstance(values, dict) else ((phrase, phrase) for phrase in values)
        self.by_first: dict[str, list[tuple[list[str], object]]] = {}
        self.by_last: dict[str, list[tuple[list[str], object]]] = {}
        for phrase, value in pairs:
            parts = phrase.split()
            self.by_first.setdefault(parts[0], []).append((parts, value))
            self.by_last.setdefault(parts[-1], []).append((parts, value))
        for rows in (*self.by_first.values(), *self.by_last.values()):
            rows.sort(key=lambda row: -len(row[0]))

    def at(self, words: Words, first: int) -> tuple[int, object] | None:
        """Of the longest phrase that begins there: where it stops, and its value."""
        for parts, value in self.by_first.get(words[first], ()):
            stop = first + len(parts)
            if words.words[first:stop] == parts and is_joined(words, first, stop):
                return stop, value
        return None

    def before(self, words: Words, stop: int) -> tuple[int, object] | None:
        """Of the longest phrase that ends just before `stop`: where it begins, and its value."""
        for parts, value in self.by_last.get(words[stop - 1], ()):
            first = stop - len(parts)
            if first >= 0 and words.words[first:stop] == parts and is_joined(words, first, stop):
                return first, value
        return None

    def all(self, words: Words) -> Iterator[tuple[int, int, object]]:
        """Every phrase of the sentence, the longest at each word; one may overlap another."""
        for first, word in enumerate(words.words):
            if word in self.by_first and (found := self.at(words, first)):
                yield first, *found


def is_joined(words: Words, first: int, stop: int) -> bool:
    """Whether nothing parts the words from `first` up to `stop`."""
    return stop - first == 1 or not any(gap in ",." for gap in words.gaps[first + 1 : stop])


def owners(said: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Whose each word is, of what each is called; ValueError where two share one."""
    found: dict[str, str] = {}
    for ident, words in said.items():
        for word in words:
            if word in found:
                raise ValueError(f"{word!r} is said of {found[word]} and of {ident}")
            found[word] = ident
    return found


def either(phrases: Iterable[str]) -> str:
    """A pattern of any of them, the longest first."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
