"""`manage.py copy_database SOURCE`: all that another database holds into this one. recipes.copying does the work."""

from django.core.management.base import BaseCommand

from recipes.copying import CopyError, copy_from
from recipes.management.errors import said_in_one_line
from recipes_site.environment import database_at


class Command(BaseCommand):
    help = (
        "Copy recipes, embeddings, concepts, accounts and favourites from another database into that of DATABASE_URL, "
        "which has to be migrated and empty. Nothing is embedded again."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", help="the address of the database to copy from, as DATABASE_URL would have it")

    def handle(self, *, source: str, **options):
        with said_in_one_line(CopyError):
            for name, rows in copy_from(database_at("The source", source)):
                self.stdout.write(f"{rows:>10,} {name}")
