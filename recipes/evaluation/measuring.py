"""Labelled queries through several search systems -> the figures of each, and their paired differences.

Not here: the measures themselves (metrics), how results are printed, and any ranking of its own.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from recipes import calibration, search
from recipes.calibration import ScoredQuery
from recipes.concepts import PREFIX
from recipes.evaluation import metrics
from recipes.evaluation.baselines import KeywordSearch, PlainSearch, Ranked, recipe_key
from recipes.evaluation.metrics import RELEVANT, Estimate, estimate
from recipes.evaluation.queries import LabelledQuery
from recipes.models import Concept, Recipe

LARDER, WITHOUT_CONCEPTS, BM25, PLAIN = "larder", "larder without concepts", "bm25", "plain"
RANKING_FIGURES: dict[str, Callable] = {
    "ndcg@10": metrics.ndcg,
    "precision@3": metrics.precision,
    "recall@10": metrics.recall,
    "mrr": metrics.reciprocal_rank,
    "judged@10": metrics.judged,
}
FIGURES = ("ndcg@10", "precision@3", "recall@10", "mrr", "answered", "refused", "agreement@10", "judged@10")

ByQuery = dict[str, float]
"""Query id -> value."""


@dataclass(frozen=True)
class Answer:
    """A query through one system: all that it ranks, best first, and the same for the rewording where there is one.

    `is_uncut`: the system applies no threshold to this query; Larder does not where a sentence holds limits only.
    """

    query: LabelledQuery
    ranked: Ranked
    reworded: Ranked | None = None
    is_uncut: bool = False

    @property
    def ranking(self) -> list[str]:
        return [key for key, _ in self.ranked]

    @property
    def top(self) -> float | None:
        return self.ranked[0][1] if self.ranked else None

    @property
    def has_answer(self) -> bool:
        """Whether the query is one that recipes of this collection answer."""
        return bool(metrics.relevant(self.query.grades))


@dataclass(frozen=True)
class System:
    """A search by name; what scores below the threshold it would not show (None: it shows all that it ranks)."""

    name: str
    search: Callable[[str], Ranked]
    threshold: float | None = None
    is_uncut: Callable[[str], bool] = lambda text: False

    def answers(self, queries: Sequence[LabelledQuery]) -> list[Answer]:
        return [
            Answer(
                query,
                self.search(query.text),
                self.search(query.rewording) if query.rewording else None,
                self.is_uncut(query.text),
            )
            for query in queries
        ]

    def shows(self, answer: Answer) -> bool:
        if answer.top is None:
            return False
        return self.threshold is None or answer.is_uncut or answer.top >= self.threshold


@dataclass(frozen=True)
class Measured:
    """One system's figures: query by query, and as means with their intervals (None where no query counts)."""

    system: System
    answers: list[Answer]
    by_query: dict[str, ByQuery] = field(repr=False)

    @property
    def figures(self) -> dict[str, Estimate | None]:
        return {name: estimate(list(self.by_query[name].values())) for name in FIGURES}


def measure(system: System, queries: Sequence[LabelledQuery]) -> Measured:
    """Ranking figures are of whole rankings, without a cut-off; answered and refused are by the system's threshold.

    Real queries that no recipe of the collection answers count only for the agreement between wordings.
    """
    return figures_of(system, system.answers(queries))


def figures_of(system: System, answers: list[Answer]) -> Measured:
    """As `measure`, of answers that the system has already given."""
    answerable = [answer for answer in answers if answer.has_answer]
    by_query = {
        name: {answer.query.id: figure(answer.ranking, answer.query.grades) for answer in answerable}
        for name, figure in RANKING_FIGURES.items()
    }
    by_query["answered"] = {a.query.id: float(system.shows(a)) for a in answerable}
    by_query["refused"] = {a.query.id: float(not system.shows(a)) for a in answers if not a.query.is_real}
    by_query["agreement@10"] = {
        a.query.id: metrics.overlap(a.ranking, [key for key, _ in a.reworded])
        for a in answers
        if a.reworded is not None
    }
    return Measured(system, answers, by_query)


def difference(first: Measured, second: Measured) -> dict[str, Estimate | None]:
    """The first less the second, query by query, so that hard and easy queries cancel out."""
    return {
        name: estimate([value - second.by_query[name][query] for query, value in first.by_query[name].items()])
        for name in FIGURES
    }


def larder(threshold: float | None) -> System:
    """The search that cooks use, on the default database and its active space."""
    return System(LARDER, partial(search_larder, keys_by_id(), ()), threshold, is_limits_only)


def larder_without_concepts(dev: Sequence[LabelledQuery]) -> System:
    """As if every concept were turned off; its threshold is calibrated as Larder's is, on the development half."""
    off = {PREFIX + slug for slug in Concept.objects.values_list("slug", flat=True)}
    uncut = System(WITHOUT_CONCEPTS, partial(search_larder, keys_by_id(), off), is_uncut=is_limits_only)
    return calibrated(uncut, dev)


def is_limits_only(text: str) -> bool:
    return search.read(text).is_limits_only


def keys_by_id() -> dict[int, str]:
    return {recipe.pk: recipe_key(recipe) for recipe in Recipe.objects.only("source_id", "slug")}


def search_larder(keys: dict[int, str], off: Collection[str], text: str) -> Ranked:
    """The scores are less the doubt of the sentence, as the threshold goes by; with concepts off there is none."""
    ranking = search.rank(text, threshold=None, off=off)
    doubt = 0 if off else ranking.doubt
    hits = zip(ranking.hits.ids.tolist(), ranking.hits.scores.tolist(), strict=True)
    return [(keys[recipe_id], score - doubt) for recipe_id, score in hits]


def bm25() -> System:
    """Shows whatever holds a word of the query: keyword systems have no threshold."""
    return System(BM25, KeywordSearch(published()).search)


def plain(embedder, dev: Sequence[LabelledQuery]) -> System:
    """Its threshold is calibrated as Larder's is, on the development half."""
    return calibrated(System(PLAIN, PlainSearch(published(), embedder).search), dev)


def calibrated(uncut: System, dev: Sequence[LabelledQuery]) -> System:
    """The system with the threshold that its own scores of the development half ask for."""
    return replace(uncut, threshold=calibration.calibrate(scored(uncut.answers(dev)), {}).threshold)


def published():
    return Recipe.objects.published().with_texts().order_by("pk")


def scored(answers: Sequence[Answer]) -> list[ScoredQuery]:
    """What calibration learns from: not from queries without a threshold, or real ones that no recipe here answers."""
    return [
        ScoredQuery(
            query=answer.query.text,
            scores=[score for _, score in answer.ranked],
            relevant=[answer.query.grades.get(key, 0) >= RELEVANT for key, _ in answer.ranked],
            answerable=answer.query.is_real,
        )
        for answer in answers
        if not answer.is_uncut and (answer.has_answer or not answer.query.is_real)
    ]
