"""The words that exist, and which of them a misspelt one is near. No titles, and no sentences."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .letters import (
    WORD,
    allowance,
    are_forms,
    distance,
    fold,
    is_plain,
    is_plausible,
    singular,
    sound,
    start,
    stems,
    swapped,
    words_of,
)

MIN_LETTERS = 4
"""Of shorter words only swapped letters are put right, and only to an everyday word or a food."""

MAX_LETTERS = 40
"""No word is longer; what is, is left alone."""

RARE, TIMES_AS_USUAL = 2, 30
"""A collection's own misspellings: a word it has no more often than RARE, and a near one so many times as often."""

BEST = 9
"""Near words kept of each beginning and length."""


class Vocabulary:
    """Words by what a search for near ones asks: made once, then only read."""

    def __init__(self, titles: Iterable[str], words: Iterable[str], common: Iterable[str], foods: Iterable[str]):
        titles, common, foods = list(titles), list(common), list(foods)
        self.spelled = {}
        self.usual = Counter()
        for text, times in Counter([*titles, *words, *foods]).items():
            for word in self._learn(text):
                self.usual[word] += times
        self.trusted = frozenset(word for text in [*common, *foods] for word in self._learn(text))
        self.compounds = {
            first + second: f"{first} {second}"
            for text in [*titles, *foods]
            for first, second in pairwise(words_of(text))
            if first + second not in self.spelled
        }
        self._sort()

    def _learn(self, text: str) -> list[str]:
        for match in WORD.finditer(text):
            self.spelled.setdefault(
                fold(match[0]), unicodedata.normalize("NFC", match[0].lower().replace("i\u0307", "i"))
            )
        return list(words_of(text))

    def _sort(self):
        self.by_start, self.by_tail = defaultdict(list), defaultdict(list)
        self.by_sound, self.by_singular = defaultdict(list), defaultdict(list)
        for word in filter(is_plain, [*self.spelled, *self.compounds]):
            if word in self.spelled:
                self.by_singular[singular(word)].append(word)
            if len(word) >= MIN_LETTERS:
                self.by_start[start(word), len(word)].append(word)
                self.by_sound[sound(word)].append(word)
                self.by_tail[word[1:]].append(word)

    def is_right(self, word: str) -> bool:
        """Whether it is to be left alone: it exists, or can't be judged."""
        if word in self.trusted or self.usual[word] > RARE or not (2 < len(word) <= MAX_LETTERS) or not is_plain(word):
            return True
        return self.exists(word) and not self._is_slip(word)

    def exists(self, word: str) -> bool:
        """Known, or a known word's plural or other form: "comforting", "nuttier", "uncooked"."""
        if word in self.spelled or singular(word) in self.by_singular:
            return True
        return any(stem in self.spelled for stem in stems(word) if len(stem) >= MIN_LETTERS)

    def is_of_kitchen(self, word: str) -> bool:
        return self.usual[word] > 0 or any(self.usual[other] for other in self.by_singular.get(singular(word), ()))

    def _is_slip(self, word: str) -> bool:
        """A misspelling in the collection itself: nearly a word that it has far more often."""
        if len(word) < 6 or not self.usual[word]:
            return False
        often = self.usual[word] * TIMES_AS_USUAL
        near = (near for near in self.near(word) if self.usual[near] >= often)
        return any(
            distance(word, near) <= 1 and is_plausible(word, near, False) and not are_forms(word, near) for near in near
        )

    def guess(self, word: str) -> str | None:
        """The word that is meant, or two where a space was left out; None where nothing is near enough."""
        if len(word) < MIN_LETTERS:
            return next((near for near in swapped(word) if near in self.trusted), None)
        ranked = self._ranked(word)
        if ranked and ranked[0][0] <= 1:
            return self._apart(ranked[0][-1])
        return self._split(word) or (self._apart(ranked[0][-1]) if ranked else None)

    def _apart(self, word: str) -> str:
        """ "pannacotta" -> "panna cotta", as a title or a food has it."""
        return self.compounds.get(word, word)

    def _ranked(self, word: str) -> list[tuple]:
        """The plausible words, nearest first; of equally near ones those of the kitchen, the more usual, by letters."""
        near = ((distance(word, near), self.usual[near], near) for near in self.near(word))
        limit = allowance(word)
        return sorted(
            (far, not usual, -usual, near)
            for far, usual, near in near
            if far <= limit and is_plausible(word, near, usual > 0) and (usual or not are_forms(word, near))
        )

    def near(self, word: str) -> set[str]:
        """Words that might be meant: they sound alike, begin alike, or differ in the first letter alone."""
        found = {*self.by_sound.get(sound(word), ())}
        if len(word) >= 6:
            found |= {*self.by_tail.get(word, ()), *self.by_tail.get(word[1:], ()), *({word[1:]} & self.spelled.keys())}
        cutoff = 2 if len(word) < 7 else 3
        for first in {start(word), start(word[1:])}:
            for length in range(len(word) - 2, len(word) + 3):
                choices = self.by_start.get((first, length), ())
                best = process.extract(word, choices, scorer=OSA.distance, score_cutoff=cutoff, limit=BEST)
                found.update(near for near, _, _ in best)
        return found - ({word} & self.spelled.keys())

    def _split(self, word: str) -> str | None:
        """ "icecream" -> "ice cream": two words of the kitchen."""
        halves = ((word[:place], word[place:]) for place in range(3, len(word) - 2))
        both = [pair for pair in halves if all(self.usual[half] for half in pair)]
        return " ".join(max(both, key=lambda pair: min(self.usual[half] for half in pair), default=())) or None

    def as_spelled(self, words: str) -> str:
        """With the accents that the collection writes: "creme" -> "crème"."""
        return " ".join(self.spelled.get(word, word) for word in words.split())

    def nearest_form(self, key: str, typed: str) -> str:
        """Of a word and its plurals the one that is most like what was typed."""
        return min(self.by_singular.get(key, [key]), key=lambda form: (OSA.distance(form, typed), form))
