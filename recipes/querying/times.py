"""How long it may take: "in under an hour", "30-minute meals", "quick". Not what limits nothing: "for 2 hours"."""

import re

from recipes.querying.amounts import HOURS, MINUTES, duration_at, number_at
from recipes.querying.sentence import Sentence

QUICK = 30
"""Minutes: what "quick" means."""
LONGEST_ADJECTIVE = 90
"""Minutes: "a 30-minute curry" is a wish; "an 8-hour brisket" is what that brisket is."""


def read_times(sentence: Sentence) -> None:
    places = range(len(sentence))
    limits = [found for place in places if (found := limit_at(sentence, place) or bare_at(sentence, place))]
    limits += quick_words(sentence) if not limits else [(first, stop, None) for first, stop, _ in quick_words(sentence)]
    minutes = [limit for _, _, limit in limits if limit]
    if minutes:
        least = min(minutes)
        places = [(first, stop) for first, stop, _ in limits]
        sentence.take("time", least, f"max-{least}", f"under {least} min", *places)


def limit_at(sentence: Sentence, place: int) -> tuple[int, int, int] | None:
    """The words of the limit whose duration begins there, and its minutes."""
    found = duration_at(sentence.words, place, sentence.vocabulary.numbers)
    if not found or not sentence.is_free(place, found[0]):
        return None
    stop, minutes = found
    if place and duration_covers(sentence, place):
        return None
    start, after = cue_before(sentence, range_before(sentence, place)), cue_after(sentence, stop)
    if start < place or after > stop:
        return start, after, minutes
    if is_adjective(sentence, place, stop, minutes) or is_apart(sentence, place, stop):
        return place, stop, minutes
    return None


def bare_at(sentence: Sentence, place: int) -> tuple[int, int, int] | None:
    """ "dinner in 30": minutes, where nothing follows that could be counted."""
    words, word = sentence.words, sentence.words[place]
    if not re.fullmatch(r"[1-9][05]", word, re.ASCII) or words[place - 1] != "in" or words.gap(place) != " ":
        return None
    ends = words.gap(place + 1) in ",.$" or words[place + 1] in sentence.vocabulary.after_bare_minutes
    start = cue_before(sentence, place)
    return (start, place + 1, int(word)) if ends and start < place and sentence.is_free(place, place + 1) else None


def range_before(sentence: Sentence, place: int) -> int:
    """Where "between 20 and" begins, which goes before the longest that it may take."""
    words, numbers = sentence.words, sentence.vocabulary.numbers
    for start in range(max(place - 4, 1), place - 1):
        if words[start - 1] != "between" or words[place - 1] != "and":
            continue
        least = duration_at(words, start, numbers) or number_at(words, start, numbers)
        if least and least[0] == place - 1 and words[start - 2] != "for":
            return start - 1
    return place


def duration_covers(sentence: Sentence, place: int) -> bool:
    """Whether a duration that began before runs on over this word: "hour" of "half an hour"."""
    begins = range(max(place - 4, 0), place)
    numbers = sentence.vocabulary.numbers
    return any((found := duration_at(sentence.words, start, numbers)) and found[0] > place for start in begins)


def cue_before(sentence: Sentence, place: int) -> int:
    """Where the words that make it a limit begin: "ready in about"; `place` itself where there are none."""
    vocabulary, words, start = sentence.vocabulary, sentence.words, place
    while start and words.gap(start) == " " and (found := vocabulary.about_minutes.before(words, start)):
        cue = vocabulary.before_minutes.before(words, start)
        if cue and cue[0] <= found[0]:
            break
        start = found[0]
    cue = vocabulary.before_minutes.before(words, start) if start and words.gap(start) in " .," else None
    if not cue or (words.gap(start) != " " and not str(cue[1]).startswith("max")):
        return place
    if not sentence.is_free(cue[0], start) or is_ago(sentence, place, str(cue[1])):
        return place
    return widened(sentence, cue[0])


def is_ago(sentence: Sentence, place: int, cue: str) -> bool:
    """Whether "in half an hour before bed" says when, not how long."""
    found = duration_at(sentence.words, place, sentence.vocabulary.numbers)
    stop = found[0] if found else place + 1
    return cue == "in" and sentence.words[stop] in sentence.vocabulary.no_limit_before


def widened(sentence: Sentence, first: int) -> int:
    """With a cue before the cue, and what leads up to both: "that can be ready | in under"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    while first and words.gap(first) == " " and (found := vocabulary.before_minutes.before(words, first)):
        if not sentence.is_free(found[0], first):
            break
        first = found[0]
    return first


def cue_after(sentence: Sentence, stop: int) -> int:
    """Where "or less", "max" and the like end."""
    words = sentence.words
    found = stop < len(sentence) and words.gap(stop) in " ," and sentence.vocabulary.after_minutes.at(words, stop)
    return found[0] if found and sentence.is_free(stop, found[0]) else stop


def is_adjective(sentence: Sentence, first: int, stop: int, minutes: int) -> bool:
    """ "five-minute mug cake", "30min dinners"."""
    words = sentence.words
    unit = words[stop - 1]
    singular = unit in ("minute", "min", "hour", "hr") or unit[:1].isdigit()
    follows = stop < len(sentence) and words.gap(stop) in " -" and words[stop] not in sentence.vocabulary.function_words
    lone_hour = unit in HOURS and words[first] in ("a", "an", "one")
    return singular and follows and not lone_hour and minutes <= LONGEST_ADJECTIVE and not leads_in(sentence, first)


def leads_in(sentence: Sentence, first: int) -> bool:
    """Whether a word before it says that it limits nothing: "for 20 min", "after a 10 minute rest"."""
    return sentence.words[first - 1] in ("for", "after", "least", "than", "over", "another", "every") and first > 0


def is_apart(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether it stands by itself, between commas or at an end: "fridge cake, no oven, half an hour"."""
    words = sentence.words
    whole = words[stop - 1] in HOURS | MINUTES or words[stop - 1][:1].isdigit()
    opened = words.gap(first) in ",.^" or sentence.taken[first - 1]
    closed = words.gap(stop) in ",.$" or (stop < len(sentence) and sentence.taken[stop])
    return whole and opened and closed


def quick_words(sentence: Sentence) -> list[tuple[int, int, int]]:
    return [
        (first, stop, QUICK)
        for first, stop, _ in sentence.vocabulary.quick.all(sentence.words)
        if sentence.is_free(first, stop) and not is_compared(sentence, first, stop)
    ]


def is_compared(sentence: Sentence, first: int, stop: int) -> bool:
    """ "not quick", "too fast", "quick-witted", "faster than a takeaway"."""
    words = sentence.words
    before = words[first - 1] if first else ""
    return before in sentence.vocabulary.negative | {"too"} or words.gap(stop) == "-" or words[stop] == "than"
