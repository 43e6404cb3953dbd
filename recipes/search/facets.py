"""How many recipes each choice of a page would leave a search: counts over what it found anyway. Nothing is embedded.

A choice counts as if its own group were not limited, and with all other limits of sentence and page; diets add up, so
that one counts beside those chosen. What would be shown is counted: what meets the limits, and what doesn't say so.
Not the search itself (ranking), which is what every count has to agree with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from recipes.models.limits import DIET_LIMITS
from recipes.querying import Query
from recipes.search.collection import contents
from recipes.search.contents import Contents
from recipes.search.deciding import by_lines, have_named, states
from recipes.search.limits import Filters, limits_of_search
from recipes.search.matches import Ranking

GROUPS = ("diets", "max_minutes", "course", "cuisine")
NOTHING_SAID = Query(raw="", text="")


@dataclass(frozen=True)
class Counts:
    """How many recipes would be shown with each diet, at most each time, each course and cuisine, in any spelling."""

    diets: dict[str, int]
    minutes: dict[int, int]
    courses: dict[str, int]
    cuisines: dict[str, int]


@dataclass(frozen=True)
class Found:
    """What a search found before the page's limits: rows of the contents, and what is to be shown of them.

    `spoken`: whether each keeps the sentence's limits, three-valued; `is_near`: whether it is shown where it is known
    to keep all limits, `is_close`: whether it is shown although it doesn't say.
    """

    held: Contents
    rows: np.ndarray
    spoken: np.ndarray
    is_near: np.ndarray
    is_close: np.ndarray

    def is_shown(self, state: np.ndarray) -> np.ndarray:
        """Whether each would be shown, where `state` is of all limits together."""
        return (state == 1) & self.is_near | (state == 0) & self.is_close


def count_found(ranking: Ranking, filters: Filters, minutes: Iterable[int]) -> Counts:
    """The counts for a search, of these times at most and of all diets, courses and cuisines that have any."""
    held = contents()
    bar, cut_off = (-1.0 if least is None else least for least in (ranking.threshold, ranking.cut_off))
    pool = ranking.pool.take(ranking.pool.scores >= min(bar, cut_off))
    rows, places = held.rows(pool.ids)
    limits = replace(limits_of_search(ranking.query, Filters()), named=ranking.limits.named)
    state = np.minimum(states(held, rows, limits), have_named(held, rows, limits))
    scores = pool.scores[places]
    return counts(Found(held, rows, state, scores >= bar, scores >= cut_off), filters, minutes)


def count_browsed(filters: Filters, minutes: Iterable[int], diets: Iterable[str] = DIET_LIMITS) -> Counts:
    """The counts where nothing is searched for: of all recipes, near or not.

    Of these diets alone: each is read from the ingredient lines, too, which too many recipes have too many of.
    """
    held = contents()
    rows = np.arange(len(held.ids))
    nothing = np.ones(len(rows), np.int8)
    everything = nothing.astype(bool)
    return counts(Found(held, rows, nothing, everything, everything), filters, minutes, diets)


def counts(found: Found, filters: Filters, minutes: Iterable[int], diets: Iterable[str] = DIET_LIMITS) -> Counts:
    """Group by group: the other groups' limits once, then those of each choice."""
    foods_wanted = replace(filters, diets=(), max_minutes=None, course="", cuisine="")
    common = np.minimum(found.spoken, by_lines(found.held, found.rows, limits_of_search(NOTHING_SAID, foods_wanted)))
    chosen = {name: group_states(found, name, filters) for name in GROUPS}

    def count(group: str, state: np.ndarray) -> int:
        others = [chosen[name] for name in GROUPS if name != group or group == "diets"]
        return int(found.is_shown(reduce(np.minimum, others, np.minimum(common, state))).sum())

    def count_names(field: str) -> dict[str, int]:
        others = reduce(np.minimum, [chosen[name] for name in GROUPS if name != field], common)
        # With a name those are left that say it, and those that say none.
        said = found.held.numbers[field][found.rows]
        saying = np.bincount(said[found.is_shown(others)], minlength=len(found.held.names[field]))
        unsaid = int((found.is_shown(np.minimum(others, 0)) & found.held.says(field, [""], found.rows)).sum())
        numbers = {name: int(saying[place]) + unsaid for place, name in enumerate(found.held.names[field])}
        return {spelling: numbers[name] for spelling, name in found.held.spellings[field].items() if name}

    return Counts(
        diets={diet: count("diets", diet_states(found, (diet,))) for diet in diets},
        minutes={most: count("max_minutes", time_states(found, most)) for most in minutes},
        courses=count_names("course"),
        cuisines=count_names("cuisine"),
    )


# ---------------------------------------------------------------- states: 1 met, 0 unknown, -1 violated


def group_states(found: Found, group: str, filters: Filters) -> np.ndarray:
    """The states of what is chosen in a group."""
    value = getattr(filters, group)
    if not value:
        return np.ones(len(found.rows), np.int8)
    if group == "diets":
        return diet_states(found, value)
    if group == "max_minutes":
        return time_states(found, value)
    return name_states(found, group, found.held.spellings[group].get(value, value))


def diet_states(found: Found, diets: Sequence[str]) -> np.ndarray:
    lines = by_lines(found.held, found.rows, limits_of_search(NOTHING_SAID, Filters(diets=tuple(diets))))
    return reduce(np.minimum, [found.held.diets[diet][found.rows] for diet in diets], lines)


def time_states(found: Found, most: int) -> np.ndarray:
    minutes = found.held.minutes[found.rows]
    return np.where(np.isnan(minutes), 0, np.where(minutes <= most, 1, -1)).astype(np.int8)


def name_states(found: Found, field: str, name: str) -> np.ndarray:
    is_said = found.held.says(field, [name], found.rows)
    return np.where(found.held.says(field, [""], found.rows), 0, np.where(is_said, 1, -1)).astype(np.int8)
