"""Embedding what a plan names: batch, encode only what changed, one transaction a batch. Not what is due, not ranking.

A crash loses at most the batch in flight and the next run carries on; what another run wrote meanwhile is left alone.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from django.db import transaction
from django.db.models import Q

from recipes.embedders import embedders
from recipes.embedders.base import Embedder, EmbedderUnavailable
from recipes.indexing.planning import Plan, plan, recipe_text, stored_hashes
from recipes.indexing.spaces import register, serving_alias, switch
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe
from recipes.passages import Passage, source_hash, split_recipe

BATCH_SIZE = 32
"""Recipes a transaction."""

logger = logging.getLogger(__name__)


@dataclass
class Report:
    """What a run has done so far. `failed` and `failed_concepts` hold the id of a recipe or concept -> reason.

    `tokens`: those that a service counted, 0 where nobody does.
    """

    done: int = 0
    passages: int = 0
    kept: int = 0
    removed: int = 0
    overtaken: int = 0
    failed: dict[int, str] = field(default_factory=dict)
    concepts: int = 0
    failed_concepts: dict[int, str] = field(default_factory=dict)
    tokens: int = 0

    def __str__(self):
        parts = [f"{self.done - len(self.failed) - self.overtaken:,} recipes embedded ({self.passages:,} passages"]
        parts.append(f"{self.kept:,} unchanged, {self.removed:,} removed)")
        if self.overtaken:
            parts.append(f"{self.overtaken:,} left to another run")
        if self.failed:
            parts.append(f"{len(self.failed):,} failed")
        if self.concepts:
            parts.append(f"{self.concepts:,} concepts embedded")
        if self.failed_concepts:
            parts.append(f"{len(self.failed_concepts):,} concepts failed")
        if self.tokens:
            parts.append(f"{self.tokens:,} tokens")
        return ", ".join(parts)


def embed(
    embedder: Embedder,
    due: Plan,
    *,
    report: Report | None = None,
    on_batch: Callable[[int], None] | None = None,
    batch_size: int = BATCH_SIZE,
) -> Report:
    """Embed what the plan names, a batch a transaction, and publish what was written even where the run is cut short.

    A recipe that can't be embedded is reported and never stops the rest. `report`, where given, is filled in as the run
    goes; `on_batch` is called with the number of recipes done. EmbedderError where the model can't be loaded; what
    fails after that counts as the recipe's, but for EmbedderUnavailable, which ends the run between two batches.
    """
    report = Report() if report is None else report
    with tokens_counted(embedder, report):
        if due.due:
            embedder.load()
        register(embedder)
        try:
            for start in range(0, len(due.due), batch_size):
                embed_batch(embedder, due.due[start : start + batch_size], report, force=due.force)
                if on_batch:
                    on_batch(report.done)
        finally:
            EmbeddingSpace.objects.publish(embedder.space)
    return report


@contextmanager
def tokens_counted(embedder: Embedder, report: Report) -> Iterator[None]:
    """Add to the report what a service counts meanwhile, however it ends: it is what will be paid for."""
    before = embedder.tokens_used
    try:
        yield
    finally:
        report.tokens += embedder.tokens_used - before


@dataclass(frozen=True)
class Work:
    """One recipe of a batch: the hashes its embeddings had and will have, its passages, and those to be encoded."""

    recipe_id: int
    hash_before: str | None
    hash_after: str
    passages: list[Passage]
    changed: list[Passage]


def embed_batch(embedder: Embedder, recipe_ids: list[int], report: Report, *, force: bool) -> None:
    recipes = Recipe.objects.filter(pk__in=recipe_ids).with_texts()
    hashes = stored_hashes(embedder.space, recipe_ids)
    stored = {} if force else stored_fingerprints(embedder.space, recipe_ids)
    failed: dict[int, str] = {}
    work = [
        item
        for recipe in recipes
        if (item := attempt(failed, recipe.pk, prepare, embedder, recipe, hashes.get(recipe.pk), stored))
    ]
    encoded = encode(embedder, work, failed)
    write(embedder.space, encoded, report)
    report.failed |= failed
    report.done += len(recipe_ids)


def stored_fingerprints(space: str, recipe_ids: list[int]) -> dict[tuple[int, int], str]:
    rows = Embedding.objects.filter(space=space, recipe__in=recipe_ids)
    return {
        (recipe, position): mark for recipe, position, mark in rows.values_list("recipe_id", "position", "fingerprint")
    }


def attempt(failed: dict[int, str], recipe_id: int, function: Callable, *args):
    """The function's result; None, with the reason noted and the traceback logged, where it raises anything at all.

    EmbedderUnavailable is no recipe's fault.
    """
    try:
        return function(*args)
    except EmbedderUnavailable:
        raise
    except Exception as error:
        logger.exception("Recipe %s can't be embedded", recipe_id)
        failed[recipe_id] = f"{type(error).__name__}: {error}"
        return None


def prepare(embedder: Embedder, recipe: Recipe, hash_before: str | None, stored: dict) -> Work:
    text = recipe_text(recipe)
    passages = split_recipe(text, embedder.count_tokens, embedder.max_tokens)
    changed = [passage for passage in passages if stored.get((recipe.pk, passage.position)) != passage.fingerprint]
    return Work(recipe.pk, hash_before, source_hash(text, embedder.space), passages, changed)


def encode(embedder: Embedder, work: list[Work], failed: dict[int, str]) -> list[tuple[Work, np.ndarray]]:
    """Each recipe with the vectors of its changed passages; all in one go, one by one where that fails."""
    texts = [passage.text for item in work for passage in item.changed]
    try:
        vectors = embedder.embed_passages(texts)
    except EmbedderUnavailable:
        raise
    except Exception:
        logger.warning("A batch of %s passages failed; trying its recipes one by one", len(texts), exc_info=True)
        singly = [
            (item, attempt(failed, item.recipe_id, embedder.embed_passages, [passage.text for passage in item.changed]))
            for item in work
        ]
        return [(item, vectors) for item, vectors in singly if vectors is not None]
    ends = np.cumsum([len(item.changed) for item in work])
    return list(zip(work, np.split(vectors, ends[:-1]), strict=True)) if work else []


@transaction.atomic
def write(space: str, encoded: list[tuple[Work, np.ndarray]], report: Report) -> None:
    """Store a batch, leaving alone what another run or an admin's save has written since it was read."""
    ids = [item.recipe_id for item, _ in encoded]
    there = set(Recipe.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    now = stored_hashes(space, ids)
    mine = [
        (item, vectors)
        for item, vectors in encoded
        if item.recipe_id in there and now.get(item.recipe_id) == item.hash_before
    ]
    report.overtaken += len(encoded) - len(mine)
    report.removed += remove_gone(space, [item for item, _ in mine])
    report.kept += sum(len(item.passages) - len(item.changed) for item, _ in mine)
    report.passages += upsert(space, mine)
    EmbeddingSpace.objects.mark_written(space)


def remove_gone(space: str, work: list[Work]) -> int:
    """Delete what lies behind each recipe's last passage."""
    # Grouped, since a database takes some hundred conditions, and a batch may hold more recipes than that.
    ends = defaultdict(list)
    for item in work:
        ends[len(item.passages)].append(item.recipe_id)
    behind = Q(*(Q(recipe__in=ids, position__gte=end) for end, ids in ends.items()), _connector=Q.OR)
    return Embedding.objects.filter(behind, space=space).delete()[0] if work else 0


def upsert(space: str, encoded: list[tuple[Work, np.ndarray]]) -> int:
    rows = [
        Embedding(
            recipe_id=item.recipe_id,
            space=space,
            position=passage.position,
            kind=passage.kind,
            text=passage.text,
            fingerprint=passage.fingerprint,
            vector=vector.astype("<f4").tobytes(),
        )
        for item, vectors in encoded
        for passage, vector in zip(item.changed, vectors, strict=True)
    ]
    Embedding.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["space", "recipe", "position"],
        update_fields=["kind", "text", "fingerprint", "vector"],
    )
    EmbeddedRecipe.objects.bulk_create(
        [EmbeddedRecipe(recipe_id=item.recipe_id, space=space, source_hash=item.hash_after) for item, _ in encoded],
        update_conflicts=True,
        unique_fields=["space", "recipe"],
        update_fields=["source_hash", "written"],
    )
    return len(rows)


def embed_recipes(recipes) -> Report:
    """Embed the recipes of a QuerySet where searches look for them: what the admin does on saving.

    EmbedderError where the model can't be had; Report.failed names recipes that could not be embedded.
    """
    embedder = embedders[serving_alias()]
    report = embed(embedder, plan(embedder, recipes))
    if EmbeddingSpace.objects.active() is None:
        switch(embedder, failed=report.failed)
    return report
