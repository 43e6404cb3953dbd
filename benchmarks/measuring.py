"""Times and figures of benchmarks: medians of steps that take turns, rows of a table. Not what is measured."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

Steps = dict[str, Callable]
WARMING_UP = 3
"""So many inputs are given to each step before it is measured."""


@dataclass(frozen=True)
class Row:
    """One figure: of a part, at a number of recipes (None: whatever the number), beside another figure's name."""

    part: str
    recipes: int | None
    name: str
    value: float
    unit: str = "ms"
    beside: str = ""
    ratio: float | None = None

    def as_dict(self) -> dict:
        return asdict(self)


def seconds(step: Callable, *arguments) -> float:
    started = time.perf_counter()
    step(*arguments)
    return time.perf_counter() - started


def times(steps: Steps, inputs: Sequence, rounds: int = 1, before: Sequence | None = None) -> dict[str, list[float]]:
    """Milliseconds of each step by input; the steps take turns, so that a slow moment falls on all of them.

    `before`: what they are given beforehand, unmeasured, where that must be none of the inputs.
    """
    for given in inputs[:WARMING_UP] if before is None else before:
        for step in steps.values():
            step(given)
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for given in [*inputs] * rounds:
        for name, step in steps.items():
            taken[name].append(seconds(step, given) * 1000)
    return taken


def rows(part: str, recipes: int | None, taken: dict[str, list[float]], beside: dict[str, str]) -> list[Row]:
    """The median of each, with its ratio to the one that `beside` names for it."""
    medians = {name: statistics.median(values) for name, values in taken.items()}
    return [
        Row(part, recipes, name, value, beside=other, ratio=value / medians[other] if other else None)
        for name, value in medians.items()
        for other in [beside.get(name, "")]
    ]


def table(found: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| part | recipes | what | median | beside |", "|---|---|---|---|---|"]
    for row in found:
        number = f"{row.recipes:,}" if row.recipes else ""
        ratio = f"{row.ratio:.2g} × {row.beside}" if row.ratio is not None else ""
        lines.append(f"| {row.part} | {number} | {row.name} | {figure(row)} | {ratio} |")
    return "\n".join(lines)


def figure(row: Row) -> str:
    digits = 0 if row.value >= 100 or row.unit in ("MB", "") else 1 if row.value >= 10 else 2
    return f"{row.value:,.{digits}f} {row.unit}".strip()
