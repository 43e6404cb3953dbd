"""The form itself: never invalid. What can't be applied is dropped and said in `not_applied`."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recipes.forms.addresses import NAMES, QUERY_LENGTH, REPEATED, REPEATS, tidied
from recipes.forms.choices import Counts, counted, name_choices, names_and_counts, stored_name, with_counts
from recipes.forms.widgets import PlainSelect
from recipes.forms.wording import ALLERGY_DIETS, DIET_NAMES, course_name, duration
from recipes.models.limits import DIET_LIMITS
from recipes.models.recipe import MAX_MINUTES

MINUTES = (15, 30, 45, 60, 90, 120)
ORDERS = {"match": gettext_lazy("Best match"), "time": gettext_lazy("Quickest")}
CARRIED = ("off", "with", "without", "sort")
"""What the form has no control for, or one that only adds, and must not lose when it is sent again."""

IN_FORM = {"form": "search"}
"""The filters stand beside the results, apart from the form that they belong to."""

LIMITS = ("with", "without", "diet", "max_minutes", "course", "cuisine")


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
    diet = optional(gettext_lazy("Diet"), forms.CheckboxSelectMultiple(IN_FORM, choices=DIET_NAMES.items()))
    max_minutes = optional(gettext_lazy("Time"), PlainSelect(IN_FORM))
    course = optional(gettext_lazy("Course"), PlainSelect(IN_FORM))
    cuisine = optional(gettext_lazy("Cuisine"), PlainSelect(IN_FORM))
    sort = optional(gettext_lazy("Order"), forms.HiddenInput)

    def __init__(self, address: QueryDict):
        self.given = tidied(address)
        self.too_many = [name for name in REPEATED if len(set(address.getlist(name))) > REPEATS]
        self.not_applied: list[str] = []
        self.counts: Counts | None = None
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
        return self.known_name("course") or self.refuse(_("No recipe has the course “%s”."), self.given.get("course"))

    def clean_cuisine(self) -> str:
        return self.known_name("cuisine") or self.refuse(
            _("No recipe has the cuisine “%s”."), self.given.get("cuisine")
        )

    def clean_sort(self) -> str:
        value = self.cleaned_data["sort"] or "match"
        return value if value in ORDERS else self.refuse(_("Recipes can’t be ordered by “%s”."), value) or "match"

    def clean(self):
        for name in ("with", "without"):
            foods = self.given.getlist(name)
            for value in foods:
                if not has_letters(value):
                    self.refuse(_("“%s” is no food that we can read."), value)
            self.cleaned_data[name] = tuple(filter(has_letters, foods))
        for name in self.too_many:
            self.refuse(_("Only the first of all the values of “%s” were read."), name)

    def refuse(self, message: str, value: str | None) -> str:
        """Say that a value was not applied, unless there was none; the empty value stands in for it."""
        if value:
            self.not_applied.append(message % value)
        return ""

    def known_name(self, field: str) -> str:
        """The course or cuisine as most recipes spell it, or nothing where no published recipe has it."""
        name = stored_name(field, self.cleaned_data[field])
        if name:
            # Else the select, which offers one spelling only, would show that nothing is chosen.
            self.given[field] = name
        return name

    # ------------------------------------------------------------ what is asked for

    @property
    def query(self) -> str:
        return self.cleaned_data["q"]

    @property
    def off(self) -> list[str]:
        """The ids of what was read from the sentence and that the cook turned off."""
        return self.given.getlist("off")

    def keep_off(self, ids: Collection[str]) -> None:
        """Forget all others that are turned off: they belong to another sentence."""
        if kept := [name for name in self.off if name in ids]:
            self.given.setlist("off", kept)
        else:
            self.given.pop("off", None)

    @property
    def order(self) -> str:
        return self.cleaned_data["sort"]

    @property
    def page(self) -> str:
        """The page's number as the address has it: any text."""
        return self.given.get("page", "1")

    @cached_property
    def limits(self) -> dict:
        """The filters that are set, by their names in `Filters`."""
        values = {
            "diets": self.cleaned_data["diet"],
            "max_minutes": self.cleaned_data["max_minutes"] or None,
            "course": self.cleaned_data["course"],
            "cuisine": self.cleaned_data["cuisine"],
            "with_foods": self.cleaned_data.get("with"),
            "without_foods": self.cleaned_data.get("without"),
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
        asked = dict(self.given.lists()) | changes
        asked = {name: value for name, value in asked.items() if value not in (None, [])}
        if str(asked.get("page")) == "1" and len(asked) > 1:
            del asked["page"]
        pairs = [(name, asked[name]) for name in NAMES if name in asked]
        return reverse("search") + ("?" + urlencode(pairs, doseq=True) if pairs else "")

    def address_less(self, name: str, value: str) -> str:
        """The address of the first page without one value of a parameter that may stand there repeatedly."""
        return self.address(**{name: [other for other in self.given.getlist(name) if other != value], "page": None})

    def address_with_off(self, ids: Iterable[str]) -> str:
        """The address of the first page with these turned off, too."""
        return self.address(off=list(dict.fromkeys([*self.off, *ids])), page=None)

    def address_without_limits(self, ids: Iterable[str] = ()) -> str:
        """The address without all filters, and with these ids of the sentence turned off."""
        off = list(dict.fromkeys([*self.off, *ids]))
        return self.address(**dict.fromkeys(LIMITS), off=off, page=None)

    @property
    def limit_links(self) -> list[tuple[str, str]]:
        """Each filter that is set, in words, and the address of the same search without it."""
        return list(self.set_limits())

    def set_limits(self) -> Iterator[tuple[str, str]]:
        for food in self.limits.get("with_foods", ()):
            yield _("with %s") % food, self.address_less("with", food)
        for food in self.limits.get("without_foods", ()):
            yield _("without %s") % food, self.address_less("without", food)
        for diet in self.limits.get("diets", ()):
            yield DIET_NAMES[diet], self.address_less("diet", diet)
        if minutes := self.limits.get("max_minutes"):
            yield _("at most %s") % duration(minutes), self.address(max_minutes=None, page=None)
        for name in ("course", "cuisine"):
            if value := self.limits.get(name):
                yield course_name(value), self.address(**{name: None, "page": None})

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Each order in words, the address of the same search in it, and whether it is the present one."""
        first = {} if self.query else {"match": _("Newest")}
        return [
            (
                first.get(order, words),
                self.address(sort=None if order == "match" else order, page=None),
                order == self.order,
            )
            for order, words in ORDERS.items()
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """(name, value) of what a form sent again must bring along."""
        return [(name, value) for name in CARRIED for value in self.given.getlist(name)]

    # ------------------------------------------------------------ choices

    @cached_property
    def courses(self) -> list[tuple[str, int]]:
        """The courses of published recipes and how many have each, commonest first."""
        return names_and_counts("course")

    @cached_property
    def cuisines(self) -> list[tuple[str, int]]:
        """The cuisines of published recipes and how many have each, commonest first."""
        return names_and_counts("cuisine")

    @property
    def minutes(self) -> list[int]:
        """The times to choose from."""
        return sorted({*MINUTES, self.limits.get("max_minutes")} - {None})

    def diet_boxes(self) -> Iterator[tuple[forms.boundfield.BoundWidget, int | None]]:
        """Each diet's checkbox and how many recipes it would leave, None where nothing was counted."""
        for box in self["diet"]:
            yield box, self.counts and self.counts.diets.get(box.data["value"])

    def time_choices(self) -> Iterator[tuple[str | int, str]]:
        yield "", _("Any time")
        for minutes in self.minutes:
            yield minutes, counted(_("At most %s") % duration(minutes), self.counts and self.counts.minutes[minutes])

    def course_choices(self) -> list[tuple[str, str]]:
        chosen = self.limits.get("course")
        names = name_choices(self.courses, chosen)
        return [("", _("Any course")), *with_counts(names, chosen, self.counts and self.counts.courses)]

    def cuisine_choices(self) -> list[tuple[str, str]]:
        chosen = self.limits.get("cuisine")
        names = name_choices(self.cuisines, chosen)
        return [("", _("Any cuisine")), *with_counts(names, chosen, self.counts and self.counts.cuisines)]


def has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
