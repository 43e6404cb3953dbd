"""What every published recipe says and holds, as arrays in memory: quick to count over.

Not how it is read (collection), and not what decides whether a recipe is shown: limits are kept on what the database
says now (limits).
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock

import numpy as np

from recipes.flavours import flavours
from recipes.models import Recipe
from recipes.models.limits import Limit
from recipes.qualities import qualities
from recipes.search.limits import does_without
from recipes.search.lines import counted, foods_of, line_holds, named_by, named_in
from recipes.search.naming import OUTSHONE, Thing
from recipes.search.parts import in_parts
from recipes.search.reading import foods, stored_within
from recipes.search.texts import shown_by_texts, suited_by_texts, texts_of

UNREAD, NO_LINES, HAS_LINES = -1, 0, 1
UNTOLD = -2
REMEMBERED = 250
"""Limits, ways, flavours and unknown foods whose states are kept: a byte a recipe each, 2.5 MB for 10,000 recipes."""

MOST_COUNTED = 100
"""Ingredients beyond which one more makes no difference."""


@dataclass(frozen=True)
class Contents:
    """Columns of the same recipes, by id. Three-valued ones are 1 (yes), -1 (no) or 0 (not said): int8."""

    ids: np.ndarray  # int64, ascending
    updated: dict[int, object]
    minutes: np.ndarray  # float64, NaN where no time is said
    names: dict[str, list[str]]  # "course" and "cuisine" -> those there are, upper-cased as the database does
    numbers: dict[str, np.ndarray]  # of these two, the place in `names` of what each recipe says: int64
    spellings: dict[str, dict[str, str]]  # of these two, every spelling -> its name
    diets: dict[str, np.ndarray]  # each diet's limit: met, violated, unknown
    allergens: dict[str, np.ndarray]  # declared to be in it, declared to be not, undeclared
    foods: np.ndarray  # uint8, (recipes, foods / 8): a bit a food that the ingredient lines name or contain
    named: np.ndarray  # as foods: but for what is OF_ITSELF (foods.knowledge)
    lines: np.ndarray  # int8: whether the lines were read yet, and whether there are any
    lock: Lock = field(default_factory=Lock, repr=False)
    decided: OrderedDict[object, np.ndarray] = field(default_factory=OrderedDict, repr=False)

    def rows(self, recipe_ids: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
        """(rows of those that are here, their places in `recipe_ids`)."""
        wanted = np.asarray(recipe_ids, np.int64)
        if not len(self.ids) or not len(wanted):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        rows = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        places = np.flatnonzero(self.ids[rows] == wanted)
        return rows[places], places

    def says(self, field: str, names: Collection[str], rows: np.ndarray) -> np.ndarray:
        """Whether these say one of the names, each as in `names`, as course or cuisine; "" is none: bool a row."""
        numbers = [number for number, name in enumerate(self.names[field]) if name in names]
        return np.isin(self.numbers[field][rows], numbers)

    def state(self, limit: Limit) -> np.ndarray:
        """Whether each recipe keeps a limit on stored data, as the database says; asked once while nothing changes."""
        return self.remembered(limit, lambda: stored_state(limit, self.ids))

    def remembered(self, key: object, make: Callable[[], np.ndarray]) -> np.ndarray:
        """What was made for the key before, among the last REMEMBERED."""
        with self.lock:
            made = self.decided.pop(key, None)
        made = make() if made is None else made
        with self.lock:
            self.decided[key] = made
            while len(self.decided) > REMEMBERED:
                self.decided.popitem(last=False)
        return made

    def holds(self, food: str, rows: np.ndarray) -> np.ndarray:
        """Whether the ingredient lines name the food, by id or any words, or what has it; 0 where there are none."""
        return self.found_in("foods", food, rows)

    def names_itself(self, food: str, rows: np.ndarray) -> np.ndarray:
        """As holds, but stock is no chicken, and mayonnaise no egg (lines.names)."""
        return self.found_in("named", food, rows)

    def found_in(self, bits: str, food: str, rows: np.ndarray) -> np.ndarray:
        self.read_lines(rows)
        if food in places():
            byte, bit = divmod(places()[food], 8)
            held = getattr(self, bits)[rows, byte] >> (7 - bit) & 1
        else:
            held = self.search_lines(food, rows)
        return np.where(self.lines[rows] == HAS_LINES, np.where(held, 1, -1), 0).astype(np.int8)

    def search_lines(self, words: str, rows: np.ndarray) -> np.ndarray:
        """Whether the lines have words that name no food of ours, looked up in the database once a recipe."""

        def tell(recipe_ids: list[int]) -> dict[int, int]:
            texts = texts_of(recipe_ids)
            return {pk: any(line_holds(line, words) for line in lines) for pk, lines in texts.items()}

        return self.told(words, rows, tell)

    def counted(self, rows: np.ndarray) -> np.ndarray:
        """How many ingredients they have, 0 where there are no lines."""

        def tell(recipe_ids: list[int]) -> dict[int, int]:
            return {
                pk: min(max(counted(lines), 1), MOST_COUNTED) for pk, lines in texts_of(recipe_ids).items() if lines
            }

        return self.told("counted", rows, tell)

    def has(self, thing: Thing, rows: np.ndarray) -> np.ndarray:
        """Whether they have what is named: 1, else 0; foods and flavours by lines in memory, else by the texts."""
        if thing.kind == "cuisine":
            return self.is_of(thing.id, rows)
        if thing.kind == "quality":
            return self.told(thing, rows, lambda pks: suited_by_texts(qualities().quality(thing.id), pks))
        if thing.kind not in ("food", "flavour"):
            return self.told(thing, rows, lambda pks: shown_by_texts(thing, pks))
        is_food = thing.kind == "food"
        showing = [thing.id] if is_food else flavours().foods(thing.id)
        held = self.name_any(showing, rows) & ~self.name_any(OUTSHONE.get(thing.id, ()) if is_food else (), rows)
        held = held.astype(np.int8)
        others = rows[held == 0]
        held[held == 0] = self.told(
            thing, others, lambda pks: self.named_by_texts(thing.id, pks) if is_food else shown_by_texts(thing, pks)
        )
        return held

    def name_any(self, foods: Iterable[str], rows: np.ndarray) -> np.ndarray:
        """Whether their lines name one of the foods itself: bool a row."""
        return np.any([np.zeros(len(rows), bool), *(self.names_itself(food, rows) == 1 for food in foods)], axis=0)

    def is_of(self, cuisine: str, rows: np.ndarray) -> np.ndarray:
        """Whether they say this cuisine, or one that it takes in: 1, else 0."""
        wanted = {self.spellings["cuisine"].get(name) for name in stored_within(cuisine)}
        numbers = [number for number, name in enumerate(self.names["cuisine"]) if name in wanted]
        return np.isin(self.numbers["cuisine"][rows], numbers).astype(np.int8)

    def named_by_texts(self, food: str, recipe_ids: list[int]) -> dict[int, int]:
        """Whether titles name the food, or the summaries of recipes that have no lines."""
        asked, _ = self.rows(recipe_ids)
        bare = set(self.ids[asked[self.lines[asked] == NO_LINES]].tolist())
        return {
            pk: int(named_in(title, "" if pk not in bare else summary, food))
            for part in in_parts(recipe_ids)
            for pk, title, summary in Recipe.objects.filter(pk__in=part).values_list("pk", "title", "summary")
        }

    def does_without(self, way: str, rows: np.ndarray) -> np.ndarray:
        """Whether they do without a tool or way of cooking, by titles and methods in the database."""
        values = {True: 1, False: -1, None: 0}

        def tell(recipe_ids: list[int]) -> dict[int, int]:
            return {
                recipe.pk: values[does_without(recipe, way)]
                for part in in_parts(recipe_ids)
                for recipe in Recipe.objects.filter(pk__in=part).only("title", "course", "method")
            }

        return self.told(("way", way), rows, tell)

    def told(self, key: object, rows: np.ndarray, tell: Callable[[list[int]], dict[int, int]]) -> np.ndarray:
        """What the texts of these recipes tell, by id; asked once a key and recipe while nothing changes."""
        states = self.remembered(key, lambda: np.full(len(self.ids), UNTOLD, np.int8))
        untold = rows[states[rows] == UNTOLD]
        found = tell(self.ids[untold].tolist())
        states[untold] = [found.get(pk, 0) for pk in self.ids[untold].tolist()]
        return states[rows]

    def read_lines(self, rows: np.ndarray) -> None:
        """Make sure of the foods of these recipes: each is read once while it stays as it is."""
        with self.lock:
            unread = rows[self.lines[rows] == UNREAD]
            texts = texts_of(self.ids[unread].tolist())
            for row in unread.tolist():
                lines = texts.get(int(self.ids[row]), [])
                self.foods[row] = packed(frozenset().union(*map(foods_of, lines)))
                self.named[row] = packed(frozenset().union(*map(named_by, lines)))
                self.lines[row] = HAS_LINES if lines else NO_LINES


@cache
def places() -> dict[str, int]:
    """Food -> its bit in `Contents.foods`."""
    return {food: place for place, food in enumerate(foods().ids())}


def packed(held: Iterable[str]) -> np.ndarray:
    row = np.zeros(len(places()), bool)
    row[[places()[food] for food in held]] = True
    return np.packbits(row)


def stored_state(limit: Limit, ids: np.ndarray) -> np.ndarray:
    """1, -1 or 0 for each of these ids: met, violated, unknown; 0 for what was unpublished since."""
    recipes = Recipe.objects.published().order_by()
    state = np.zeros(len(ids), np.int8)
    for condition, value in ((limit.met, 1), (limit.violated, -1)):
        found = np.array(list(recipes.filter(condition).values_list("pk", flat=True)), np.int64)
        state[np.isin(ids, found)] = value
    return state
