"""Units of the kitchen: how they are written, to what steps they are measured, and when another unit reads better.

Not where in a line an amount stands.
"""

import math
import re
from collections.abc import Iterable
from fractions import Fraction

MASS, VOLUME, SPOON, CUP, IMPERIAL, LENGTH, DURATION, COUNT = (
    "mass",
    "volume",
    "spoon",
    "cup",
    "imperial",
    "length",
    "duration",
    "count",
)
SPELLINGS = {
    MASS: "g gr gram grams gramme grammes kg kgs kilo kilos kilogram kilograms mg",
    VOLUME: "ml mls millilitre millilitres milliliter milliliters cl dl l litre litres liter liters",
    SPOON: "tsp tsps teaspoon teaspoons tbsp tbsps tbs tablespoon tablespoons dsp dessertspoon dessertspoons",
    CUP: "cup cups",
    IMPERIAL: "oz ozs ounce ounces lb lbs pound pounds pint pints pt quart quarts qt gallon gallons",
    LENGTH: "cm mm centimetre centimetres centimeter centimeters inch inches",
    DURATION: "sec secs second seconds min mins minute minutes hr hrs hour hours day days month months year years",
}
KINDS = {word: kind for kind, words in SPELLINGS.items() for word in words.split()}
FLUID_OUNCE = r"fl\.?[ ]?oz|fluid[ ]ounces?"
WRITTEN = rf"(?:{FLUID_OUNCE}|{'|'.join(sorted(KINDS, key=len, reverse=True))}|[\"″”](?=[ ]))"
MEASURED = frozenset({MASS, VOLUME, SPOON, CUP, IMPERIAL})

HAVE_PLURALS = (
    "gram gramme kilo kilogram millilitre milliliter litre liter teaspoon tablespoon dessertspoon cup ounce pound "
    "pint quart gallon"
)
FLIPPED = {single: single + "s" for single in HAVE_PLURALS.split()} | {"fluid ounce": "fluid ounces"}
SINGULAR = {many: single for single, many in FLIPPED.items()}

# (below, step): an amount below is measured in such steps; the last step holds for all above.
METRIC_STEPS = ((2, Fraction(1, 4)), (10, Fraction(1, 2)), (100, 1), (500, 5), (1000, 10), (None, 50))
LENGTH_STEPS = ((10, Fraction(1, 2)), (None, 1))
OUNCE_STEPS = ((10, Fraction(1, 4)), (20, Fraction(1, 2)), (None, 1))
LARGE_STEPS = ((10, Fraction(1, 4)), (None, Fraction(1, 2)))
THIRDS_AND_QUARTERS = tuple(Fraction(*pair) for pair in ((0, 1), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1)))
SMALL = (Fraction(1, 16), Fraction(1, 8))
HALVES = (Fraction(0), Fraction(1, 2), Fraction(1))

KILO = 1000
SPOONS_IN_TABLESPOON = 3
TO_TEASPOON = {"tbsp": "tsp", "tbsps": "tsp", "tbs": "tsp", "tablespoon": "teaspoon", "tablespoons": "teaspoons"}
TO_TABLESPOON = {"tsp": "tbsp", "tsps": "tbsp", "teaspoon": "tablespoon", "teaspoons": "tablespoons"}
GRAMS = frozenset({"g", "gr", "gram", "grams", "gramme", "grammes"})
KILOGRAMS = frozenset({"kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"})
MILLILITRES = frozenset({"ml", "mls", "millilitre", "millilitres", "milliliter", "milliliters"})
METRIC_LENGTHS = frozenset({"cm", "mm", "centimetre", "centimetres", "centimeter", "centimeters"})
LITRES = frozenset({"l", "litre", "litres", "liter", "liters"})


def kind_of(unit: str) -> str:
    """The kind of a unit as it is written; a count where it is none."""
    unit = unit.casefold()
    if not unit:
        return COUNT
    if unit in '"″”':
        return LENGTH
    return KINDS.get(unit, IMPERIAL)


