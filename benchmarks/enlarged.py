"""A database of as many recipes as one wants, for measuring: real ones and copies, with perturbed copies of vectors.

Not a collection to judge results by: copies lie near each other, as no real recipes do.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from django.core.management import call_command
from django.db import connection

from recipes.evaluation import collection
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe
from recipes.models.embedding import new_mark
from recipes.scratch import scratch_database

NOISE = 0.3
"""Length of what is added to a vector of length 1: copies are as near as versions of one dish."""

BATCH = 2000
SEED = 20261129


@contextmanager
def real(path: Path | None) -> Iterator[int]:
    """Within it the default database holds the starter collection, or a file's recipes, really embedded.

    A file named .sqlite3 is a Larder database that is embedded already; of it a copy is used.
    """
    if path and path.suffix == ".sqlite3":
        with scratch_database():
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
                connection.ensure_connection()
                source.backup(connection.connection)
            call_command("migrate", verbosity=0, interactive=False)
            yield Recipe.objects.count()
    else:
        with collection("default", path) as recipes:
            yield recipes


@contextmanager
def enlarged(path: Path | None, size: int) -> Iterator[int]:
    """Within it the default database holds `size` recipes; gives how many of them are real."""
    with real(path) as there:
        if size < there:
            first = Recipe.objects.order_by("pk")[size].pk
            Recipe.objects.filter(pk__gte=first).delete()
        add_copies(size)
        yield min(size, there)


def add_copies(size: int) -> None:
    space = EmbeddingSpace.objects.active().space
    originals = list(Recipe.objects.filter(embedded__space=space).order_by("pk"))
    passages: dict[int, list[Embedding]] = {}
    for row in Embedding.objects.filter(space=space).order_by("recipe_id", "position"):
        passages.setdefault(row.recipe_id, []).append(row)
    random = np.random.default_rng(SEED)
    wanted = range(Recipe.objects.count(), size)
    for start in range(wanted.start, wanted.stop, BATCH):
        numbers = range(start, min(start + BATCH, wanted.stop))
        pairs = [(originals[number % len(originals)], number) for number in numbers]
        copies = Recipe.objects.bulk_create(copy_of(recipe, number) for recipe, number in pairs)
        rows = [
            copy_of_passage(row, copy, random)
            for (recipe, _), copy in zip(pairs, copies, strict=True)
            for row in passages[recipe.pk]
        ]
        Embedding.objects.bulk_create(rows, batch_size=5000)
        EmbeddedRecipe.objects.bulk_create(
            EmbeddedRecipe(recipe=copy, space=space, source_hash="copy", written=new_mark()) for copy in copies
        )
    EmbeddingSpace.objects.mark_written(space)
    EmbeddingSpace.objects.publish(space)


def copy_of(recipe: Recipe, number: int) -> Recipe:
    fields = {field.attname: getattr(recipe, field.attname) for field in Recipe._meta.concrete_fields}
    own = {"id": None, "slug": f"copy-{number}", "title": f"{recipe.title} {number}"[:200], "photo": ""}
    return Recipe(**fields | own | {"source_url": "", "source_id": "", "photo_widths": []})


def copy_of_passage(row: Embedding, copy: Recipe, random: np.random.Generator) -> Embedding:
    return Embedding(
        recipe_id=copy.pk,
        space=row.space,
        position=row.position,
        kind=row.kind,
        text=row.text,
        fingerprint=row.fingerprint,
        vector=perturbed(np.frombuffer(row.vector, "<f4"), random).tobytes(),
    )


def perturbed(vector: np.ndarray, random: np.random.Generator) -> np.ndarray:
    noise = random.standard_normal(len(vector), np.float32)
    moved = vector + NOISE * noise / np.linalg.norm(noise)
    return (moved / np.linalg.norm(moved)).astype("<f4")
