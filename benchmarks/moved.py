"""A collection as large as one wants: a site's recipes, and copies of them with vectors moved towards other passages.

Not a collection to show pages of: of a recipe it has what filters ask for, and one text for all passages.
"""

import sqlite3
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import numpy as np
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes_site.environment import parsed

STEP = 0.5
SEED = 7
COPIED = ("title", "summary", "course", "cuisine", "vegetarian", "vegan", "total_minutes", "published")
RECIPES_AT_ONCE = 2000
TEXT = "simmer gently " * 20
FINGERPRINT = "0" * 64

Owners = list[tuple[int, int]]
"""Of each vector the recipe's id and the passage's position."""

Store = Callable[[str, Owners, np.ndarray], None]
"""Writes the vectors, of shape (len(owners), dimensions), in a space."""


def use(url: str) -> None:
    """Let the default database be this one."""
    config = connections.configure_settings({"default": parsed("DATABASE_URL", url)})["default"]
    connections["default"] = load_backend(config["ENGINE"]).DatabaseWrapper(config, "default")


def collection(path: Path, wanted: int, store: Store | None = None) -> tuple[str, str]:
    """Fill the default database, which is empty: the space, and what was made."""
    space, real = real_recipes(path)
    call_command("migrate", verbosity=0)
    fill(space, real, wanted, store or by_rows)
    passages = Embedding.objects.count()
    said = f"{wanted:,} recipes, {passages:,} passages; {min(len(real), wanted):,} recipes are real, the others moved."
    return space, said


def real_recipes(path: Path) -> tuple[str, list[tuple[dict, list[bytes]]]]:
    """The space that has most embeddings, and each recipe's fields with its passages' vectors."""
    site = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    counted = "SELECT space FROM recipes_embedding GROUP BY space ORDER BY count(*) DESC LIMIT 1"
    (space,) = site.execute(counted).fetchone()
    rows = site.execute(
        f"SELECT recipe_id, vector, {', '.join(COPIED)} FROM recipes_embedding JOIN recipes_recipe "
        "ON recipes_recipe.id = recipe_id WHERE space = ? ORDER BY recipe_id, position",
        [space],
    )
    groups = (list(group) for _, group in groupby(rows, key=lambda row: row[0]))
    return space, [(dict(zip(COPIED, group[0][2:], strict=True)), [row[1] for row in group]) for group in groups]


def by_rows(space: str, owners: Owners, vectors: np.ndarray) -> None:
    common = {"space": space, "kind": "piece", "text": TEXT, "fingerprint": FINGERPRINT}
    Embedding.objects.bulk_create(
        (
            Embedding(recipe_id=recipe_id, position=position, vector=vector.astype("<f4").tobytes(), **common)
            for (recipe_id, position), vector in zip(owners, vectors, strict=True)
        ),
        batch_size=5000,
    )


def fill(space: str, real: list[tuple[dict, list[bytes]]], wanted: int, store: Store) -> None:
    """So many recipes, the real ones first."""
    rng = np.random.default_rng(SEED)
    for start in range(0, wanted, RECIPES_AT_ONCE):
        numbers = range(start, min(start + RECIPES_AT_ONCE, wanted))
        chosen = [real[number % len(real)] for number in numbers]
        recipes = [Recipe(slug=f"recipe-{n}", **fields) for n, (fields, _) in zip(numbers, chosen, strict=True)]
        made = Recipe.objects.bulk_create(recipes)
        vectors = np.frombuffer(b"".join(vector for _, own in chosen for vector in own), "<f4")
        vectors = vectors.reshape(sum(len(own) for _, own in chosen), -1)
        if start + RECIPES_AT_ONCE > len(real):
            vectors = moved(vectors, rng)
        owners = [
            (recipe.pk, position) for recipe, (_, own) in zip(made, chosen, strict=True) for position in range(len(own))
        ]
        store(space, owners, vectors)
    EmbeddingSpace.objects.create(space=space, written="x", published="x")


def moved(vectors: np.ndarray, rng) -> np.ndarray:
    # Towards real ones: steps in random directions would scatter what is alike over dimensions that no text uses.
    changed = vectors + STEP * rng.permutation(vectors)
    return changed / np.linalg.norm(changed, axis=1, keepdims=True)
