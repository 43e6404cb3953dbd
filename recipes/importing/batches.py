"""Rows in, a report out: rows are read, gathered into batches, stored and counted. Not files, not SQL, no embedding."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext

from django.db import transaction

from recipes.importing.draft import LONGEST, Draft, RowError
from recipes.importing.files import Unreadable
from recipes.importing.report import ImportReport
from recipes.importing.rows import other_type, read_row, recipes_in
from recipes.importing.upserts import store

BATCH = 500


class SourceNameError(ValueError):
    """The name of the source can't be kept; the message says why."""


def import_rows(
    rows: Iterable[tuple[int, object]],
    *,
    source_name: str = "",
    dry_run: bool = False,
    on_batch: Callable[[ImportReport], None] | None = None,
    report: ImportReport | None = None,
) -> ImportReport:
    """Create and update recipes from (line, row) pairs, such as `read_rows` gives; one transaction a batch.

    `source_name` is for rows that don't name their source. A row is matched by (source name, id), else by its source
    address. A row with neither gets an id made from its title ("title:Harira", the second such row "title:Harira #2"):
    the same file never duplicates (unless it gives one id several addresses), two dishes of one name both stay, and a
    recipe typed in by hand is never touched.
    Claims of a row that contradict each other (vegan, with milk): the diet is left out and noted, the allergen stays.
    Claims that contradict what is stored, and not the row itself, reject the row.
    A dry run does the same in one transaction that is rolled back: its report is exact, and on SQLite nobody else can
    write meanwhile.
    Counts are added to `report`, if given, once a batch is stored: they hold where something ends the import early.
    Never raises for what a row holds. Raises SourceNameError for a source name of over 200 characters.
    """
    if len(source_name) > LONGEST["source_name"]:
        raise SourceNameError(f"The source name has {len(source_name)} characters; at most {LONGEST['source_name']}.")
    run = _Run(source_name, on_batch, ImportReport() if report is None else report)
    with rolled_back() if dry_run else nullcontext():
        for line, value in rows:
            for row in recipes_in(value):
                run.take(line, row)
        run.flush()
    return run.report


@contextmanager
def rolled_back() -> Iterator[None]:
    """A dry run of whatever is done in it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class _Run:
    """One import on its way: the batch being gathered, and what is remembered from row to row."""

    def __init__(self, source_name: str, on_batch: Callable[[ImportReport], None] | None, report: ImportReport):
        self.source_name, self.on_batch, self.report = source_name, on_batch, report
        self.batch: list[Draft] = []
        self.keys: set = set()
        self.touched: set[int] = set()
        self.contents: dict[bytes, list[int]] = {}

    def take(self, line: int, row: dict | Unreadable) -> None:
        if isinstance(row, Unreadable):
            self.report.rejects.add(line, row.reason, row.detail)
        elif other := other_type(row):
            self.report.notes.add(line, f"not a recipe: {other[:40]}")
        else:
            try:
                self.gather(read_row(line, row, self.source_name))
            except RowError as error:
                self.report.rejects.add(line, error.reason, error.detail)

    def gather(self, draft: Draft) -> None:
        """Into the batch; what may be about a recipe of the batch waits until that is stored."""
        if not (draft.source_id or draft.source_url or draft.exported_slug):
            draft.fields["source_id"] = self.id_of_title(draft)
        keys = {key for key in (draft.source_id, draft.source_url, draft.fields.get("slug")) if key}
        if keys & self.keys or len(self.batch) == BATCH:
            self.flush()
        self.keys |= keys
        self.batch.append(draft)

    def id_of_title(self, draft: Draft) -> str:
        title, source_name = draft.fields.get("title", ""), draft.fields.get("source_name", "")
        key = hashlib.blake2b(f"{source_name}\0{title}".encode(), digest_size=12).digest()
        content = hash((repr(sorted(draft.fields.items())), repr(sorted(draft.tags.items()))))
        contents = self.contents.setdefault(key, [])
        if content not in contents:
            contents.append(content)
        number = contents.index(content) + 1
        name = title if len(title) <= 180 else f"{title[:155]}~{key.hex()}"
        return f"title:{name}" + (f" #{number}" if number > 1 else "")

    def flush(self) -> None:
        batch, self.batch, self.keys = self.batch, [], set()
        for result in store(batch) if batch else []:
            if isinstance(result, tuple):
                draft, error = result
                self.report.rejects.add(draft.line, error.reason, error.detail)
            else:
                self.count(result)
        if batch and self.on_batch:
            self.on_batch(self.report)

    def count(self, upsert) -> None:
        line, report = upsert.draft.line, self.report
        setattr(report, upsert.outcome, getattr(report, upsert.outcome) + 1)
        if upsert.recipe.pk in self.touched:
            report.notes.add(line, "same recipe as an earlier row: the later row is taken", upsert.recipe.title)
        self.touched.add(upsert.recipe.pk)
        for reason, detail in upsert.draft.notes + upsert.notes:
            report.notes.add(line, reason, detail)
