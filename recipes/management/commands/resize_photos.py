"""`resize_photos`: the smaller sizes of photos that have none, one by one. No rules of what sizes there are."""

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F

from recipes.management.progress import Progress
from recipes.models import Recipe
from recipes.models.renditions import make_renditions


class Command(BaseCommand):
    help = "Make the smaller sizes of photos that have none: those stored by an older Larder, or whose making failed."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="those of every photo: after a restore without them")

    def handle(self, **options):
        recipes = Recipe.objects.exclude(photo="").order_by("pk")
        if not options["all"]:
            recipes = recipes.filter(photo_widths=[])
        total, failed = recipes.count(), 0
        progress = Progress(total, "photos", self.stderr)
        for number, recipe in enumerate(recipes.only("photo", "photo_widths").iterator(500), 1):
            failed += not make_renditions(recipe)
            # Not save(): what is searched for hasn't changed, nor has what a cook reads.
            Recipe.objects.filter(pk=recipe.pk).update(photo_widths=recipe.photo_widths, updated=F("updated"))
            progress.at(number)
        progress.close()
        self.stdout.write(f"Photos with all their sizes now: {total - failed:,}.")
        if failed:
            raise CommandError(f"Photos that failed: {failed:,}. The log says why; they show as they are.")
