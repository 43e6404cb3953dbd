"""Limits of a search kept on the recipes' data in three values: known to be met, known to be violated, unknown.

Foods are decided on ingredient lines, allergies on what a recipe declares, the rest in SQL. Not what limits a sentence
holds (querying), and not what foods contain (foods).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from recipes.models import Recipe
from recipes.models.limits import Limit, at_most, limits_of, named, serves
from recipes.querying import Query
from recipes.search.parts import in_parts
from recipes.search.reading import foods, stored_within, way_of, ways

LINES_REMEMBERED = 200_000
"""Ingredient lines whose foods are remembered a process: some 50 MB where every one of them is another."""

FORBIDDEN = {
    "vegetarian": ("meat", "fish", "shellfish"),
    "vegan": ("meat", "fish", "shellfish", "dairy", "egg", "honey"),
    "pescatarian": ("meat",),
    "halal": ("pork", "alcohol"),
    "kosher": ("pork", "shellfish"),
    "gluten_free": ("gluten",),
    "dairy_free": ("dairy",),
    "egg_free": ("egg",),
    "nut_free": ("nut", "peanut"),
    "low_carb": ("pasta", "noodle", "potato", "couscous"),
}
"""Diet -> foods that no recipe of it has, whatever it declares or leaves undeclared."""

DECLARED = {
    "gluten": ("gluten",),
    "wheat": ("gluten",),
    "crustacean": ("crustaceans",),
    "shellfish": ("crustaceans", "molluscs"),
    "mollusc": ("molluscs",),
    "prawn": ("crustaceans",),
    "crab": ("crustaceans",),
    "lobster": ("crustaceans",),
    "mussel": ("molluscs",),
    "seafood": ("fish", "crustaceans", "molluscs"),
    "egg": ("eggs",),
    "fish": ("fish",),
    "peanut": ("peanuts",),
    "soy": ("soybeans",),
    "milk": ("milk",),
    "dairy": ("milk",),
    "cheese": ("milk",),
    "nut": ("nuts", "peanuts"),
    "celery": ("celery",),
    "mustard": ("mustard",),
    "sesame": ("sesame",),
    "lupin": ("lupin",),
}
"""Food -> the declared allergens that settle it; what else one may be allergic to is never known to be absent."""


def no_course(*courses: str) -> Limit:
    """That a recipe isn't known to be any of these: nobody asked it to say what it is."""
    is_one = Q(*(("course__iexact", course) for course in courses), _connector=Q.OR)
    return Limit(met=~is_one, violated=is_one)


IMPLIED = {
    "dessert": no_course("dessert", "drink", "sauce"),
    "savoury": no_course("main", "soup", "salad", "side", "sauce", "starter"),
}
"""What a dinner is not, and what something sweet is not (reading.json says when it is meant)."""

IMPLIED_FOODS = {"savoury": ("onion", "garlic", "cumin", "turmeric", "meat", "fish", "shellfish")}
"""And foods that show it of a recipe whose course isn't known."""


NAMED_MORE_NARROWLY = ("prawn", "crab", "lobster", "mussel", "wheat", "cheese", "nut")
"""Foods that a declared allergen takes in with others: it being there doesn't say that they are."""


@dataclass(frozen=True)
class Filters:
    """What a page limits a search to beside the sentence; diets as in models.DIET_LIMITS, foods in any words."""

    diets: tuple[str, ...] = ()
    max_minutes: int | None = None
    course: str = ""
    cuisine: str = ""
    with_foods: tuple[str, ...] = ()
    without_foods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """All limits of a search: `stored` in SQL, the others on ingredient lines.

    `ruled_out` are foods that a diet has not, or nothing sweet: what names one violates it, what doesn't is told by
    what it declares otherwise. What lacks a food that is `named` counts as not saying, and isn't removed. `allergies`
    need a declared value. `ways` are tools and ways of cooking to do without, told by title and method.
    """

    stored: tuple[Limit, ...] = ()
    ruled_out: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    allergies: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.stored or self.by_texts)

    @property
    def by_texts(self) -> bool:
        return bool(self.ruled_out or self.forbidden or self.needed or self.named or self.allergies or self.ways)


def limits_of_search(query: Query, filters: Filters) -> Limits:
    """The sentence's limits and the page's together; ValueError for an unknown diet of the page."""
    values = {kind: [found.value for found in query.found if found.kind == kind] for kind in KINDS}
    diets = dict.fromkeys([*values["diet"], *filters.diets])
    left_out = [found for found in query.found if found.kind == "exclude"]
    ruled_out = [food for diet in diets for food in FORBIDDEN.get(diet, ())]
    ruled_out += [food for implied in values["implied"] for food in IMPLIED_FOODS.get(implied, ())]
    unwanted = [found.value for found in left_out if not found.allergy]
    return Limits(
        stored=(
            *limits_of(tuple(diets), filters.max_minutes, filters.course, filters.cuisine),
            *(at_most(number) for number in values["time"]),
            *(serves(number) for number in values["servings"]),
            *(named("course", course) for course in values["course"]),
            *(of_cuisine(cuisine) for cuisine in values["cuisine"]),
            *(IMPLIED[ruled_out] for ruled_out in values["implied"] if ruled_out in IMPLIED),
        ),
        ruled_out=frozenset(ruled_out),
        forbidden=knowns([*unwanted, *filters.without_foods]),
        named=knowns(values["named"]),
        needed=frozenset(known_at_end(words) for words in [*values["use"], *filters.with_foods]),
        allergies=knowns(found.value for found in left_out if found.allergy),
        ways=frozenset(way for found in query.found if (way := way_of(found))),
    )


