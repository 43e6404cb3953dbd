"""`manage.py calibrate_threshold`: measure where matches end for an embedder. The rule is in recipes.calibration."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand

from recipes import calibration, evaluation, indexing
from recipes.embedders import embedders
from recipes.importing import SourceFileError
from recipes.management import thresholds
from recipes.management.errors import said_in_one_line


class Command(BaseCommand):
    help = (
        "Find the threshold that best tells answers from nonsense, on the development half of the labelled queries "
        "over the starter collection."
    )

    def add_arguments(self, parser):
        parser.add_argument("--embedder", metavar="ALIAS", help="a name in EMBEDDERS (default: the one that serves)")
        parser.add_argument("--write", action="store_true", help="store the result for the embedder's space")
        parser.add_argument(
            "--json", action="store_true", help="print it as an entry of recipes/data/calibrations.json"
        )
        parser.add_argument("--queries", type=Path, default=evaluation.LABELLED_QUERIES, metavar="FILE")
        parser.add_argument(
            "--collection",
            type=Path,
            metavar="FILE",
            help="also embed these recipes, apart, and say how the refusal of nonsense holds as their number grows",
        )

    def handle(self, *args, **options):
        with said_in_one_line(evaluation.QueriesError, ValueError, SourceFileError, OSError):
            alias = options["embedder"] or indexing.serving_alias(download=True)
            self.run(alias, embedders[alias].space, **options)

    def run(self, alias: str, space: str, *, queries: Path, write: bool, collection: Path | None, **options) -> None:
        dev = evaluation.read_queries(queries, "dev")
        with evaluation.collection(alias) as recipes:
            scored = evaluation.scored(evaluation.larder(None).answers(dev))
            found = calibration.calibrate(scored, provenance(queries, scored, recipes))
            figures = evaluation.measure(evaluation.larder(found.threshold), dev).figures
        measured = replace(found, provenance=found.provenance | {"figures": evaluation.plainly(figures)})
        if write:
            indexing.store_calibration(space, measured)
        if options["json"]:
            self.stdout.write(thresholds.as_entry(space, measured))
            return
        self.say(thresholds.described(space, measured, scored))
        self.stdout.write("Stored." if write else "Not stored: add --write.")
        if collection:
            with evaluation.collection(alias, collection):
                grown = evaluation.refusal_by_size(evaluation.read_queries(queries), measured.threshold)
            self.say(thresholds.as_it_grows(grown))

    def say(self, lines) -> None:
        for line in lines:
            self.stdout.write(line)


def provenance(queries: Path, scored: list[calibration.ScoredQuery], recipes: int) -> dict:
    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "command": "manage.py calibrate_threshold",
        "queries": queries.name,
        "half": "dev",
        "real": sum(query.answerable for query in scored),
        "none": sum(not query.answerable for query in scored),
        "recipes": recipes,
    }
