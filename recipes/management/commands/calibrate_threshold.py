"""`manage.py calibrate_threshold`: measure where matches end for an embedder. The rule is in recipes.calibration."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand

from recipes import calibration, evaluation, indexing
from recipes.embedders import embedders
from recipes.management.errors import said_in_one_line


class Command(BaseCommand):
    help = "Find the threshold that best tells answers from nonsense, on labelled queries over the starter collection."

    def add_arguments(self, parser):
        parser.add_argument("--embedder", metavar="ALIAS", help="a name in EMBEDDERS (default: the one that serves)")
        parser.add_argument("--write", action="store_true", help="store the result for the embedder's space")
        parser.add_argument(
            "--json", action="store_true", help="print it as an entry of recipes/data/calibrations.json"
        )
        parser.add_argument("--queries", type=Path, default=evaluation.CALIBRATION_QUERIES, metavar="FILE")

    def handle(self, *args, **options):
        with said_in_one_line(evaluation.QueriesError, ValueError):
            alias = options["embedder"] or indexing.serving_alias(download=True)
            self.run(alias, embedders[alias].space, **options)

    def run(self, alias: str, space: str, *, queries: Path, write: bool, **options) -> None:
        labelled = evaluation.read_queries(queries)
        with evaluation.starter_collection(alias) as recipes:
            scored = evaluation.scored(labelled)
        measured = calibration.calibrate(scored, provenance(queries, scored, recipes))
        if write:
            indexing.store_calibration(space, measured)
        if options["json"]:
            self.stdout.write(json.dumps({space: asdict(measured)}, indent=2))
            return
        self.describe(space, measured, scored)
        self.stdout.write("Stored." if write else "Not stored: add --write.")

    def describe(self, space: str, measured: calibration.Calibration, scored: list[calibration.ScoredQuery]) -> None:
        about = measured.provenance
        self.stdout.write(
            f"{space}: {about['recipes']} recipes, {about['real']} queries with an answer, {about['none']} without.\n"
            f"Threshold {measured.threshold}: there the mean of “answered rightly” and “refused” is highest.\n"
            f"“good match” from {measured.good}, “strong match” from {measured.strong}: from there on "
            f"{calibration.GOOD_PRECISION:.0%} and {calibration.STRONG_PRECISION:.0%} of the results are relevant.\n"
        )
        self.stdout.write("threshold   answered   answered rightly   refused   relevant among shown")
        for rates in calibration.neighbours(measured, scored):
            mark = "*" if rates.threshold == measured.threshold else " "
            self.stdout.write(
                f"{mark}{rates.threshold:8.3f} {rates.answered:10.1%} {rates.answered_rightly:18.1%} "
                f"{rates.refused:9.1%} {rates.precision:22.1%}"
            )
        for title, wrong in calibration.mistakes(measured.threshold, scored).items():
            self.stdout.write(f"{title}: {'; '.join(wrong) or 'none'}")


def provenance(queries: Path, scored: list[calibration.ScoredQuery], recipes: int) -> dict:
    return {
        "measured": datetime.now(UTC).date().isoformat(),
        "command": "manage.py calibrate_threshold",
        "queries": queries.name,
        "real": sum(query.answerable for query in scored),
        "none": sum(not query.answerable for query in scored),
        "recipes": recipes,
    }
