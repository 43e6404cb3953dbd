"""Words as letters: what makes two of them the same, or nearly. No vocabulary, and nothing of recipes.

A *folded* word has no case, accents or apostrophes. Only folded words that are plain a to z are ever corrected.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

WORD = re.compile(
    r"(?:[^\W\d_]|all|dell|qu)(?=['’])"  # "l" of "l'oignon"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*",
    re.IGNORECASE,
)
LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "'": "", "’": ""}
)
REMEMBERED = 50_000
"""Words whose forms are kept: what people type repeats itself, and a word is a few dozen bytes."""

ALIKE = (
    "sch:sh tch:ch ph:f ew:u ue:u ck:k qu:k gh:g gn:n kn:n wh:w wr:r x:ks ou:u oo:u ee:i ea:i ie:i ei:i ey:i ai:e "
    "ae:e ay:e oe:e au:o z:s ce:se ci:si cy:si ch:C th:T c:k q:k j:g y:i"
)
"""Spellings that sound alike, longer ones first. Enough to tell slips of the ear; it need not be phonetics."""

SOUNDS = tuple(pair.split(":") for pair in ALIKE.split())

ENDING = re.compile(r"(?:ings?|ed|ers?|est|ly|y|ish|less|ful|able|ness)$")
BEGINNING = re.compile(r"^(?:un|re|pre|non|over|mini)")


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Without case, accents and apostrophes: "Crème" -> "creme", "Shepherd’s" -> "shepherds"."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(LETTERS)


def words_of(text: str) -> Iterator[str]:
    return (fold(match[0]) for match in WORD.finditer(text))


def is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


@lru_cache(maxsize=REMEMBERED)
def singular(word: str) -> str:
    """A folded word and its plural give the same: "berries" -> "berry". A key to compare by, not always a word."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith("oes") else word[:-1]
    if len(word) > 4 and word.endswith("ie"):
        return word[:-2] + "y"
    return word[:-1] if word.endswith(("che", "she", "xe", "sse")) else word


def stems(word: str) -> Iterator[str]:
    """What a word may be a form of: "nuttier" -> "nutti", "nuttie", "nutty"; "uncooked" -> "cooked", "uncook"..."""
    if prefix := BEGINNING.search(word):
        yield word[prefix.end() :]
    ending = ENDING.search(word)
    if ending and not word.endswith("yy"):
        stem = word[: ending.start()]
        yield from (stem, stem + "e")
        if stem[-1:] == "i":
            yield stem[:-1] + "y"
        if stem[-1:] == stem[-2:-1]:
            yield stem[:-1]


def are_forms(word: str, other: str) -> bool:
    """Whether one may be a form of the other: "scrambled" and "scramble", "chip" and "chips"."""
    return singular(word) == singular(other) or word.startswith(other) or other.startswith(word)


@lru_cache(maxsize=REMEMBERED)
def sound(word: str) -> str:
    """Equal for spellings that sound alike: "choclit" and "chocklit", "bolognaise" and "bolognese"."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word[:1] + word[1:].replace("h", ""))


def start(word: str) -> str:
    """What a word begins with, the same for "c", "ch" and "k": two slips that near words may differ in."""
    return sound(word)[:1].lower().replace("c", "k")


def distance(typed: str, meant: str) -> float:
    """Mistakes between two words, each a letter wrong, missing, too many or swapped; half where both sound alike.

    The mean of two optimal string alignment distances, of the letters and, unless that is greater, of the sounds.
    """
    letters = OSA.distance(typed, meant)
    return (letters + min(letters, OSA.distance(sound(typed), sound(meant)))) / 2


def allowance(word: str) -> float:
    """How many mistakes a word of this length may hold and still be taken for another: see docs/decisions.md."""
    return 1 if len(word) < 7 else 1.5 if len(word) < 9 else 2


def is_plausible(typed: str, meant: str, is_expected: bool) -> bool:
    """Whether a word is misspelt so, and is not rather another right word that nobody has told of.

    Letters may be swapped, left out, or sound alike. More is believed only of a word that is expected in a kitchen, in
    five letters or more, and of its first letter in seven: nearly every change in less makes a right word of another.
    """
    if sound(typed) == sound(meant) or sorted(typed) == sorted(meant):
        return True
    if start(typed) != start(meant):
        return is_expected and len(typed) >= 7
    return len(meant) > len(typed) or (is_expected and len(typed) >= 5)


def swapped(word: str) -> Iterator[str]:
    """The word with two neighbouring letters swapped, at each place."""
    return (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
