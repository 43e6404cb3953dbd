"""What a cook limits a search to, as conditions on stored data: known to be met, known to be violated, else unknown.

Not here: reading a sentence, and what foods contain other foods.
"""

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Limit:
    """Two conditions on a recipe; one that satisfies neither doesn't say."""

    met: Q
    violated: Q


def any_true(*names: str) -> Q:
    return Q(*((name, True) for name in names), _connector=Q.OR)


def free_from(*allergens: str) -> Limit:
    names = [f"contains_{allergen}" for allergen in allergens]
    return Limit(met=Q(*((name, False) for name in names)), violated=any_true(*names))


SEAFOOD = ("contains_fish", "contains_crustaceans", "contains_molluscs")
# What isn't even pescatarian has meat.
NO_VEGETARIAN = Q(vegetarian=False) | Q(pescatarian=False) | any_true(*SEAFOOD)
DIET_LIMITS = {
    "vegetarian": Limit(any_true("vegetarian", "vegan"), NO_VEGETARIAN),
    "vegan": Limit(any_true("vegan"), Q(vegan=False) | NO_VEGETARIAN | any_true("contains_eggs", "contains_milk")),
    "pescatarian": Limit(any_true("pescatarian", "vegetarian", "vegan"), Q(pescatarian=False)),
    "halal": Limit(Q(halal=True), Q(halal=False)),
    "kosher": Limit(Q(kosher=True), Q(kosher=False)),
    "low_carb": Limit(Q(low_carb=True), Q(low_carb=False)),
    "gluten_free": free_from("gluten"),
    "dairy_free": free_from("milk"),
    "egg_free": free_from("eggs"),
    # To a cook a peanut is a nut; in the regulation, and so in the data, the two are apart.
    "nut_free": free_from("nuts", "peanuts"),
}


def named(field: str, value: str) -> Limit:
    """That a free-text field says this word; a field left empty doesn't say."""
    is_value = Q((f"{field}__iexact", value))
    return Limit(met=is_value, violated=~is_value & ~Q((field, "")))


def at_most(minutes: int) -> Limit:
    """That a recipe takes no longer in all."""
    return Limit(met=Q(total_minutes__lte=minutes), violated=Q(total_minutes__gt=minutes))


def serves(people: int) -> Limit:
    """That a recipe, as it is, halved or doubled, is for so many."""
    fits = Q(servings__gte=people / 2, servings__lte=people * 2)
    return Limit(met=fits, violated=~fits & Q(servings__isnull=False))


def limits_of(diets=(), max_minutes=None, course="", cuisine="") -> list[Limit]:
    """What a page's filters say; ValueError for an unknown diet."""
    if unknown := [diet for diet in diets if diet not in DIET_LIMITS]:
        raise ValueError(f"unknown diets {unknown}: known are {', '.join(DIET_LIMITS)}")
    limits = [DIET_LIMITS[diet] for diet in diets]
    if max_minutes is not None:
        limits.append(at_most(max_minutes))
    return limits + [named(field, value) for field, value in (("course", course), ("cuisine", cuisine)) if value]
