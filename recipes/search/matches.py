"""What a search gives: matches, and the ranking that fetches them page by page. Not how the ranking comes about."""

from dataclasses import dataclass

from recipes.calibration import Calibration
from recipes.concepts import FoundConcept
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.search.reading import SPELLING, Reading
from recipes.vector_indexes.base import Hit

IDS_A_QUERY = 5000
"""Fewer than the parameters that any SQLite takes: all hits of a large collection are more."""


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
    """All hits at or above the threshold, in order, without their recipes; `matches` fetches those of a page.

    `concepts`: what the sentence was taken to speak of, surest first; `unused` are those that the cook turned off.
    `doubt`: how doubtful it is that something to eat is asked for; the threshold has been raised by it already.
    `pool`: whatever the limits, every recipe that is close, best first, and some or all of the others; `cut_off`: what
    is close, and has to be where it doesn't say whether it keeps the limits (None: all).
    """

    reading: Reading
    space: EmbeddingSpace
    threshold: float | None
    hits: tuple[Hit, ...]
    unknown_ids: frozenset[int]
    concepts: tuple[FoundConcept, ...] = ()
    unused: tuple[FoundConcept, ...] = ()
    doubt: float = 0.0
    pool: tuple[Hit, ...] = ()
    cut_off: float | None = None

    @property
    def query(self):
        """The sentence as it was read."""
        return self.reading.query

    @property
    def read_as(self) -> list[tuple[str, str, str]]:
        """(id, kind, words) of each thing that the sentence was read as; `off` takes the ids."""
        changed = ", ".join(f"{typed} → {meant}" for typed, meant in self.reading.correction.changed)
        return [
            *([(SPELLING, "spelling", changed)] if changed else []),
            *((found.id, found.kind, found.text) for found in self.query.found),
            *((concept.chip, "concept", concept.name) for concept in self.concepts),
        ]

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

    def label(self, score: float) -> str:
        """The score in words, as the space is calibrated; of what is doubtful less is thought."""
        return Calibration(self.space.threshold, self.space.good, self.space.strong).label(score - self.doubt)

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
                label=self.label(hit.score),
                meets=hit.recipe_id not in self.unknown_ids,
            )
            for hit in hits
            if hit.recipe_id in recipes
            if (passage := passages.get((hit.recipe_id, hit.position, hit.fingerprint)) or titles.get(hit.recipe_id))
        ]


def in_parts(ids: list[int]) -> list[list[int]]:
    """The ids in lists that any database takes as parameters."""
    return [ids[start : start + IDS_A_QUERY] for start in range(0, len(ids), IDS_A_QUERY)]


def stored_passages(space: str, recipe_ids: list[int]) -> dict[tuple[int, int, str], MatchedPassage]:
    """The passages of the recipes by recipe, position and fingerprint."""
    found = Embedding.objects.filter(space=space).defer("vector")
    return {
        (row.recipe_id, row.position, row.fingerprint): MatchedPassage(row.kind, row.position, row.text)
        for part in in_parts(recipe_ids)
        for row in found.filter(recipe__in=part)
    }
