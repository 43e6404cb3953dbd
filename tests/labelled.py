"""Small files of labelled queries for tests, and the titles that they are about. Not the shipped ones."""

import json
from pathlib import Path

TITLES = ("Lentil soup", "Pea soup", "Apple cake", "Plum cake")
QUERIES = [
    {"id": "q1", "text": "lentil soup", "half": "dev", "grades": {"3": ["lentil-soup"], "1": ["pea-soup"]}},
    {"id": "q2", "text": "apple cake", "half": "test", "rewording": "cake with apple", "expects": "Cake.",
     "grades": {"3": ["apple-cake"], "0": ["lentil-soup"]}},
    {"id": "q3", "text": "pea soup", "half": "dev", "grades": {"2": ["pea-soup"]}},
    {"id": "q4", "text": "goulash", "half": "dev"},
    {"id": "n1", "text": "invoice overdue", "kind": "none", "half": "dev"},
    {"id": "n2", "text": "cake invoice", "kind": "none", "half": "test"},
]  # fmt: skip


def write_queries(folder: Path, queries=QUERIES, **document) -> Path:
    path = folder / "queries.json"
    path.write_text(json.dumps({"queries": queries, **document}), "utf-8")
    return path
