"""Which concepts a cook's sentence speaks of, and the query's vector moved towards them. Pure: no model, no Django.

A concept has phrasings (how cooks say it) and a prototype (the mean of the embeddings of dishes that have it). One
that is off topic has phrasings alone: what people ask and no recipe answers. Here are the rules alone: the concepts
themselves are data, and where they are kept is not this module's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

PREFIX = "concept-"
PHRASINGS = 3
"""A concept is as near as the mean of so many of its nearest phrasings: one alone is near by chance too often."""

NEIGHBOURS = 10
"""Phrasings of other concepts that tell how near everything a phrasing is."""

NEAR = 0.5
SURE = 0.7
"""Corrected cosine similarities from which a concept is found at all, and from which it is certain."""

MOST = 3
FURTHER = 0.2
"""How certain a further concept has to be, as a share of the first: less is noise beside it, and a chip for nothing."""

WEIGHT, WEIGHT_ALONE = 0.7, 1.5
"""How far a certain concept moves the query, as a share of the query's own length: where it names foods, and where it
speaks of moods or circumstances alone, so that its words lie near no dish but by chance."""

PUSH = 0.3
"""How much of its opposites' prototypes is taken out of a concept's."""

CLEAR = 0.2
"""How much nearer a sentence must be to a concept than to what is off topic to leave no doubt."""

STRANGE = 0.2
"""How much more a sentence is doubted that asks for a fact or has no known word: as much as one that is as near to what
is off topic as to a concept."""

CHUNK = 128
"""Phrasings compared with all others at a time: 2 MB of scores for those that ship, where all at once took 60."""


@dataclass(frozen=True)
class EmbeddedConcept:
    """A concept with its vectors in one space: `phrasings` float32 of shape (n, dimensions), unit rows; `prototype`
    float32 of shape (dimensions,), the mean of its dishes' unit vectors, 0 where it is off topic. `opposites` are ids.
    """

    id: str
    name: str
    phrasings: np.ndarray
    prototype: np.ndarray
    opposites: tuple[str, ...] = ()
    is_off_topic: bool = False


@dataclass(frozen=True)
class FoundConcept:
    """A concept that a sentence speaks of; `certainty` above 0 and at most 1."""

    id: str
    name: str
    certainty: float

    @property
    def chip(self) -> str:
        """Its id among all that a page may turn off."""
        return PREFIX + self.id


class ConceptIndex:
    """Finds concepts of one space by the vector of a whole sentence, and moves vectors towards them."""

    def __init__(self, concepts: Sequence[EmbeddedConcept]):
        self.concepts = [concept for concept in concepts if not concept.is_off_topic]
        elsewhere = [concept.phrasings for concept in concepts if concept.is_off_topic]
        self._elsewhere = np.concatenate(elsewhere) if elsewhere else None
        self._place = {concept.id: place for place, concept in enumerate(self.concepts)}
        if not self.concepts:
            return
        self._phrasings = np.concatenate([concept.phrasings for concept in self.concepts])
        sizes = [len(concept.phrasings) for concept in self.concepts]
        # Vectors are held once: views take the place of what was concatenated.
        parts = np.split(self._phrasings, np.cumsum(sizes)[:-1])
        self.concepts = [replace(concept, phrasings=part) for concept, part in zip(self.concepts, parts, strict=True)]
        self._rows = rows_by_concept(sizes)
        self._hubness = hubness(self._phrasings, np.repeat(np.arange(len(sizes)), sizes))
        self._directions = directions(self.concepts, self._place)

    def nearness(self, vector: np.ndarray) -> np.ndarray:
        """How near each concept is to a unit vector: the mean over its PHRASINGS nearest phrasings of their cosine
        similarity less their hubness. The mean hubness is put back, so that it reads as a cosine.
        """
        return self._means(self._phrasings @ vector - self._hubness)

    def doubt(self, vector: np.ndarray, *, is_strange: bool = False) -> float:
        """How doubtful it is that a sentence asks for something to eat: by so much more a recipe has to be near it.

        The cosine similarity to the nearest phrasing that is off topic, less that to the nearest concept (the mean of
        PHRASINGS), beyond what is CLEAR; 0 where there is nothing to compare. `is_strange`: its words say that it asks
        for no dish, or say nothing, and it is doubted by STRANGE more.
        """
        strange = STRANGE if is_strange else 0.0
        if not self.concepts or self._elsewhere is None:
            return strange
        near, off_topic = self._means(self._phrasings @ vector).max(), (self._elsewhere @ vector).max()
        return max(0.0, round(float(off_topic - near) + CLEAR, 4)) + strange

    def _means(self, scores: np.ndarray) -> np.ndarray:
        """For each concept the mean of the best PHRASINGS of its phrasings' scores."""
        by_concept = np.append(scores, -np.inf)[self._rows]
        best = -np.partition(-by_concept, PHRASINGS - 1, axis=1)[:, :PHRASINGS]
        there = np.isfinite(best)
        return np.where(there, best, 0).sum(axis=1) / there.sum(axis=1)

    def find(self, vector: np.ndarray) -> tuple[FoundConcept, ...]:
        """The concepts near a sentence's unit vector, surest first: at most MOST, and of opposites the nearer one."""
        if not self.concepts:
            return ()
        near = self.nearness(vector)
        kept: list[EmbeddedConcept] = []
        for place in np.argsort(-near, kind="stable"):
            concept = self.concepts[place]
            if near[place] <= NEAR or len(kept) == MOST:
                break
            if not any(opposed(concept, other) for other in kept):
                kept.append(concept)
        found = [FoundConcept(c.id, c.name, certainty(near[self._place[c.id]])) for c in kept]
        return tuple(concept for concept in found if concept.certainty >= FURTHER * found[0].certainty)

    def moved(self, vector: np.ndarray, found: Sequence[FoundConcept], *, names_food: bool = True) -> np.ndarray:
        """The unit vector moved towards what was found, the surer the further; of length 1 again, float32."""
        if not found:
            return vector
        weight = WEIGHT if names_food else WEIGHT_ALONE
        steps = (weight * concept.certainty * self._directions[self._place[concept.id]] for concept in found)
        return unit(vector + sum(steps)).astype(np.float32)


