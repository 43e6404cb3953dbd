"""What is due to be embedded, and each recipe's status: the only place that computes it. Not the embedding itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.core.cache import cache
from django.db.models import Max

from recipes.embedders.base import Embedder
from recipes.models import DIETS, Concept, ConceptEmbedding, EmbeddedRecipe, EmbeddingSpace, Recipe, Tag
from recipes.passages import RecipeText, digest, source_hash

DUE_SECONDS = 60
"""How long a count of due recipes may be shown although texts were changed behind the models' back."""

CONCEPTS_VERSION = 1
"""Raised where the same texts of a concept are to give other vectors."""


class Status(Enum):
    """What search knows of a recipe in one space."""

    SEARCHABLE = "searchable"
    STALE = "stale"
    NOT_EMBEDDED = "not embedded"


@dataclass(frozen=True)
class Plan:
    """Which recipes are due in a space, by id, and how many are current there."""

    space: str
    due: list[int]
    current: int
    force: bool = False


def recipe_text(recipe: Recipe) -> RecipeText:
    """What is embedded of a recipe fetched `with_texts`."""
    tags = {kind: tuple(sorted(tag.name for tag in recipe.tags.all() if tag.kind == kind)) for kind in Tag.Kind}
    return RecipeText(
        title=recipe.title,
        summary=recipe.summary,
        ingredients=tuple(recipe.ingredient_lines),
        method=tuple(recipe.method_steps),
        course=recipe.course,
        cuisine=recipe.cuisine,
        diets=tuple(name.replace("_", "-") for name in DIETS if getattr(recipe, name)),
        seasons=tags[Tag.Kind.SEASON],
        occasions=tags[Tag.Kind.OCCASION],
        moods=tags[Tag.Kind.MOOD],
        tags=tags[Tag.Kind.OTHER],
        total_minutes=recipe.total_minutes,
    )


def plan(embedder: Embedder, recipes=None, *, force: bool = False) -> Plan:
    """Compare every recipe's texts (or those of the QuerySet `recipes`) with what the embedder's space holds.

    Reads all texts once, in constant memory, and loads no model. EmbedderError where the model isn't there at all.
    """
    queryset = Recipe.objects.all() if recipes is None else recipes
    space = embedder.space
    stored = stored_hashes(space, None if recipes is None else list(recipes.values_list("pk", flat=True)))
    due, current = [], 0
    for recipe in queryset.with_texts().order_by("pk").iterator(chunk_size=500):
        if not force and stored.get(recipe.pk) == source_hash(recipe_text(recipe), space):
            current += 1
        else:
            due.append(recipe.pk)
    return Plan(space, due, current, force)


def stored_hashes(space: str, recipe_ids: list[int] | None = None) -> dict[int, str]:
    """Recipe id -> the hash of the texts that its embeddings in the space were made from; of all recipes for None."""
    rows = EmbeddedRecipe.objects.filter(space=space)
    if recipe_ids is not None:
        rows = rows.filter(recipe__in=recipe_ids)
    return dict(rows.values_list("recipe_id", "source_hash"))


def statuses(recipes: Iterable[Recipe], space: str) -> dict[int, Status]:
    """The status of each recipe fetched `with_texts`, in one query."""
    recipes = list(recipes)
    stored = stored_hashes(space, [recipe.pk for recipe in recipes])
    return {recipe.pk: status(stored.get(recipe.pk), recipe, space) for recipe in recipes}


def status(stored_hash: str | None, recipe: Recipe, space: str) -> Status:
    if stored_hash is None:
        return Status.NOT_EMBEDDED
    return Status.SEARCHABLE if stored_hash == source_hash(recipe_text(recipe), space) else Status.STALE


def due_count(embedder: Embedder) -> int:
    """How many recipes `plan` would find due; remembered until something is saved or a run ends, 60 seconds at most."""
    # Not what is merely written: a monitor would have every text read anew at each batch of a long run.
    published = EmbeddingSpace.objects.filter(space=embedder.space).values_list("published", flat=True).first()
    tags = Tag.objects.aggregate(newest=Max("updated"))
    key = "recipes.due:" + digest(embedder.space, published, *map(str, (*Recipe.collection_state(), *tags.values())))
    return cache.get_or_set(key, lambda: len(plan(embedder).due), DUE_SECONDS)


def due_concepts(embedder: Embedder, *, force: bool = False) -> list[int]:
    """The ids of active concepts whose texts aren't what their vectors in the embedder's space were made from."""
    stored = {} if force else concept_fingerprints(embedder.space)
    active = Concept.objects.active().order_by("pk")
    return [concept.pk for concept in active if stored.get(concept.pk) != concept_fingerprint(concept)]


def concept_fingerprints(space: str) -> dict[int, str]:
    return dict(ConceptEmbedding.objects.filter(space=space).values_list("concept_id", "fingerprint"))


def concept_fingerprint(concept: Concept) -> str:
    """Equal where nothing that the concept's vectors are made of has changed."""
    return digest(CONCEPTS_VERSION, concept.phrasing_lines, concept.dish_lines)


def concept_statuses(concepts: Iterable[Concept], space: str) -> dict[int, Status]:
    """The status of each concept, in one query."""
    stored = concept_fingerprints(space)
    return {
        concept.pk: Status.NOT_EMBEDDED
        if (mark := stored.get(concept.pk)) is None
        else Status.SEARCHABLE
        if mark == concept_fingerprint(concept)
        else Status.STALE
        for concept in concepts
    }
