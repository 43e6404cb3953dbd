"""`import_recipes FILE...`: options to import_rows, its report to the terminal, an exit code. No rules of importing."""

import sys
import time
from contextlib import ExitStack, nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recipes.importing import (
    FORMATS,
    ImportReport,
    SourceFileError,
    SourceNameError,
    import_rows,
    read_rows,
    rolled_back,
)
from recipes.management.errors import said_in_one_line

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Create and update recipes from JSON, JSON Lines, CSV or schema.org JSON-LD files, gzipped or not. "
        "Exit code 0: all rows taken; 1: some rejected; 2: a file or the database can't be used; 130: interrupted."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--source",
            default="",
            metavar="NAME",
            help="the source of rows that don't name theirs. Ids are compared within one source: "
            "give it where two files may use the same ids for different recipes",
        )
        parser.add_argument("--format", choices=FORMATS, default="", help="instead of telling it by name and content")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")

    def handle(self, *, files, source, dry_run, **options):
        started, reports, interrupted = time.monotonic(), [], False
        try:
            with said_in_one_line(SourceNameError), ExitStack() as stack:
                opened = [(path, self.read(path, options["format"], stack)) for path in files]
                stack.enter_context(rolled_back() if dry_run else nullcontext())
                for path, rows in opened:
                    reports.append(ImportReport())
                    self.import_file(path, rows, source, reports[-1])
        except KeyboardInterrupt:
            interrupted = True
        self.close(reports, time.monotonic() - started, dry_run, interrupted)

    def read(self, path: Path, file_format: str, stack: ExitStack):
        try:
            return read_rows(stack.enter_context(path.open("rb")), path.name, file_format)
        except (OSError, SourceFileError) as error:
            message = error if isinstance(error, SourceFileError) else f"{path} can't be read: {error.strerror}."
            raise CommandError(f"{message} Nothing was imported.", returncode=2) from None

    def import_file(self, path: Path, rows, source: str, report: ImportReport) -> None:
        with tqdm(unit=" rows", desc=path.name, file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            import_rows(rows, source_name=source, report=report, on_batch=lambda done: bar.update(done.rows - bar.n))
        for line in report.findings(SHOWN):
            self.stderr.write(f"{path.name}: {line}")

    def close(self, reports: list[ImportReport], seconds: float, dry_run: bool, interrupted: bool) -> None:
        how = f"{'Interrupted. ' * interrupted}{'Dry run, nothing written: ' if dry_run else 'Kept: ' * interrupted}"
        created, updated, unchanged = (sum(getattr(r, n) for r in reports) for n in ("created", "updated", "unchanged"))
        rows, rejected = sum(r.rows for r in reports), sum(r.rejects.total for r in reports)
        self.stdout.write(
            f"{how}{created:,} created, {updated:,} updated, "
            f"{unchanged:,} unchanged, {rejected:,} rejected; {seconds:.1f} s, {rows / max(seconds, 0.01):,.0f} rows/s."
        )
        if (created or updated) and not dry_run:
            self.stdout.write("Run manage.py embed_recipes to make them searchable.")
        if interrupted or rejected:
            sys.exit(130 if interrupted else 1)
