"""Limits of a search kept on the recipes' data in three values: known to be met, known to be violated, unknown.

Foods are decided on ingredient lines, allergies on what a recipe declares, the rest in SQL. Not what limits a sentence
holds (querying), and not what foods contain (foods).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from recipes.models import Recipe
from recipes.models.limits import Limit, at_most, limits_of, named, serves
from recipes.querying import Found, Query
from recipes.search.implied import (
    IMPLIED_WITHOUT,
    MAYBE_SAVOURY,
    MAYBE_SWEET,
    NO_SWEETS,
    implied_limit,
    is_savoury,
    is_sweet,
    is_unsweet,
)
from recipes.search.lines import counted, holds, names
from recipes.search.naming import Thing, has, shows, things
from recipes.search.parts import in_parts
from recipes.search.reading import course_of, dish_of, foods, stored_within, way_of, ways

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

    `ruled_out` are foods that a diet has not: what names one violates it, what doesn't is told by what it declares
    otherwise. Of `left_over` foods the other half (SEPARATED) had better not be in it. Of each choice that is `named`
    one thing is to be there; what has none isn't removed, and comes last. `allergies` need a declared value. `ways` are
    tools and ways of cooking to do without, told by title and method; `dishes` are kinds that it must not be, told by
    its title. What is sweet by its lines violates `no_sweets` where it says one of these courses; what is savoury by
    them `no_savouries`, and what has nothing sweet among them `sweet_alone`, where its course doesn't tell. Salt,
    pepper, water and oil don't count among `most_ingredients`.
    """

    stored: tuple[Limit, ...] = ()
    ruled_out: frozenset[str] = frozenset()
    forbidden: frozenset[str] = frozenset()
    needed: frozenset[str] = frozenset()
    named: frozenset[tuple[Thing, ...]] = frozenset()
    allergies: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    dishes: frozenset[str] = frozenset()
    most_ingredients: int | None = None
    left_over: frozenset[str] = frozenset()
    no_sweets: tuple[str, ...] = ()
    no_savouries: bool = False
    sweet_alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.stored or self.by_texts)

    @property
    def by_texts(self) -> bool:
        foods = (self.ruled_out, self.forbidden, self.needed, self.named, self.allergies)
        return any(
            (*foods, self.ways, self.dishes, self.most_ingredients, self.no_sweets, self.no_savouries, self.sweet_alone)
        )


def limits_of_search(query: Query, filters: Filters) -> Limits:
    """The sentence's limits and the page's together; ValueError for an unknown diet of the page."""
    values = {kind: [found.value for found in query.found if found.kind == kind] for kind in KINDS}
    diets = dict.fromkeys([*values["diet"], *filters.diets])
    left_out = [found for found in query.found if found.kind == "exclude"]
    ruled_out = [food for diet in diets for food in FORBIDDEN.get(diet, ())]
    without = [food for implied in values["implied"] for food in IMPLIED_WITHOUT.get(implied, ())]
    courses_out = [course for found in query.found if (course := course_of(found))]
    unwanted = [found.value for found in left_out if not found.allergy]
    return Limits(
        stored=(
            *limits_of(tuple(diets), filters.max_minutes, filters.course, filters.cuisine),
            *(at_most(number) for number in values["time"]),
            *(serves(number) for number in values["servings"]),
            *(named("course", course) for course in values["course"]),
            *(of_cuisine(cuisine) for cuisine in values["cuisine"]),
            *(another_course(course) for course in courses_out),
            *(limit for implied in values["implied"] if (limit := implied_limit(implied))),
        ),
        ruled_out=frozenset(ruled_out),
        forbidden=knowns([*unwanted, *filters.without_foods, *without]),
        named=frozenset(things(found) for found in query.found if found.kind == "named"),
        needed=frozenset(known_at_end(words) for words in [*values["use"], *filters.with_foods]),
        allergies=knowns(found.value for found in left_out if found.allergy),
        ways=frozenset(way for found in query.found if (way := way_of(found))),
        dishes=frozenset(dish for found in query.found if (dish := dish_of(found))),
        most_ingredients=min(values["ingredients"], default=None),
        left_over=frozenset(known_at_end(found.value) for found in query.found if is_left_over(found, query)),
        no_sweets=courses_without_sweets([*values["implied"], *courses_out], values["course"], query),
        no_savouries="savoury" in values["implied"] or "dessert" in values["course"],
        sweet_alone="savoury" in values["implied"],
    )


