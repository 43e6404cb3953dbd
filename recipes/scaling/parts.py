"""A line's amounts times a factor, written again in its own manner, and the nouns and units put in the right number.

Not which numbers are amounts.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from recipes.scaling import nouns, numbers, units
from recipes.scaling.amounts import Amount

WORDS_OF_UNITS = frozenset(units.FLIPPED) | frozenset(units.SINGULAR)
ONE_SIZE = rf"(?:about[ ])?{numbers.NUMBER}(?:[ ]?[-–][ ]?{numbers.NUMBER})?[ ]?-?(?:{units.WRITTEN})\b"
SIZES = re.compile(rf"\s*(?:[x×*]\s*)?(?:[(/]?\s*{ONE_SIZE}\s*\)?\s*)+", re.IGNORECASE)
BRACKETED = re.compile(r"\s*(?:[^\W\d_]+\s*)?\([^()]*\)(?=\s*[^\W\d_])")


class Part(NamedTuple):
    """A piece of a line."""

    text: str
    is_amount: bool = False


class Change(NamedTuple):
    """What takes the place of a piece of a line."""

    start: int
    end: int
    text: str
    is_amount: bool = False


def parts_of(line: str, amounts: list[Amount], factor: Fraction) -> tuple[Part, ...]:
    """The line cut into amounts, scaled, and the rest."""
    parts, position = [], 0
    for change in sorted(change for amount in amounts for change in changes(line, amount, factor)):
        parts += [Part(line[position : change.start]), Part(change.text, change.is_amount)]
        position = change.end
    return joined([*parts, Part(line[position:])])


def joined(parts: list[Part]) -> tuple[Part, ...]:
    """Neighbours of one kind as one, nothing empty."""
    whole: list[Part] = []
    for part in parts:
        if whole and part.text and whole[-1].is_amount == part.is_amount:
            whole[-1] = Part(whole[-1].text + part.text, part.is_amount)
        elif part.text:
            whole.append(part)
    return tuple(whole)


def changes(line: str, amount: Amount, factor: Fraction) -> Iterator[Change]:
    """The amount and the noun that it counts, rewritten."""
    if factor == 1:
        yield Change(amount.start, amount.end, line[amount.start : amount.end], is_amount=True)
        return
    if amount.is_size:
        count = units.rounded(factor, "")
        text = line[amount.start : amount.end]
        if count != 1:
            text = f"{numbers.as_fraction(count)} × {text}"
        yield Change(amount.start, amount.end, text, is_amount=True)
        yield from noun_changes(line, amount.end, was_many=False, is_many=count > 1)
        return
    values, unit = units.measured([value * factor for value in amount.values], amount.unit)
    was_many, is_many = amount.values[-1] > 1, values[-1] > 1
    yield Change(amount.start, amount.end, written(line, amount, values, unit), is_amount=True)
    if amount.kind == units.COUNT:
        yield from noun_changes(line, amount.end, was_many, is_many)


def after_sizes(line: str, start: int) -> int:
    """Where the noun may begin, behind the sizes of what is counted: "2 x 400 g (14 oz) tins"."""
    size = SIZES.match(line, start) or BRACKETED.match(line, start)
    return size.end() if size else start


def noun_changes(line: str, start: int, was_many: bool, is_many: bool) -> Iterator[Change]:
    if was_many == is_many:
        return
    noun = nouns.counted_noun(line, start) or nouns.counted_noun(line, after_sizes(line, start))
    if noun:
        yield Change(noun.start(), noun.end(), nouns.in_number(noun[0], is_many))


def written(line: str, amount: Amount, values: list[Fraction], unit: str) -> str:
    """The values in the manner of the amount: its range sign, its decimal comma, its space before the unit."""
    comma = numbers.has_decimal_comma(amount.match["low"] or "") or numbers.has_decimal_comma(
        amount.match["high"] or ""
    )
    texts = [
        numbers.as_decimal(value, comma) if units.is_decimal(unit) else numbers.as_fraction(value) for value in values
    ]
    if amount.high is not None and texts[0] != texts[-1]:
        text = texts[0] + (amount.match["to"] or amount.match["spoken_to"]) + texts[1]
    else:
        text = texts[-1]
    if not amount.unit:
        return text + (" ×" if needs_times(line, amount) else "")
    same = unit == amount.unit
    named = units.in_number(unit, values[-1] > 1) if same or unit.casefold() in WORDS_OF_UNITS else unit
    gap = amount.match["gap"] or (" " if len(named) > len("tbsp") else "")
    return text + gap + named


def needs_times(line: str, amount: Amount) -> bool:
    """A spoken count before a size needs a sign between the two: "a 400 g tin" -> "2 × 400 g tins"."""
    return amount.is_spoken and line[amount.end : amount.end + 2].strip().isdigit()
