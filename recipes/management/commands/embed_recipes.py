"""`manage.py embed_recipes`: embed what is due, let a finished space serve. The work itself is in recipes.indexing."""

import sys
import time
from contextlib import closing

from django.core.management.base import BaseCommand, CommandError
from django.db.models import BigAutoField

from recipes import indexing
from recipes.embedders import embedders
from recipes.management import concepts
from recipes.management.arguments import up_to
from recipes.management.errors import said_how_far, said_in_one_line
from recipes.management.progress import Progress
from recipes.management.switching import advice
from recipes.models import Recipe

recipe_id = up_to(BigAutoField.MAX_BIGINT)


class Command(BaseCommand):
    help = "Embed the recipes and concepts that are due, and let the space serve once it is complete and calibrated."

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
            with said_how_far(report, self.stdout), said_in_one_line():
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
            due = 0 if recipe else concepts.count_due(embedders[alias], force=force)
            known = f"{len(plan.due):,} recipes due, {plan.current:,} up to date in {plan.space}"
            self.stdout.write(f"{known}; {due:,} concepts due.")
            return 1 if check and (plan.due or due) else 0
        if not recipe:
            concepts.embed_due(embedders[alias], report, self.stderr, force=force)
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
        for line in concepts.failures(report):
            self.stderr.write(line)
        done = indexing.switch(embedders[alias], again=activate, failed=report.failed)
        if said := advice(done, plan.space, alias):
            self.stdout.write(said)
        if prune:
            self.stdout.write(f"Removed {indexing.prune(keep=plan.space):,} embeddings of other spaces.")
        return 1 if report.failed or report.failed_concepts else 0
