"""Histograms of scores -> the geometry of a plot: bars, gridlines, marks, in the units of an SVG's view box. No HTML.

Three kinds of score lie in panels below each other on one axis, each scaled to its own highest bar, so that forty
nonsense queries and a thousand wrong results can be compared in where they lie.
"""

from dataclasses import dataclass

WIDTH, PANEL, GAP, LEFT, TOP = 720, 90, 34, 10, 26
KINDS = {
    "relevant": "Relevant results",
    "irrelevant": "Irrelevant results among the first ten",
    "no match": "Best result of queries without an answer",
}


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Panel:
    """One kind of score; `y` is its baseline, `of` how many scores it shows."""

    kind: str
    title: str
    y: float
    of: int
    bars: list[Bar]


@dataclass(frozen=True)
class Mark:
    """A score drawn in as a vertical line."""

    name: str
    x: float
    score: float


@dataclass(frozen=True)
class Plot:
    width: int
    height: int
    panels: list[Panel]
    ticks: list[Mark]
    marks: list[Mark]


def plot(histograms: dict[str, list[int]], marks: dict[str, float]) -> Plot:
    """`histograms`: kind -> counts in equal steps of the score from 0 to 1; `marks`: name -> score."""
    panels = [panel(kind, counts, place) for place, (kind, counts) in enumerate(histograms.items())]
    ticks = [Mark(f"{tick / 10:.1f}", at(tick / 10), tick / 10) for tick in range(0, 11, 2)]
    lines = [Mark(name, at(score), score) for name, score in marks.items()]
    return Plot(WIDTH + 2 * LEFT, TOP + len(panels) * (PANEL + GAP) + 8, panels, ticks, lines)


def at(score: float) -> float:
    return round(LEFT + min(max(score, 0), 1) * WIDTH, 1)


def panel(kind: str, counts: list[int], place: int) -> Panel:
    baseline = TOP + place * (PANEL + GAP) + PANEL + GAP / 2
    highest, step = max([*counts, 1]), 1 / len(counts)
    bars = [
        Bar(
            x=at(number * step),
            y=round(baseline - PANEL * count / highest, 1),
            width=round(WIDTH * step - 1, 1),
            height=round(PANEL * count / highest, 1),
            title=f"{number * step:.3f} to {(number + 1) * step:.3f}: {count:,}",
        )
        for number, count in enumerate(counts)
        if count
    ]
    return Panel(kind, KINDS.get(kind, kind), baseline, sum(counts), bars)