def certainty(nearness: float) -> float:
    """0 at NEAR, 1 from SURE on, straight between them."""
    return round(float(min((nearness - NEAR) / (SURE - NEAR), 1)), 4)


def opposed(one: EmbeddedConcept, other: EmbeddedConcept) -> bool:
    return one.id in other.opposites or other.id in one.opposites


def rows_by_concept(sizes: Sequence[int]) -> np.ndarray:
    """The rows of each concept's phrasings, (concepts, most phrasings); -1 where a concept has fewer."""
    rows = np.full((len(sizes), max(PHRASINGS, *sizes)), -1)
    for place, (end, size) in enumerate(zip(np.cumsum(sizes), sizes, strict=True)):
        rows[place, :size] = np.arange(end - size, end)
    return rows


def hubness(phrasings: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """How much nearer a phrasing is to everything than the average one is: (phrasings,), of mean 0.

    The mean cosine similarity to its NEIGHBOURS nearest phrasings of other concepts, as in cross-domain similarity
    local scaling (Conneau et al. 2018, "Word translation without parallel data").
    """
    among = min(NEIGHBOURS, len(phrasings) - np.bincount(owners).max())
    if among < 1:
        return np.zeros(len(phrasings), np.float32)
    parts = []
    for start in range(0, len(phrasings), CHUNK):
        part = slice(start, start + CHUNK)
        scores = phrasings[part] @ phrasings.T
        scores[owners[part, None] == owners] = -np.inf
        scores.partition(scores.shape[1] - among, axis=1)
        parts.append(scores[:, -among:].mean(axis=1))
    near = np.concatenate(parts)
    return near - near.mean()


def directions(concepts: Sequence[EmbeddedConcept], place: dict[str, int]) -> np.ndarray:
    """What sets each concept's dishes apart from all concepts': (concepts, dimensions), unit rows.

    A single concept has nothing to be set apart from: then the row is 0, and moves nothing.
    """
    prototypes = np.array([concept.prototype for concept in concepts], np.float32)
    own = unit(prototypes - prototypes.mean(axis=0))
    pushed = own.copy()
    for row, concept in enumerate(concepts):
        away = [own[place[opposite]] for opposite in concept.opposites if opposite in place]
        if away:
            pushed[row] -= PUSH * np.mean(away, axis=0)
    return unit(pushed)


def unit(vectors: np.ndarray) -> np.ndarray:
    """The same directions at length 1; what has no direction stays 0."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6)
