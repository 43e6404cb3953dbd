"""What a cook wrote -> what is searched for. Pure: no model, no Django; not the search itself."""

import unicodedata
from dataclasses import dataclass

MAX_LENGTH = 300


@dataclass(frozen=True)
class Query:
    """A cook's sentence: as written, the meaning that is embedded, and whether its end was left off."""

    raw: str
    text: str
    cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text


def read_query(given: object) -> Query:
    """Any text of any script, cleaned: no control characters, single spaces, at most 300 characters, cut at a word.

    What is no text is read as one: None as no words, bytes as UTF-8, all else as it prints.
    """
    raw = as_text(given)
    # Enough for 300 characters after cleaning, and a bound on the work that a hostile query can ask for.
    bounded = raw[: MAX_LENGTH * 20]
    composed = unicodedata.normalize("NFKC", bounded)
    printable = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in composed)
    words = " ".join(printable.split())
    text = cut_at_word(words, MAX_LENGTH)
    return Query(raw=raw, text=text, cut=len(text) < len(words) or len(bounded) < len(raw))


def as_text(given: object) -> str:
    if isinstance(given, bytes | bytearray):
        return given.decode("utf-8", "replace")
    return "" if given is None else str(given)


def cut_at_word(text: str, length: int) -> str:
    """The text, or as many whole words of it as `length` characters hold; of one overlong word, its beginning."""
    if len(text) <= length:
        return text
    head, _, _ = text[: length + 1].rpartition(" ")
    return head or text[:length]
