"""Search: a cook's sentence is read, embedded, and recipes are ranked by cosine similarity, limits kept on data.

Not here: HTTP, writing, embedding recipes.
"""

from recipes.search.collection import common_foods
from recipes.search.facets import Counts, count_browsed, count_found
from recipes.search.limits import Filters
from recipes.search.matches import Match, MatchedPassage, Ranking
from recipes.search.ranking import DEFAULT, cut_off_of, find_recipes, rank, similar_recipes, warm_up
from recipes.search.reading import Reading, foods, read
from recipes.search.serving import SearchUnavailable, require_embedded, require_index, serving, threshold_in_force

__all__ = [
    "DEFAULT",
    "Counts",
    "Filters",
    "Match",
    "MatchedPassage",
    "Ranking",
    "Reading",
    "SearchUnavailable",
    "common_foods",
    "count_browsed",
    "count_found",
    "cut_off_of",
    "find_recipes",
    "foods",
    "rank",
    "read",
    "require_embedded",
    "require_index",
    "serving",
    "similar_recipes",
    "threshold_in_force",
    "warm_up",
]
