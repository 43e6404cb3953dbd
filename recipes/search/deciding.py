"""Whether many recipes keep the limits of a search, decided at once over what is in memory: for order and counts.

Not the last word on a recipe that is shown: that is decided on what the database says then (matches).
"""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from recipes.search.contents import Contents
from recipes.search.implied import MAYBE_SAVOURY, MEAT_OF_SWEETS, NEVER_SWEET, SAVOURY, SWEET, SWEET_AT_ALL
from recipes.search.limits import DECLARED, NAMED_MORE_NARROWLY, SEPARATED, Limits
from recipes.search.naming import Thing


def states(held: Contents, rows: np.ndarray, limits: Limits) -> np.ndarray:
    """1 where all limits are known to be kept, -1 where one is violated, 0 where it isn't said: int8 a row."""
    stored = [held.state(limit)[rows] for limit in limits.stored]
    return reduce(np.minimum, stored, by_lines(held, rows, limits))


def by_lines(held: Contents, rows: np.ndarray, limits: Limits) -> np.ndarray:
    """As limits.state_of, for many recipes at once."""
    state = np.ones(len(rows), np.int8)
    for food in limits.ruled_out:
        state[held.holds(food, rows) == 1] = -1
    state[are_of_wrong_taste(held, rows, limits)] = -1
    for dish in limits.dishes:
        state[held.has(Thing("dish", dish), rows) == 1] = -1
    if limits.most_ingredients:
        numbers = held.counted(rows)
        state = np.minimum(state, np.where(numbers == 0, 0, np.where(numbers <= limits.most_ingredients, 1, -1)))
    for food in limits.forbidden:
        state = np.minimum(state, not_in(held, rows, food))
    for food in limits.allergies:
        state = np.minimum(state, declared_free(held, rows, food))
    for food in limits.needed:
        state = np.minimum(state, is_used(held, rows, food))
    for food in limits.left_over & SEPARATED.keys():
        state = np.where(held.holds(SEPARATED[food], rows) == 1, np.minimum(state, 0), state)
    for way in limits.ways:
        state = np.minimum(state, held.does_without(way, rows))
    return state


def is_used(held: Contents, rows: np.ndarray, food: str) -> np.ndarray:
    """As limits.is_used: 1, 0 or -1 a row."""
    contained, named = held.holds(food, rows), held.names_itself(food, rows)
    return np.where((contained == 1) & (named != 1), 0, contained).astype(np.int8)


def are_of_wrong_taste(held: Contents, rows: np.ndarray, limits: Limits) -> np.ndarray:
    """As limits.is_of_wrong_taste: bool a row."""
    is_wrong = np.zeros(len(rows), bool)
    if limits.no_sweets:
        has_savoury = is_meaty(held, rows) | (held_any(held, rows, SAVOURY) == 1)
        is_wrong |= is_of(held, rows, limits.no_sweets) & ~has_savoury & (held_any(held, rows, SWEET) == 1)
    if limits.no_savouries:
        has_savoury = is_meaty(held, rows) | (held_any(held, rows, NEVER_SWEET) == 1)
        is_wrong |= is_of(held, rows, MAYBE_SAVOURY) & has_savoury
    if limits.sweet_alone:
        is_wrong |= is_of(held, rows, MAYBE_SAVOURY) & (held_any(held, rows, SWEET_AT_ALL) == -1)
    return is_wrong


def is_of(held: Contents, rows: np.ndarray, courses: Iterable[str]) -> np.ndarray:
    return held.says("course", [course.upper() for course in courses], rows)


def held_any(held: Contents, rows: np.ndarray, foods: Iterable[str]) -> np.ndarray:
    """1 where the lines hold one of the foods, -1 where they hold none, 0 where there are no lines."""
    return np.max([held.holds(food, rows) for food in foods], axis=0)


def is_meaty(held: Contents, rows: np.ndarray) -> np.ndarray:
    """As implied.is_meaty: bool a row."""
    return (held.holds("meat", rows) == 1) & (held_any(held, rows, MEAT_OF_SWEETS) != 1)


def have_named(held: Contents, rows: np.ndarray, limits: Limits) -> np.ndarray:
    """As limits.has_named, for many recipes at once: bool a row."""
    has_all = np.ones(len(rows), bool)
    for choice in limits.named:
        has_all &= np.max([held.has(thing, rows) for thing in choice], axis=0) == 1
    return has_all


def declared(held: Contents, rows: np.ndarray, food: str) -> tuple[np.ndarray, np.ndarray]:
    """Whether any allergen that settles a food is declared to be in it, and whether all are declared not to be."""
    said = [held.allergens[name][rows] for name in DECLARED.get(food, ())]
    if not said:
        return np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    return np.max(said, axis=0) == 1, np.max(said, axis=0) == -1


def not_in(held: Contents, rows: np.ndarray, food: str) -> np.ndarray:
    state = -held.holds(food, rows)
    if food not in NAMED_MORE_NARROWLY:
        state[declared(held, rows, food)[0]] = -1
    return state


def declared_free(held: Contents, rows: np.ndarray, food: str) -> np.ndarray:
    is_in, is_free = declared(held, rows, food)
    return np.where(is_in | (held.holds(food, rows) == 1), -1, is_free).astype(np.int8)
