"""The Django admin of Larder: recipes, tags, concepts and embedding spaces, and what search knows of each recipe.

Not the rules: what is embedded, imported or found is decided in indexing, importing and search.
"""

from django.contrib import admin

from recipes.admin.concept import ConceptAdmin
from recipes.admin.recipe import RecipeAdmin
from recipes.admin.space import EmbeddingSpaceAdmin
from recipes.admin.tag import TagAdmin

__all__ = ["ConceptAdmin", "EmbeddingSpaceAdmin", "RecipeAdmin", "TagAdmin"]

admin.site.site_header = "Larder"
admin.site.site_title = "Larder"
admin.site.index_title = "Recipes and search"
# The few models are a click from the breadcrumbs; the list of recipes needs the room.
admin.site.enable_nav_sidebar = False
