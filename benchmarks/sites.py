"""Databases of as many recipes as a benchmark wants, in a folder of their own: really embedded ones, and copies.

A copy is a recipe with its texts, its title numbered, and its real vectors moved a little by chance. Not the measuring,
and never the site's own data.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
from django.core.management import call_command
from django.db import connection, transaction

from recipes import indexing
from recipes.embedders import embedders
from recipes.importing import import_rows, load_shipped_concepts, load_starter, read_rows
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe

REALLY = 5000
"""At most so many recipes of a file are embedded; what is more are copies."""

NOISE = 0.6
"""The length of what chance adds to a vector of length 1: the copy's cosine to it is about 0.86."""


@contextmanager
def opened(path: Path) -> Iterator[None]:
    """Within it the default database is this file."""
    before = connection.settings_dict["NAME"]
    try:
        use(str(path))
        yield
    finally:
        use(before)


def use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def base(folder: Path, recipes: Path | None, database: Path | None) -> Path:
    """A new database of real recipes: those of a file, of an embedded database, or of the starter collection."""
    path = folder / "base.sqlite3"
    if database:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as source:
            source.backup(sqlite3.connect(path))
    with opened(path):
        call_command("migrate", verbosity=0, interactive=False)
        if database:
            return path
        if recipes:
            with recipes.open("rb") as file:
                import_rows(islice(read_rows(file, recipes.name), REALLY))
        else:
            load_starter()
        embed_all()
    return path


def embed_all() -> None:
    """Embed what is due, concepts too, and let the space of the default embedder serve."""
    embedder = embedders["default"]
    if not EmbeddingSpace.objects.filter(space=embedder.space).exists():
        load_shipped_concepts()
    indexing.register(embedder)
    report = indexing.embed(embedder, indexing.plan(embedder))
    indexing.embed_concepts(embedder, indexing.due_concepts(embedder), report=report)
    indexing.switch(embedder)


@contextmanager
def site(base: Path, folder: Path, recipes: int) -> Iterator[tuple[Path, str]]:
    """Within it the default database holds that many recipes; gives its file, and how they were made, in words."""
    path = folder / f"{recipes}.sqlite3"
    with opened(base):
        connection.ensure_connection()
        connection.connection.backup(sqlite3.connect(path))
    with opened(path):
        yield path, stock(recipes)
    for file in folder.glob(f"{path.name}*"):
        file.unlink()


def stock(recipes: int) -> str:
    """Take recipes away or copy some until there are as many."""
    with transaction.atomic():
        embedded = Embedding.objects.filter(space=EmbeddingSpace.objects.active().space).values("recipe")
        found = Recipe.objects.published().filter(pk__in=embedded).order_by("pk")
        kept = list(found.values_list("pk", flat=True)[:recipes])
        drop_others(kept)
        connection.connection.create_function("moved", 1, moved)
        for round_ in range(1, -(-recipes // len(kept))):
            copy(kept[: recipes - round_ * len(kept)], round_ * (kept[-1] + 1), round_)
        EmbeddingSpace.objects.publish_anew()
    copies = recipes - len(kept)
    return f"{len(kept):,} embedded" + (f", {copies:,} copies with vectors moved by chance" if copies else "")


TABLES = (Recipe, Recipe.tags.through, Embedding, EmbeddedRecipe)


def drop_others(kept: list[int]) -> None:
    """Drop all recipes but these; in SQL, since one that is deleted by Django takes files of its photo along."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quoted(Recipe)} WHERE id NOT IN ({', '.join(map(str, kept))})")
        for model in TABLES[1:]:
            cursor.execute(f"DELETE FROM {quoted(model)} WHERE recipe_id NOT IN (SELECT id FROM {quoted(Recipe)})")


def quoted(model) -> str:
    return f'"{model._meta.db_table}"'


random_numbers = np.random.default_rng(0)


def moved(vector: bytes) -> bytes:
    """A vector near this one, of length 1."""
    real = np.frombuffer(vector, "<f4")
    noise = random_numbers.standard_normal(len(real), dtype=np.float32)
    near = real + noise * (NOISE / np.linalg.norm(noise))
    return (near / np.linalg.norm(near)).astype("<f4").tobytes()


CHANGED = {
    (Recipe, "id"): "id + {offset}",
    (Recipe, "slug"): "'copy-{round_}-of-' || id",
    (Recipe, "title"): "substr(title, 1, 180) || ' {round_}'",
    (Recipe, "source_id"): "''",
    (Recipe, "source_url"): "''",
    (Embedding, "vector"): "moved(vector)",
}


def copy(recipe_ids: list[int], offset: int, round_: int) -> None:
    """Recipes, what they are tagged with, their passages and vectors, under ids that are higher by `offset`."""
    for model in TABLES:
        key = "id" if model is Recipe else "recipe_id"
        columns = [field.column for field in model._meta.concrete_fields if model is Recipe or field.column != "id"]
        values = [
            CHANGED.get((model, name), f"{key} + {{offset}}" if name == key else f'"{name}"').format(
                offset=offset, round_=round_
            )
            for name in columns
        ]
        names = ", ".join(f'"{name}"' for name in columns)
        statement = f"INSERT INTO {quoted(model)} ({names}) SELECT {', '.join(values)} FROM {quoted(model)}"
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} WHERE {key} <= {recipe_ids[-1]}")
