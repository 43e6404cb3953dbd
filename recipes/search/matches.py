"""What a search gives: matches, and the ranking that fetches them page by page. Not how the ranking comes about."""

import re
from dataclasses import dataclass, field

from recipes.calibration import Calibration
from recipes.concepts import FoundConcept
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.querying import Found
from recipes.search.limits import Limits, has_named, state_of
from recipes.search.naming import things
from recipes.search.parts import in_parts
from recipes.search.reading import SPELLING, Reading
from recipes.vector_indexes.base import Hits

LINKS = frozenset(["and", "or"])


@dataclass(frozen=True)
class MatchedPassage:
    """The part of a recipe that lies closest to the query."""

    kind: str
    position: int
    text: str


@dataclass(frozen=True)
class Match:
    """A recipe found: its cosine similarity in [-1, 1], the passage that has it, a label in words.

    `meets` is True where all limits are known to be met and what is named is there; `names` says the latter alone.
    """

    recipe: Recipe
    score: float
    passage: MatchedPassage
    label: str
    meets: bool
    names: bool = True


@dataclass(frozen=True)
class Ranking:
    """All hits at or above the threshold, in order, without their recipes; `matches` fetches those of a page.

    `met`: how many of them, in front, are known to keep the `limits` and have what is named; `named`: how many have
    that, the others after them.
    `concepts`: what the sentence was taken to speak of, surest first; `unused` are those that the cook turned off.
    `doubt`: how doubtful it is that something to eat is asked for; the threshold has been raised by it already.
    `pool`: whatever the limits, every recipe that is close, best first, and some or all of the others; `cut_off`: what
    is close, and has to be where it doesn't say whether it keeps the limits (None: all); what is known to keep them
    needs the `threshold`.
    """

    reading: Reading
    space: EmbeddingSpace
    threshold: float | None
    hits: Hits
    met: int
    named: int
    limits: Limits = field(default_factory=Limits)
    concepts: tuple[FoundConcept, ...] = ()
    unused: tuple[FoundConcept, ...] = ()
    doubt: float = 0.0
    pool: Hits = field(default_factory=lambda: Hits.of([]))
    cut_off: float | None = None

    @property
    def query(self):
        """The sentence as it was read."""
        return self.reading.query

    @property
    def told(self) -> tuple[Found, ...]:
        """What of the sentence is worth telling a cook: not what is named where nothing else is searched for, but that
        is a quality, which is told by what speaks against it.
        """
        named = [word for found in self.query.found if is_thing(found) for word in words_in(found.text)]
        if LINKS.issuperset(set(words_in(self.query.text)).difference(named)):
            return tuple(found for found in self.query.found if not is_thing(found))
        return self.query.found

    @property
    def in_force(self) -> tuple[Found, ...]:
        """What of the sentence puts recipes in order or leaves them out: not a quality that nothing close that
        keeps the limits lacks.
        """
        return tuple(found for found in self.query.found if found.kind != "named" or things(found) in self.limits.named)

    @property
    def read_as(self) -> list[tuple[str, str, str]]:
        """(id, kind, words) of each thing that the sentence was read as; `off` takes the ids."""
        changed = ", ".join(f"{typed} → {meant}" for typed, meant in self.reading.correction.changed)
        return [
            *([(SPELLING, "spelling", changed)] if changed else []),
            *((found.id, found.kind, found.text) for found in self.told),
            *((concept.chip, "concept", concept.name) for concept in self.concepts),
        ]

    @property
    def total(self) -> int:
        return len(self.hits)

    @property
    def unknown(self) -> int:
        """How many don't say whether they meet the limits; they come last."""
        return self.total - self.met

    @property
    def fitting(self) -> int:
        """How many surely fit, where any does; else how many have what is named, where any has; else all."""
        return self.met or self.named or self.total

    @property
    def at_once(self) -> int:
        """How many a page shows without a click: those that fit; under an allergy only those that are sure."""
        return self.met if self.limits.allergies else self.fitting

    @property
    def calibration(self) -> Calibration:
        """What the space calls near; of what is doubtful less is thought."""
        least, good, strong = self.space.threshold, self.space.good, self.space.strong
        return Calibration(least + self.doubt, good + self.doubt, strong + self.doubt)

    def label(self, score: float) -> str:
        """The score in words, as the space is calibrated."""
        return self.calibration.label(score)

    def matches(self, start: int = 0, stop: int | None = None) -> list[Match]:
        """The hits from start to stop as matches: two queries for a page, however long it is.

        Each is decided once more on what the database says now: what violates a limit by now is left out.
        """
        hits = self.hits[start:stop]
        ids = hits.ids.tolist()
        recipes, keeping, naming = self.decided(ids)
        passages = stored_passages(self.space.space, ids)
        # A run that is writing right now may have rewritten or dropped the passage: then the title stands in.
        titles = {recipe_id: passage for (recipe_id, position, _), passage in passages.items() if position == 0}
        return [
            Match(
                recipe=recipes[hit.recipe_id],
                score=hit.score,
                passage=passage,
                label=self.label(hit.score),
                meets=hit.recipe_id in keeping & naming,
                names=hit.recipe_id in naming,
            )
            for hit in hits
            if hit.recipe_id in recipes
            if (passage := passages.get((hit.recipe_id, hit.position, hit.fingerprint)) or titles.get(hit.recipe_id))
        ]

    def decided(self, recipe_ids: list[int]) -> tuple[dict[int, Recipe], set[int], set[int]]:
        """The recipes that may be shown, the ids of those known to keep the limits, and of those that have what is
        named: one query.
        """
        recipes = Recipe.objects.published().limited_by(self.limits.stored).in_bulk(recipe_ids)
        states = {pk: state_of(self.limits, recipe) for pk, recipe in recipes.items()}
        kept = {pk: recipe for pk, recipe in recipes.items() if states[pk] is not False}
        naming = {pk for pk, recipe in kept.items() if has_named(self.limits, recipe)}
        return kept, {pk for pk, recipe in kept.items() if recipe.meets and states[pk]}, naming


def is_thing(found: Found) -> bool:
    """Whether it is named and no quality."""
    return found.kind == "named" and not found.is_quality


def words_in(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def stored_passages(space: str, recipe_ids: list[int]) -> dict[tuple[int, int, str], MatchedPassage]:
    """The passages of the recipes by recipe, position and fingerprint."""
    columns = ("recipe_id", "position", "fingerprint", "kind", "text")
    return {
        (recipe_id, position, fingerprint): MatchedPassage(kind, position, text)
        for part in in_parts(recipe_ids)
        for recipe_id, position, fingerprint, kind, text in Embedding.objects.filter(
            space=space, recipe__in=part
        ).values_list(*columns)
    }
