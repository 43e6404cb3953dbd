"""Words that no limit took and that mean nothing any more, given to a limit beside them. Not what says something."""

from dataclasses import replace

from recipes.querying.query import Found
from recipes.querying.sentence import merged
from recipes.querying.vocabulary import vocabulary
from recipes.querying.words import Words

BY_PLACE = ("diet", "cuisine", "course")
"""Kinds that stand before a noun as adjectives do: "cheese and Italian ham" needs its "and"."""


def with_leftovers(text: str, found: list[Found]) -> list[Found]:
    words = Words(text)
    owner = [owner_of(start, found) for start in words.starts]
    give_loose_ends(words, owner, found)
    left = [word for word, number in zip(words.words, owner, strict=True) if number is None]
    if all(word in vocabulary().fillers for word in left):
        owner = [0 if number is None else number for number in owner]
    return [replace(limit, spans=spans(words, owner, number, limit)) for number, limit in enumerate(found)]


def owner_of(start: int, found: list[Found]) -> int | None:
    """Which limit took the word that starts there."""
    return next((n for n, limit in enumerate(found) if any(a <= start < b for a, b in limit.spans)), None)


def give_loose_ends(words: Words, owner: list[int | None], found: list[Found]) -> None:
    """ "a dal that | isn't spicy", "no milk | but a rice pudding": the word that joined what was taken to the rest."""
    loose = [place for place, word in enumerate(words.words) if word in vocabulary().loose]
    for place in reversed(loose):
        if owner[place] is None and words.gap(place + 1) == " " and led_to(words, owner, found, place):
            owner[place] = owner[place + 1]
    for place in loose:
        if owner[place] is None and place and all(number is not None for number in owner[:place]):
            owner[place] = owner[place - 1]


def led_to(words: Words, owner: list[int | None], found: list[Found], place: int) -> bool:
    """Whether the word there joins nothing but the limit after it."""
    following = owner[place + 1]
    if following is None:
        return False
    return found[following].kind not in BY_PLACE or ends_clause(words, owner, place + 1)


def ends_clause(words: Words, owner: list[int | None], place: int) -> bool:
    while place < len(words) and owner[place] is not None:
        place += 1
        if words.gap(place) != " ":
            return True
    return place < len(words) and words.words[place] in vocabulary().function_words


def spans(words: Words, owner: list[int | None], number: int, limit: Found) -> tuple[tuple[int, int], ...]:
    own = [(words.starts[place], words.ends[place]) for place, taker in enumerate(owner) if taker == number]
    return merged([*limit.spans, *own])
