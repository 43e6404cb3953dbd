"""Keeping embeddings in step with recipes and concepts: plan what is due, embed it, switch to a finished space, prune.

Not here: printing, ranking.
"""

from recipes.indexing.concepts import embed_concepts
from recipes.indexing.embedding import BATCH_SIZE, Report, embed, embed_recipes
from recipes.indexing.planning import (
    Plan,
    Status,
    concept_statuses,
    due_concepts,
    due_count,
    plan,
    recipe_text,
    statuses,
)
from recipes.indexing.spaces import Switch, prepare_indexes, prune, register, serving_alias, store_calibration, switch

__all__ = [
    "BATCH_SIZE",
    "Plan",
    "Report",
    "Status",
    "Switch",
    "concept_statuses",
    "due_concepts",
    "due_count",
    "embed",
    "embed_concepts",
    "embed_recipes",
    "plan",
    "prepare_indexes",
    "prune",
    "recipe_text",
    "register",
    "serving_alias",
    "statuses",
    "store_calibration",
    "switch",
]
