"""The recorded figures of the development half, below which tests let search quality fall no more. It only rises."""

import json
from pathlib import Path

from recipes.evaluation.measuring import Measured

RECORD = Path(__file__).parent.parent / "data" / "search_quality.json"
RECORDED = ("ndcg@10", "answered", "refused")


class RecordError(ValueError):
    """The figures can't be recorded; the message says which one would fall."""


def record(measured: Measured, path: Path = RECORD) -> dict[str, float]:
    """Write the higher of each figure and what is recorded, and return that.

    RecordError, and nothing done, where a figure fell by more than one query's worth.
    """
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    now = {name: round(measured.figures[name].value, 4) for name in RECORDED}
    fallen = [name for name in RECORDED if now[name] < before.get(name, 0) - 1 / len(measured.by_query[name])]
    if fallen:
        falls = ", ".join(f"{name} from {before[name]} to {now[name]}" for name in fallen)
        raise RecordError(f"The record only rises, and this would lower {falls}: nothing was written.")
    kept = {name: max(value, before.get(name, 0)) for name, value in now.items()}
    path.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    return kept
