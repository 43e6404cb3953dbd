"""Ranking recipes by cosine similarity to what a cook wrote: `find_recipes`, and what the pages need beside it.

The only ranking code. It writes nothing, knows nothing of HTTP, and embeds the query alone, never a recipe.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings

from recipes.calibration import Calibration
from recipes.concepts import FoundConcept
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.querying import Query
from recipes.search.contents import contents
from recipes.search.limits import Filters, Limits, keep, limits_of_search
from recipes.search.matches import Match, Ranking
from recipes.search.reading import Reading, read
from recipes.search.serving import embed_queries, require_embedded, search_index, serving, threshold_in_force
from recipes.spelling import Correction
from recipes.stored_concepts import stored_concepts
from recipes.vector_indexes.base import Hit

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
        return Ranking(reading, space, asked, (), frozenset())
    wish = wish_of(space, embedder, reading, off)
    pool = tuple(search_index(space, wish.vector, None, Recipe.objects.published()))
    if not pool and EmbeddingSpace.objects.active() != space:
        # Another space took over while this query was embedded, and the old one may be gone.
        return rank(query, threshold=threshold, filters=filters, order=order, off=off)
    if not pool:
        require_embedded(space)
    # Of all recipes: where the best break a limit, one far behind them is no better for that.
    cut_off = cut_off_of(space, pool, wish.doubt) if threshold is DEFAULT else threshold
    recipes = Recipe.objects.published().limited_by(limits.stored)
    meets = dict(recipes.values_list("pk", "meets")) if limits.stored else None
    hits = pool if meets is None else tuple(hit for hit in pool if hit.recipe_id in meets)
    unknown = frozenset(pk for pk, met in (meets or {}).items() if not met)
    ranking = Ranking(reading, space, cut_off, hits, unknown, wish.concepts, wish.unused, wish.doubt, pool, cut_off)
    return in_order(limited(ranking, limits), order, recipes)


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
    moved = index.moved(wanted, used) - AGAINST * sum(unwanted, np.zeros_like(wanted))
    return Wish(
        vector=(moved / np.linalg.norm(moved)).astype(np.float32),
        concepts=used,
        unused=tuple(concept for concept in found if concept.chip in off),
        doubt=0.0 if reading.is_title else index.doubt(wanted),
    )


def cut_off_of(space: EmbeddingSpace, hits: Sequence[Hit], doubt: float) -> float:
    """The score that a match needs: RECIPES_THRESHOLD exactly, where that is set; else by the space's calibration."""
    if settings.RECIPES_THRESHOLD is not None:
        return settings.RECIPES_THRESHOLD
    calibration = Calibration(threshold_in_force(space), space.good, space.strong, reach=space.reach)
    return calibration.cut_off(hits[0].score if hits else 1, doubt)


def limited(ranking: Ranking, limits: Limits) -> Ranking:
    """The hits that are shown, those that don't say marked as unknown: none that violates a limit or scores too low.

    Of a sentence of limits only every recipe that keeps them is shown; one that doesn't say still has to be close.
    """
    cut_off, is_uncut = ranking.threshold, ranking.threshold is None
    close = {hit.recipe_id for hit in ranking.hits if is_uncut or hit.score >= cut_off}
    hits = [hit for hit in ranking.hits if ranking.reading.is_limits_only or hit.recipe_id in close]
    unknown, violating = ranking.unknown_ids, frozenset()
    if limits.by_texts:
        violating, unsaid = keep(limits, [hit.recipe_id for hit in hits])
        unknown |= unsaid
    dropped = violating | (unknown - close)
    kept = tuple(hit for hit in hits if hit.recipe_id not in dropped)
    return replace(
        ranking, hits=kept, unknown_ids=unknown, threshold=None if ranking.reading.is_limits_only else cut_off
    )


def in_order(ranking: Ranking, order: str, recipes) -> Ranking:
    """Those that meet the limits first; within them by score, or quickest first with unknown times last."""
    minutes: dict[int, int] = {}
    if order == "time":
        minutes = dict(recipes.filter(total_minutes__isnull=False).values_list("pk", "total_minutes"))

    def place(hit: Hit):
        quickness = minutes.get(hit.recipe_id, np.inf) if order == "time" else 0
        return hit.recipe_id in ranking.unknown_ids, quickness

    return replace(ranking, hits=tuple(sorted(ranking.hits, key=place)))


def similar_recipes(recipe: Recipe, k: int = 4) -> list[Match]:
    """The k published recipes closest to this one, from stored embeddings alone; an empty list where it has none."""
    space = EmbeddingSpace.objects.active()
    stored = space and Embedding.objects.filter(space=space.space, recipe=recipe, kind="summary").first()
    if not stored:
        return []
    others = Recipe.objects.published().exclude(pk=recipe.pk)
    hits = search_index(space, np.frombuffer(stored.vector, "<f4"), k, others)
    reading = Reading(Query(raw=recipe.title, text=recipe.title), Correction(recipe.title, recipe.title))
    return Ranking(reading, space, None, tuple(hits), frozenset()).matches()


def warm_up() -> None:
    """Load the model, the index, the collection's words and what recipes hold, so that no cook waits for them.

    SearchUnavailable where that can't be.
    """
    space, embedder = serving()
    search_index(space, wish_of(space, embedder, read("ready"), ()).vector, 1, None)
    held = contents()
    held.read_lines(np.arange(len(held.ids))[:LINES_READ_AHEAD])
