"""What a page offers where nothing is close: limits to drop or to keep alone, and the nearest recipes. Not ranking."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import QueryDict

from recipes.concepts import CLEAR
from recipes.forms import SearchForm, limit_words
from recipes.search import Filters, Match, Ranking, rank
from recipes.views.read_as import Chip, ReadAs

MOST_WAYS = 6
"""Limits tried: each costs a search, though none embeds what was embedded before."""

NEAREST = 3


def ways_out(form: SearchForm, reading: ReadAs) -> list[tuple[Chip, int]]:
    """Each limit of sentence and page that alone keeps matches away, and how many there are without it.

    None where there is but one limit: the page says what there is without limits anyway.
    """
    chips = list(limits(form, reading))[:MOST_WAYS]
    tried = [(chip, ranking_at(chip.address).total) for chip in chips] if len(chips) > 1 else []
    return [(chip, total) for chip, total in tried if total]


def limits(form: SearchForm, reading: ReadAs) -> Iterator[Chip]:
    for found in reading.limits:
        yield Chip(limit_words(found), form.address_with_off([found.id]))
    for words, address in form.limit_links:
        yield Chip(str(words), address)


def limits_alone(form: SearchForm, reading: ReadAs) -> tuple[str, int] | None:
    """The search for nothing but what the sentence limits ("visitors who eat halal"), and how many are known to."""
    if reading.is_limits_only or not reading.says_limits:
        return None
    address = form.address(q=reading.limits_in_order, off=None, page=None)
    met = ranking_at(address).met
    return (address, met) if met else None


def ranking_at(address: str) -> Ranking:
    """What the page of this address would show."""
    form = SearchForm(QueryDict(urlsplit(address).query))
    return rank(form.query, filters=Filters(**form.limits), off=form.off)


def nearest(form: SearchForm) -> list[Match]:
    """The recipes nearest to the wish that are known to keep its limits, however far; none for what is off topic."""
    ranking = rank(form.query, filters=Filters(**form.limits), off=form.off, threshold=None)
    if ranking.doubt > CLEAR:
        return []
    return [match for match in ranking.matches(0, NEAREST) if match.meets]