def knowns(names: Iterable[str]) -> frozenset[str]:
    return frozenset(known(words) for words in names)


KINDS = ("diet", "time", "servings", "course", "cuisine", "use", "implied", "named")


def known(words: str) -> str:
    """The food's id; words that name no food of ours as they are."""
    return foods().food(words) or words


def known_at_end(words: str) -> str:
    """The food's id; of "stale bread" or "leftover roast chicken" that of the longest end that is a food of ours."""
    parts = words.split()
    ends = (" ".join(parts[start:]) for start in range(len(parts)))
    return next((food for end in ends if (food := foods().food(end))), words)


def of_cuisine(cuisine: str) -> Limit:
    """Met by the cuisine and by all that it takes in: "Chinese" by Sichuan, too."""
    met = Q(cuisine__in=stored_within(cuisine))
    return Limit(met=met, violated=~met & ~Q(cuisine=""))


def keep(limits: Limits, recipe_ids: list[int]) -> tuple[frozenset[int], frozenset[int]]:
    """(ids that violate a limit on foods or ways, ids that don't say), read from texts and declared allergens."""
    violating, unknown = set(), set()
    columns = ["ingredients", *ALLERGEN_FIELDS, *(("title", "method") if limits.ways else ())]
    for part in in_parts(recipe_ids):
        for recipe in Recipe.objects.filter(pk__in=part).only(*columns):
            state = state_of(limits, recipe)
            if state is not True:
                (unknown if state is None else violating).add(recipe.pk)
    return frozenset(violating), frozenset(unknown)


ALLERGEN_FIELDS = sorted({f"contains_{name}" for names in DECLARED.values() for name in names})


def state_of(limits: Limits, recipe: Recipe) -> bool | None:
    """True: all limits on foods and ways are kept; False: one is violated; None: the recipe doesn't say."""
    lines = recipe.ingredient_lines
    if any(holds(lines, food) for food in limits.ruled_out):
        return False
    left_out = [not_in(lines, food, recipe) for food in limits.forbidden]
    free_from = [declared_free(lines, food, recipe) for food in limits.allergies]
    used = [holds(lines, food) for food in limits.needed]
    named = [has(recipe, food) or None for food in limits.named]
    states = [*left_out, *free_from, *used, *named, *(does_without(recipe, way) for way in limits.ways)]
    return False if False in states else None if None in states else True


def does_without(recipe: Recipe, way: str) -> bool | None:
    """Whether neither title nor method shows the tool or way of cooking; None where there is no method to show it."""
    if ways().shown_by(recipe.title, recipe.method, way):
        return False
    return True if recipe.method.strip() else None


def not_in(lines: list[str], food: str, recipe: Recipe) -> bool | None:
    declared = [getattr(recipe, f"contains_{name}") for name in DECLARED.get(food, ())]
    if True in declared and food not in NAMED_MORE_NARROWLY:
        return False
    found = holds(lines, food)
    return None if found is None else not found


def declared_free(lines: list[str], food: str, recipe: Recipe) -> bool | None:
    declared = [getattr(recipe, f"contains_{name}") for name in DECLARED.get(food, ())]
    if True in declared or holds(lines, food):
        return False
    return True if declared and None not in declared else None


def holds(lines: Iterable[str], food: str) -> bool | None:
    """Whether a line names the food or what contains it; None where there are no lines."""
    if not lines:
        return None
    if foods().food(food):
        return any(food in foods_of(line) for line in lines)
    return any(line_holds(line, food) for line in lines)


def has(recipe: Recipe, food: str) -> bool:
    """Whether lines or title name the food or what contains it, or the summary where there are no lines."""
    lines = recipe.ingredient_lines
    return bool(holds(lines, food)) or named_in(recipe.title, "" if lines else recipe.summary, food)


def named_in(title: str, summary: str, food: str) -> bool:
    """Whether one of them names the food or what contains it: "ice cream" stands in no ingredient line of one."""
    return any(food in foods_named(text) or food in text.casefold() for text in (title, summary))


@lru_cache(LINES_REMEMBERED)
def foods_named(text: str) -> frozenset[str]:
    return frozenset().union(*(foods().within(mention.food) for mention in foods().in_text(text)))


def line_holds(line: str, food: str) -> bool:
    if foods().food(food):
        return food in foods_of(line)
    return bool(foods().contains([line], food))


@lru_cache(LINES_REMEMBERED)
def foods_of(line: str) -> frozenset[str]:
    return foods().of_line(line)
