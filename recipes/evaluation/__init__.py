"""Search quality: labelled queries through the search that cooks use, beside baselines, as the field's figures.

Not here: printing, and what to conclude from the scores (that is calibration's).
"""

from recipes.evaluation.collection import collection
from recipes.evaluation.growth import Refusal, refusal_by_size
from recipes.evaluation.measuring import (
    BM25,
    FIGURES,
    LARDER,
    PLAIN,
    WITHOUT_CONCEPTS,
    Answer,
    Measured,
    System,
    bm25,
    difference,
    figures_of,
    larder,
    larder_without_concepts,
    measure,
    plain,
    scored,
)
from recipes.evaluation.metrics import RELEVANT, Estimate, estimate
from recipes.evaluation.models import Compared, Data, compare
from recipes.evaluation.queries import LABELLED_QUERIES, LabelledQuery, QueriesError, digest_of_test_half, read_queries
from recipes.evaluation.record import RECORD, RECORDED, RecordError, record
from recipes.evaluation.report import Report, evaluate_live, evaluate_starter, plainly
from recipes.evaluation.summaries import VagueSummary, vague_summaries

__all__ = [
    "BM25",
    "FIGURES",
    "LABELLED_QUERIES",
    "LARDER",
    "PLAIN",
    "RECORD",
    "RECORDED",
    "RELEVANT",
    "WITHOUT_CONCEPTS",
    "Answer",
    "Compared",
    "Data",
    "Estimate",
    "LabelledQuery",
    "Measured",
    "QueriesError",
    "RecordError",
    "Refusal",
    "Report",
    "System",
    "VagueSummary",
    "bm25",
    "collection",
    "compare",
    "difference",
    "digest_of_test_half",
    "estimate",
    "evaluate_live",
    "evaluate_starter",
    "figures_of",
    "larder",
    "larder_without_concepts",
    "measure",
    "plain",
    "plainly",
    "read_queries",
    "record",
    "refusal_by_size",
    "scored",
    "vague_summaries",
]
