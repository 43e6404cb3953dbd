"""The starter collection, from the files that ship with Larder. Not the writing of it."""

from pathlib import Path

from recipes.importing.batches import import_rows
from recipes.importing.files import read_rows
from recipes.importing.report import ImportReport
from recipes.models import Recipe

FOLDER = Path(__file__).resolve().parent.parent / "data" / "starter"
SOURCE_NAME = "Larder starter collection"


def load_starter(update: bool = False) -> ImportReport | None:
    """Load it into an empty table, or with `update` upsert it into any. None where there are recipes: nothing done."""
    if not update and Recipe.objects.exists():
        return None
    return import_rows(starter_rows(), source_name=SOURCE_NAME)


def starter_rows():
    """(line, row) of every recipe, file by file."""
    for path in sorted(FOLDER.glob("*.json")):
        with path.open("rb") as file:
            yield from read_rows(file, path.name)
