"""The contents of the published recipes: read from the database once a state of the collection, held for searches.

Not what they tell (contents), and not what a search makes of it.
"""

from collections.abc import Iterable, Sequence
from threading import Lock

import numpy as np
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Upper

from recipes.models import ALLERGENS, Recipe
from recipes.models.limits import DIET_LIMITS
from recipes.search.contents import HAS_LINES, UNREAD, Contents, places

COUNTED = 1000
"""Of how many recipes the foods are counted that a page suggests: enough to know what is common."""


def bits(conditions: Iterable[Q]) -> Case:
    """One number a recipe: bit i is set where condition i holds."""
    cases = (
        Case(When(condition, then=Value(1 << place)), default=Value(0), output_field=IntegerField())
        for place, condition in enumerate(conditions)
    )
    return sum(cases, start=Value(0, output_field=IntegerField()))


def states(yes: np.ndarray, no: np.ndarray, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Name -> 1, -1 or 0 a recipe, from the bits that are set for yes and for no; no wins."""
    columns = {}
    for place, name in enumerate(names):
        is_yes, is_no = (yes >> place & 1).astype(bool), (no >> place & 1).astype(bool)
        columns[name] = np.where(is_no, -1, is_yes).astype(np.int8)
    return columns


def common_foods(most: int) -> list[str]:
    """The foods that most recipes hold, of those read so far, by the alphabet."""
    held = contents()
    read = np.flatnonzero(held.lines == HAS_LINES)[:COUNTED]
    numbers = np.unpackbits(held.foods[read], axis=1)[:, : len(places())].sum(axis=0, dtype=np.int64)
    names = list(places())
    return sorted(names[place] for place in np.argsort(-numbers, kind="stable")[:most] if numbers[place])


_lock = Lock()
_held: dict[str, tuple[tuple, Contents]] = {}


def contents() -> Contents:
    """Those of the published recipes of now; one cheap query a call."""
    state = Recipe.collection_state()
    with _lock:
        held = _held.get("contents")
        if held is None or held[0] != state:
            held = _held["contents"] = (state, read_contents(held and held[1]))
        return held[1]


def read_contents(before: Contents | None) -> Contents:
    """All columns but the foods, which are taken over where a recipe has not changed, else left to be read."""
    diets, allergens = list(DIET_LIMITS.values()), [f"contains_{name}" for name in ALLERGENS]
    asked = (
        bits(limit.met for limit in diets),
        bits(limit.violated for limit in diets),
        bits(Q((name, True)) for name in allergens),
        bits(Q((name, False)) for name in allergens),
    )
    named = ("course", "cuisine", Upper("course"), Upper("cuisine"))
    columns = ("pk", "updated", "total_minutes", *named, *asked)
    rows = list(Recipe.objects.published().order_by("pk").values_list(*columns))
    pks, updated, minutes, *rest = zip(*rows, strict=True) if rows else ((),) * len(columns)
    (courses, cuisines, course_names, cuisine_names), masks = rest[:4], rest[4:]
    met, violated, declared, free = (np.array(mask, np.int64) for mask in masks)
    said = {"course": numbered(course_names), "cuisine": numbered(cuisine_names)}
    made = Contents(
        ids=np.array(pks, np.int64),
        updated=dict(zip(pks, updated, strict=True)),
        minutes=np.array([np.nan if total is None else total for total in minutes], np.float64),
        names={field: names for field, (names, _) in said.items()},
        numbers={field: numbers for field, (_, numbers) in said.items()},
        spellings={
            "course": dict(zip(courses, course_names, strict=True)),
            "cuisine": dict(zip(cuisines, cuisine_names, strict=True)),
        },
        diets=states(met, violated, list(DIET_LIMITS)),
        allergens=states(declared, free, ALLERGENS),
        foods=np.zeros((len(rows), (len(places()) + 7) // 8), np.uint8),
        named=np.zeros((len(rows), (len(places()) + 7) // 8), np.uint8),
        lines=np.full(len(rows), UNREAD, np.int8),
    )
    if before is not None:
        take_over(made, before)
    return made


def numbered(names: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The names that there are, and which of them each is."""
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return list(places), np.array([places[name] for name in names], np.int64)


def take_over(made: Contents, before: Contents) -> None:
    """The foods of recipes that have not changed since."""
    same = [pk for pk, time in made.updated.items() if before.updated.get(pk) == time]
    new, _ = made.rows(same)
    old, _ = before.rows(same)
    made.foods[new], made.named[new], made.lines[new] = before.foods[old], before.named[old], before.lines[old]
