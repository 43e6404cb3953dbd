"""Where the amounts of an ingredient line stand, and which of its numbers are none. Not what becomes of them.

"2 x 400 g tins (about 500 g drained), cut into 4" has two amounts: 2 and 500 g.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from recipes.scaling import numbers, units
from recipes.scaling.nouns import counted_noun

LONGEST_LINE = 500
"""A longer line is a text and no ingredient: it has no amounts."""

MOST_OF_RANGE = 10
"""Ends of a range that lie further apart are two numbers: "2 - 400 g tins"."""

RANGE = r"(?:[ ]?[-–—][ ]?|[ ](?:to|or)[ ])"
AMOUNT = re.compile(
    rf"(?:(?<![\w#$£€%°])|(?<=\dx))(?<!\d[/⁄.,])(?<![^\W\d_]-)"
    rf"(?:(?P<low>{numbers.NUMBER})(?:(?P<to>{RANGE})(?P<high>{numbers.NUMBER}))?"
    rf"|(?P<spoken>\b{numbers.SPOKEN})(?:(?P<spoken_to>{RANGE})(?P<spoken_high>{numbers.SPOKEN}))?)"
    rf"(?![\d⁄{''.join(numbers.VULGAR)}]|[.,/]\d)"
    rf"(?:(?P<gap>[ ]?-?[ ]?)(?!day-old)(?P<unit>{units.WRITTEN})(?![^\W_]))?",
    re.IGNORECASE,
)
NO_AMOUNT_AFTER = re.compile(r"(?!x\d)(?:\s?(?:%|°|º|(?:per ?cent|degrees?)\b)|[-–][^\W_]|['’]|[^\W_])", re.IGNORECASE)
ABOUT = (
    r"(?:about|approx\.?|approximately|around|roughly|circa|ca\.?|c\.|heaped|heaping|scant|generous|good|level|rounded|"
    r"at least|up to|another|extra|juice|zest|rind|peel|seeds|leaves|finely|grated|squeezed|the|of|from|and|an?|~)"
)
LEAD = re.compile(rf"[^\w~½¼¾⅓⅔]*(?:{ABOUT}\s*)*", re.IGNORECASE)
JOINED = re.compile(
    r"(?:\b(?:plus|or|about|approx\.?|approximately|around|roughly|and|of|from|juice|zest|rind|peel)|[,(+:~/]|\s[-–—])\s*$",
    re.IGNORECASE,
)
SPOKEN_JOINED = re.compile(r"\b(?:plus|or|of)\s*$", re.IGNORECASE)
CLAUSE_EDGE = re.compile(r"[,;()\[\]]")
EACH = re.compile(r"\b(?:each|apiece|per)\b", re.IGNORECASE)
INTO = re.compile(r"\b(?:into|in)\b(?!\s+(?:all|total)\b)", re.IGNORECASE)
SIZE_AFTER_COUNT = re.compile(r"\s*(?:[x×*–-]\s*)?(?:\(\s*)?(?:(?:about|approx\.?)\s+)?", re.IGNORECASE)
SIZE_AFTER_SIZE = re.compile(r"\s*(?:[/(–-]|\bor\b)?\s*(?:(?:about|approx\.?)\s+)?", re.IGNORECASE)
PIECE = re.compile(
    r"[ ](?:(?:long|thick|fresh|peeled)[ ])*(?:piece|knob|length|thumb|chunk|of|ginger|galangal|turmeric|cinnamon)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    rf"\)?\s*(?:{'|'.join(('bag', 'block', 'bottle', 'box', 'boxes', 'can', 'carton', 'container', 'jar', 'pack'))}"
    r"|packet|package|pkg|pot|pouch|punnet|sachet|tin|tub|tube|loaf|loaves)(?:e?s)?\b(?!\s+roast)",
    re.IGNORECASE,
)
PINCH = re.compile(
    r"\s*(?:\w+\s+)?(?:pinch|dash|splash|drizzle|sprinkle|sprinkling|grinding|grind|grating|squeeze|knob|touch|drop|dusting)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Amount:
    """A number in a line, or a range of two, and its unit if it has one."""

    match: re.Match
    low: Fraction
    high: Fraction | None
    end: int
    unit: str
    is_spoken: bool
    is_size: bool = False
    """Whether it is the size of one of what holds it: for more, their count is written before it."""

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def kind(self) -> str:
        return units.kind_of(self.unit)

    @property
    def values(self) -> list[Fraction]:
        return [self.low] if self.high is None else [self.low, self.high]


def find_amounts(line: str) -> list[Amount]:
    """The amounts that grow with how many eat, in order."""
    if len(line) > LONGEST_LINE:
        return []
    found, sizes_end, position = [], -1, 0
    while match := AMOUNT.search(line, position):
        amount = read_amount(match)
        position = max(amount.end, match.start() + 1)
        if NO_AMOUNT_AFTER.match(line, amount.end):
            continue
        if is_size_of_last(line, amount, found, sizes_end):
            sizes_end = amount.end
            continue
        if (
            is_held := amount.kind in units.MEASURED
            and not found
            and is_lead(line, amount)
            and is_held_size(line, amount)
        ):
            sizes_end = amount.end
        if is_held or grows(line, amount, found):
            found.append(Amount(match, amount.low, amount.high, amount.end, amount.unit, amount.is_spoken, is_held))
    return found


def read_amount(match: re.Match) -> Amount:
    spoken = match["spoken"] is not None
    low_group, high_group = ("spoken", "spoken_high") if spoken else ("low", "high")
    low = numbers.read(match[low_group])
    if match[high_group] is None:
        return Amount(match, low, None, match.end(), match["unit"] or "", spoken)
    high = numbers.read(match[high_group])
    if low < high <= low * MOST_OF_RANGE:
        return Amount(match, low, high, match.end(), match["unit"] or "", spoken)
    return Amount(match, low, None, match.end(low_group), "", spoken)


def is_size_of_last(line: str, amount: Amount, found: list[Amount], sizes_end: int) -> bool:
    """Whether it says how large each of what was just counted is: "2 x 400 g", "2 (400 g)", "1 400g/14oz tin"."""
    if amount.kind not in units.MEASURED | {units.LENGTH}:
        return False
    if sizes_end >= 0 and SIZE_AFTER_SIZE.fullmatch(line[sizes_end : amount.start]):
        return True
    if not found or found[-1].kind != units.COUNT:
        return False
    between = line[found[-1].end : amount.start]
    return bool(SIZE_AFTER_COUNT.fullmatch(between)) or is_before_the_noun(line, amount, found[-1].end)


def is_before_the_noun(line: str, amount: Amount, start: int) -> bool:
    """Whether it stands in brackets before what is counted: "1 large (3 lb) chicken", not "1 cucumber (350 g)"."""
    opened = line.rfind("(", start, amount.start)
    closed = line.find(")", amount.end)
    is_inside = opened >= 0 and closed >= 0 and not CLAUSE_EDGE.search(line, start, opened)
    return is_inside and not counted_noun(line[:opened], start) and bool(re.match(r"\s*[^\W\d_]", line[closed + 1 :]))


def is_held_size(line: str, amount: Amount) -> bool:
    """Whether it is the size of a tin without a count: "400 g (14 oz) tin"."""
    end = amount.end
    while (
        (other := AMOUNT.search(line, end)) and other["unit"] and SIZE_AFTER_SIZE.fullmatch(line[end : other.start()])
    ):
        end = other.end()
    return bool(HELD.match(line, end))


def is_lead(line: str, amount: Amount) -> bool:
    return bool(LEAD.fullmatch(line[: amount.start]))


def grows(line: str, amount: Amount, found: list[Amount]) -> bool:
    if amount.kind == units.DURATION:
        return False
    leads = is_lead(line, amount)
    if amount.kind == units.LENGTH:
        return leads and not found and bool(PIECE.match(line, amount.end))
    if amount.low == amount.values[-1] == 1 and amount.kind == units.COUNT and PINCH.match(line, amount.end):
        return False
    if amount.is_spoken:
        before = line[: amount.start]
        is_share = bool(found) and SPOKEN_JOINED.fullmatch(line[found[-1].end : amount.start].lstrip())
        return (leads or bool(SPOKEN_JOINED.search(before))) and not is_share and is_counting(line, amount)
    if leads and not found:
        return True
    if EACH.search(clause(line, amount)):
        return False
    return amount.kind in units.MEASURED or is_joined(line, amount)


def is_joined(line: str, amount: Amount) -> bool:
    """Whether a bare number counts as what came before did: "8 garlic cloves, 4 whole and 4 crushed", "about 30"."""
    before = line[: amount.start]
    begun = max((edge.end() for edge in CLAUSE_EDGE.finditer(before)), default=0)
    return bool(JOINED.search(before)) and not INTO.search(before, begun)


def is_counting(line: str, amount: Amount) -> bool:
    """Whether a word that may be a number is one here: "half a lemon", "an onion"; not "a little", "half and half"."""
    if amount.unit or amount.low not in (1, Fraction(1, 2)) or amount.match["spoken"].casefold() == "one":
        return True
    noun = counted_noun(line, amount.end)
    if noun is None:
        following = AMOUNT.search(line, amount.end)
        return bool(following and following.start() == amount.end + 1 and is_held_size(line, read_amount(following)))
    return amount.low != 1 or not is_vague(line[amount.end : noun.start()])


def is_vague(between: str) -> bool:
    """ "A few sprigs" and "a little lemon" are no count."""
    return bool(re.search(r"\b(?:few|little|bit|couple|lot|some|dozen)\b", between, re.IGNORECASE))


def clause(line: str, amount: Amount) -> str:
    """What stands around an amount: its brackets where it is in some, else up to the nearest commas."""
    opened, closed = line.rfind("(", 0, amount.start), line.find(")", amount.end)
    if opened >= 0 and closed >= 0 and ")" not in line[opened : amount.start]:
        return line[opened:closed]
    begun = max((edge.end() for edge in CLAUSE_EDGE.finditer(line, 0, amount.start)), default=0)
    edge = CLAUSE_EDGE.search(line, amount.end)
    return line[begun : edge.start() if edge else len(line)]
