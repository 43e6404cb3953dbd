"""Labelled queries and their graded judgements: reading the file and checking that it is whole. Not the measuring.

recipes/data/labelled_queries.md says how they came about and what the file holds.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

LABELLED_QUERIES = Path(__file__).parent.parent / "data" / "labelled_queries.json"
KINDS = ("real", "none")
HALVES = ("dev", "test")
GRADES = ("3", "2", "1", "0")


class QueriesError(Exception):
    """A file of labelled queries can't be used; the message says why."""


@dataclass(frozen=True)
class LabelledQuery:
    """A query, what a cook who types it expects, and the grades 0 to 3 of the recipes that somebody judged for it.

    `kind` "none": nothing in any collection answers it. `rewording`: the same wish in other words, or empty.
    """

    id: str
    text: str
    kind: str = "real"
    category: str = ""
    half: str = "dev"
    rewording: str = ""
    expects: str = ""
    grades: dict[str, int] = field(default_factory=dict)

    @property
    def is_real(self) -> bool:
        return self.kind == "real"


def read_queries(path: Path = LABELLED_QUERIES, half: str = "all") -> list[LabelledQuery]:
    """The file's queries of the half ("dev", "test" or "all") in order; QueriesError where it isn't such a file."""
    rows = read_document(path)["queries"]
    try:
        queries = [as_query(row) for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unreadable(path, error) from error
    if problems := problems_of(queries):
        raise QueriesError(f"{path}: {problems[0]}")
    return [query for query in queries if half in ("all", query.half)]


def read_document(path: Path) -> dict:
    """The whole file; QueriesError where it isn't JSON with a list of queries."""
    try:
        document = json.loads(path.read_text("utf-8"))
        if not isinstance(document["queries"], list):
            raise TypeError("queries is no list")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(path, error) from error
    return document


def unreadable(path: Path, error: Exception) -> QueriesError:
    return QueriesError(
        f"{path} can't be read as labelled queries ({type(error).__name__}: {error}): "
        "recipes/data/labelled_queries.md shows what such a file holds."
    )


def as_query(row: dict) -> LabelledQuery:
    graded = row.get("grades", {})
    if graded.keys() - set(GRADES):
        raise ValueError(f"the grades of {row['id']} may be 3, 2, 1 and 0")
    grades = [(recipe, int(grade)) for grade, recipes in graded.items() for recipe in recipes]
    if twice := [recipe for recipe, count in Counter(recipe for recipe, _ in grades).items() if count > 1]:
        raise ValueError(f"{row['id']} grades {twice[0]} twice")
    return LabelledQuery(**{**row, "grades": dict(grades)})


def problems_of(queries: list[LabelledQuery]) -> list[str]:
    """What any file of labelled queries must not have, in sentences."""
    found = [f"{query.id}: kind must be real or none" for query in queries if query.kind not in KINDS]
    found += [f"{query.id}: half must be dev or test" for query in queries if query.half not in HALVES]
    found += [f"{query.id} has no text" for query in queries if not query.text.strip()]
    found += [f"{query.id} is of kind none, yet a recipe answers it" for query in queries if wrongly_answered(query)]
    for name, values in (("id", [query.id for query in queries]), ("text", [folded(query) for query in queries])):
        found += [f"the {name} {value!r} stands there twice" for value, count in Counter(values).items() if count > 1]
    return found


def wrongly_answered(query: LabelledQuery) -> bool:
    return not query.is_real and any(query.grades.values())


def folded(query: LabelledQuery) -> str:
    return " ".join(query.text.casefold().split())


def digest_of_test_half(path: Path = LABELLED_QUERIES) -> str:
    """The SHA-256 of the test half as it was first committed: of now, with all logged changes undone.

    It differs from the file's own `test_half_sha256` where somebody changed the test half without logging it.
    """
    queries = {query.id: query for query in read_queries(path, "test")}
    for change in reversed(read_document(path).get("changes", [])):
        if change["query"] in queries:
            undo(queries[change["query"]].grades, change)
    canonical = [
        [query.id, query.text, query.kind, query.category, query.rewording, query.expects, sorted(query.grades.items())]
        for query in queries.values()
    ]
    return hashlib.sha256(json.dumps(canonical, ensure_ascii=False).encode()).hexdigest()


def undo(grades: dict[str, int], change: dict) -> None:
    """Take back one logged change: {"query", "recipe", "from": the grade before or null, "to", "reason", ...}."""
    if grades.get(change["recipe"]) != change["to"]:
        raise QueriesError(f"the log says {change['query']} grades {change['recipe']} {change['to']}: it does not")
    if change["from"] is None:
        del grades[change["recipe"]]
    else:
        grades[change["recipe"]] = change["from"]
