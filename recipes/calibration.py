"""Scores of judged queries -> the threshold below which nothing matches, and the cut-offs of the labels.

Pure: no Django, no search. A score is not absolute: what 0.4 means depends on the model, hence one calibration a space.
"""

import json
import math
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, pairwise
from pathlib import Path
from statistics import median

SHIPPED = Path(__file__).parent / "data" / "calibrations.json"
GOOD_PRECISION = 0.7
STRONG_PRECISION = 0.9
FIRST = 10
TOLERATED = 0.03
REACHES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 2.0)
"""Candidates, the last of which is beyond any difference of two cosines."""

BINS = 40


@dataclass(frozen=True)
class ScoredQuery:
    """A query's results over a whole collection, and which of them a reader who saw no ranking would be glad of.

    `scores` are cosine similarities, best first; `relevant` says the same result by result; `answerable` is False where
    the query is of the kind that nothing in any collection answers.
    """

    query: str
    scores: list[float]
    relevant: list[bool]
    answerable: bool

    def results(self):
        """(score, relevant) a result, best first."""
        return zip(self.scores, self.relevant, strict=True)


@dataclass(frozen=True)
class Rates:
    """What a threshold does: shares of the answerable queries answered and answered rightly, of the others refused."""

    threshold: float
    answered: float
    answered_rightly: float
    refused: float
    precision: float

    @property
    def balance(self) -> float:
        """The mean of answered rightly and refused: balanced accuracy, (1 + Youden's J) / 2."""
        return (self.answered_rightly + self.refused) / 2


@dataclass(frozen=True)
class Calibration:
    """The threshold of a space, from where on a match is good and strong, and how that was measured.

    `reach`: how much less near than the best result one may be that is no good match; None: as far as the threshold.
    """

    threshold: float
    good: float
    strong: float
    provenance: dict = field(default_factory=dict)
    reach: float | None = None

    def cut_off(self, best: float, doubt: float = 0.0) -> float:
        """The score that a match needs where the best result has the score `best`; higher by a sentence's doubt.

        The best has to reach the threshold; then good ones match, and those within `reach` of the best.
        """
        least = self.threshold + doubt
        return least if self.reach is None else max(least, min(self.good + doubt, best - self.reach))

    def label(self, score: float) -> str:
        if score >= self.strong:
            return "strong match"
        return "good match" if score >= self.good else "loosely related"


def rates_at(threshold: float, queries: list[ScoredQuery]) -> Rates:
    """ValueError unless there are queries of both kinds."""
    real, none = by_kind(queries)
    shown = [right for query in queries for score, right in query.results() if score >= threshold]
    return Rates(
        threshold=threshold,
        answered=share(top(query) >= threshold for query in real),
        answered_rightly=share(best_relevant(query) >= threshold for query in real),
        refused=share(top(query) < threshold for query in none),
        precision=share(shown),
    )


def by_kind(queries: list[ScoredQuery]) -> tuple[list[ScoredQuery], list[ScoredQuery]]:
    """The answerable queries and the others; ValueError unless there are some of both."""
    real = [query for query in queries if query.answerable]
    none = [query for query in queries if not query.answerable]
    if not real or not none:
        raise ValueError("calibration needs queries that have an answer and queries that have none")
    return real, none


def share(flags) -> float:
    """The share of true ones; 1 where there are none to judge."""
    flags = list(flags)
    return sum(flags) / len(flags) if flags else 1.0


def top(query: ScoredQuery) -> float:
    return max(query.scores, default=-math.inf)


def best_relevant(query: ScoredQuery) -> float:
    return max((score for score, right in query.results() if right), default=-math.inf)


