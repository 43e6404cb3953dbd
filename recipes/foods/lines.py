"""An ingredient line, whose foods are found, into each food and what it is said to lack. Not here: what foods are.

"Vegan butter" lacks what vegan food does, "pesto (without nuts)" nuts, "gluten-free soy sauce" gluten. In doubt a food
lacks nothing: "gluten-free if you like" and "regular or vegan butter" may have it all.
"""

from collections.abc import Iterator
from typing import NamedTuple

PARTS = frozenset(",:()[]!?\n")
CLAUSES = frozenset({"or", "and", "plus", "with", "/", "+", "|", ";"})
LISTED = frozenset({"or", "nor", "/"})
WITHOUT = frozenset({"without", "no", "minus", "sans"})
FILLERS = frozenset({"any", "added", "the", "a", "of", "from"})
DOUBTS = frozenset({"if", "for", "when", "optional", "optionally", "option", "options", "alternative", "version"})
# "Free range" is no lack.
NOT_LACKING = frozenset({"range", "run", "roaming", "flowing"})


class Unit(NamedTuple):
    """A piece of a line: a word or sign, a food, or what is said to be missing."""

    word: str = ""
    food: str = ""
    lacks: frozenset[str] = frozenset()
    backwards: bool = False  # "pesto without nuts" looks back, "vegan butter" ahead


SKIPPED = Unit(word="-")


def foods_and_lacks(units: list[Unit]) -> Iterator[tuple[str, frozenset[str]]]:
    for clause in _clauses(_with_lacks(units)):
        yield from _each_with_lacks(clause)


def _with_lacks(units: list[Unit]) -> list[Unit]:
    """The units with "nut free" and "without nuts or seeds" read as lacks, and doubtful lacks left out."""
    read, index = [], 0
    while index < len(units):
        lack, after = _lack_at(units, index)
        if lack.lacks and not lack.backwards and _is_doubtful(read, units[after : after + 1]):
            lack = SKIPPED
        read.append(lack)
        index = after
    return read


def _lack_at(units: list[Unit], index: int) -> tuple[Unit, int]:
    """The unit that begins here, and the index of the one after it."""
    unit, (second, third) = units[index], (units[index + 1 : index + 3] + [SKIPPED] * 2)[:2]
    if unit.food and second.word == "free" and third.word not in NOT_LACKING:
        return Unit(lacks=frozenset({unit.food})), index + 2
    if unit.word in WITHOUT and index and units[index - 1].word == "or":  # with or without
        return SKIPPED, index + 1
    if unit.word in WITHOUT or (unit.word == "free" and second.word in ("of", "from")):
        foods, after = _listed(units, index + 1)
        return Unit(word="-", lacks=foods, backwards=True), after
    if unit.word == "not":
        return SKIPPED, _listed(units, index + 1)[1]
    return unit, index + 1


def _listed(units: list[Unit], index: int) -> tuple[frozenset[str], int]:
    """The foods of "any nuts or seeds" that begin here, and the index after them."""
    foods, after = set(), index
    while index < len(units):
        unit, following = units[index], units[index + 1 : index + 2]
        if unit.food and not any(near.word == "free" for near in following):
            foods.add(unit.food)
            after = index + 1
            if not any(near.word in LISTED for near in following):
                break
        elif unit.word not in FILLERS | LISTED:
            break
        index += 1
    return frozenset(foods), after


def _is_doubtful(before: list[Unit], following: list[Unit]) -> bool:
    last = before[-1].word if before else ""
    is_alternative = last in LISTED and not any(unit.food for unit in before)
    return is_alternative or last in DOUBTS or any(unit.word in DOUBTS for unit in following)


def _clauses(units: list[Unit]) -> Iterator[list[Unit]]:
    clause: list[Unit] = []
    for unit in units:
        if unit.word in CLAUSES:
            yield clause
            clause = []
        else:
            clause.append(unit)
    yield clause


def _each_with_lacks(clause: list[Unit]) -> Iterator[tuple[str, frozenset[str]]]:
    """What is missing is missing from the foods beside it, else from those ahead, else from those before."""
    part, foods, lacking = 0, [], []
    for place, unit in enumerate(clause):
        part += unit.word in PARTS
        if unit.food:
            foods.append((place, part, unit.food, set()))
        elif unit.lacks:
            lacking.append((place, part, unit))
    for place, part, unit in lacking:
        before = [food for food in foods if food[0] < place]
        ahead = [food for food in foods if food[0] > place]
        beside = [food for food in foods if food[1] == part]
        nearest = (before, ahead) if unit.backwards else (beside, ahead, before)
        for *_, lacks in next(filter(None, nearest), []):
            lacks |= unit.lacks
    for *_, food, lacks in foods:
        yield food, frozenset(lacks)
