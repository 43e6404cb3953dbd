"""What people write for a time or for servings, as whole numbers. Not the amounts of ingredients, and no upper limits.

Every function takes any value and never raises: None means that nothing certain could be read.
"""

import math
import re

LONGEST = 100
MINUTES_IN = {"s": 1 / 60, "m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
UNIT_WORDS = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("m", "min", "mins", "minute", "minutes", "minuten", "minuti", "minutos"),
    "h": ("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "ora", "ore", "horas"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
}
UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in words}
NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}

ISO_DURATION = re.compile(
    r"p(?:0+y)?(?:0+m)?(?:(?P<w>\d+)w)?(?:(?P<d>\d+(?:\.\d+)?)d)?"
    r"(?:t(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s)?)?"
)
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")
# A comma before one or two digits is a decimal comma; "1,500" could be either, so it is nothing certain.
AMOUNT = r"\d+(?:\.\d+|,\d{1,2}(?!\d))?"
PART = re.compile(rf"({AMOUNT})\s*(?:({'|'.join(sorted(UNITS, key=len, reverse=True))})(?![^\W\d])\.?)?")
BETWEEN_PARTS = re.compile(r"\s*(?:,|&|\band\b)?\s*")
RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\bor\b)\s*")
VAGUE_WORDS = re.compile(
    r"^(?:(?:about|approx\.?|approximately|around|circa|ca\.?|less than|under|up to|max\.?)\s+|~\s*)+"
)
SERVED = r"(?:servings?|serves|serve|portions?|people|persons?|pax|personen|portionen|porzioni|personnes|raciones)"
BARE_SERVINGS = re.compile(
    r"(?:(?:makes|yields?|for|about|approx\.?|approximately)\s*:?\s*)*"
    r"(\d+)(?:\.0+)?(?:\s*(?:-|–|to|or)\s*\d+)?\s*(?:\([^()]*\))?"
)
NAMED_SERVINGS = (
    re.compile(r"\b(?:serves|servings?|portions?)\s*:?\s*(?:about\s+)?(\d+)\b"),
    re.compile(rf"\b(\d+)(?:\.0+)?(?:\s*(?:-|–|to|or)\s*\d+)?\s*{SERVED}\b"),
)


def minutes(value) -> int | None:
    """Minutes, rounded up: 90, "90", "PT1H30M", "1 h 30", "1:30", "1½ hours", "about 45 mins".

    Of a range ("30 to 60 mins", "less than 30 mins") the longer end: a limit on time must not let a slower dish in.
    "over 2 hours", "overnight" and "20 mins plus chilling" have no such end: None.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _rounded_up(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    text = VAGUE_WORDS.sub("", value.strip().casefold())
    if text in ("no cooking required", "no preparation required", "none"):
        return 0
    for notation in (_iso_minutes, _clock_minutes):
        if (count := notation(text)) is not None:
            return count
    return _longer_end(_with_digits(text))


def servings(value) -> int | None:
    """How many it serves: 4, "4", "Serves 4-6" (4: enough for so many is certain), "Makes 12 muffins; serves 6".

    A yield of something else ("24 biscuits", "1 loaf", "2 cups") doesn't say it: None.
    """
    if isinstance(value, list | tuple):
        return next((number for number in map(servings, value[:10]) if number is not None), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if math.isfinite(value) and value == int(value) and value >= 0 else None
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    text = _with_digits(value.strip().casefold().rstrip("."))
    match = BARE_SERVINGS.fullmatch(text) or next(filter(None, (form.search(text) for form in NAMED_SERVINGS)), None)
    return int(match[1]) if match else None


def iso_duration(count: int) -> str:
    """Minutes as an ISO 8601 duration: 90 -> "PT1H30M", 0 -> "PT0M"."""
    hours, rest = divmod(count, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


def _rounded_up(number: float) -> int | None:
    return math.ceil(round(number, 6)) if math.isfinite(number) and number >= 0 else None


def _iso_minutes(text: str) -> int | None:
    match = ISO_DURATION.fullmatch(text)
    if not match or text.endswith(("p", "t")):
        return None
    return _rounded_up(sum(float(amount) * MINUTES_IN[unit] for unit, amount in match.groupdict("0").items()))


def _clock_minutes(text: str) -> int | None:
    match = CLOCK.fullmatch(text)
    return None if not match else int(match[1]) * 60 + int(match[2]) + (int(match[3] or 0) > 0)


def _with_digits(text: str) -> str:
    """ "one and a half hours" -> "1.5 hours", so that only one notation is left to read."""
    for sign, fraction in FRACTIONS.items():
        text = text.replace(sign, fraction)
    text = re.sub(r"\b(?:an?\s+)?half\s+(?:an?\s+)?hour\b", "0.5 hour", text)
    text = re.sub(r"^an?\s+(?=hour|minute|day|week)", "1 ", text)
    text = re.sub(rf"\b({'|'.join(NUMBER_WORDS)})\b", lambda word: str(NUMBER_WORDS.index(word[1])), text)
    text = re.sub(r"\b(\d{1,4})\s+and\s+a\s+half\b", r"\1.5", text)
    mixed = re.sub(r"\b(\d{1,4})\s+([1-9])/([1-9])\b", lambda m: f"{int(m[1]) + int(m[2]) / int(m[3]):.4f}", text)
    return re.sub(r"\b([1-9])/([1-9])\b", lambda m: f"{int(m[1]) / int(m[2]):.4f}", mixed).strip()


def _longer_end(text: str) -> int | None:
    ends = RANGE.split(text)
    if len(ends) == 1:
        return _sum_of_parts(text)
    low, high = _sum_of_parts(ends[0]), _sum_of_parts(ends[1])
    if len(ends) > 2 or None in (low, high):
        return None
    if not any(letter.isalpha() for letter in ends[1]) and any(letter.isalpha() for letter in ends[0]):
        return None  # "1 hour - 20": of what?
    return high if high >= low or not any(letter.isalpha() for letter in ends[0]) else low


def _sum_of_parts(text: str) -> int | None:
    """ "1 hour 30 mins", "1h30", "45 min." or a bare number of minutes; None where anything is left over."""
    total, position, last_unit = 0.0, 0, None
    while position < len(text):
        part = PART.match(text, position)
        if not part or (part[2] is None and last_unit not in (None, "h")):
            return None
        unit = UNITS[part[2]] if part[2] else "m"
        total += float(part[1].replace(",", ".")) * MINUTES_IN[unit]
        position = BETWEEN_PARTS.match(text, part.end()).end()
        if part[2] is None and position < len(text):
            return None
        last_unit = unit
    return _rounded_up(total) if last_unit else None
