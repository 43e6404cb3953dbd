"""`manage.py embed_recipes`: embed what is due, let a finished space serve. The work itself is in recipes.indexing."""

import sys
import time
from contextlib import closing

from django.core.management.base import BaseCommand, CommandError
from django.db.models import BigAutoField

from recipes import indexing
from recipes.embedders import embedders
from recipes.management.arguments import up_to
from recipes.management.errors import said_in_one_line
from recipes.management.progress import Progress
from recipes.models import Recipe

recipe_id = up_to(BigAutoField.MAX_BIGINT)
ADVICE = {
    indexing.Switch.SWITCHED: "Searches now use {space}.",
    indexing.Switch.INCOMPLETE: "Searches don't use {space} yet: it is not complete. Run `manage.py embed_recipes`.",
    indexing.Switch.NO_THRESHOLD: "Searches don't use {space} yet: it has no threshold. Run `manage.py "
    "calibrate_threshold --embedder {alias} --write`, then `manage.py embed_recipes --embedder {alias}` again.",
    indexing.Switch.LEFT: "Searches keep the space of now: {space} was left for it. Add --activate to go back.",
}


class Command(BaseCommand):
    help = "Embed the recipes that are due, and let the space serve once it is complete and calibrated."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="embed again what has not changed, too")
        parser.add_argument("--dry-run", action="store_true", help="say what is due and change nothing")
        parser.add_argument("--check", action="store_true", help="as --dry-run, with exit status 1 where work is due")
        parser.add_argument("--recipe", nargs="+", type=recipe_id, metavar="ID", help="only these recipes")
        parser.add_argument("--batch-size", type=up_to(5000), default=indexing.BATCH_SIZE, help="recipes a transaction")
        parser.add_argument("--embedder", metavar="ALIAS", help="a name in EMBEDDERS (default: the one that serves)")
        parser.add_argument("--activate", action="store_true", help="go back to a space that served before")
        parser.add_argument("--prune", action="store_true", help="remove the embeddings of all other spaces at the end")

    def handle(self, *args, **options):
        report = indexing.Report()
        try:
            with said_in_one_line():
                status = self.run(report, **options)
        except KeyboardInterrupt:
            self.stdout.write(f"Interrupted: {report}. The next run carries on.")
            status = 130
        if status:
            sys.exit(status)

    def run(self, report, recipe, force, dry_run, check, **options) -> int:
        alias = options["embedder"] or indexing.serving_alias(download=True)
        plan = indexing.plan(embedders[alias], self.chosen(recipe), force=force)
        if dry_run or check:
            self.stdout.write(f"{len(plan.due):,} recipes due, {plan.current:,} up to date in {plan.space}.")
            return 1 if check and plan.due else 0
        return self.embed(report, alias, plan, **options)

    def chosen(self, ids: list[int] | None):
        recipes = Recipe.objects.all() if ids is None else Recipe.objects.filter(pk__in=ids)
        if missing := set(ids or ()) - set(recipes.values_list("pk", flat=True) if ids else ()):
            raise CommandError(f"There is no recipe {', '.join(map(str, sorted(missing)))}.", returncode=2)
        return recipes

    def embed(self, report, alias: str, plan: indexing.Plan, batch_size: int, activate: bool, prune: bool, **_) -> int:
        started = time.monotonic()
        with closing(Progress(len(plan.due), "recipes", self.stderr)) as progress:
            indexing.embed(embedders[alias], plan, report=report, on_batch=progress.at, batch_size=batch_size)
        rate = report.passages / max(seconds := time.monotonic() - started, 1e-9)
        self.stdout.write(f"{report}, {plan.current:,} up to date; {seconds:.1f} s, {rate:.0f} passages/s.")
        for pk, reason in report.failed.items():
            self.stderr.write(f"Recipe {pk} could not be embedded: {reason}")
        self.finish(alias, plan.space, report.failed, activate, prune)
        return 1 if report.failed else 0

    def finish(self, alias: str, space: str, failed: dict, activate: bool, prune: bool) -> None:
        if advice := ADVICE.get(indexing.switch(embedders[alias], again=activate, failed=failed)):
            self.stdout.write(advice.format(space=space, alias=alias))
        if prune:
            self.stdout.write(f"Removed {indexing.prune(keep=space):,} embeddings of other spaces.")
