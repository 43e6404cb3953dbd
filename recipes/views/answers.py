"""What `/` answers with: home, browsing or results, as the context of the template that shows it. Not HTTP."""

import logging
from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.timezone import localtime

from recipes.examples import examples
from recipes.forms import SearchForm
from recipes.models import Recipe
from recipes.search import (
    Counts,
    Filters,
    Match,
    Ranking,
    SearchUnavailable,
    common_foods,
    count_browsed,
    count_found,
    rank,
)
from recipes.views.browsing import LINES_READ, browsed_items, counts_by_time
from recipes.views.folding import fold
from recipes.views.nothing import limits_alone, nearest, ways_out
from recipes.views.paging import Shown, listing
from recipes.views.read_as import ReadAs, known_ids, read_as, words_on_limits
from recipes.warming import warming

logger = logging.getLogger(__name__)

NEWEST = 8
LATEST = 500
AT_ONCE = timedelta(hours=1)
"""Recipes that came within an hour came with one import, and none of them is newer than another to a cook."""

SUGGESTED_FOODS = 100
READ_FROM_LINES = {"diets", "with_foods", "without_foods"}


def answer(form: SearchForm) -> dict:
    """The context of the results: always `form` and `state`, which names the partial template that shows it."""
    context = {
        "form": form,
        "examples": examples(localtime(), settings.RECIPES_HEMISPHERE),
        "common_foods": lambda: common_foods(SUGGESTED_FOODS),
    }
    if form.is_blank:
        return context | home()
    if form.query and warming.is_starting():
        return context | {"state": "starting"}
    try:
        return context | (found(form) if form.query else browsed(form))
    except SearchUnavailable as error:
        logger.error("Search can't answer (%s): %s", error.reason, error)
        if error.reason == "no_recipes":
            return context | {"state": "no_recipes"}
        return context | {"state": "unavailable", "error": error}


def home() -> dict:
    newest = newest_assorted()
    if not newest:
        return {"state": "no_recipes"}
    by_time = [(minutes, count) for minutes, count in counts_by_time().items() if count]
    return {"state": "home", "newest": newest, "by_time": by_time, "total": Recipe.objects.published().count()}


def newest_assorted() -> list[Recipe]:
    """The newest recipes, the courses by turns where many came at once: else an import by courses would show one."""
    latest = list(Recipe.objects.published().newest().values_list("pk", "course", "created")[:LATEST])
    if not latest:
        return []
    _pk, _course, least = latest[:NEWEST][-1]
    together = [(pk, course) for pk, course, created in latest if created > least - AT_ONCE]
    chosen = by_turns(together)[:NEWEST]
    recipes = Recipe.objects.defer("ingredients", "method").in_bulk(chosen)
    return [recipes[pk] for pk in chosen if pk in recipes]


def by_turns(recipes: list[tuple[int, str]]) -> list[int]:
    """The ids of (id, course): the first of each course, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    turns = []
    for pk, course in recipes:
        turns.append((seen[course], pk))
        seen[course] += 1
    return [pk for _turn, pk in sorted(turns, key=lambda turn: turn[0])]


def found(form: SearchForm) -> dict:
    ranking = rank(form.query, filters=Filters(**form.limits), order=form.order, off=form.off)
    form.keep_off(known_ids(form, ranking))
    form.counts = count_found(ranking, Filters(**form.limits), form.minutes)
    reading = read_as(form, ranking)
    context = {"ranking": ranking, "read": ranking.query, "read_as": reading} | words_on_limits(form, ranking.in_force)
    if not ranking.total:
        return context | {
            "state": "nothing",
            "without_limits": total_without_limits(form, reading),
            "ways_out": ways_out(form, reading),
            "limits_alone": limits_alone(form, reading),
            "nearest": nearest(form),
        }
    strengths = {} if reading.is_limits_only else strengths_of(ranking)
    context |= {"state": "matches", "strengths": strengths}
    return context | listing(form, ranking, (ranking.met, ranking.named), lambda matches: folded(ranking, matches))


def folded(ranking: Ranking, matches: list[Match]) -> list[Shown]:
    """The matches as a page shows them, tags and all."""
    prefetch_related_objects([match.recipe for match in matches], "tags")
    return fold(ranking.space, matches)


def total_without_limits(form: SearchForm, reading: ReadAs) -> int:
    """How many matches there would be without any limit, where there is any."""
    ids = [found.id for found in reading.limits]
    return rank(form.query, off=[*form.off, *ids]).total if ids or form.limits else 0


def strengths_of(ranking: Ranking) -> dict[str, int]:
    """How many of all that fit, not of one page alone, are strong, good and loosely related."""
    scores, calibration = ranking.hits.scores[: ranking.fitting], ranking.calibration
    strong, good = (int((scores >= least).sum()) for least in (calibration.strong, calibration.good))
    return {"strong": strong, "good": good - strong, "loose": len(scores) - good}


def browsed(form: SearchForm) -> dict:
    items = browsed_items(form)
    form.counts = counts_of(form)
    if len(items):
        return {"state": "browse"} | words_on_limits(form) | listing(form, items, (items.met, items.total))
    return {"state": "empty" if Recipe.objects.published().exists() else "no_recipes"}


def counts_of(form: SearchForm) -> Counts | None:
    """What each choice would leave; of many recipes only what no ingredient line has to be read for."""
    filters = Filters(**form.limits)
    if Recipe.objects.published().count() <= LINES_READ:
        return count_browsed(filters, form.minutes)
    if form.limits.keys() & READ_FROM_LINES:
        return None
    return count_browsed(filters, form.minutes, diets=())
