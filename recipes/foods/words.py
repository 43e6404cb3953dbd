"""A text into words that compare equal whatever their case, accents, hyphens and number. Not here: what they mean."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

# A word with its apostrophes, or a sign that no name runs across. Hyphens and other signs are passed over, and so are
# the marks of notes and trade marks, rightly decoded or not.
LETTER = r"(?!Â®|â„¢)[^\W_¹²³⁰⁴-⁹]"
TOKEN = re.compile(rf"{LETTER}(?:{LETTER}|[\u0300-\u036f]|['’](?={LETTER}))*|[&,;:/()\[\]+|!?…\n]")


class Token(NamedTuple):
    """text[start:end], folded, and its stem: one form for both numbers."""

    start: int
    end: int
    word: str
    stem: str


class Reader:
    """Cuts texts into tokens, given the plurals that no rule makes."""

    def __init__(self, plurals: Mapping[str, str]) -> None:
        self._plurals = plurals
        self._forms = lru_cache(maxsize=20_000)(self._read)

    def tokens(self, text: str) -> list[Token]:
        return [Token(match.start(), match.end(), *self._forms(match[0])) for match in TOKEN.finditer(text)]

    def stems(self, text: str) -> str:
        """The stems between spaces, so that whole words can be looked for."""
        return f" {' '.join(token.stem for token in self.tokens(text))} "

    def _read(self, word: str) -> tuple[str, str]:
        plain = folded(word)
        return plain, self._plurals.get(plain) or stem(plain)


def folded(word: str) -> str:
    """Without case, accents and apostrophes: "Crème" -> "creme", "goat's" -> "goat", "&" -> "and"."""
    if word == "&":
        return "and"
    plain = word.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"['’]s$|['’]", "", plain)


def stem(word: str) -> str:
    """One form for both numbers: "anchovy" and "anchovies" -> "anchovi", "radishes" -> "radish", "asparagus" itself."""
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    if len(word) > 3 and word.endswith(("oe", "xe", "che", "she", "sse", "use", "ze")):
        return word[:-1]
    return re.sub(r"(?<=\w\w)(?:y|ie)$", "i", word)
