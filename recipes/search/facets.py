"""How many recipes each choice of a page would leave a search: counts over what it found anyway. Nothing is embedded.

A choice counts as if its own group were not limited, and with all other limits of sentence and page; diets add up, so
that one counts beside those chosen. What would be shown is counted: what meets the limits, and what doesn't say so.
Not the search itself (ranking), which is what every count has to agree with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from recipes.models import Recipe
from recipes.models.limits import DIET_LIMITS
from recipes.querying import Query
from recipes.search.contents import Contents, contents
from recipes.search.limits import DECLARED, NAMED_MORE_NARROWLY, Filters, Limits, limits_of_search
from recipes.search.matches import Ranking

GROUPS = ("diets", "max_minutes", "course", "cuisine")
NO_NAME = "\0"
"""What no course or cuisine is called."""

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

    `spoken`: whether each keeps the sentence's limits, three-valued; `is_close`: whether it is shown although it
    doesn't say; `is_uncut`: whether what is known to keep all limits is shown however far.
    """

    held: Contents
    rows: np.ndarray
    spoken: np.ndarray
    is_close: np.ndarray
    is_uncut: bool

    def shown(self, state: np.ndarray) -> int:
        """How many would be shown, where `state` is of all limits together."""
        return int(((state == 1) & (self.is_close | self.is_uncut) | (state == 0) & self.is_close).sum())


def count_found(ranking: Ranking, filters: Filters, minutes: Iterable[int]) -> Counts:
    """The counts for a search, of these times at most and of all diets, courses and cuisines that have any."""
    held = contents()
    least = -1.0 if ranking.cut_off is None else ranking.cut_off
    is_uncut = ranking.reading.is_limits_only
    pool = ranking.pool if is_uncut else [hit for hit in ranking.pool if hit.score >= least]
    rows, places = held.rows([hit.recipe_id for hit in pool])
    is_close = np.array([hit.score >= least for hit in pool], bool)[places]
    spoken = limits_of_search(ranking.query, Filters())
    state = np.minimum(stored_states(held.ids[rows], spoken), by_lines(held, rows, spoken))
    return counts(Found(held, rows, state, is_close, is_uncut), filters, minutes)


def stored_states(recipe_ids: np.ndarray, limits: Limits) -> np.ndarray:
    """Whether recipes keep the limits on stored data, as the database says."""
    if not limits.stored:
        return np.ones(len(recipe_ids), np.int8)
    meets = dict(Recipe.objects.published().limited_by(limits.stored).values_list("pk", "meets"))
    values = {True: 1, False: 0, None: -1}
    return np.array([values[meets.get(pk)] for pk in recipe_ids.tolist()], np.int8)


def count_browsed(filters: Filters, minutes: Iterable[int], diets: Iterable[str] = DIET_LIMITS) -> Counts:
    """The counts where nothing is searched for: of all recipes, near or not.

    Of these diets alone: each is read from the ingredient lines, too, which too many recipes have too many of.
    """
    held = contents()
    rows = np.arange(len(held.ids))
    nothing = np.ones(len(rows), np.int8)
    return counts(Found(held, rows, nothing, nothing.astype(bool), True), filters, minutes, diets)


def counts(found: Found, filters: Filters, minutes: Iterable[int], diets: Iterable[str] = DIET_LIMITS) -> Counts:
    """Group by group: the other groups' limits once, then those of each choice."""
    foods_wanted = replace(filters, diets=(), max_minutes=None, course="", cuisine="")
    common = np.minimum(found.spoken, by_lines(found.held, found.rows, limits_of_search(NOTHING_SAID, foods_wanted)))
    chosen = {name: group_states(found, name, filters) for name in GROUPS}

    def count(group: str, state: np.ndarray) -> int:
        others = [chosen[name] for name in GROUPS if name != group or group == "diets"]
        return found.shown(reduce(np.minimum, others, np.minimum(common, state)))

    def count_names(field: str) -> dict[str, int]:
        here = {str(name) for name in np.unique(found.held.names[field][found.rows])} - {""}
        numbers = {name: count(field, name_states(found, field, name)) for name in here}
        # With any other name only those are left that say none.
        unsaid = count(field, name_states(found, field, NO_NAME))
        return {spelling: numbers.get(name, unsaid) for spelling, name in found.held.spellings[field].items() if name}

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
    said = found.held.names[field][found.rows]
    return np.where(said == "", 0, np.where(said == name, 1, -1)).astype(np.int8)


def by_lines(held: Contents, rows: np.ndarray, limits: Limits) -> np.ndarray:
    """As limits.state_of, for many recipes at once."""
    state = np.ones(len(rows), np.int8)
    for food in limits.ruled_out:
        state[held.holds(food, rows) == 1] = -1
    for food in limits.forbidden:
        state = np.minimum(state, not_in(held, rows, food))
    for food in limits.allergies:
        state = np.minimum(state, declared_free(held, rows, food))
    for food in limits.needed:
        state = np.minimum(state, held.holds(food, rows))
    if limits.ways:
        state = np.minimum(state, held.does_without(limits.ways, rows))
    return state


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
