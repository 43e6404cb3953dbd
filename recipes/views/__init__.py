"""The pages for cooks: the search page, a recipe's page, the health page for monitoring.

Not here: what an address may say (forms), ranking (search), wording (templates).
"""

from recipes.views.cover import cover
from recipes.views.favourites import favourite, favourites
from recipes.views.monitoring import favicon, healthz, manifest, robots
from recipes.views.recipe_page import recipe
from recipes.views.searching import search
from recipes.views.surprise import surprise

__all__ = [
    "cover",
    "favicon",
    "favourite",
    "favourites",
    "healthz",
    "manifest",
    "recipe",
    "robots",
    "search",
    "surprise",
]