def is_in_inches(unit: str) -> bool:
    return kind_of(unit) == LENGTH and unit.casefold() not in METRIC_LENGTHS


def is_decimal(unit: str) -> bool:
    """Whether amounts of it are written with a decimal point rather than with fractions."""
    return kind_of(unit) in (MASS, VOLUME) or (kind_of(unit) == LENGTH and not is_in_inches(unit))


def measured(values: Iterable[Fraction], unit: str) -> tuple[list[Fraction], str]:
    """The amounts rounded as a kitchen measures that unit, and the unit that then reads best."""
    low = unit.casefold()
    values = list(values)
    if low in KILOGRAMS | LITRES:
        return in_thousands([value * KILO for value in values], unit, "g" if low in KILOGRAMS else "ml", unit)
    if low in GRAMS | MILLILITRES:
        return in_thousands(values, unit, unit, "kg" if low in GRAMS else "litres")
    if low in TO_TEASPOON and max(values) < Fraction(1, 2):
        return [rounded(value * SPOONS_IN_TABLESPOON, unit) for value in values], TO_TEASPOON[low]
    if low in TO_TABLESPOON and all(value >= 3 and value % Fraction(3, 2) == 0 for value in values):
        return [value / SPOONS_IN_TABLESPOON for value in values], TO_TABLESPOON[low]
    return [rounded(value, unit) for value in values], unit


def in_thousands(values: list[Fraction], written: str, small: str, large: str) -> tuple[list[Fraction], str]:
    """Grams as kilograms, or millilitres as litres, from a thousand on; a range goes by both of its ends."""
    values = [stepped(value, METRIC_STEPS) for value in values]
    if written == small and min(values) >= KILO:
        return [value / KILO for value in values], large
    if written != small and max(values) < KILO:
        return values, small
    return ([value / KILO for value in values], large) if written != small else (values, small)


def rounded(value: Fraction, unit: str) -> Fraction:
    """The nearest amount that can be measured in that unit, and never nothing."""
    kind, low = kind_of(unit), unit.casefold()
    if kind in (MASS, VOLUME):
        return stepped(value, LARGE_STEPS if low in ("dl", "cl") else METRIC_STEPS)
    if kind == LENGTH and not is_in_inches(unit):
        return stepped(value, LENGTH_STEPS)
    if kind in (IMPERIAL, LENGTH):
        return stepped(value, OUNCE_STEPS if "oz" in low or "ounce" in low else LARGE_STEPS)
    return kitchen_fraction(value, most_exact=4 if kind in (SPOON, CUP) else 1)


def stepped(value: Fraction, steps) -> Fraction:
    step = next(step for below, step in steps if below is None or value < below)
    return max(Fraction(math.floor(value / step + Fraction(1, 2)) * step), Fraction(step))


def kitchen_fraction(value: Fraction, most_exact: int) -> Fraction:
    """Thirds and quarters below `most_exact`, halves up to 10, whole numbers above."""
    if value < Fraction(3, 16):
        return min(SMALL, key=lambda small: abs(small - value))
    whole, rest = divmod(value, 1)
    choices = THIRDS_AND_QUARTERS if value < most_exact else HALVES if value < 10 else (Fraction(0), Fraction(1))
    return whole + min(choices, key=lambda choice: (abs(choice - rest), -choice))


def in_number(unit: str, is_many: bool) -> str:
    """The unit as one or as many, where it is a word that has both: "1 cup", "2 cups"; "tsp" is always the same."""
    table = FLIPPED if is_many else SINGULAR
    return like(unit, table.get(unit.casefold(), unit))


def like(model: str, word: str) -> str:
    """The word with a capital where the model has one, left alone where it is the same word."""
    if word.casefold() == model.casefold():
        return model
    return word.capitalize() if re.match("[A-Z][a-z]", model) else word
