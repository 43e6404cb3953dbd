"""What a wish rules out without saying so, kept on the recipes' data: courses, cuisines, foods, and what is sweet.

Not which words imply it (querying.implying).
"""

from collections.abc import Sequence

from django.db.models import Q

from recipes.models.limits import Limit
from recipes.search.lines import holds
from recipes.search.reading import stored_and_placed, stored_around, stored_within


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
"""What a dish is not where it is to be eaten, where nothing sweet is wanted, for dinner, and where something sweet is
(reading.json says when it is meant)."""

IMPLIED_CUISINES = {
    "far from Cajun": ("Cajun", "Creole", "Southern American", "Southern", "Soul food"),
    "far from Chinese": ("Chinese", "Korean", "Vietnamese", "Indo-Chinese"),
    "far from French": ("French",),
    "far from German": ("German", "Austrian", "Swiss", "Czech", "=American"),
    "far from Indian": ("Indian", "South Asian"),
    "far from Irish": ("Irish", "British", "=American"),
    "far from Japanese": ("Japanese",),
    "far from Korean": ("Korean",),
    "far from Mexican": ("Mexican", "Tex-Mex", "Southwestern"),
    "far from Persian": ("Persian", "Middle Eastern", "Central Asian", "Azerbaijani"),
    "far from Scottish": ("Scottish", "British", "Irish"),
    "far from Swedish": ("Swedish", "Nordic"),
    "far from Thai": ("Thai", "Lao"),
    "far from Vietnamese": ("Vietnamese",),
}
"""The cuisines of a feast, with all that they take in (after "=" none): a recipe that says one from elsewhere isn't
for it; one may be that says none, one that takes in the first, or one that nobody can place."""

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
    *("sugar", "honey", "maple syrup", "chocolate", "vanilla", "condensed milk", "marshmallow", "jelly", "jam"),
    *("candy", "whipped topping", "ice cream", "cake mix"),
)
SAVOURY = (
    *("allium", "vinegar", "mustard", "mayonnaise", "black pepper", "chilli", "stock", "cumin", "turmeric"),
    *("soy sauce", "pasta", "leafy green", "brassica", "mushroom", "fish", "shellfish", "poultry", "bacon", "ham"),
    *("sausage", "tomato", "cheddar", "parmesan", "mozzarella", "feta", "halloumi", "potato", "tofu", "lentil"),
    *("chickpea", "quinoa", "couscous", "parsnip", "squash"),
)
"""Foods by which a recipe is known to be sweet: one of the first, and none of the second, nor meat."""

SWEET_AT_ALL = (
    *(*SWEET, "sweetener", "berry", "apple", "pear", "stone fruit", "banana", "tropical fruit", "dried fruit", "grape"),
    *("melon", "orange", "rhubarb", "candied fruit", "custard", "biscuit"),
)
"""Foods one of which is in anything sweet that has no more to say."""

NEVER_SWEET = ("onion", "garlic", "cumin", "turmeric", "fish", "shellfish")
"""Foods by which a recipe is known to be savoury, as by meat."""

MEAT_OF_SWEETS = ("gelatine", "mincemeat", "beef suet")
"""What has meat in it and is in sweets."""

MAYBE_SWEET = ("", "breakfast", "snack", "starter")
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
    """Violated by a cuisine from elsewhere."""
    near = {name for cuisine in cuisines if cuisine[0] != "=" for name in stored_within(cuisine)}
    alone = {cuisine[1:] for cuisine in cuisines if cuisine[0] == "="}
    far = Q(cuisine__in=sorted({*stored_and_placed()} - near - alone - {*stored_around(cuisines[0])}))
    return Limit(met=~far, violated=far)


def is_sweet(lines: list[str]) -> bool:
    """By SWEET and SAVOURY; what is meat in jelly is its gelatine."""
    has_savoury = is_meaty(lines) or any(holds(lines, food) for food in SAVOURY)
    return not has_savoury and any(holds(lines, food) for food in SWEET)


def is_savoury(lines: list[str]) -> bool:
    """By NEVER_SWEET and meat."""
    return is_meaty(lines) or any(holds(lines, food) for food in NEVER_SWEET)


def is_unsweet(lines: list[str]) -> bool:
    """By SWEET_AT_ALL; of what has no lines nothing is known."""
    return bool(lines) and not any(holds(lines, food) for food in SWEET_AT_ALL)


def is_meaty(lines: list[str]) -> bool:
    """Whether they hold meat that isn't MEAT_OF_SWEETS."""
    return bool(holds(lines, "meat")) and not any(holds(lines, food) for food in MEAT_OF_SWEETS)
