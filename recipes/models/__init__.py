"""Everything that Larder stores."""

from recipes.models.concept import Concept, ConceptEmbedding
from recipes.models.embedding import EmbeddedRecipe, Embedding, EmbeddingSpace
from recipes.models.limits import DIET_LIMITS
from recipes.models.recipe import ALLERGENS, COURSES, DIETS, Recipe
from recipes.models.tag import Tag

__all__ = [
    "ALLERGENS",
    "COURSES",
    "DIETS",
    "DIET_LIMITS",
    "Concept",
    "ConceptEmbedding",
    "EmbeddedRecipe",
    "Embedding",
    "EmbeddingSpace",
    "Recipe",
    "Tag",
]
