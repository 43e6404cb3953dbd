"""Ranking recipes by cosine similarity to what a cook wrote: `find_recipes`, and what the pages need beside it.

The only ranking code. It writes nothing, knows nothing of HTTP, and embeds the query alone, never a recipe.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from django.conf import settings

from recipes.calibration import Calibration
from recipes.concepts import FoundConcept
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.querying import Query
from recipes.search.collection import contents
from recipes.search.contents import Contents
from recipes.search.deciding import have_named, states
from recipes.search.implied import TOLD_WHERE_IT_MATTERS, implied_limit
from recipes.search.limits import Filters, Limits, limits_of_search
from recipes.search.matches import Match, Ranking
from recipes.search.names import holding, names_held
from recipes.search.reading import Reading, read
from recipes.search.serving import (
    embed_queries,
    require_embedded,
    search_index,
    search_pool,
    serving,
    threshold_in_force,
)
from recipes.spelling import Correction
from recipes.stored_concepts import stored_concepts
from recipes.vector_indexes.base import Hit, Hits

DEFAULT = object()
"""As a threshold: RECIPES_THRESHOLD, else the admin's value, else the one calibrated for the space.

But for the first higher for a sentence that may be off topic, and beyond what is far behind the best (Calibration)."""

LINES_READ_AHEAD = 5000
"""Of how many recipes the foods are looked up when a process warms up: about a second's work."""

AGAINST = 0.4
"""How strongly what isn't wanted ("not spicy") counts against, beside 1 for what is (docs/decisions.md)."""


def find_recipes(
    query: str, top_k: int | None = 3, *, threshold=DEFAULT, filters: Filters | None = None
) -> list[Match]:
    """The recipes closest in meaning to what a cook wrote, best first; an empty list where none is close enough.

    The sentence is read: spelling is put right, and limits in it ("no nuts", "vegan", "under 30 minutes") are kept on
    data. At most `top_k` matches (None: all), each with `score >= threshold` (a cosine similarity; None: no cut-off;
    a sentence of limits only has none). Order: `meets` first, then score, then recipe id. Anything is a query, None and
    bytes too; one of no words finds nothing. SearchUnavailable where there is nothing to search or no model to search
    with; ValueError for an unknown diet.
    """
    if top_k is not None and top_k < 1:
        return []
    return rank(query, threshold=threshold, filters=filters).matches(0, top_k)


def rank(
    query: str,
    *,
    threshold=DEFAULT,
    filters: Filters | None = None,
    order: str = "match",
    off: Collection[str] = (),
) -> Ranking:
    """All that `find_recipes` would give, unfetched.

    `order` "time": quickest first; ValueError for other orders. `off`: ids of what was read from the sentence and that
    the cook turned off (Query.found, FoundConcept.chip, "spelling").
    """
    if order not in ("match", "time"):
        raise ValueError(f'order is {order!r}: it may be "match" or "time"')
    reading = read(query, off)
    space, embedder = serving()
    limits = limits_of_search(reading.query, filters or Filters())
    if reading.query.is_empty:
        asked = threshold_in_force(space) if threshold is DEFAULT else threshold
        return Ranking(reading, space, asked, Hits.of([]), 0, 0)
    wish = wish_of(space, embedder, reading, off)
    least = partial(least_score, threshold, space, wish.doubt, limits)
    needs_all = threshold is None or reading.is_limits_only
    pool = search_pool(space, wish.vector, None if needs_all else least)
    if not pool and EmbeddingSpace.objects.active() != space:
        # Another space took over while this query was embedded, and the old one may be gone.
        return rank(query, threshold=threshold, filters=filters, order=order, off=off)
    if not pool:
        require_embedded(space)
    cut_off = least_score(threshold, space, wish.doubt, replace(limits, named=frozenset()), pool)
    reading, limits = without_idle(reading, limits, close(pool, cut_off))
    reading, limits = with_names_held(reading, limits, pool, cut_off)
    bar = None if reading.is_limits_only else least_score(threshold, space, wish.doubt, limits, pool)
    places, met, named = shown(pool, limits, bar, cut_off, order)
    found = Ranking(reading, space, bar, pool.take(places), met, named, limits)
    return replace(found, concepts=wish.concepts, unused=wish.unused, doubt=wish.doubt, pool=pool, cut_off=cut_off)


@dataclass(frozen=True)
class Wish:
    """What is asked for: where it lies (float32 of shape (dimensions,), length 1), its concepts, and as in Ranking."""

    vector: np.ndarray
    concepts: tuple[FoundConcept, ...]
    unused: tuple[FoundConcept, ...]
    doubt: float


def wish_of(space: EmbeddingSpace, embedder, reading: Reading, off: Collection[str]) -> Wish:
    """The meaning, moved towards its concepts and away from what is not wanted.

    Concepts that are turned off come apart, and leave a gap: no others come up in their place. A title speaks of
    nothing but its dish, and leaves no doubt.
    """
    wanted, *unwanted = embed_queries(embedder, [reading.wanted, *reading.unwanted])
    index = stored_concepts.index(space)
    found = () if reading.is_title else index.find(wanted)
    used = tuple(concept for concept in found if concept.chip not in off)
    moved = index.moved(wanted, used, names_food=reading.names_food)
    moved = moved - AGAINST * sum(unwanted, np.zeros_like(wanted))
    return Wish(
        vector=(moved / np.linalg.norm(moved)).astype(np.float32),
        concepts=used,
        unused=tuple(concept for concept in found if concept.chip in off),
        doubt=0.0 if reading.is_title else index.doubt(wanted, is_strange=reading.is_strange),
    )


