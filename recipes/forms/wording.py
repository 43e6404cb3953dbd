"""How times, diets, limits and lists are said to a cook. Not here: how they are kept, and any markup."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

DIET_NAMES = {
    "vegetarian": gettext_lazy("vegetarian"),
    "vegan": gettext_lazy("vegan"),
    "pescatarian": gettext_lazy("pescatarian"),
    "halal": gettext_lazy("halal"),
    "kosher": gettext_lazy("kosher"),
    "low_carb": gettext_lazy("low-carb"),
    "gluten_free": gettext_lazy("gluten-free"),
    "dairy_free": gettext_lazy("dairy-free"),
    "egg_free": gettext_lazy("egg-free"),
    "nut_free": gettext_lazy("nut-free"),
}
COURSE_NAMES = {
    "breakfast": gettext_lazy("breakfast"),
    "starter": gettext_lazy("starter"),
    "soup": gettext_lazy("soup"),
    "salad": gettext_lazy("salad"),
    "main": gettext_lazy("main"),
    "side": gettext_lazy("side"),
    "bread": gettext_lazy("bread"),
    "dessert": gettext_lazy("dessert"),
    "snack": gettext_lazy("snack"),
    "drink": gettext_lazy("drink"),
    "sauce": gettext_lazy("sauce"),
}
IMPLIED_NAMES = {
    "cold": gettext_lazy("not cold"),
    "served hot": gettext_lazy("not hot"),
    "savoury": gettext_lazy("nothing savoury"),
    "dessert": gettext_lazy("no dessert or drink"),
    "sauce": gettext_lazy("no sauce"),
    "treif": gettext_lazy("no pork or shellfish"),
    "leaven": gettext_lazy("nothing leavened"),
    "haram": gettext_lazy("no pork or alcohol"),
    "beef": gettext_lazy("no beef"),
    "fasting": gettext_lazy("no meat, egg, onion or garlic"),
    "meat": gettext_lazy("no meat"),
    "alcohol": gettext_lazy("no alcohol"),
    "baby": gettext_lazy("no honey, chilli or alcohol"),
    "sweet": gettext_lazy("nothing sweet"),
    "drink": gettext_lazy("no drink"),
    "far from Cajun": gettext_lazy("nothing far from Cajun"),
    "far from Chinese": gettext_lazy("nothing far from Chinese"),
    "far from French": gettext_lazy("nothing far from French"),
    "far from German": gettext_lazy("nothing far from German"),
    "far from Indian": gettext_lazy("nothing far from Indian"),
    "far from Irish": gettext_lazy("nothing far from Irish"),
    "far from Japanese": gettext_lazy("nothing far from Japanese"),
    "far from Korean": gettext_lazy("nothing far from Korean"),
    "far from Mexican": gettext_lazy("nothing far from Mexican"),
    "far from Persian": gettext_lazy("nothing far from Persian"),
    "far from Scottish": gettext_lazy("nothing far from Scottish"),
    "far from Swedish": gettext_lazy("nothing far from Swedish"),
    "far from Thai": gettext_lazy("nothing far from Thai"),
    "far from Vietnamese": gettext_lazy("nothing far from Vietnamese"),
}
"""What is ruled out without being said, as in reading.json."""

QUALITY_NAMES = {
    "light": gettext_lazy("light"),
    "light dessert": gettext_lazy("airy"),
    "soft": gettext_lazy("soft"),
    "mild": gettext_lazy("mild"),
    "gentle": gettext_lazy("gentle"),
    "easy": gettext_lazy("easy"),
    "cheap": gettext_lazy("cheap"),
    "fancy": gettext_lazy("fancy"),
    "portable": gettext_lazy("easy to carry"),
    "finger food": gettext_lazy("finger food"),
    "filling": gettext_lazy("filling"),
    "for children": gettext_lazy("child-friendly"),
    "make ahead": gettext_lazy("make-ahead"),
    "healthy": gettext_lazy("healthy"),
    "indulgent": gettext_lazy("indulgent"),
    "old fashioned": gettext_lazy("old-fashioned"),
    "from scratch": gettext_lazy("made from scratch"),
    "weeknight": gettext_lazy("weeknight-friendly"),
    "project": gettext_lazy("ambitious"),
    "low sugar": gettext_lazy("low in sugar"),
    "refreshing": gettext_lazy("refreshing"),
    "cosy": gettext_lazy("cosy"),
    "for one": gettext_lazy("made for one"),
    "for a crowd": gettext_lazy("crowd-friendly"),
    "low salt": gettext_lazy("low in salt"),
    "one pot": gettext_lazy("one-pot"),
    "meal": gettext_lazy("a meal"),
}
"""What no recipe says of itself, as in qualities.json."""

ALLERGY_DIETS = frozenset({"gluten_free", "dairy_free", "egg_free", "nut_free"})


def duration(minutes: int) -> str:
    """Minutes as a cook says them: “50 min”, “1 h 50 min”, “2 days 3 h”."""
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (
        ngettext("%d day", "%d days", days) % days if days else "",
        _("%d h") % hours if hours else "",
        _("%d min") % minutes if minutes or not (days or hours) else "",
    )
    return " ".join(filter(None, parts))


def course_name(written: str) -> str:
    """A recipe's course in the page's language where it is one of those suggested, else as the recipe has it."""
    key = written.casefold()
    name = str(COURSE_NAMES.get(key, key))
    return written if name == key else name


def in_words(items: list[str], *, any_of: bool = False) -> str:
    """The items as a list in a sentence: “vegan, Italian and under 30 min”; of which any may be: “vegan or Italian”."""
    if len(items) < 2:
        return "".join(items)
    pattern = _("%(first)s or %(last)s") if any_of else _("%(first)s and %(last)s")
    return pattern % {"first": ", ".join(items[:-1]), "last": items[-1]}


def limit_words(found) -> str:
    """A limit that was found in a sentence (querying.Found), in the page's language; its food as the cook wrote it."""
    sign, _gap, food = found.text.partition(" ")
    if found.kind == "diet":
        return str(DIET_NAMES[found.value])
    if found.kind == "implied":
        return str(IMPLIED_NAMES[found.value])
    if found.is_quality:
        return str(QUALITY_NAMES[found.value])
    said = {
        "exclude": _("without %s") % food,
        "use": _("with %s") % food,
        "avoid": (_("no %s") if sign == "no" else _("not %s")) % food,
        "time": _("under %s min") % found.value,
        "servings": _("for %s") % found.value,
        "ingredients": _("of at most %s ingredients") % found.value,
        "named": found.text,
    }
    return said.get(found.kind, course_name(found.text))
