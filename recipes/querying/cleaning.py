"""Any text of any script -> one clean, bounded line. Pure; not the reading of it."""

import unicodedata

MAX_LENGTH = 300


def clean(raw: str) -> tuple[str, bool]:
    """The text as one line, and whether its end was left off.

    No control characters, single spaces, at most 300 characters, cut at a word.
    """
    # Enough for 300 characters after cleaning, and a bound on the work that a hostile query can ask for.
    bounded = raw[: MAX_LENGTH * 20]
    # An acute accent typed as an apostrophe: normalised, it would part "isn´t" in two.
    composed = unicodedata.normalize("NFKC", bounded.replace("´", "'"))
    printable = "".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in composed)
    words = " ".join(printable.split())
    text = cut_at_word(words, MAX_LENGTH)
    return text, len(text) < len(words) or len(bounded) < len(raw)


def as_text(given: object) -> str:
    """What is no text is read as one: None as no words, bytes as UTF-8, all else as it prints."""
    if isinstance(given, bytes | bytearray):
        return given.decode("utf-8", "replace")
    return "" if given is None else str(given)


def cut_at_word(text: str, length: int) -> str:
    """The text, or as many whole words of it as `length` characters hold; of one overlong word, its beginning."""
    if len(text) <= length:
        return text
    head, _, _ = text[: length + 1].rpartition(" ")
    return head or text[:length]
