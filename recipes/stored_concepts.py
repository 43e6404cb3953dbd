"""The concepts of the space that serves, held in memory once a process and read again when something was published.

Not how they are found (that is concepts'), and nothing is embedded or written here.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np

from recipes.concepts import ConceptIndex, EmbeddedConcept
from recipes.models import Concept, ConceptEmbedding, EmbeddingSpace


@dataclass(frozen=True)
class Held:
    """An index, what was published when it was last compared with the database, and what it was made from."""

    key: tuple[str, str]
    """The space and its `published`."""

    mark: tuple
    index: ConceptIndex


class StoredConcepts:
    """Keeps one space's index; a search costs no query for it while `published` stays the same."""

    def __init__(self):
        self._held: Held | None = None
        self._lock = Lock()

    def index(self, space: EmbeddingSpace) -> ConceptIndex:
        """The active concepts that are embedded in the space, given its row as just fetched."""
        wanted = (space.space, space.published)
        if self._held is None or self._held.key != wanted:
            with self._lock:
                if self._held is None or self._held.key != wanted:
                    self._held = read(space, self._held)
        return self._held.index


def read(space: EmbeddingSpace, held: Held | None) -> Held:
    """What is stored now. Most of what is published are recipes: an index that would be the same isn't built again."""
    key, mark = (space.space, space.published), mark_of(space.space)
    if held is not None and held.mark == mark:
        return Held(key, mark, held.index)
    return Held(key, mark, ConceptIndex(embedded_concepts(space.space)))


def mark_of(space: str) -> tuple:
    """Equal where the index would be the same."""
    rows = in_use(space).values_list("concept_id", "concept__slug", "concept__name", "concept__family", "fingerprint")
    return space, tuple(rows), tuple(sorted(opposite_pairs()))


def embedded_concepts(space: str) -> list[EmbeddedConcept]:
    opposites: dict[int, list[str]] = {}
    for concept_id, slug in opposite_pairs():
        opposites.setdefault(concept_id, []).append(slug)
    return [
        EmbeddedConcept(
            id=row.concept.slug,
            name=row.concept.name,
            prototype=(prototype := np.frombuffer(row.prototype, "<f4")),
            phrasings=np.frombuffer(row.phrasings, "<f4").reshape(-1, len(prototype)),
            opposites=tuple(sorted(opposites.get(row.concept_id, ()))),
            is_off_topic=row.concept.is_off_topic,
        )
        for row in in_use(space).select_related("concept").iterator(chunk_size=50)
    ]


def in_use(space: str):
    return ConceptEmbedding.objects.filter(space=space, concept__active=True).order_by("concept__slug")


def opposite_pairs():
    """(concept's primary key, slug of an opposite), both ways round."""
    links = Concept.opposites.through.objects
    return links.values_list("from_concept_id", "to_concept__slug")


stored_concepts = StoredConcepts()
