"""What the ingredient lines, the title and the summary of a recipe say of a food. Not what a search asks of them."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from recipes.search.reading import foods

LINES_REMEMBERED = 200_000
"""Ingredient lines whose foods are remembered a process: some 50 MB where every one of them is another."""


def holds(lines: Iterable[str], food: str) -> bool | None:
    """Whether a line names the food or what contains it; None where there are no lines."""
    return any_line(lines, food, foods_of)


def names(lines: Iterable[str], food: str) -> bool | None:
    """As holds, but stock is no chicken, mayonnaise no egg, cheese no milk (foods.knowledge.OF_ITSELF)."""
    return any_line(lines, food, named_by)


def any_line(lines: Iterable[str], food: str, foods_in: Callable[[str], frozenset[str]]) -> bool | None:
    if not lines:
        return None
    if foods().food(food):
        return any(food in foods_in(line) for line in lines)
    return any(line_holds(line, food) for line in lines)


STAPLES = frozenset(["salt", "black pepper", "water", "oil"])
"""What nobody counts among the ingredients of a "three-ingredient" dish."""


def counted(lines: Iterable[str]) -> int:
    """How many of the lines name more than STAPLES, and are no heading."""
    return sum(not is_staple(line) and not is_heading(line) for line in lines)


def is_heading(line: str) -> bool:
    """Whether it is no ingredient but what some are for: "For the sauce:"."""
    return line.rstrip().endswith(":")


@lru_cache(LINES_REMEMBERED)
def is_staple(line: str) -> bool:
    named = [foods().kinds(mention.food) for mention in foods().in_text(line)]
    return bool(named) and all(not STAPLES.isdisjoint(kinds) for kinds in named)


def line_holds(line: str, food: str) -> bool:
    if foods().food(food):
        return food in foods_of(line)
    return bool(foods().contains([line], food))


@lru_cache(LINES_REMEMBERED)
def foods_of(line: str) -> frozenset[str]:
    return foods().of_line(line)


@lru_cache(LINES_REMEMBERED)
def named_by(line: str) -> frozenset[str]:
    return foods().named_by_line(line)


def named_in(title: str, summary: str, food: str) -> bool:
    """Whether one of them names the food or what contains it: "ice cream" stands in no ingredient line of one."""
    return any(food in foods_named(text) or stands_in(text, food) for text in (title, summary))


def stands_in(text: str, food: str) -> bool:
    """Whether the words stand in the text as words: no scallops in "Scalloped potatoes"."""
    return re.search(rf"\b{re.escape(food)}(?:e?s)?\b", text.casefold()) is not None


@lru_cache(LINES_REMEMBERED)
def foods_named(text: str) -> frozenset[str]:
    return frozenset().union(*(foods().within(mention.food) for mention in foods().in_text(text)))
