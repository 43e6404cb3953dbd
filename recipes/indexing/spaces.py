"""Which space serves searches: registering, calibrating, switching once, pruning what is left. Not embedding."""

from collections.abc import Container
from dataclasses import asdict
from enum import Enum

from django.db import transaction

from recipes.calibration import Calibration, shipped_calibration
from recipes.embedders import alias_of
from recipes.embedders.base import Embedder
from recipes.indexing.planning import due_concepts, plan
from recipes.models import ConceptEmbedding, EmbeddedRecipe, Embedding, EmbeddingSpace
from recipes.vector_indexes import vector_indexes


class Switch(Enum):
    """What became of the wish to let a space serve."""

    SERVES = "it serves already"
    SWITCHED = "it serves from now on"
    INCOMPLETE = "it is not complete"
    NO_THRESHOLD = "it has no calibrated threshold"
    LEFT = "it served before and was left for another"


def serving_alias(*, download: bool = False) -> str:
    """The embedder whose space serves; "default" where none does yet, or where it is gone from the settings.

    `download`: models that this machine doesn't have are fetched to see whether it is theirs.
    """
    active = EmbeddingSpace.objects.active()
    return (active and alias_of(active.space, download=download)) or "default"


def register(embedder: Embedder) -> EmbeddingSpace:
    """The stored row of the embedder's space, made where there is none, with the threshold that Larder ships for it."""
    row, _ = EmbeddingSpace.objects.get_or_create(space=embedder.space)
    shipped = shipped_calibration(row.space)
    if row.threshold is None and shipped:
        store_calibration(row.space, shipped)
        row.refresh_from_db()
    return row


def store_calibration(space: str, calibration: Calibration) -> None:
    """Keep a measured threshold and labels for the space; the admin's own choice stays as it is."""
    EmbeddingSpace.objects.update_or_create(space=space, defaults=asdict(calibration))


def switch(embedder: Embedder, *, again: bool = False, failed: Container[int] = ()) -> Switch:
    """Let the embedder's space serve, once: when it is complete, with its concepts, has a threshold, and was not left.

    `again` goes back to a space that was left. The first space of all may serve although the recipes `failed` could not
    be embedded: better than nothing.
    """
    row = register(embedder)
    if row.is_active:
        return Switch.SERVES
    if row.threshold is None:
        return Switch.NO_THRESHOLD
    if row.activated and not again:
        return Switch.LEFT
    # Before the transaction: it reads every text, and a lock on the database would be held for as long.
    due = plan(embedder).due
    if due_concepts(embedder):
        return Switch.INCOMPLETE
    with transaction.atomic():
        active = EmbeddingSpace.objects.select_for_update().filter(is_active=True).first()
        if [pk for pk in due if active or pk not in failed]:
            return Switch.INCOMPLETE
        EmbeddingSpace.objects.activate(row.space)
    return Switch.SWITCHED


def prepare_indexes(space: str) -> list[str]:
    """Let every vector index make what its searches of the space need; a sentence on each that made something."""
    return [said for alias in vector_indexes if (said := vector_indexes[alias].prepare(space))]


@transaction.atomic
def prune(keep: str) -> int:
    """Remove every space but the one that serves and `keep`; the number of embeddings removed."""
    serving = EmbeddingSpace.objects.select_for_update().filter(is_active=True)
    kept = {keep, *serving.values_list("space", flat=True)}
    EmbeddedRecipe.objects.exclude(space__in=kept).delete()
    ConceptEmbedding.objects.exclude(space__in=kept).delete()
    removed, _ = Embedding.objects.exclude(space__in=kept).delete()
    EmbeddingSpace.objects.exclude(space__in=kept).delete()
    return removed
