"""One evaluation from start to end: which recipes, which queries, which systems. Not the figures, and no printing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from recipes import calibration, search
from recipes.embedders import embedders
from recipes.evaluation.collection import collection
from recipes.evaluation.measuring import (
    FIGURES,
    Measured,
    System,
    bm25,
    difference,
    larder,
    larder_without_concepts,
    measure,
    plain,
    scored,
)
from recipes.evaluation.metrics import Estimate
from recipes.evaluation.queries import LABELLED_QUERIES, LabelledQuery, read_queries
from recipes.models import Recipe


@dataclass(frozen=True)
class Report:
    """The figures of Larder, and with `compare` of the baselines, on the same recipes and queries in one run."""

    half: str
    queries: Sequence[LabelledQuery]
    collection: int
    space: str
    systems: list[Measured]

    @property
    def differences(self) -> dict[str, dict[str, Estimate | None]]:
        """Larder less each of the others: paired, query by query."""
        first, *others = self.systems
        return {f"{first.system.name} - {other.system.name}": difference(first, other) for other in others}

    def as_json(self) -> dict:
        return {
            "half": self.half,
            "queries": len(self.queries),
            "collection": self.collection,
            "space": self.space,
            "systems": {measured.system.name: plainly(measured.figures) for measured in self.systems},
            "differences": {name: plainly(figures) for name, figures in self.differences.items()},
        }


def plainly(figures: dict[str, Estimate | None]) -> dict[str, dict | None]:
    return {name: rounded(figures[name]) for name in FIGURES}


def rounded(figure: Estimate | None) -> dict[str, float] | None:
    return figure and {name: round(value, 4) for name, value in asdict(figure).items()}


def evaluate_starter(alias: str, *, half: str = "dev", compare: bool = False, path: Path = LABELLED_QUERIES) -> Report:
    """Larder on the starter collection in a database of its own; its threshold is the one that ships for the space.

    Where none ships, it is calibrated on the development half in passing. QueriesError for the file, EmbedderError
    where the model isn't there.
    """
    queries, dev = read_queries(path, half), read_queries(path, "dev")
    with collection(alias):
        return evaluate(half, queries, dev, larder_calibrated(alias, dev), compare)


def evaluate_live(path: Path, *, half: str = "all", compare: bool = False) -> Report:
    """Larder as it stands, on the site's own recipes, for a site's own labelled queries."""
    queries, dev = read_queries(path, half), read_queries(path)
    space, _ = search.serving()
    return evaluate(half, queries, dev, larder(search.threshold_in_force(space)), compare)


def evaluate(half: str, queries, dev, ours: System, compare: bool) -> Report:
    space, embedder = search.serving()
    systems = [ours, larder_without_concepts(dev), bm25(), plain(embedder, dev)] if compare else [ours]
    return Report(
        half=half,
        queries=queries,
        collection=Recipe.objects.published().count(),
        space=space.space,
        systems=[measure(system, queries) for system in systems],
    )


def larder_calibrated(alias: str, dev: Sequence[LabelledQuery]) -> System:
    shipped = calibration.shipped_calibration(embedders[alias].space)
    measured = shipped or calibration.calibrate(scored(larder(None).answers(dev)), {})
    return larder(measured.threshold)
