"""Values as they stand in other people's files, as clean text and lists. Not which key means what, and not our limits.

Values may be of any JSON type, nested at will; whatever can't be read as text comes out empty.
"""

import ast
import html
import json
import re
import unicodedata

DEEPEST = 6
LONGEST_LIST_CELL = 200_000
NOTHING = frozenset({"", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "none", "character(0)", "[]", "{}"})

# An entity without its semicolon is more often an ampersand ("M&Ms"), and twice escaped ones ("&amp;nbsp;") are common.
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
BLOCK = re.compile(
    r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr|table|tbody|thead|section|article|blockquote|hr|dl|dt|dd)\b[^<>]*>",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"</?(?:a|abbr|b|big|center|cite|code|em|figure|font|i|iframe|img|ins|del|mark|q|s|small|span|strike|strong|sub|sup|td|th"
    r"|tt|u|var)\b[^<>]*>",
    re.IGNORECASE,
)
# Controls, and marks that nobody sees: soft hyphen, zero width space, byte order mark, changes of writing direction.
# The zero width joiners stay, since Indic scripts, Persian and emoji need them.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LINE_END = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
R_LIST = re.compile(r"c\(\s*(?:\"|NA\b)")
R_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|\bNA\b', re.DOTALL)
BETWEEN_WORDS = re.compile(r"[,;|\n]")


class NotUnicodeError(ValueError):
    """Bytes that aren't UTF-8, or half of a surrogate pair."""


def clean(text: str) -> str:
    """NFC, without markup, entities, controls and blank lines; lines stripped, inner runs of space as one space."""
    if "&" in text:
        text = ENTITY.sub(_character, ENTITY.sub(_character, text))
    if "<" in text:
        text = INLINE.sub("", BLOCK.sub("\n", HIDDEN.sub("", text)))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        refuse_surrogates(text)
    lines = (" ".join(line.split()) for line in LINE_END.split(UNSEEN.sub("", text)))
    return "\n".join(line for line in lines if line)


def refuse_surrogates(text: str) -> None:
    """Raise NotUnicodeError where the text can't be written as UTF-8, and so in no database."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotUnicodeError


def as_text(value, depth: int = DEEPEST) -> str:
    """The clean text of a string, a number, a {"@value"} or {"text"} object, or the first of a list that has any."""
    if isinstance(value, str):
        return "" if value.strip() in NOTHING else clean(value)
    if isinstance(value, bool) or value is None or not depth:
        return ""
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, dict):
        value = [value.get(key) for key in ("@value", "text", "name", "original", "value", "@id") if key in value]
    return next(filter(None, (as_text(item, depth - 1) for item in value)), "")


def as_line(value) -> str:
    """As `as_text`, on one line."""
    return as_text(value).replace("\n", " ")


def as_list(value) -> list:
    """A list as it is, or the one written in a text (JSON, Python, R's c("a", "b")); anything else alone in one."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, str):
        written = _written_list(value.strip())
        return [value] if written is None else written
    return [] if value is None else [value]


def as_lines(value, depth: int = DEEPEST) -> list[str]:
    """Ingredient lines or steps: lists of them, texts with line ends, sections with steps, ingredients in parts."""
    if not depth:
        return []
    if isinstance(value, dict):
        return _lines_of_object(value, depth)
    lines = []
    for item in as_list(value):
        nested = isinstance(item, dict | list | tuple)
        lines += as_lines(item, depth - 1) if nested else as_text(item).split("\n")
    return [line for line in lines if line]


def as_words(value) -> list[str]:
    """Tags, of a list or of a text with commas, semicolons, bars or line ends between; each once, whatever its case."""
    words = {}
    for item in as_list(value):
        parts = BETWEEN_WORDS.split(as_text(item)) if isinstance(item, str) else [as_line(item)]
        words.update({part.casefold(): part for part in map(str.strip, parts) if part and part.casefold() not in words})
    return list(words.values())


def _character(entity: re.Match) -> str:
    return html.unescape(entity[0])


def _number_text(number: int | float) -> str:
    if isinstance(number, int):
        return str(number) if abs(number) < 10**30 else ""
    if number != number or abs(number) >= 1e30:
        return ""
    return str(int(number)) if number == int(number) else str(number)


def _written_list(text: str) -> list | None:
    if len(text) > LONGEST_LIST_CELL:
        return None
    if R_LIST.match(text) and text.endswith(")"):
        return [string.replace('\\"', '"').replace("\\\\", "\\") for string in R_ITEM.findall(text)]
    if text[:1] + text[-1:] not in ("[]", "()", "{}"):
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        return sorted(value, key=str) if isinstance(value, set) else _list_or_none(value)
    return None


def _list_or_none(value) -> list | None:
    if isinstance(value, dict):
        return [value]
    return list(value) if isinstance(value, list | tuple) else None


def _lines_of_object(value: dict, depth: int) -> list[str]:
    steps = next((value[key] for key in ("itemListElement", "steps") if value.get(key)), None)
    if steps is not None:
        heading = as_line(value.get("name"))
        return ([_as_heading(heading)] if heading else []) + as_lines(steps, depth - 1)
    if text := next(
        filter(None, (as_text(value.get(key)) for key in ("text", "original", "step", "item", "@value"))), ""
    ):
        return text.split("\n")
    if any(key in value for key in ("name", "ingredient", "food")):
        return _ingredient_in_parts(value)
    groups = ((name, part) for name, part in value.items() if isinstance(part, list) and not str(name).startswith("@"))
    return [line for name, part in groups for line in (_as_heading(as_line(name)), *as_lines(part, depth - 1)) if line]


def _ingredient_in_parts(value: dict) -> list[str]:
    """{"quantity": 200, "unit": "g", "name": "flour", "note": "sieved"} -> ["200 g flour, sieved"]"""

    def first(*keys: str) -> str:
        return next(filter(None, (as_line(value.get(key)) for key in keys)), "")

    amount = " ".join(filter(None, (first("quantity", "amount"), first("unit"), first("name", "ingredient", "food"))))
    return [", ".join(filter(None, (amount, first("note", "notes", "preparation", "comment"))))] if amount else []


def _as_heading(text: str) -> str:
    return f"{text.rstrip(':')}:" if text else ""
