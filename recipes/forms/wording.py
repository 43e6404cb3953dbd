"""How times, diets and lists are said to a cook. Not here: how they are kept, and any markup."""

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


def in_words(items: list[str]) -> str:
    """The items as a list in a sentence: “vegan, Italian and under 30 min”."""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