def calibrate(queries: list[ScoredQuery], provenance: dict) -> Calibration:
    """The threshold of the best balance, in the middle of the range that has it, and labels by precision.

    Candidates lie halfway between neighbouring scores that matter (each query's top and best relevant score).
    ValueError unless there are queries of both kinds.
    """
    by_kind(queries)
    marks = sorted({mark for query in queries for mark in (top(query), best_relevant(query)) if math.isfinite(mark)})
    candidates = [(low + high) / 2 for low, high in pairwise(marks)] or marks
    rates = [rates_at(candidate, queries) for candidate in candidates]
    best = max(rate.balance for rate in rates)
    tied = [rate.threshold for rate in rates if rate.balance > best - 1e-9]
    threshold = round(tied[len(tied) // 2], 3)
    good = lowest_with_precision(GOOD_PRECISION, threshold, queries)
    strong = max(good, lowest_with_precision(STRONG_PRECISION, threshold, queries))
    chosen = {name: round(value, 4) for name, value in asdict(rates_at(threshold, queries)).items()}
    shown = {name: histogram(scores) for name, scores in distributions(queries).items()}
    measured = {**provenance, "rates": chosen, "histograms": shown}
    found = Calibration(threshold, round(good, 3), round(strong, 3), measured)
    return replace(found, reach=least_reach(found, queries))


def least_reach(calibration: Calibration, queries: list[ScoredQuery]) -> float:
    """The shortest of REACHES that costs at most TOLERATED of the queries all relevant results that they have."""
    kept = [within(replace(calibration, reach=reach), queries)[0] for reach in REACHES]
    return next(reach for reach, share_kept in zip(REACHES, kept, strict=True) if share_kept >= kept[-1] - TOLERATED)


def within(calibration: Calibration, queries: list[ScoredQuery]) -> tuple[float, float, float]:
    """What is shown within the reach: (answerable queries with a relevant result, precision, median number shown)."""
    real, _ = by_kind(queries)
    shown = [[right for score, right in query.results() if score >= calibration.cut_off(top(query))] for query in real]
    return share(map(any, shown)), share(chain.from_iterable(shown)), median(map(len, shown))


def lowest_with_precision(target: float, threshold: float, queries: list[ScoredQuery]) -> float:
    """The lowest score from the threshold on at or above which at least `target` of the results are relevant."""
    results = sorted(
        (result for query in queries for result in query.results() if result[0] >= threshold),
        reverse=True,
    )
    lowest, right_so_far = 1.0, 0
    for count, (score, right) in enumerate(results, start=1):
        right_so_far += right
        if right_so_far >= target * count:
            lowest = score
    return lowest


def neighbours(calibration: Calibration, queries: list[ScoredQuery], steps=(-0.1, -0.05, -0.02, 0, 0.02, 0.05, 0.1)):
    """What the thresholds around the chosen one would cost: one Rates a step."""
    return [rates_at(calibration.threshold + step, queries) for step in steps]


def mistakes(threshold: float, queries: list[ScoredQuery]) -> dict[str, list[str]]:
    """The queries that a threshold gets wrong, with the score that did it: real ones refused, others answered."""
    return {
        "Real queries refused": [
            f"{query.query} ({top(query):.3f})" for query in queries if query.answerable and top(query) < threshold
        ],
        "Others answered": [
            f"{query.query} ({top(query):.3f})" for query in queries if not query.answerable and top(query) >= threshold
        ],
    }


def distributions(queries: list[ScoredQuery]) -> dict[str, list[float]]:
    """What the threshold has to part: the scores of relevant results, of irrelevant ones that a cook would see first
    (the first ten of each answerable query), and the best score of each query that nothing answers.
    """
    real, none = by_kind(queries)
    first = [(score, right) for query in real for score, right in list(query.results())[:FIRST]]
    return {
        "relevant": [score for query in real for score, right in query.results() if right],
        "irrelevant": [score for score, right in first if not right],
        "no match": [top(query) for query in none if query.scores],
    }


def histogram(scores: list[float]) -> list[int]:
    """How many scores lie in each of BINS equal steps from 0 to 1; what lies outside counts in the nearest."""
    counts = [0] * BINS
    for score in scores:
        counts[min(max(int(score * BINS), 0), BINS - 1)] += 1
    return counts


def shipped_calibration(space: str, path: Path = SHIPPED) -> Calibration | None:
    """The calibration that comes with Larder for this space, None where it ships none."""
    entry = json.loads(path.read_text("utf-8")).get(space)
    return Calibration(**entry) if entry else None
