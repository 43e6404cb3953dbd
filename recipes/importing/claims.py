"""What words and flags say about diets and allergens, in three values. Ingredients only raise doubts, never claims.

A claim is a field of Recipe -> True, False or None ("not said"), such as {"vegan": True} or {"contains_milk": False}.
"""

import re

from recipes.models import ALLERGENS, DIETS
from recipes.models.recipe import NOT_VEGAN, NOT_VEGETARIAN

YES = frozenset({"true", "yes", "y", "1", "1.0", "t"})
NO = frozenset({"false", "no", "n", "0", "0.0", "f"})

# Only words that can mean nothing else. Left out on purpose: "lactose-free" (lactose-free milk is milk), "wheat-free"
# (rye has gluten), "plant-based", "meatless", "healthy", "diabetic", "high protein vegetarian", "eggetarian".
FREE_FROM = {
    "gluten": ("contains_gluten",),
    "dairy": ("contains_milk",),
    "milk": ("contains_milk",),
    "egg": ("contains_eggs",),
    "eggs": ("contains_eggs",),
    "fish": ("contains_fish",),
    "peanut": ("contains_peanuts",),
    "tree nut": ("contains_nuts",),
    "nut": ("contains_nuts",),
    "soy": ("contains_soybeans",),
    "soya": ("contains_soybeans",),
    "celery": ("contains_celery",),
    "mustard": ("contains_mustard",),
    "sesame": ("contains_sesame",),
    "sulphite": ("contains_sulphites",),
    "sulfite": ("contains_sulphites",),
    "lupin": ("contains_lupin",),
    "crustacean": ("contains_crustaceans",),
    "mollusc": ("contains_molluscs",),
    "shellfish": ("contains_crustaceans", "contains_molluscs"),
}
WORDS = {
    **{diet.replace("_", " "): {diet: True} for diet in DIETS},
    "pescetarian": {"pescatarian": True},
    "keto": {"low_carb": True},
    "ketogenic": {"low_carb": True},
    "non vegetarian": {"vegetarian": False},
    "non vegeterian": {"vegetarian": False},
    "not vegetarian": {"vegetarian": False},
    **{f"{food} free": dict.fromkeys(fields, False) for food, fields in FREE_FROM.items()},
}
ALLERGEN_WORDS = {
    **{name: (f"contains_{name}",) for name in ALLERGENS},
    **FREE_FROM,
    "wheat": ("contains_gluten",),
    "tree nuts": ("contains_nuts",),
    "soybean": ("contains_soybeans",),
    "sulfites": ("contains_sulphites",),
}
FLAG_COLUMNS = {
    **{word.replace(" ", ""): claims for word, claims in WORDS.items() if not word.startswith("no")},
    **{f"contains{name}": {f"contains_{name}": True} for name in ALLERGENS},
}
# A line that says what else may be used, or where the animal is only part of another food's name, raises no doubt.
MEAT = re.compile(
    r"\b(?:beef|chicken|pork|bacon|lamb|mutton|ham|gammon|turkey|duck|goose|veal|venison|rabbit|sausages?|chorizo|salami"
    r"|pancetta|prosciutto|gelatine?|lard)\b",
    re.IGNORECASE,
)
FISH = re.compile(
    r"\b(?:fish|anchov(?:y|ies)|salmon|tuna|cod|haddock|mackerel|sardines?|trout|halibut|prawns?|shrimps?|crab|lobster"
    r"|mussels?|clams?|squid|octopus|scallops?|oysters?)\b",
    re.IGNORECASE,
)
HARMLESS = re.compile(
    r"vegetable|vegetarian|veggie|vegan|meat-?free|meatless|plant|quorn|soya|tofu|seitan|substitute|optional|mock|mushroom"
    r"|beef tomato|turkey berr|lamb['’]?s['’]? lettuce|crab ?apple|\b(?:chicken|duck|goose|turkey)['’]?s? eggs?\b",
    re.IGNORECASE,
)
ENDING = re.compile(r" (?:diet|recipes?)$")


def flag(value) -> bool | None:
    """True and False as JSON, CSV and people write them; None for anything else."""
    text = str(value).strip().casefold()
    return True if text in YES else False if text in NO else None


def word_claims(word: str) -> dict[str, bool]:
    """What a tag or a schema.org diet declares, such as "Gluten-Free" or ".../GlutenFreeDiet"; {} for other words."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word.rsplit("/", 1)[-1].removeprefix("schema:"))
    return WORDS.get(ENDING.sub("", " ".join(re.sub("[-_]", " ", name).casefold().split())), {})


def allergen_claims(word: str) -> dict[str, bool]:
    """What a listed allergen declares: "Milk" -> {"contains_milk": True}, "milk-free" -> {"contains_milk": False}."""
    name = " ".join(re.sub("[-_]", " ", word).casefold().split()).removeprefix("contains ")
    return dict.fromkeys(ALLERGEN_WORDS[name], True) if name in ALLERGEN_WORDS else word_claims(word)


def flag_claims(key: str, value) -> dict[str, bool]:
    """What a yes/no column declares, by its name without spaces and signs: "isvegan", "glutenfree", "containsmilk".

    No under "keto" or a "-free" column says only that nobody promises it, so it is no claim.
    """
    claims, said = FLAG_COLUMNS.get(key.removeprefix("is"), {}), flag(value)
    if said is None or (not said and key.endswith(("free", "keto", "ketogenic"))):
        return {}
    return {field: claim is said for field, claim in claims.items()}


def implied(claims: dict) -> dict[str, bool]:
    """What the claims imply and don't say: vegan is vegetarian, and vegetarian is pescatarian."""
    vegetarian = claims.get("vegan") or claims.get("vegetarian")
    found = {"vegetarian": True, "pescatarian": True} if vegetarian else {}
    return {diet: True for diet in found if diet not in claims}


def contradicted(claims: dict) -> list[str]:
    """The diets that another claim rules out, such as vegan where milk is contained or the dish isn't vegetarian."""
    denied = claims.get("pescatarian") is False
    diets = []
    if claims.get("vegetarian") and (denied or _contains(claims, NOT_VEGETARIAN)):
        diets.append("vegetarian")
    if claims.get("vegan") and (denied or claims.get("vegetarian") is False or _contains(claims, NOT_VEGAN)):
        diets.append("vegan")
    return diets


def doubted(claims: dict, ingredients: str) -> list[tuple[str, str]]:
    """(diet, ingredient line) for the diets that a line belies: there is beef in recipes tagged vegetarian."""
    lines = [line for line in ingredients.split("\n") if not HARMLESS.search(line)]
    meat = next(filter(MEAT.search, lines), "")
    fish = next(filter(FISH.search, lines), "")
    against = {"vegan": meat or fish, "vegetarian": meat or fish, "pescatarian": meat}
    return [(diet, line) for diet, line in against.items() if line and claims.get(diet)]


def _contains(claims: dict, foods: tuple[str, ...]) -> bool:
    return any(claims.get(f"contains_{food}") for food in foods)
