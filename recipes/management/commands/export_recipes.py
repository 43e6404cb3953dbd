"""`export_recipes`: options to one function of exporting. No rules of what an export holds."""

import os
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from recipes.exporting import FORMATS, ExportError, export, export_file
from recipes.management.errors import said_in_one_line


class Command(BaseCommand):
    help = "Write all recipes, drafts too, in a form that import_recipes takes back to the same. Photos are not in it."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=FORMATS, default="jsonl", help="jsonl (default), or schema.org JSON-LD")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="gzipped if it ends in .gz; else standard output"
        )
        parser.add_argument("--force", action="store_true", help="replace the file if it exists")

    def handle(self, *, output, force, **options):
        with said_in_one_line(ExportError):
            if output is None:
                self.to_standard_output(options["format"])
                return
            count = export_file(output, options["format"], force=force)
        self.stderr.write(f"{count:,} recipes written to {output}.")

    def to_standard_output(self, file_format: str) -> None:
        self.stdout.ending = ""
        try:
            export(self.stdout, file_format)
            self.stdout.flush()
        except BrokenPipeError:  # `| head` has read enough; Python would complain again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