def least_score(threshold, space: EmbeddingSpace, doubt: float, limits: Limits, hits: Hits) -> float | None:
    """The score that a match needs beside these hits, best first; None: any.

    The best may break a limit: one far behind them is no better for that. But what lacks a food that is to be in it is
    no answer to begin with: for stale bread, recipes that bake some. Where what is close has what is named, the best of
    it sets the bar for what has it; but for qualities, which all have that nothing speaks against.
    """
    if threshold is not DEFAULT:
        return threshold
    cut_off = cut_off_of(space, holding(Limits(needed=limits.needed), hits), doubt)
    telling = frozenset(choice for choice in limits.named if choice[0].kind != "quality")
    named = holding(replace(limits, named=telling), close(hits, cut_off)) if telling else ()
    return cut_off_of(space, named, doubt) if named else cut_off


def close(hits: Hits, cut_off: float | None) -> Hits:
    return hits if cut_off is None else hits.take(hits.scores >= cut_off)


def with_names_held(reading: Reading, limits: Limits, pool: Hits, cut_off: float | None) -> tuple[Reading, Limits]:
    """What is named as far as what is close and keeps the limits has it; of a title its own recipe decides."""
    if not limits.named:
        return reading, limits
    held = contents()
    near = pool[:1] if reading.is_title else allowed(held, limits, close(pool, cut_off))
    return names_held(held, reading, limits, near)


def allowed(held: Contents, limits: Limits, hits: Hits) -> Hits:
    """Those that aren't known to violate a limit."""
    rows, there = held.rows(hits.ids)
    return hits.take(there[states(held, rows, limits) != -1])


def without_idle(reading: Reading, limits: Limits, hits: Hits) -> tuple[Reading, Limits]:
    """Without what is implied so often that it is told only where it leaves something out."""
    held = contents()
    rows, _places = held.rows(hits.ids)
    for found in reading.query.found:
        if found.kind != "implied" or found.value not in TOLD_WHERE_IT_MATTERS:
            continue
        limit = implied_limit(str(found.value))
        if not (held.state(limit)[rows] == -1).any():
            left = tuple(each for each in reading.query.found if each != found)
            reading = replace(reading, query=replace(reading.query, found=left))
            limits = replace(limits, stored=tuple(each for each in limits.stored if each != limit))
    return reading, limits


def cut_off_of(space: EmbeddingSpace, hits: Sequence[Hit], doubt: float) -> float:
    """The score that a match needs: RECIPES_THRESHOLD exactly, where that is set; else by the space's calibration."""
    if settings.RECIPES_THRESHOLD is not None:
        return settings.RECIPES_THRESHOLD
    calibration = Calibration(threshold_in_force(space), space.good, space.strong, reach=space.reach)
    return calibration.cut_off(hits[0].score if hits else 1, doubt)


def shown(
    pool: Hits, limits: Limits, bar: float | None, cut_off: float | None, order: str
) -> tuple[np.ndarray, int, int]:
    """The places of the hits that are shown, in order; how many, in front, are sure, and how many have what is named.

    First those known to keep the limits that have what is named, then those that don't say, then what lacks it; none
    that violates a limit. The first have to score `bar`, the others `cut_off` (None: anything). Within each: by score,
    or quickest first with unknown times last.
    """
    places = np.arange(len(pool)) if bar is None else np.flatnonzero(pool.scores >= bar)
    if not limits and order == "match":
        return places, len(places), len(places)
    held = contents()
    rows, there = held.rows(pool.ids[places])
    places, state, has_named = places[there], states(held, rows, limits), have_named(held, rows, limits)
    if order == "time":
        quickest = np.argsort(held.minutes[rows], kind="stable")
        places, state, has_named = places[quickest], state[quickest], has_named[quickest]
    is_close = np.ones(len(places), bool) if cut_off is None else pool.scores[places] >= cut_off
    met = places[(state == 1) & has_named]
    unsure = places[(state == 0) & has_named & is_close]
    lacking = [places[(state == kept) & ~has_named & is_close] for kept in (1, 0)]
    return np.concatenate([met, unsure, *lacking]), len(met), len(met) + len(unsure)


def similar_recipes(recipe: Recipe, k: int = 4) -> list[Match]:
    """The k published recipes closest to this one, from stored embeddings alone; an empty list where it has none."""
    space = EmbeddingSpace.objects.active()
    stored = space and Embedding.objects.filter(space=space.space, recipe=recipe, kind="summary").first()
    if not stored:
        return []
    # One more, and itself left out here: which recipes are published an index knows by heart.
    near = search_index(space, np.frombuffer(stored.vector, "<f4"), k + 1, Recipe.objects.published())
    hits = near.take(near.ids != recipe.pk)[:k]
    reading = Reading(Query(raw=recipe.title, text=recipe.title), Correction(recipe.title, recipe.title))
    return Ranking(reading, space, None, hits, len(hits), len(hits)).matches()


def warm_up() -> None:
    """Load the model, the index, the collection's words and what recipes hold, so that no cook waits for them.

    SearchUnavailable where that can't be.
    """
    space, embedder = serving()
    search_index(space, wish_of(space, embedder, read("ready"), ()).vector, 1, None)
    held = contents()
    held.read_lines(np.arange(len(held.ids))[:LINES_READ_AHEAD])
