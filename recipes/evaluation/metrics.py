"""The field's measures of a ranking against graded judgements, and their 95% intervals. Pure: no search, no Django.

A ranking is a sequence of recipe ids, best first; `grades` holds recipe id -> 0 (no answer) to 3 (just what was meant).
What nobody judged counts as 0; `judged` says how much of a ranking that concerns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RELEVANT = 2
"""From this grade on a recipe answers the query: a cook would be glad of it."""

RESAMPLES = 10_000
SEED = 20_261_125
Grades = Mapping[str, int]


@dataclass(frozen=True)
class Estimate:
    """A mean over queries and the 95% interval of its percentile bootstrap (Efron and Tibshirani 1993, chapter 13)."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        return self.low > 0 or self.high < 0


def ndcg(ranking: Sequence[str], grades: Grades, k: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) in [0, 1], with the grade itself as gain.

    As trec_eval's ndcg_cut. ValueError where no recipe has a grade above 0: there is nothing to normalise by.
    """
    ideal = gain(sorted(grades.values(), reverse=True)[:k])
    if not ideal:
        raise ValueError("nDCG needs a query that some recipe answers")
    return gain([grades.get(recipe, 0) for recipe in ranking[:k]]) / ideal


def gain(grades: Sequence[int]) -> float:
    return float(sum(grade / np.log2(place + 1) for place, grade in enumerate(grades, start=1)))


def relevant(grades: Grades) -> set[str]:
    return {recipe for recipe, grade in grades.items() if grade >= RELEVANT}


def precision(ranking: Sequence[str], grades: Grades, k: int = 3) -> float:
    """The share of the first k that are relevant; what is missing of k counts against it."""
    return len(relevant(grades).intersection(ranking[:k])) / k


def recall(ranking: Sequence[str], grades: Grades, k: int = 10) -> float:
    """The share of the relevant recipes among the first k, or of k where more are relevant than k has room for.

    Capped so (as BEIR's capped recall), since "dinner" has more answers than ten. ValueError where none is relevant.
    """
    wanted = relevant(grades)
    if not wanted:
        raise ValueError("recall needs a query that some recipe answers")
    return len(wanted.intersection(ranking[:k])) / min(k, len(wanted))


def reciprocal_rank(ranking: Sequence[str], grades: Grades) -> float:
    """1 / the place of the first relevant recipe, 0 where there is none. Its mean is the MRR."""
    wanted = relevant(grades)
    return next((1 / place for place, recipe in enumerate(ranking, start=1) if recipe in wanted), 0.0)


def judged(ranking: Sequence[str], grades: Grades, k: int = 10) -> float:
    """The share of the first k that somebody judged; 1 for an empty ranking."""
    first = ranking[:k]
    return sum(recipe in grades for recipe in first) / len(first) if first else 1.0


def overlap(first: Sequence[str], second: Sequence[str], k: int = 10) -> float:
    """How many of the first k two rankings share, as a share of the longer one's; 1 where both are empty."""
    longest = max(len(first[:k]), len(second[:k]))
    return len(set(first[:k]).intersection(second[:k])) / longest if longest else 1.0


def estimate(values: Sequence[float]) -> Estimate | None:
    """The mean and its interval, resampling the queries; None where there are none. The same numbers every time."""
    if not len(values):
        return None
    found = np.asarray(values, float)
    rng = np.random.default_rng(SEED)
    means = np.array([found[rng.integers(0, len(found), len(found))].mean() for _ in range(RESAMPLES)])
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(found.mean()), float(low), float(high))
