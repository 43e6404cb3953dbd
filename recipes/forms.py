"""The search form: what the address of `/` may say, cleaned value by value, and the canonical address of what is left.

Not the search itself. The form is never invalid: what can't be applied is dropped and said in `not_applied`.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Upper
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recipes.models import Recipe
from recipes.models.limits import DIET_LIMITS
from recipes.models.recipe import MAX_MINUTES

# Longer than the 300 characters that are read, so that a page can say that it read only a part; short enough that the
# percent-encoded address stays under the 4,094 bytes that gunicorn takes as a request line.
QUERY_LENGTH = 400
VALUE_LENGTH = 60
LISTED_NAMES = 60
# Several spellings may be one name, so more of them are read than names are listed.
READ_SPELLINGS = 1000
MINUTES = (15, 30, 45, 60, 90, 120)

NAMES = ("q", "off", "with", "without", "diet", "max_minutes", "course", "cuisine", "sort", "page")
REPEATED = ("off", "with", "without", "diet")
NOT_YET = ("off", "with", "without")

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
ORDERS = {"match": gettext_lazy("Best match"), "time": gettext_lazy("Quickest first")}


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


def optional(label, widget) -> forms.Field:
    return forms.Field(label=label, widget=widget, required=False)


class SearchForm(forms.Form):
    """What a cook typed and chose, from a QueryDict of any content."""

    use_required_attribute = False

    q = optional(
        gettext_lazy("What do you feel like eating?"),
        forms.TextInput(
            {
                "type": "search",
                "maxlength": QUERY_LENGTH,
                "enterkeyhint": "search",
                "placeholder": gettext_lazy("a hearty soup for winter"),
            }
        ),
    )
    diet = optional(gettext_lazy("Diet"), forms.CheckboxSelectMultiple(choices=DIET_NAMES.items()))
    max_minutes = optional(gettext_lazy("Time"), forms.Select)
    course = optional(gettext_lazy("Course"), forms.Select)
    cuisine = optional(gettext_lazy("Cuisine"), forms.Select)
    sort = optional(gettext_lazy("Order"), forms.Select(choices=ORDERS.items()))

    def __init__(self, address: QueryDict):
        self.given = tidied(address)
        self.not_applied: list[str] = []
        super().__init__(self.given, auto_id="%s")
        self.fields["max_minutes"].widget.choices = self.time_choices
        self.fields["course"].widget.choices = self.course_choices
        self.fields["cuisine"].widget.choices = self.cuisine_choices
        self.full_clean()

    def clean_q(self) -> str:
        return self.cleaned_data["q"] or ""

    def clean_diet(self) -> tuple[str, ...]:
        for value in self.cleaned_data["diet"]:
            if value not in DIET_LIMITS:
                self.refuse(_("We know no diet called “%s”."), value)
        return tuple(value for value in self.cleaned_data["diet"] if value in DIET_LIMITS)

    def clean_max_minutes(self) -> int | None:
        text = self.cleaned_data["max_minutes"]
        if not text:
            return None
        if text.isascii() and text.isdigit() and 0 < int(text) <= MAX_MINUTES:
            return int(text)
        return self.refuse(_("“%s” is no number of minutes that we can use."), text)

    def clean_course(self) -> str:
        return self.stored_name("course") or self.refuse(_("No recipe has the course “%s”."), self.given.get("course"))

    def clean_cuisine(self) -> str:
        return self.stored_name("cuisine") or self.refuse(
            _("No recipe has the cuisine “%s”."), self.given.get("cuisine")
        )

    def clean_sort(self) -> str:
        value = self.cleaned_data["sort"] or "match"
        return value if value in ORDERS else self.refuse(_("Recipes can’t be ordered by “%s”."), value) or "match"

    def clean(self):
        for name in NOT_YET:
            for value in self.given.getlist(name):
                self.refuse(NOT_YET_MESSAGES[name], value)

    def refuse(self, message: str, value: str | None) -> str:
        """Say that a value was not applied, unless there was none; the empty value stands in for it."""
        if value:
            self.not_applied.append(message % value)
        return ""

    def stored_name(self, field: str) -> str:
        """The course or cuisine as most recipes spell it, or nothing where no published recipe has it."""
        if not (value := self.cleaned_data[field]):
            return ""
        spelling = spellings(field).filter(**{f"{field}__iexact": value}).first()
        if spelling is None:
            return ""
        # Else the select, which offers one spelling only, would show that nothing is chosen.
        self.given[field] = spelling[0]
        return spelling[0]

    # ------------------------------------------------------------ what is asked for

    @property
    def query(self) -> str:
        return self.cleaned_data["q"]

    @property
    def order(self) -> str:
        return self.cleaned_data["sort"]

    @property
    def page(self) -> str:
        """The page's number as the address has it: any text."""
        return self.given.get("page", "1")

    @cached_property
    def limits(self) -> dict:
        """The filters that are set, by their names in `Filters` and `limited()`."""
        values = {
            "diets": self.cleaned_data["diet"],
            "max_minutes": self.cleaned_data["max_minutes"] or None,
            "course": self.cleaned_data["course"],
            "cuisine": self.cleaned_data["cuisine"],
        }
        return {name: value for name, value in values.items() if value}

    @property
    def is_allergy(self) -> bool:
        """Whether a limit is set that someone may have set for an allergy."""
        return not ALLERGY_DIETS.isdisjoint(self.limits.get("diets", ()))

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is asked for: the home page."""
        return not self.given

    # ------------------------------------------------------------ addresses

    def address(self, **changes) -> str:
        """The canonical address of this state, or of it with changes: `address(page=2)`, `address(course=None)`."""
        asked = dict(self.given.lists()) | {name: value for name, value in changes.items() if value is not None}
        for name, value in changes.items():
            if value is None:
                asked.pop(name, None)
        if str(asked.get("page")) == "1" and len(asked) > 1:
            del asked["page"]
        pairs = [(name, asked[name]) for name in NAMES if name in asked]
        return reverse("search") + ("?" + urlencode(pairs, doseq=True) if pairs else "")

    @property
    def limit_links(self) -> Iterator[tuple[str, str]]:
        """Each filter that is set, in words, and the address of the same search without it."""
        for diet in self.limits.get("diets", ()):
            rest = [name for name in self.limits["diets"] if name != diet]
            yield DIET_NAMES[diet], self.address(diet=rest or None, page=None)
        if minutes := self.limits.get("max_minutes"):
            yield _("at most %s") % duration(minutes), self.address(max_minutes=None, page=None)
        for name in ("course", "cuisine"):
            if value := self.limits.get(name):
                yield value, self.address(**{name: None, "page": None})

    @property
    def address_without_limits(self) -> str:
        return self.address(diet=None, max_minutes=None, course=None, cuisine=None, page=None)

    # ------------------------------------------------------------ choices

    @cached_property
    def courses(self) -> list[tuple[str, int]]:
        """The courses of published recipes and how many have each, commonest first."""
        return names_and_counts("course")

    @cached_property
    def cuisines(self) -> list[tuple[str, int]]:
        """The cuisines of published recipes and how many have each, commonest first."""
        return names_and_counts("cuisine")

    def time_choices(self) -> Iterator[tuple[str | int, str]]:
        chosen = self.limits.get("max_minutes")
        yield "", _("Any time")
        for minutes in sorted({*MINUTES, chosen} - {None}):
            yield minutes, _("At most %s") % duration(minutes)

    def course_choices(self) -> list[tuple[str, str]]:
        return [("", _("Any course")), *name_choices(self.courses, self.limits.get("course"))]

    def cuisine_choices(self) -> list[tuple[str, str]]:
        return [("", _("Any cuisine")), *name_choices(self.cuisines, self.limits.get("cuisine"))]


NOT_YET_MESSAGES = {
    "without": gettext_lazy("Leaving foods out isn’t available yet: “%s” was not left out."),
    "with": gettext_lazy("Asking for foods isn’t available yet: “%s” was not asked for."),
    "off": gettext_lazy("Turning off a part of the sentence isn’t available yet: “%s” was not turned off."),
}


def spellings(field: str) -> QuerySet:
    """(spelling, how many published recipes have it, its group) of a course or cuisine, commonest first.

    The group is what `iexact` compares, made by the database as it compares.
    """
    named = Recipe.objects.published().exclude(**{field: ""}).values_list(field)
    return named.annotate(count=Count("pk"), group=Upper(Max(field))).order_by("-count", field)


def names_and_counts(field: str) -> list[tuple[str, int]]:
    """The names in their commonest spelling and how many recipes have each in any, commonest first."""
    names, counts = {}, Counter()
    for spelling, count, group in spellings(field)[:READ_SPELLINGS]:
        names.setdefault(group, spelling)
        counts[group] += count
    return [(names[group], count) for group, count in counts.most_common(LISTED_NAMES)]


def name_choices(counted: list[tuple[str, int]], chosen: str | None) -> list[tuple[str, str]]:
    """The names to choose from by the alphabet, the chosen one among them even where it is too rare to be listed."""
    names = {name for name, _count in counted} | {chosen} - {None}
    return [(name, capfirst(name)) for name in sorted(names, key=str.casefold)]


def tidied(address: QueryDict) -> QueryDict:
    """The parameters that mean something, bounded, without the empty, the repeated and the default ones."""
    tidy = QueryDict(mutable=True)
    for name in NAMES:
        length = QUERY_LENGTH if name == "q" else VALUE_LENGTH
        values = [value.replace("\0", " ").strip()[:length].strip() for value in address.getlist(name)]
        values = list(dict.fromkeys(filter(None, values)))
        if values and (name, values[-1]) != ("sort", "match"):
            tidy.setlist(name, values if name in REPEATED else values[-1:])
    return tidy


def has_clutter(address: QueryDict) -> bool:
    """Whether the address holds parameters that say nothing, as a form sent without JavaScript does."""
    return any("" in values for name, values in address.lists() if name in NAMES) or address.get("sort") == "match"