def courses_without_sweets(left_out: list, courses: list, query: Query) -> tuple[str, ...]:
    """The courses, "" being none, of which nothing sweet will do; a dish or a food that is named comes first."""
    if {"dessert", "sweet"}.isdisjoint(left_out) and NO_SWEETS.isdisjoint(courses):
        return ()
    kinds = {kind for found in query.found for kind, _words in found.things}
    return () if "dish" in kinds else ("",) if "food" in kinds else MAYBE_SWEET


LEFT_OVER = ("left", "use up", "using up", "spare")


def is_left_over(found: Found, query: Query) -> bool:
    """Whether it is a food that the sentence says is left."""
    written = [query.sentence[start:end].casefold() for start, end in found.spans]
    return found.kind == "use" and any(word in part for part in written for word in LEFT_OVER)


SEPARATED = {"egg white": "egg yolk", "egg yolk": "egg white"}
"""Of an egg one is left where the other was used: what takes both hardly helps."""


def knowns(names: Iterable[str]) -> frozenset[str]:
    return frozenset(known(words) for words in names)


KINDS = ("diet", "time", "ingredients", "servings", "course", "cuisine", "use", "implied", "named")


def known(words: str) -> str:
    """The food's id; words that name no food of ours as they are."""
    return foods().food(words) or words


def known_at_end(words: str) -> str:
    """The food's id; of "stale bread" or "leftover roast chicken" that of the longest end that is a food of ours."""
    parts = words.split()
    ends = (" ".join(parts[start:]) for start in range(len(parts)))
    return next((food for end in ends if (food := foods().food(end))), words)


def another_course(course: str) -> Limit:
    """That a recipe says another course than this one."""
    is_one = Q(course__iexact=course)
    return Limit(met=~is_one & ~Q(course=""), violated=is_one)


def of_cuisine(cuisine: str) -> Limit:
    """Met by the cuisine and by all that it takes in: "Chinese" by Sichuan, too."""
    met = Q(cuisine__in=stored_within(cuisine))
    return Limit(met=met, violated=~met & ~Q(cuisine=""))


def keep(limits: Limits, recipe_ids: list[int]) -> tuple[frozenset[int], frozenset[int]]:
    """(ids that violate a limit on foods or ways, ids that don't say), read from texts and declared allergens."""
    violating, unknown = set(), set()
    columns = ["title", "course", "ingredients", *ALLERGEN_FIELDS, *(("method",) if limits.ways else ())]
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
    if is_of_wrong_taste(limits, recipe.course.lower(), lines):
        return False
    if any(shows(Thing("dish", dish), recipe.title, "") for dish in limits.dishes):
        return False
    left_out = [not_in(lines, food, recipe) for food in limits.forbidden]
    free_from = [declared_free(lines, food, recipe) for food in limits.allergies]
    used = [is_used(lines, food) for food in limits.needed]
    used += [None for food in limits.left_over & SEPARATED.keys() if holds(lines, SEPARATED[food])]
    few = [counted(lines) <= limits.most_ingredients if lines else None] if limits.most_ingredients else []
    states = [*few, *left_out, *free_from, *used, *(does_without(recipe, way) for way in limits.ways)]
    return False if False in states else None if None in states else True


def has_named(limits: Limits, recipe: Recipe) -> bool:
    """Whether it has one thing of each choice that is named."""
    return all(any(has(recipe, thing) for thing in choice) for choice in limits.named)


def does_without(recipe: Recipe, way: str) -> bool | None:
    """Whether neither title nor method shows the tool or way of cooking; None where there is no method to show it.

    A drink that nothing is heated for is cold.
    """
    if ways().shown_by(recipe.title, recipe.method, way) or (way == "cold" and is_unheated_drink(recipe)):
        return False
    return True if recipe.method.strip() else None


HEATED = re.compile(r"\b(?:hot|warm\w*|brew\w*|steep\w*|infus\w*)\b", re.IGNORECASE)
"""Words of a drink's method that tell of heat, beside those for cooking."""


def is_unheated_drink(recipe: Recipe) -> bool:
    if recipe.course.lower() != "drink" or not recipe.method.strip():
        return False
    return not HEATED.search(recipe.method) and not ways().shown_by(recipe.title, recipe.method, "cooking")


def is_of_wrong_taste(limits: Limits, course: str, lines: list[str]) -> bool:
    """Whether it is sweet, or savoury, where it mustn't be and its course tells neither."""
    if course in limits.no_sweets and is_sweet(lines):
        return True
    if course not in MAYBE_SAVOURY:
        return False
    return (limits.no_savouries and is_savoury(lines)) or (limits.sweet_alone and is_unsweet(lines))


def is_used(lines: list[str], food: str) -> bool | None:
    """Whether the food itself is in it; what merely contains it, as stock does chicken, leaves it open."""
    in_it = holds(lines, food)
    return None if in_it and not names(lines, food) else in_it


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
