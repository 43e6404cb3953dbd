"""The search form: what the address of `/` may say, cleaned value by value, and the canonical address of what is left.

Not the search itself, and not what a sentence holds.
"""

from recipes.forms.addresses import QUERY_LENGTH, REPEATS, has_clutter, tidied
from recipes.forms.search_form import SearchForm
from recipes.forms.wording import ALLERGY_DIETS, DIET_NAMES, course_name, duration, in_words, limit_words

__all__ = [
    "ALLERGY_DIETS",
    "DIET_NAMES",
    "QUERY_LENGTH",
    "REPEATS",
    "SearchForm",
    "course_name",
    "duration",
    "has_clutter",
    "in_words",
    "limit_words",
    "tidied",
]
