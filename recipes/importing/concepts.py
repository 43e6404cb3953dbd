"""Concepts from JSON into the table, with reasons for every row refused; and the ones that ship. Never embedding."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from recipes.importing.files import SourceFileError
from recipes.importing.report import ImportReport
from recipes.models import Concept

SHIPPED_CONCEPTS = Path(__file__).resolve().parent.parent / "data" / "concepts.json"
MOST_CONCEPTS = 5000
TEXTS = {"id": "slug", "name": "name", "family": "family"}
LISTS = ("phrasings", "dishes")


class RowError(ValueError):
    """A row is no concept; the message says why."""


def load_shipped_concepts() -> int:
    """Put the concepts that ship with Larder into an empty table; how many that were. 0 where there are any."""
    if Concept.objects.exists():
        return 0
    report = import_concepts(shipped_concepts())
    return report.created


def missing_shipped_concepts() -> int:
    """How many concepts `load_shipped_concepts` would load."""
    return 0 if Concept.objects.exists() else len(shipped_concepts())


def shipped_concepts() -> list:
    return read_concepts(SHIPPED_CONCEPTS.read_bytes())


def read_concepts(content: bytes) -> list:
    """The rows of a file: a JSON list, or an object with such a list as "concepts". SourceFileError where it isn't."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SourceFileError(f"This is no JSON: {error}.") from error
    rows = document.get("concepts") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise SourceFileError('A list of concepts is wanted, or an object that holds one as "concepts".')
    if len(rows) > MOST_CONCEPTS:
        raise SourceFileError(f"{len(rows):,} concepts are more than the {MOST_CONCEPTS:,} that are taken at once.")
    return rows


@transaction.atomic
def import_concepts(rows: list, *, dry_run: bool = False) -> ImportReport:
    """Upsert the rows by their ids; findings name the number of a row, from 1 on. What isn't in the file stays."""
    report = ImportReport()
    taken = {number: concept for number, row in enumerate(rows, 1) if (concept := checked(number, row, report))}
    stored = {concept.slug: concept for concept in Concept.objects.prefetch_related("opposites")}
    known = stored.keys() | {concept.slug for concept, _ in taken.values()}
    seen: set[str] = set()
    links = {}
    for number, (concept, opposites) in taken.items():
        if problem := problem_of(concept.slug, opposites, known, seen):
            report.rejects.add(number, problem, concept.slug)
            continue
        seen.add(concept.slug)
        links[concept.slug] = write(concept, opposites, stored.get(concept.slug), report)
    link(links)
    if dry_run:
        transaction.set_rollback(True)
    return report


def checked(number: int, row: object, report: ImportReport) -> tuple[Concept, set[str]] | None:
    """An unsaved concept and the ids of its opposites; None, with the reason reported, where the row is no concept."""
    try:
        concept, opposites = as_concept(row)
        concept.full_clean(validate_unique=False, validate_constraints=False)
    except RowError as error:
        report.rejects.add(number, str(error))
    except ValidationError as error:
        reasons = [f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()]
        report.rejects.add(number, "; ".join(reasons), concept.slug)
    else:
        return concept, opposites
    return None


def as_concept(row: object) -> tuple[Concept, set[str]]:
    if not isinstance(row, dict):
        raise RowError("no JSON object")
    if unknown := row.keys() - TEXTS.keys() - {*LISTS, "opposites", "active"}:
        raise RowError(f"unknown field {sorted(unknown)[0]}")
    texts = {own: text_of(row, field) for field, own in TEXTS.items()}
    lists = {field: "\n".join(strings_of(row, field)) for field in LISTS}
    active = row.get("active", True)
    if not isinstance(active, bool):
        raise RowError("active must be true or false")
    return Concept(**texts, **lists, active=active), set(strings_of(row, "opposites"))


def text_of(row: dict, field: str) -> str:
    if not isinstance(row.get(field), str) or "\0" in row[field]:
        raise RowError(f"{field} must be a text")
    return row[field].strip()


def strings_of(row: dict, field: str) -> list[str]:
    found = row.get(field, [])
    if not isinstance(found, list) or not all(isinstance(text, str) and "\0" not in text for text in found):
        raise RowError(f"{field} must be a list of texts")
    return found


def problem_of(slug: str, opposites: set[str], known: set[str], seen: set[str]) -> str:
    if slug in seen:
        return "an earlier row has this id"
    if slug in opposites:
        return "a concept can't be its own opposite"
    return f"its opposite {min(opposites - known)} is no concept" if opposites - known else ""


def write(concept: Concept, opposites: set[str], stored: Concept | None, report: ImportReport) -> tuple:
    """Store the row and count it; the stored concept and its opposites as they are to be."""
    if stored is None:
        report.created += 1
        concept.save()
        return concept, opposites
    fields = ("name", "family", "phrasings", "dishes", "active")
    changed = [field for field in fields if getattr(stored, field) != getattr(concept, field)]
    for field in changed:
        setattr(stored, field, getattr(concept, field))
    if changed:
        stored.save()
    same = not changed and {other.slug for other in stored.opposites.all()} == opposites
    report.unchanged += same
    report.updated += not same
    return stored, opposites


def link(links: dict[str, tuple[Concept, set[str]]]) -> None:
    """Set the opposites, once all rows are there. A concept that another row names as opposite gets that one, too."""
    wanted = {slug: set(opposites) for slug, (_, opposites) in links.items()}
    for slug, opposites in list(wanted.items()):
        for other in opposites & wanted.keys():
            wanted[other].add(slug)
    keys = dict(Concept.objects.values_list("slug", "pk"))
    for slug, (concept, _) in links.items():
        concept.opposites.set([keys[other] for other in wanted[slug] if other in keys])
