"""A collection of recipes, embedded with the shipped concepts in a database of its own while something is measured.

Not the measuring, and never the site's own data.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recipes import indexing
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.embedders.base import EmbedderError
from recipes.importing import import_rows, load_shipped_concepts, load_starter, read_rows
from recipes.models import Recipe
from recipes.scratch import scratch_database
from recipes.vector_indexes import vector_indexes

UNCALIBRATED = Calibration(threshold=-1, good=1, strong=1)
"""Every space needs some threshold to serve; what is measured says itself where it cuts off."""


@contextmanager
def collection(alias: str, path: Path | None = None) -> Iterator[int]:
    """Within it the default database holds the starter collection alone, embedded with the alias; gives the number.

    `path`: the recipes of a file that `import_recipes` reads instead; SourceFileError or OSError where it isn't one.
    EmbedderError where the model isn't there, or fails: a part of the collection measures nothing.
    """
    with scratch_database():
        if path is None:
            load_starter()
        else:
            with path.open("rb") as file:
                import_rows(read_rows(file, path.name))
        load_shipped_concepts()
        try:
            yield embed_everything(alias)
        finally:
            vector_indexes["default"].forget()


def embed_everything(alias: str) -> int:
    embedder = embedders[alias]
    if indexing.register(embedder).threshold is None:
        indexing.store_calibration(embedder.space, UNCALIBRATED)
    report = indexing.embed(embedder, indexing.plan(embedder))
    indexing.embed_concepts(embedder, indexing.due_concepts(embedder), report=report)
    if failed := report.failed | report.failed_concepts:
        raise EmbedderError(f"Recipes or concepts can't be embedded: {failed}")
    indexing.switch(embedder)
    return Recipe.objects.count()
