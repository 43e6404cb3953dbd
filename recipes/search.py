"""Ranking recipes by cosine similarity to what a cook wrote: `find_recipes`, and what the pages need beside it.

The only ranking code. It writes nothing, knows nothing of HTTP, and embeds the query alone, never a recipe.
"""

from dataclasses import asdict, dataclass
from functools import cache

import numpy as np
from django.conf import settings

from recipes.calibration import Calibration
from recipes.embedders import alias_of, embedders
from recipes.embedders.base import EmbedderError
from recipes.foods import Foods
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.querying import Query, read_query
from recipes.vector_indexes import vector_indexes
from recipes.vector_indexes.base import Hit

IDS_A_QUERY = 5000
"""Fewer than the parameters that any SQLite takes: all hits of a large collection are more."""

DEFAULT = object()
"""As a threshold: RECIPES_THRESHOLD, else the admin's value, else the one calibrated for the space."""


class SearchUnavailable(Exception):
    """Search can't answer: `reason` is "no_recipes", "not_embedded" or "no_model"; the text says what to do."""

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Filters:
    """What a page limits a search to beside the sentence; diets as in models.DIET_LIMITS."""

    diets: tuple[str, ...] = ()
    max_minutes: int | None = None
    course: str = ""
    cuisine: str = ""


@dataclass(frozen=True)
class MatchedPassage:
    """The part of a recipe that lies closest to the query."""

    kind: str
    position: int
    text: str


@dataclass(frozen=True)
class Match:
    """A recipe found: its cosine similarity in [-1, 1], the passage that has it, a label in words.

    `meets` is True where all limits are known to be met, False where the recipe doesn't say.
    """

    recipe: Recipe
    score: float
    passage: MatchedPassage
    label: str
    meets: bool


@dataclass(frozen=True)
class Ranking:
    """All hits at or above the threshold, in order, without their recipes; `matches` fetches those of a page."""

    query: Query
    space: EmbeddingSpace
    threshold: float | None
    hits: tuple[Hit, ...]
    unknown_ids: frozenset[int]

    @property
    def total(self) -> int:
        return len(self.hits)

    @property
    def unknown(self) -> int:
        """How many don't say whether they meet the limits; they come last."""
        return sum(hit.recipe_id in self.unknown_ids for hit in self.hits)

    @property
    def met(self) -> int:
        return self.total - self.unknown

    def matches(self, start: int = 0, stop: int | None = None) -> list[Match]:
        """The hits from start to stop as matches: two queries for a page, however long it is."""
        hits = self.hits[start:stop]
        ids = [hit.recipe_id for hit in hits]
        recipes = Recipe.objects.published().in_bulk(ids)
        passages = stored_passages(self.space.space, ids)
        # A run that is writing right now may have rewritten or dropped the passage: then the title stands in.
        titles = {recipe_id: passage for (recipe_id, position, _), passage in passages.items() if position == 0}
        return [
            Match(
                recipe=recipes[hit.recipe_id],
                score=hit.score,
                passage=passage,
                label=label(self.space, hit.score),
                meets=hit.recipe_id not in self.unknown_ids,
            )
            for hit in hits
            if hit.recipe_id in recipes
            if (passage := passages.get((hit.recipe_id, hit.position, hit.fingerprint)) or titles.get(hit.recipe_id))
        ]


def find_recipes(
    query: str, top_k: int | None = 3, *, threshold=DEFAULT, filters: Filters | None = None
) -> list[Match]:
    """The recipes closest in meaning to what a cook wrote, best first; an empty list where none is close enough.

    At most `top_k` matches (None: all), each with `score >= threshold` (a cosine similarity; None: no cut-off). Order:
    `meets` first, then score, then recipe id. Anything is a query, None and bytes too; one of no words finds nothing.
    SearchUnavailable where there is nothing to search or no model to search with; ValueError for an unknown diet.
    """
    if top_k is not None and top_k < 1:
        return []
    return rank(query, threshold=threshold, filters=filters).matches(0, top_k)


def rank(query: str, *, threshold=DEFAULT, filters: Filters | None = None, order: str = "match") -> Ranking:
    """All that `find_recipes` would give, unfetched; `order` "time": quickest first. ValueError for other orders."""
    if order not in ("match", "time"):
        raise ValueError(f'order is {order!r}: it may be "match" or "time"')
    read = read_query(query, foods())
    space, embedder = serving()
    cut_off = threshold_in_force(space) if threshold is DEFAULT else threshold
    recipes = Recipe.objects.published().limited(**asdict(filters or Filters()))
    if read.is_empty:
        return Ranking(read, space, cut_off, (), frozenset())
    hits = search_index(space, embed_query(embedder, read.sentence), None, recipes)
    if not hits and EmbeddingSpace.objects.active() != space:
        # Another space took over while this query was embedded, and the old one may be gone.
        return rank(query, threshold=threshold, filters=filters, order=order)
    if not hits:
        require_embedded(space)
    unknown = frozenset(recipes.filter(meets=False).values_list("pk", flat=True)) if filters else frozenset()
    kept = [hit for hit in hits if cut_off is None or hit.score >= cut_off]
    kept.sort(key=lambda hit: hit.recipe_id in unknown)
    ranking = Ranking(read, space, cut_off, tuple(kept), unknown)
    return by_time(ranking, recipes) if order == "time" else ranking


