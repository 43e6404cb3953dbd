"""What makes one recipe like another, in the words of a cook, and which of the like ones are other in one way.

Not how near they are in meaning (search), and not how it is worded on a page.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from recipes.foods import Foods
from recipes.models import Recipe
from recipes.search.limits import Limits, known, state_of

MOST_FOODS = 3
"""Foods that are named as shared; more would be an ingredient list."""

STAPLE_KINDS = frozenset(
    {"allium", "baking powder", "bicarbonate of soda", "butter", "condiment", "egg", "fat", "flour", "herb", "milk"}
    | {"salt", "sauce", "seasoning", "spice", "stock", "sweetener", "water", "yeast", "citrus", "cornflour"}
)
"""Kinds of food that make no dish like another: they are in half of all."""

WITHOUT = "without:"


@dataclass(frozen=True)
class Likeness:
    """What two recipes share; empty where they are alike in meaning only."""

    cuisine: str = ""
    course: str = ""
    foods: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class Turn:
    """A way in which like recipes are to be other: its key in an address, the food it leaves out, if any."""

    key: str
    food: str = ""


def likeness(recipe: Recipe, other: Recipe, foods: Foods) -> Likeness:
    """What the two share; their tags should be fetched."""
    return Likeness(
        cuisine=same(recipe.cuisine, other.cuisine),
        course=same(recipe.course, other.course),
        foods=tuple(shared_foods(recipe, other, foods)[:MOST_FOODS]),
        moods=shared_tags(recipe, other, "mood"),
        occasions=shared_tags(recipe, other, "occasion"),
    )


def same(name: str, other: str) -> str:
    return name if name.casefold() == other.casefold() else ""


def shared_tags(recipe: Recipe, other: Recipe, kind: str) -> tuple[str, ...]:
    others = {tag.name for tag in other.tags.all() if tag.kind == kind}
    return tuple(sorted(tag.name for tag in recipe.tags.all() if tag.kind == kind and tag.name in others))


def shared_foods(recipe: Recipe, other: Recipe, foods: Foods) -> list[str]:
    """The main foods that one of the two names and both hold, in the order of the recipes' lines; the most specific."""
    both = held(recipe.ingredient_lines, foods) & held(other.ingredient_lines, foods)
    named = dict.fromkeys([*main_foods(recipe, foods), *main_foods(other, foods)])
    shared = [food for food in named if food in both]
    return [food for food in shared if not any(food in foods.kinds(each) - {each} for each in shared)]


def main_foods(recipe: Recipe, foods: Foods) -> list[str]:
    """The foods that make the dish: those of its lines less the staples; what its title names comes first, in order."""
    mentions = [mention.food for line in recipe.ingredient_lines for mention in foods.in_text(line)]
    main = dict.fromkeys(food for food in mentions if foods.kinds(food).isdisjoint(STAPLE_KINDS))
    titled = [mention.food for mention in foods.in_text(recipe.title)]

    def place(food: str) -> int:
        return next((number for number, named in enumerate(titled) if named in foods.kinds(food)), len(titled))

    return sorted(main, key=place)


def held(lines: Iterable[str], foods: Foods) -> frozenset[str]:
    return frozenset().union(*(foods.of_line(line) for line in lines))


# ---------------------------------------------------------------- turns


def turns(recipe: Recipe, others: Sequence[Recipe], foods: Foods) -> list[Turn]:
    """The turns that lead somewhere: quicker, meatless, without its main ingredient."""
    offered = [Turn("quicker")]
    if not is_meatless(recipe):
        offered.append(Turn("meatless"))
    offered += [Turn(WITHOUT + food, food) for food in main_foods(recipe, foods)[:1]]
    return [turn for turn in offered if turned(recipe, others, turn.key)]


def turned(recipe: Recipe, others: Iterable[Recipe], key: str) -> list[Recipe]:
    """Those of the others that are other in this way, in their order; all for a key that is none."""
    is_other = other_way(recipe, key)
    return [other for other in others if is_other(other)]


def other_way(recipe: Recipe, key: str) -> Callable[[Recipe], bool]:
    if key == "quicker":
        return lambda other: is_quicker(other, recipe)
    if key == "meatless":
        return is_meatless
    if food := left_out(key):
        limits = Limits(forbidden=frozenset({known(food)}))
        return lambda other: state_of(limits, other) is True
    return lambda other: True


def left_out(key: str) -> str:
    """The food that a key leaves out, in any words; nothing for other keys."""
    return key.removeprefix(WITHOUT).strip() if key.startswith(WITHOUT) else ""


def is_turn(key: str, known: Collection[str] = ("quicker", "meatless")) -> bool:
    return key in known or bool(left_out(key))


def is_quicker(other: Recipe, recipe: Recipe) -> bool:
    return None not in (other.total_minutes, recipe.total_minutes) and other.total_minutes < recipe.total_minutes


def is_meatless(recipe: Recipe) -> bool:
    """Whether a recipe says that it is vegetarian or vegan."""
    return bool(recipe.vegetarian or recipe.vegan)
