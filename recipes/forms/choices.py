"""The courses and cuisines that the form offers, from the published recipes. Not here: which of them is chosen."""

from collections import Counter
from collections.abc import Mapping
from typing import Protocol

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Upper
from django.utils.text import capfirst

from recipes.forms.wording import course_name
from recipes.models import Recipe

LISTED_NAMES = 60
# Several spellings may be one name, so more of them are read than names are listed.
READ_SPELLINGS = 1000

_held: dict[str, tuple[tuple, list[tuple[str, int]]]] = {}


def spellings(field: str) -> QuerySet:
    """(spelling, how many published recipes have it, its group) of a course or cuisine, commonest first.

    The group is what `iexact` compares, made by the database as it compares.
    """
    named = Recipe.objects.published().exclude(**{field: ""}).values_list(field)
    return named.annotate(count=Count("pk"), group=Upper(Max(field))).order_by("-count", field)


def stored_name(field: str, value: str) -> str:
    """The course or cuisine as most recipes spell it, or nothing where no published recipe has it."""
    spelling = spellings(field).filter(**{f"{field}__iexact": value}).first() if value else None
    return spelling[0] if spelling else ""


def names_and_counts(field: str) -> list[tuple[str, int]]:
    """The names in their commonest spelling and how many recipes have each in any, commonest first.

    Counted once while no recipe changes: every page shows them.
    """
    state = Recipe.collection_state()
    if field not in _held or _held[field][0] != state:
        _held[field] = (state, count_names(field))
    return _held[field][1]


def count_names(field: str) -> list[tuple[str, int]]:
    names, counts = {}, Counter()
    for spelling, count, group in spellings(field)[:READ_SPELLINGS]:
        names.setdefault(group, spelling)
        counts[group] += count
    return [(names[group], count) for group, count in counts.most_common(LISTED_NAMES)]


def name_choices(counted: list[tuple[str, int]], chosen: str | None) -> list[tuple[str, str]]:
    """The names to choose from by the alphabet, the chosen one among them even where it is too rare to be listed."""
    names = {name for name, _count in counted} | {chosen} - {None}
    return [(name, capfirst(course_name(name))) for name in sorted(names, key=str.casefold)]


class Counts(Protocol):
    """How many recipes each choice would leave."""

    diets: Mapping[str, int]
    minutes: Mapping[int, int]
    courses: Mapping[str, int]
    cuisines: Mapping[str, int]


def counted(words: str, count: int | None) -> str:
    return words if count is None else f"{words} ({intcomma(count)})"


def with_counts(
    choices: list[tuple[str, str]], chosen: str | None, counts: Mapping[str, int] | None
) -> list[tuple[str, str]]:
    """The choices with their counts, less those that would leave nothing; the chosen one stays."""
    if counts is None:
        return choices
    left = ((name, words, counts.get(name, 0)) for name, words in choices)
    return [(name, counted(words, count)) for name, words, count in left if count or name == chosen]