def by_time(ranking: Ranking, recipes) -> Ranking:
    """The same hits, quickest first within those that meet the limits and within the others; unknown times last."""
    minutes = dict(recipes.filter(total_minutes__isnull=False).values_list("pk", "total_minutes"))
    hits = sorted(
        ranking.hits,
        key=lambda hit: (hit.recipe_id in ranking.unknown_ids, minutes.get(hit.recipe_id, np.inf)),
    )
    return Ranking(ranking.query, ranking.space, ranking.threshold, tuple(hits), ranking.unknown_ids)


def similar_recipes(recipe: Recipe, k: int = 4) -> list[Match]:
    """The k published recipes closest to this one, from stored embeddings alone; an empty list where it has none."""
    space = EmbeddingSpace.objects.active()
    stored = space and Embedding.objects.filter(space=space.space, recipe=recipe, kind="summary").first()
    if not stored:
        return []
    others = Recipe.objects.published().exclude(pk=recipe.pk)
    hits = search_index(space, np.frombuffer(stored.vector, "<f4"), k, others)
    return Ranking(read_query(recipe.title, foods()), space, None, tuple(hits), frozenset()).matches()


@cache
def foods() -> Foods:
    """The foods that Larder knows, read once a process."""
    return Foods.load()


def warm_up() -> None:
    """Load the model and the index, so that no cook waits for them; SearchUnavailable where that can't be."""
    space, embedder = serving()
    search_index(space, embed_query(embedder, "ready"), 1, None)


def serving():
    """The active space and the embedder that makes its vectors; SearchUnavailable where there is none."""
    space = EmbeddingSpace.objects.active()
    if space is None:
        require_recipes()
        raise SearchUnavailable("not_embedded", why_no_space_serves())
    alias = alias_of(space.space)
    if alias is None:
        raise SearchUnavailable(
            "no_model",
            f"No embedder in EMBEDDERS makes vectors of the active space {space.space}: its model is missing or was "
            "changed. Restore it, restart this process if EMBEDDERS changed after its start, or run `manage.py "
            "embed_recipes` to embed with the model of now; `manage.py check --database default` says more.",
        )
    return space, embedders[alias]


def why_no_space_serves() -> str:
    uncalibrated = Embedding.objects.values_list("space", flat=True).first()
    if uncalibrated is None:
        return "No recipe is embedded yet: run `manage.py embed_recipes`."
    if EmbeddingSpace.objects.filter(space=uncalibrated, threshold__isnull=False).exists():
        return "Not all recipes are embedded yet: run `manage.py embed_recipes`."
    alias = alias_of(uncalibrated) or "ALIAS"
    return (
        f"Recipes are embedded in {uncalibrated}, which serves only once it has a threshold: run `manage.py "
        f"calibrate_threshold --embedder {alias} --write`, then `manage.py embed_recipes --embedder {alias}`."
    )


def require_recipes() -> None:
    if not Recipe.objects.published().exists():
        raise SearchUnavailable(
            "no_recipes", "There is no published recipe: add one in the admin, or run `manage.py load_starter`."
        )


def require_embedded(space: EmbeddingSpace) -> None:
    """SearchUnavailable where no published recipe has embeddings in the space: nothing could ever be found."""
    require_recipes()
    if not Embedding.objects.filter(space=space.space, recipe__published=True).exists():
        raise SearchUnavailable("not_embedded", "No published recipe is embedded: run `manage.py embed_recipes`.")


def embed_query(embedder, text: str) -> np.ndarray:
    try:
        return embedder.embed_query(text)
    except EmbedderError as error:
        raise SearchUnavailable("no_model", str(error)) from error


def search_index(space: EmbeddingSpace, vector: np.ndarray, k: int | None, recipes) -> list[Hit]:
    return vector_indexes["default"].search(space.space, vector, k, recipes)


def threshold_in_force(space: EmbeddingSpace) -> float:
    return space.threshold_in_force if settings.RECIPES_THRESHOLD is None else settings.RECIPES_THRESHOLD


def label(space: EmbeddingSpace, score: float) -> str:
    return Calibration(space.threshold, space.good, space.strong).label(score)


def stored_passages(space: str, recipe_ids: list[int]) -> dict[tuple[int, int, str], MatchedPassage]:
    """The passages of the recipes by recipe, position and fingerprint."""
    found = Embedding.objects.filter(space=space).defer("vector")
    parts = (recipe_ids[start : start + IDS_A_QUERY] for start in range(0, len(recipe_ids), IDS_A_QUERY))
    return {
        (row.recipe_id, row.position, row.fingerprint): MatchedPassage(row.kind, row.position, row.text)
        for part in parts
        for row in found.filter(recipe__in=part)
    }
