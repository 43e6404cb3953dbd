"""`manage.py evaluate_search`: how good search is, in the field's figures. The measuring is in recipes.evaluation."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from recipes import evaluation, indexing
from recipes.management import figures
from recipes.management.arguments import positive
from recipes.management.errors import said_in_one_line, until_nobody_reads


class Command(BaseCommand):
    help = (
        "Measure search on labelled queries: on the starter collection, in a database of its own, or with --live on "
        "this site's recipes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--half", choices=("dev", "test", "all"), help="default: dev; with --live all")
        parser.add_argument("--compare", action="store_true", help="beside keyword search and plain embedding")
        parser.add_argument("--per-query", type=positive, metavar="N", help="list the N worst, and what was expected")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--embedder", metavar="ALIAS", help="a name in EMBEDDERS (default: the one that serves)")
        parser.add_argument(
            "--record", action="store_true", help="keep the development half's figures as those that tests hold"
        )
        parser.add_argument("--live", action="store_true", help="this site's recipes, threshold and space")
        parser.add_argument("--queries", type=Path, metavar="FILE", help="your own labelled queries; needed by --live")

    def handle(self, *, live, queries, half, compare, embedder, **options):
        if live and (embedder or not queries):
            raise CommandError("--live takes --queries FILE, your own labelled ones, and no --embedder.", returncode=2)
        if options["record"] and (live or queries or half not in (None, "dev")):
            raise CommandError("--record is for the shipped queries' development half.", returncode=2)
        with said_in_one_line(evaluation.QueriesError, ValueError):
            if live:
                report = evaluation.evaluate_live(queries, half=half or "all", compare=compare)
            else:
                alias = embedder or indexing.serving_alias(download=True)
                path = queries or evaluation.LABELLED_QUERIES
                report = evaluation.evaluate_starter(alias, half=half or "dev", compare=compare, path=path)
        with said_in_one_line(evaluation.RecordError), until_nobody_reads():
            self.print(report, **options)
            if options["record"]:
                self.stdout.write(f"Recorded: {evaluation.record(report.systems[0])}")

    def print(self, report: evaluation.Report, *, json: bool, per_query: int | None, **_) -> None:
        if json:
            self.stdout.write(as_json(report))
            return
        for line in figures.table(report):
            self.stdout.write(line)
        if per_query:
            for line in figures.worst(report.systems[0], per_query):
                self.stdout.write(line)


def as_json(report: evaluation.Report) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False, indent=2)
