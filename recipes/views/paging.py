"""One page of a list of recipes in its groups, and the links to the others. Not what is listed, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from recipes.forms import SearchForm


@dataclass
class Shown:
    """A match that a page shows, and those behind it that are much like it."""

    match: object
    alike: list = field(default_factory=list)


class Items(Protocol):
    """Anything that knows how many matches it has, and fetches those of a page."""

    @property
    def total(self) -> int: ...

    def matches(self, start: int, stop: int) -> list: ...


@dataclass(frozen=True)
class Sequence:
    """Items as a sequence that a Paginator takes."""

    items: Items

    def __len__(self):
        return self.items.total

    def __getitem__(self, part: slice):
        return self.items.matches(part.start, part.stop)


def unfolded(matches: list) -> list[Shown]:
    return [Shown(match) for match in matches]


def listing(
    form: SearchForm, items: Items, sure: tuple[int, int], folded: Callable[[list], list[Shown]] = unfolded
) -> dict:
    """One page of matches in three groups, the counts of all pages, and the links to the others.

    `sure`: how many, in front, are known to keep the limits, and how many of all have what is named.
    """
    met, named = sure
    paginator = Paginator(Sequence(items), settings.RECIPES_PAGE_SIZE)
    page, problem = turned_to(paginator, form.page)
    shown = folded(list(page))
    return {
        "total": paginator.count,
        "met": met,
        "named": named,
        "unknown": paginator.count - met,
        "unsaid": named - met,
        "lacking": paginator.count - named,
        "page": page,
        "page_problem": problem,
        "page_links": page_links(form, page),
        "meeting": [each for each in shown if each.match.meets],
        "unsure": [each for each in shown if each.match.names and not each.match.meets],
        "without_named": [each for each in shown if not each.match.names],
    }


def turned_to(paginator: Paginator, text: str) -> tuple[Page, str]:
    """The page that an address asks for, or the nearest there is and what was wrong."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        return paginator.page(1), _("There is no page “%s”. This is the first.") % text
    if int(text) > paginator.num_pages:
        message = _("There is no page %(asked)s. This is the last, page %(last)s.")
        return paginator.page(paginator.num_pages), message % {"asked": text, "last": paginator.num_pages}
    return paginator.page(int(text)), ""


def page_links(form: SearchForm, page: Page) -> dict:
    """The addresses around a page: previous, next, and (number or “…”, address) of those between."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "previous": form.address(page=page.number - 1) if page.has_previous() else "",
        "next": form.address(page=page.number + 1) if page.has_next() else "",
        "numbers": [(number, form.address(page=number) if isinstance(number, int) else "") for number in numbers],
    }
