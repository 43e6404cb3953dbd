"""Recipes in an order of their own, where nothing is searched for, within limits. Not what a sentence asks for."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from recipes.forms import SearchForm
from recipes.models import Recipe
from recipes.querying import Query
from recipes.search import Filters
from recipes.search.limits import Limits, keep, limits_of_search

LINES_READ = 5000
"""Of how many recipes the ingredient lines are read for one page: half a second where the lines are known."""

TIMES = (20, 30, 45, 60)

NOTHING_SAID = Query(raw="", text="")


@dataclass(frozen=True)
class Listed:
    """A recipe in a list that nothing was searched for: a Match less its match."""

    recipe: Recipe
    meets: bool
    names: bool = True


def counts_by_time() -> dict[int, int]:
    """Minutes -> how many recipes are known to be on the table in them."""
    counts = {f"within_{minutes}": Count("pk", filter=Q(total_minutes__lte=minutes)) for minutes in TIMES}
    return dict(zip(TIMES, Recipe.objects.published().aggregate(**counts).values(), strict=True))


def fetched(meets: dict[int, bool]) -> list[Listed]:
    recipes = Recipe.objects.in_bulk(meets)
    return [Listed(recipes[pk], met) for pk, met in meets.items() if pk in recipes]


@dataclass(frozen=True)
class Browsed:
    """Recipes in their order, left to the database until a page of them is asked for."""

    recipes: QuerySet
    total: int
    met: int

    def __len__(self):
        return self.total

    def matches(self, start: int, stop: int) -> list[Listed]:
        # Ids first: sorting whole recipes, texts and all, takes a database of 50,000 half a second.
        return fetched(dict(self.recipes.values_list("pk", "meets")[start:stop]))


@dataclass(frozen=True)
class Kept:
    """Recipes in their order whose ingredient lines were read: (id, whether it is known to keep the limits)."""

    meets: tuple[tuple[int, bool], ...]

    def __len__(self):
        return len(self.meets)

    @property
    def total(self) -> int:
        return len(self.meets)

    @property
    def met(self) -> int:
        return sum(met for _pk, met in self.meets)

    def matches(self, start: int, stop: int) -> list[Listed]:
        return fetched(dict(self.meets[start:stop]))


def browsed_items(form: SearchForm) -> Browsed | Kept:
    """The recipes that keep the form's limits, those that are known to first; newest or quickest first."""
    limits = limits_of_search(NOTHING_SAID, Filters(**form.limits))
    recipes = Recipe.objects.published().limited_by(limits.stored)
    counts = recipes.aggregate(met=Count("pk", filter=Q(meets=True)), total=Count("pk"))
    ordered = recipes.quickest() if form.order == "time" else recipes.newest()
    if limits.by_texts and counts["total"] <= LINES_READ:
        return kept(ordered, limits)
    say_what_is_not_applied(form)
    if form.limits:
        # Without limits all meet them, and an order by that would keep the database from using its index.
        ordered = ordered.order_by("-meets", *ordered.query.order_by)
    return Browsed(ordered, counts["total"], counts["met"])


def kept(ordered: QuerySet, limits: Limits) -> Kept:
    meets = dict(ordered.values_list("pk", "meets"))
    violating, unknown = keep(limits, list(meets))
    known = [(pk, met and pk not in unknown) for pk, met in meets.items() if pk not in violating]
    return Kept(tuple(sorted(known, key=lambda pair: not pair[1])))


def say_what_is_not_applied(form: SearchForm) -> None:
    """Foods, where there are too many recipes to look into each: then they are no limit here."""
    for name in ("with_foods", "without_foods"):
        for food in form.limits.pop(name, ()):
            form.refuse(_("Describe a dish, too: among so many recipes we can’t look for “%s” in each."), food)
