"""Embedding concepts: their phrasings' vectors and the mean of their dishes'. Not finding them in a sentence."""

import logging
from collections.abc import Callable

import numpy as np
from django.db import transaction

from recipes.embedders.base import Embedder, EmbedderUnavailable
from recipes.indexing.embedding import Report, tokens_counted
from recipes.indexing.planning import concept_fingerprint
from recipes.indexing.spaces import register
from recipes.models import Concept, ConceptEmbedding, EmbeddingSpace

CONCEPTS_A_BATCH = 16

logger = logging.getLogger(__name__)


def embed_concepts(
    embedder: Embedder,
    concept_ids: list[int],
    *,
    report: Report | None = None,
    on_batch: Callable[[int], None] | None = None,
) -> Report:
    """Embed these concepts and publish what was written even where the run is cut short; the next run carries on.

    One that can't be embedded is reported and never stops the rest. `on_batch` is called with the number of concepts
    tried. EmbedderError where the model can't be loaded, EmbedderUnavailable where it is gone between two batches.
    """
    report = Report() if report is None else report
    if not concept_ids:
        return report
    with tokens_counted(embedder, report):
        embedder.load()
        register(embedder)
        try:
            for start in range(0, len(concept_ids), CONCEPTS_A_BATCH):
                embed_batch(embedder, concept_ids[start : start + CONCEPTS_A_BATCH], report)
                if on_batch:
                    on_batch(report.concepts + len(report.failed_concepts))
        finally:
            EmbeddingSpace.objects.publish(embedder.space)
    return report


def embed_batch(embedder: Embedder, concept_ids: list[int], report: Report) -> None:
    concepts = list(Concept.objects.filter(pk__in=concept_ids).order_by("pk"))
    rows = encode(embedder, concepts, report)
    with transaction.atomic():
        # Whoever deletes a concept meanwhile waits, or has deleted it already.
        there = set(Concept.objects.select_for_update().filter(pk__in=concept_ids).values_list("pk", flat=True))
        written = ConceptEmbedding.objects.bulk_create(
            [row for row in rows if row.concept_id in there],
            update_conflicts=True,
            unique_fields=["space", "concept"],
            update_fields=["fingerprint", "phrasings", "prototype"],
        )
        EmbeddingSpace.objects.mark_written(embedder.space)
    report.concepts += len(written)


def encode(embedder: Embedder, concepts: list[Concept], report: Report) -> list[ConceptEmbedding]:
    """The rows of all concepts in one go; one by one where that fails, so that a bad one stops only itself."""
    try:
        return embedded(embedder, concepts)
    except EmbedderUnavailable:
        raise
    except Exception:
        logger.warning("A batch of %s concepts failed; trying them one by one", len(concepts), exc_info=True)
    rows = []
    for concept in concepts:
        try:
            rows += embedded(embedder, [concept])
        except EmbedderUnavailable:
            raise
        except Exception as error:
            logger.exception("Concept %s can't be embedded", concept.slug)
            report.failed_concepts[concept.pk] = f"{type(error).__name__}: {error}"
    return rows


def embedded(embedder: Embedder, concepts: list[Concept]) -> list[ConceptEmbedding]:
    """All texts of the concepts encoded at once: short texts of like length fill the model's batches."""
    parts = [lines for concept in concepts for lines in (concept.phrasing_lines, concept.dish_lines)]
    vectors = embedder.embed_passages([line for lines in parts for line in lines])
    split = np.split(vectors, np.cumsum([len(lines) for lines in parts])[:-1])
    return [
        ConceptEmbedding(
            concept=concept,
            space=embedder.space,
            fingerprint=concept_fingerprint(concept),
            phrasings=phrasings.astype("<f4").tobytes(),
            prototype=(dishes.sum(axis=0) / max(len(dishes), 1)).astype("<f4").tobytes(),
        )
        for concept, phrasings, dishes in zip(concepts, split[::2], split[1::2], strict=True)
    ]
