"""Numbers and durations in a sentence: "twenty-five", "1h15", "an hour and a half". Not whether they limit anything."""

import re

from recipes.querying.words import Words

MOST = 10_000
HOURS = frozenset({"h", "hr", "hrs", "hour", "hours"})
MINUTES = frozenset({"m", "min", "mins", "minute", "minutes", "minuets", "mintues"})
GLUED = re.compile(r"(?:(\d{1,4})(?:h|hrs?|hours?))?(?:(\d{1,4})(?:m|mins?|minutes?)?)?")
FRACTIONS = {"half": 0.5, "quarter": 0.25}


def number_at(words: Words, place: int, numbers: dict[str, int]) -> tuple[int, float] | None:
    """The number that begins there, up to 10,000, and the word after it."""
    word = words[place]
    if word.endswith("1⁄2"):
        return place + 1, int(word[:-3] or 0) + 0.5
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", word, re.ASCII):
        return place + 1, float(word)
    if word not in numbers:
        return None
    value, following = numbers[word], numbers.get(words[place + 1], 0)
    if 20 <= value <= 90 and 1 <= following <= 9 and words.gap(place + 1) in " -":
        return place + 2, value + following
    return place + 1, value


def highest_at(words: Words, place: int, numbers: dict[str, int]) -> tuple[int, float] | None:
    """The number there; of "4-6" and "four to six" the higher."""
    number = number_at(words, place, numbers)
    if not number:
        return None
    start = number[0] + (words[number[0]] in ("to", "or"))
    joined = words.gap(number[0]) == "-" or start > number[0]
    higher = number_at(words, start, numbers) if joined else None
    return higher if higher and higher[1] > number[1] else number


def duration_at(words: Words, place: int, numbers: dict[str, int]) -> tuple[int, int] | None:
    """Minutes written out from there on, and the word after them."""
    for read in (glued, part_of_hour, counted):
        found = read(words, place, numbers)
        if found and 0 < found[1] <= MOST:
            return found[0], round(found[1])
    return None


def glued(words: Words, place: int, numbers: dict[str, int]) -> tuple[int, float] | None:
    """ "30min", "1h", "1h15"."""
    word = words[place]
    match = word[:1].isdigit() and not word.isdigit() and GLUED.fullmatch(word)
    if not match:
        return None
    hours, minutes = (int(part or 0) for part in match.groups())
    if match[1] and not match[2] and (more := counted(words, place + 1, numbers)) and more[1] < 60:
        return more[0], hours * 60 + more[1]
    return place + 1, hours * 60 + minutes


def part_of_hour(words: Words, place: int, numbers: dict[str, int]) -> tuple[int, float] | None:
    """ "half an hour", "a quarter of an hour", "three quarters of an hour", "an hour and a half"."""
    start = place + (words[place] in ("a", "an", "the"))
    share = FRACTIONS.get(words[start])
    if words[start] == "three" and words[start + 1] == "quarters":
        start, share = start + 1, 0.75
    if share is None:
        if words[start] == "hour" and (start > place or words.are(start + 1, "and", "a", "half")):
            return and_minutes(words, start + 1, 60, numbers)
        return None
    end = start + 1
    while words[end] in ("of", "a", "an"):
        end += 1
    return (end + 1, share * 60) if words[end] in ("hour", "hr") else None


def with_half(words: Words, place: int, minutes: float) -> tuple[int, float]:
    """After hours: "and a half", "and a quarter"."""
    if words[place] == "and" and words[place + 1] == "a" and words[place + 2] in FRACTIONS:
        return place + 3, minutes + 60 * FRACTIONS[words[place + 2]]
    return place, minutes


def counted(words: Words, place: int, numbers: dict[str, int]) -> tuple[int, float] | None:
    """ "45 minutes", "one and a half hours", "1 hour 15", "two hours and ten minutes"."""
    if words.are(place, "a", "couple", "of"):
        number: tuple[int, float] | None = (place + 3, 2)
    else:
        number = highest_at(words, place, numbers)
    if not number:
        return None
    stop, value = with_half(words, number[0], number[1] * 60)
    unit = words[stop]
    if words.gap(stop) not in " -":
        return None
    if unit in MINUTES:
        return stop + 1, value / 60
    return and_minutes(words, stop + 1, value, numbers) if unit in HOURS else None


def and_minutes(words: Words, place: int, minutes: float, numbers: dict[str, int]) -> tuple[int, float]:
    """Hours, with the minutes that may follow them."""
    halved = with_half(words, place, minutes)
    if halved[0] > place:
        return halved
    start = place + (words[place] == "and")
    more = number_at(words, start, numbers)
    if more and more[1] < 60 and words.gap(start) == " ":
        if words[more[0]] in MINUTES:
            return more[0] + 1, minutes + more[1]
        if start == place and words.gap(more[0]) != " ":
            return more[0], minutes + more[1]
    return place, minutes
