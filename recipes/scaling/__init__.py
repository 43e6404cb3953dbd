"""An ingredient line for more or fewer people: its amounts scaled, all else as it was written. Pure.

Not how many people a recipe is for, and nothing about what the ingredients are.
"""

from fractions import Fraction

from recipes.scaling.amounts import LONGEST_LINE, find_amounts
from recipes.scaling.parts import Part, parts_of

__all__ = ["LONGEST_LINE", "Part", "find_amounts", "scaled", "scaled_parts"]


def scaled(line: str, factor: Fraction | int) -> str:
    """The line with its amounts times `factor`, rounded as a kitchen measures; by 1 it is the same to the letter.

    "2 x 400 g tins" becomes more tins, not larger ones; "a pinch", "25 cm tin", "2% milk" and "cut into 4" stay.
    ValueError for a factor that isn't positive.
    """
    return "".join(part.text for part in scaled_parts(line, factor))


def scaled_parts(line: str, factor: Fraction | int) -> tuple[Part, ...]:
    """As `scaled`, cut into what is an amount and what isn't, so that a page can set amounts apart."""
    if factor <= 0:
        raise ValueError(f"An amount can't be scaled by {factor}.")
    return parts_of(line, find_amounts(line), Fraction(factor))
