"""What a wish rules out without saying so, kept on the recipes' data: courses, cuisines, foods, and what is sweet.

Not which words imply it (querying.implying).
"""

from collections.abc import Sequence

from django.db.models import Q

from recipes.models.limits import Limit
from recipes.search.lines import holds
from recipes.search.reading import stored_around, stored_within


def no_course(*courses: str) -> Limit:
    """That a recipe isn't known to be any of these: nobody asked it to say what it is."""
    is_one = Q(*(("course__iexact", course) for course in courses), _connector=Q.OR)
    return Limit(met=~is_one, violated=is_one)


IMPLIED = {
    "sauce": no_course("sauce"),
    "drink": no_course("drink"),
    "sweet": no_course("dessert", "drink"),
    "dessert": no_course("dessert", "drink", "sauce"),
    "savoury": no_course("main", "soup", "salad", "side", "sauce", "starter"),
}
"""What a dinner is not, and what something sweet is not (reading.json says when it is meant)."""

IMPLIED_CUISINES = {
    "far from Cajun": ("Cajun", "Creole", "Southern American", "Southern", "Soul food"),
    "far from Chinese": ("Chinese", "Korean", "Vietnamese", "Indo-Chinese"),
    "far from French": ("French",),
    "far from German": ("German", "Austrian", "Swiss", "Czech"),
    "far from Indian": ("Indian", "South Asian"),
    "far from Irish": ("Irish", "British"),
    "far from Japanese": ("Japanese",),
    "far from Korean": ("Korean",),
    "far from Mexican": ("Mexican", "Tex-Mex", "Southwestern"),
    "far from Persian": ("Persian", "Middle Eastern", "Central Asian", "Azerbaijani"),
    "far from Scottish": ("Scottish", "British", "Irish"),
    "far from Swedish": ("Swedish", "Nordic"),
    "far from Thai": ("Thai", "Lao"),
    "far from Vietnamese": ("Vietnamese",),
}
"""The cuisines of a feast: a recipe that says another is not for it, one that says none may be, or one that takes in
the first."""

TOLD_WHERE_IT_MATTERS = frozenset(["sauce", "drink", *IMPLIED_CUISINES])
"""What is implied so often that it is told, and kept, only where it leaves something out."""

IMPLIED_WITHOUT = {
    "treif": ("pork", "shellfish"),
    "haram": ("pork", "alcohol"),
    "leaven": ("flour", "yeast", "pasta", "noodle", "oat", "barley", "rye", "biscuit"),
    "beef": ("beef",),
    "meat": ("meat",),
    "fasting": ("meat", "fish", "shellfish", "egg", "onion", "garlic"),
    "alcohol": ("alcohol",),
    "baby": ("honey", "chilli", "alcohol"),
}
"""What a feast or an age leaves out, as if it were said."""

SWEET = (
    *(
        "sugar",
        "honey",
        "maple syrup",
        "chocolate",
        "vanilla",
        "condensed milk",
        "marshmallow",
        "jelly",
        "jam",
        "candy",
    ),
    *("whipped topping", "ice cream", "cake mix"),
)
SWEET_AT_ALL = (
    *(*SWEET, "sweetener", "berry", "apple", "pear", "stone fruit", "banana", "tropical fruit", "dried fruit"),
    *("grape", "melon", "orange", "rhubarb", "candied fruit", "custard", "ice cream", "biscuit"),
)
SAVOURY = (
    *(
        "allium",
        "vinegar",
        "mustard",
        "mayonnaise",
        "black pepper",
        "stock",
        "cumin",
        "turmeric",
        "soy sauce",
        "tomato",
    ),
    *("pasta", "leafy green", "brassica", "mushroom", "fish", "shellfish", "poultry", "bacon", "ham", "sausage"),
    *("cheddar", "parmesan", "mozzarella", "feta", "halloumi", "potato", "tofu", "lentil", "chickpea"),
)
"""Foods by which a recipe is known to be sweet: one of the first, and none of these, nor meat."""

NEVER_SWEET = ("onion", "garlic", "cumin", "turmeric", "fish", "shellfish")
"""Foods by which a recipe is known to be savoury, as by meat, or by having none of SWEET_AT_ALL."""

MAYBE_SWEET = ("", "breakfast", "snack", "main", "starter")
MAYBE_SAVOURY = ("", "breakfast", "snack", "bread")
"""Courses of which something may be sweet, or savoury, where the other is asked for; "" is none."""

NO_SWEETS = frozenset(["main", "starter", "soup"])
"""Courses that nothing sweet is of."""


def implied_limit(implied: str) -> Limit | None:
    """What is implied as a limit in SQL, where it is one."""
    if cuisines := IMPLIED_CUISINES.get(implied):
        return of_no_other_cuisine(cuisines)
    return IMPLIED.get(implied)


def of_no_other_cuisine(cuisines: Sequence[str]) -> Limit:
    """Violated by what says a cuisine that none of these takes in, and that doesn't take in the first."""
    named = {name for cuisine in cuisines for name in stored_within(cuisine)} | set(stored_around(cuisines[0]))
    near = Q(cuisine="") | Q(cuisine__in=sorted(named))
    return Limit(met=near, violated=~near)


def is_sweet(lines: list[str]) -> bool:
    """By SWEET and SAVOURY; what is meat in jelly is its gelatine."""
    has_savoury = is_meaty(lines) or any(holds(lines, food) for food in SAVOURY)
    return not has_savoury and any(holds(lines, food) for food in SWEET)


def is_savoury(lines: list[str]) -> bool:
    """By NEVER_SWEET and SWEET_AT_ALL; of what has no lines nothing is known."""
    if not lines:
        return False
    has_savoury = is_meaty(lines) or any(holds(lines, food) for food in NEVER_SWEET)
    return has_savoury or not any(holds(lines, food) for food in SWEET_AT_ALL)


def is_meaty(lines: list[str]) -> bool:
    return bool(holds(lines, "meat")) and not holds(lines, "gelatine")
