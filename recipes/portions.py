"""For how many a recipe is shown: what an address asks for, bounded, and the ingredient lines for so many.

Not how an amount is scaled, and no markup.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from recipes.scaling import Part, scaled_parts

MOST = 100
"""No kitchen that reads a page cooks for more, unless the recipe itself does."""

BATCHES = {"half": Fraction(1, 2), "double": Fraction(2)}
"""What a recipe that doesn't say how many it serves can be asked for."""


@dataclass(frozen=True)
class Portions:
    """For how many a recipe was written and is shown; a recipe that doesn't say has a batch instead."""

    written: int | None
    shown: int | None
    batch: str = ""

    @property
    def factor(self) -> Fraction:
        if self.written:
            return Fraction(self.shown, self.written)
        return BATCHES.get(self.batch, Fraction(1))

    @property
    def is_scaled(self) -> bool:
        return self.factor != 1

    @property
    def most(self) -> int:
        return most(self.written)

    @property
    def fewer(self) -> int:
        """One fewer, and never nobody."""
        return max(self.shown - 1, 1)

    @property
    def more(self) -> int:
        return min(self.shown + 1, self.most)


@dataclass(frozen=True)
class Line:
    """An ingredient line as it is shown, its amounts set apart; a heading ("For the dough:") is nothing to tick off."""

    parts: tuple[Part, ...]
    is_heading: bool


def portions(written: int | None, asked: Mapping[str, str]) -> Portions:
    """What the values of an address ask for; what can't be read is as written, what is too much the most there is."""
    if not written:
        batch = asked.get("batch", "")
        return Portions(None, None, batch if batch in BATCHES else "")
    return Portions(written, whole_number(asked.get("serves", ""), written))


def whole_number(text: str, written: int) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return written
    digits = text.lstrip("0")[: len(str(most(written))) + 1]
    return min(max(int(digits or 0), 1), most(written))


def most(written: int | None) -> int:
    return max(MOST, written or 0)


def lines_for(lines: Iterable[str], factor: Fraction) -> list[Line]:
    return [Line(scaled_parts(line, factor), line.endswith(":")) for line in lines]
