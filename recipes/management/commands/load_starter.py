"""`load_starter`: the starter collection into an empty table. No rules of importing."""

import sys

from django.core.management.base import BaseCommand

from recipes.importing import load_starter
from recipes.management.errors import said_in_one_line


class Command(BaseCommand):
    help = (
        "Load the starter collection, if there are no recipes yet. "
        "Exit code 1: one of its recipes was rejected; 2: the database can't be used."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--update", action="store_true", help="into any table: missing ones are added, changed ones set back"
        )

    def handle(self, *, update, **options):
        with said_in_one_line():
            report = load_starter(update=update)
        if report is None:
            self.stdout.write("Nothing loaded, since there are recipes. load_starter --update adds and resets its own.")
            return
        for finding in report.rejects.examples:
            self.stderr.write(f"rejected: {finding}")
        self.stdout.write(
            f"Starter collection: {report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.rejects.total} rejected."
        )
        if report.rejects.total:
            sys.exit(1)
