"""How concepts are found and used, measured: `python -m benchmarks.concepts`. Not a test, and no held-out result.

The development half of the labelled queries is ranked on the starter collection by the whole search, with other
concepts and other rules in its place. Printed are nDCG@10, its paired difference to what ships, the share of queries
whose best hit is above 98% of those that nothing answers, how near these come to a recipe on average, and what finding
costs. All is embedded once.
"""

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from recipes import concepts, evaluation  # noqa: E402
from recipes.concepts import ConceptIndex, EmbeddedConcept, FoundConcept  # noqa: E402
from recipes.embedders import embedders  # noqa: E402
from recipes.models import Concept, EmbeddingSpace  # noqa: E402
from recipes.stored_concepts import embedded_concepts, stored_concepts  # noqa: E402

SEEDS = (1, 2, 3)
REFUSED = 0.98
WORDS = re.compile(r"\w+")
EMBEDDER = embedders["default"]
Make = Callable[[list[EmbeddedConcept]], ConceptIndex]


@contextmanager
def rules(**values) -> Iterator[None]:
    """The constants of recipes.concepts with other values."""
    before = {name: getattr(concepts, name) for name in values}
    try:
        for name, value in values.items():
            setattr(concepts, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(concepts, name, value)


def only(number: int, seed: int) -> Make:
    """So many of the concepts, by chance."""

    def make(all_: list[EmbeddedConcept]) -> ConceptIndex:
        chosen = np.random.default_rng(seed).permutation(len(all_))[:number]
        return ConceptIndex([all_[place] for place in sorted(chosen)])

    return make


def phrasings(number: int, seed: int) -> Make:
    """So many phrasings a concept, by chance."""

    def make(all_: list[EmbeddedConcept]) -> ConceptIndex:
        rng = np.random.default_rng(seed)
        return ConceptIndex([replace(one, phrasings=rng.permutation(one.phrasings)[:number]) for one in all_])

    return make


def ingredients_left_out(all_: list[EmbeddedConcept]) -> ConceptIndex:
    gone = set(Concept.objects.filter(family="ingredient").values_list("slug", flat=True))
    return ConceptIndex([one for one in all_ if one.id not in gone])


class RawPrototypes(ConceptIndex):
    """Moves towards the mean of the dishes itself, not towards what sets it apart."""

    def __init__(self, all_):
        super().__init__(all_)
        self._directions = concepts.unit(np.array([one.prototype for one in all_]))


class WithCommon(ConceptIndex):
    """Keeps a part of what all dishes share."""

    def __init__(self, all_):
        super().__init__(all_)
        self._directions = self._directions + 0.3 * concepts.unit(np.mean([one.prototype for one in all_], axis=0))


class WithPhrasings(ConceptIndex):
    """Moves towards what sets the phrasings apart, too."""

    def __init__(self, all_):
        super().__init__(all_)
        means = np.array([one.phrasings.mean(axis=0) for one in all_])
        self._directions = concepts.unit(self._directions + 0.6 * concepts.unit(means - means.mean(axis=0)))


class ByPhrase(ConceptIndex):
    """Finds concepts by phrasings that stand word by word in the query (`asked`); with `both` by the vector, too."""

    both = False
    asked = ""

    def __init__(self, all_):
        super().__init__(all_)
        stored = {concept.slug: concept for concept in Concept.objects.all()}
        self._phrases = [
            (f" {' '.join(WORDS.findall(line.casefold()))} ", one.id)
            for one in all_
            for line in stored[one.id].phrasing_lines
        ]

    def nearness(self, vector):
        by_vector = super().nearness(vector) if self.both else np.full(len(self.concepts), -1.0)
        text = f" {' '.join(WORDS.findall(ByPhrase.asked.casefold()))} "
        for phrase, owner in self._phrases:
            if phrase in text:
                place = self._place[owner]
                by_vector[place] = max(by_vector[place], concepts.SURE)
        return by_vector


class Both(ByPhrase):
    both = True


class Residual(ConceptIndex):
    """Looks for further concepts in what the first ones' nearest phrasings leave of the query."""

    def find(self, vector):
        found: list[FoundConcept] = []
        rest = vector
        while len(found) < concepts.MOST:
            new = [one for one in super().find(rest) if one.id not in {known.id for known in found}]
            if not new:
                break
            found.append(new[0])
            own = self.concepts[self._place[new[0].id]].phrasings
            nearest = own[np.argmax(own @ rest)]
            rest = concepts.unit(rest - 0.5 * (rest @ nearest) * nearest)
        return tuple(found)


@dataclass(frozen=True)
class Variant:
    """A row of the table: other rules, and other indexes, over which the figures are averaged."""

    name: str
    makes: tuple[Make, ...] = (ConceptIndex,)
    rules: tuple[tuple[str, float], ...] = ()
    off_topic: float = 1
    """The share of what is off topic that is known."""

    def elsewhere(self, all_: list[EmbeddedConcept]) -> np.ndarray | None:
        parts = [one.phrasings for one in all_ if one.is_off_topic]
        chosen = np.random.default_rng(SEEDS[0]).permutation(len(parts))[: round(self.off_topic * len(parts))]
        return np.concatenate([parts[place] for place in chosen]) if len(chosen) else None


def ruled(name: str, **values: float) -> Variant:
    return Variant(name, rules=tuple(values.items()))


SHIPPED = Variant("as shipped")
VARIANTS = [
    SHIPPED,
    Variant("no concepts", (lambda all_: ConceptIndex([]),)),
    Variant("nothing off topic", off_topic=0),
    Variant("half of what is off topic", off_topic=0.5),
    *(ruled(f"no doubt from {clear} nearer", CLEAR=clear) for clear in (0.1, 0.3, 0.5)),
    *(
        Variant(f"{number} concepts, by chance", tuple(only(number, seed) for seed in SEEDS))
        for number in (50, 100, 200)
    ),
    Variant("all but the ingredients", (ingredients_left_out,)),
    *(
        Variant(f"{number} phrasings a concept, by chance", tuple(phrasings(number, seed) for seed in SEEDS))
        for number in (2, 5)
    ),
    Variant("found by phrase, not by the vector", (ByPhrase,)),
    Variant("found by phrase and by the vector", (Both,)),
    ruled("near by the nearest phrasing", PHRASINGS=1),
    ruled("near by the two nearest", PHRASINGS=2),
    ruled("near by the four nearest", PHRASINGS=4),
    ruled("hubness not taken off", NEIGHBOURS=0),
    ruled("at most 1 concept", MOST=1),
    ruled("at most 2 concepts", MOST=2),
    ruled("at most 5 concepts", MOST=5),
    Variant("further ones in what the first leave", (Residual,)),
    *(
        ruled(f"found from {near}, certain from 0.2 more", NEAR=near, SURE=round(near + 0.2, 2))
        for near in (0.4, 0.45, 0.55, 0.6)
    ),
    ruled("always certain (from 0.5)", SURE=concepts.NEAR + 1e-6),
    ruled("certain from 0.6", SURE=0.6),
    ruled("certain from 0.8", SURE=0.8),
    *(ruled(f"weight {weight}", WEIGHT=weight) for weight in (0.3, 0.5, 0.9, 1.2)),
    *(ruled(f"weight {weight} where no food is named", WEIGHT_ALONE=weight) for weight in (0.7, 1.0, 2.0)),
    ruled("questions and unknown words not doubted", STRANGE=0.0),
    Variant("prototypes not less the mean", (RawPrototypes,)),
    Variant("prototypes and phrasings", (WithPhrasings,)),
    ruled("opposites don't push", PUSH=0.0),
    ruled("opposites push fully", PUSH=1.0),
    Variant("prototypes that keep 0.3 of the mean", (WithCommon,)),
]


class Lent:
    """One index in the place of those that the search would read, with what is off topic beside it."""

    def __init__(self, index: ConceptIndex, elsewhere: np.ndarray | None):
        self._index = index
        self._index._elsewhere = elsewhere

    def __enter__(self):
        stored_concepts.index = lambda space: self._index

    def __exit__(self, *_):
        del stored_concepts.index


def search(larder: evaluation.System):
    def ranked(text: str):
        ByPhrase.asked = text
        return larder.search(text)

    return ranked


def measure(variant: Variant, all_: list[EmbeddedConcept], queries) -> list[evaluation.Measured]:
    measured = []
    with rules(**dict(variant.rules)):
        for make in variant.makes:
            with Lent(make([one for one in all_ if not one.is_off_topic]), variant.elsewhere(all_)):
                system = evaluation.System(variant.name, search(evaluation.larder(None)))
                measured.append(evaluation.measure(system, queries))
    return measured


def answered(measured: evaluation.Measured) -> float:
    """The share of answerable queries whose best score is above REFUSED of those that nothing answers."""
    nothing = [answer.top or 0 for answer in measured.answers if not answer.query.is_real]
    bar = np.quantile(nothing, REFUSED)
    return float(np.mean([(answer.top or 0) > bar for answer in measured.answers if answer.has_answer]))


def line(variant: Variant, measured: list[evaluation.Measured], shipped: evaluation.Measured) -> str:
    values = [one.figures["ndcg@10"].value for one in measured]
    less = [evaluation.difference(one, shipped)["ndcg@10"] for one in measured]
    low, high = np.mean([one.low for one in less]), np.mean([one.high for one in less])
    difference = f"{np.mean([one.value for one in less]):+.3f} [{low:+.3f}, {high:+.3f}]"
    share = np.mean([answered(one) for one in measured])
    near = np.mean([answer.top or 0 for one in measured for answer in one.answers if not answer.query.is_real])
    return f"{np.mean(values):7.3f}   {difference:24}{share:8.3f}{near:10.3f}   {variant.name}"


def milliseconds(index: ConceptIndex, queries) -> float:
    vectors = EMBEDDER.embed_queries([query.text for query in queries])
    taken = []
    for vector in vectors:
        started = time.perf_counter()
        index.moved(vector, index.find(vector))
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    queries = evaluation.read_queries(half="dev")
    with evaluation.collection("default") as recipes, remembered_queries():
        all_ = embedded_concepts(EmbeddingSpace.objects.active().space)
        [shipped] = measure(SHIPPED, all_, queries)
        print(f"{recipes} recipes, {len(all_)} concepts, {len(queries)} queries of the development half")
        print(f"Finding and moving: {milliseconds(ConceptIndex(all_), queries):.2f} ms a query (median)\n")
        print("nDCG@10   less as shipped         answered   nothing   concepts")
        for variant in VARIANTS:
            print(line(variant, measure(variant, all_, queries), shipped), flush=True)


@contextmanager
def remembered_queries() -> Iterator[None]:
    """Each text embedded once for all variants."""
    known: dict[str, np.ndarray] = {}

    def embed(texts: list[str]) -> np.ndarray:
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known.update(zip(new, type(EMBEDDER).embed_queries(EMBEDDER, new), strict=True))
        return np.array([known[text] for text in texts])

    EMBEDDER.embed_queries = embed
    try:
        yield
    finally:
        del EMBEDDER.embed_queries


if __name__ == "__main__":
    main()
