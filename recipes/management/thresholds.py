"""A calibration as lines of text: the threshold and why, what its neighbours cost, how scores are spread.

Not the measuring.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from recipes.calibration import (
    GOOD_PRECISION,
    STRONG_PRECISION,
    Calibration,
    ScoredQuery,
    distributions,
    mistakes,
    neighbours,
    within,
)
from recipes.evaluation import Refusal

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def as_entry(space: str, measured: Calibration) -> str:
    """JSON to read: a histogram's counts on one line."""
    written = json.dumps({space: asdict(measured)}, indent=2)
    return re.sub(r"\[[\d,\s]*\]", lambda counts: re.sub(r"\s+", " ", counts[0]), written)


def described(space: str, measured: Calibration, scored: list[ScoredQuery]) -> Iterator[str]:
    about = measured.provenance
    yield f"{space}: {about['recipes']} recipes, {about['real']} queries with an answer, {about['none']} without."
    yield f"Threshold {measured.threshold}: there the mean of “answered rightly” and “refused” is highest."
    yield f"“good match” from {measured.good}, “strong match” from {measured.strong}: from there on"
    yield f"{GOOD_PRECISION:.0%} and {STRONG_PRECISION:.0%} of the results are relevant."
    _, precision, number = within(measured, scored)
    yield f"Shown are good matches and those within {measured.reach} of the best: {number:.0f} recipes a query in the"
    yield f"median; {precision:.1%} of all that is shown is relevant."
    yield ""
    yield from spread(scored)
    yield ""
    yield "threshold   answered   answered rightly   refused   relevant among shown"
    for rates in neighbours(measured, scored):
        mark = "*" if rates.threshold == measured.threshold else " "
        yield (
            f"{mark}{rates.threshold:8.3f} {rates.answered:10.1%} {rates.answered_rightly:18.1%} "
            f"{rates.refused:9.1%} {rates.precision:22.1%}"
        )
    for title, wrong in mistakes(measured.threshold, scored).items():
        yield f"{title}: {'; '.join(wrong) or 'none'}"


def spread(scored: list[ScoredQuery]) -> Iterator[str]:
    """Quantiles of the three kinds of score that the threshold has to part."""
    yield f"{'scores':40}" + "".join(f"{quantile:>8.0%}" for quantile in QUANTILES)
    titles = {
        "relevant": "relevant results",
        "irrelevant": "irrelevant ones of the first ten",
        "no match": "the best for a query without an answer",
    }
    for name, scores in distributions(scored).items():
        cells = np.quantile(scores, QUANTILES) if scores else [float("nan")] * len(QUANTILES)
        yield f"{titles[name]:40}" + "".join(f"{value:8.3f}" for value in cells)


def as_it_grows(refusals: list[Refusal]) -> Iterator[str]:
    yield "recipes   refused   best score of nonsense: median   highest"
    for refusal in refusals:
        yield f"{refusal.recipes:7,} {refusal.refused:9.1%} {refusal.median:32.3f} {refusal.highest:9.3f}"
