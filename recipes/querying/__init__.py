"""A cook's sentence -> limits that are kept on data, and the meaning that is embedded. Pure: no model, no Django.

Not here: what foods contain (recipes.foods), and how limits are kept. The rules are read one after the other, each
taking its words; what none takes is the meaning. Their words are in data/reading.json.
"""

from collections.abc import Collection
from dataclasses import replace

from recipes.foods import Foods
from recipes.querying.cleaning import MAX_LENGTH, as_text, clean
from recipes.querying.contradictions import contradictions
from recipes.querying.counts import read_counts
from recipes.querying.diets import read_diets
from recipes.querying.implying import read_feasts_apart, read_implied, read_no_sauce, read_qualities
from recipes.querying.kinds import read_course, read_cuisine
from recipes.querying.leaving_out import read_leaving_out
from recipes.querying.leftovers import with_leftovers
from recipes.querying.naming import read_named
from recipes.querying.query import Found, Query, without
from recipes.querying.questions import asks_for_fact
from recipes.querying.sentence import Sentence
from recipes.querying.servings import read_servings
from recipes.querying.times import read_times
from recipes.querying.using import read_using
from recipes.querying.vocabulary import vocabulary

__all__ = ["MAX_LENGTH", "Found", "Query", "asks_for_fact", "read_query"]

RULES = (
    *(read_leaving_out, read_diets, read_times, read_counts, read_servings, read_using, read_cuisine, read_course),
    *(read_implied, read_named, read_feasts_apart, read_no_sauce, read_qualities),
)
"""In this order: "no added sugar" is no sugar to use, "with bread" asks for no course, a course implies no other, and
who names meat wants no sauce for it."""


def read_query(given: object, foods: Foods, off: Collection[str] = ()) -> Query:
    """What a cook wrote, read: any text of any script, cleaned and cut at 300 characters.

    `off` has the ids of limits that the cook turned off: they are not in `found`, and their words are back in `text`.
    Every word of the sentence is in `text` or in a span of `found`.
    """
    raw = as_text(given)
    text, cut = clean(raw)
    found = [limit for limit in limits(text, foods) if limit.id not in off]
    if found:
        found = with_leftovers(text, found)
    meaning = without(text, [span for limit in found for span in limit.spans])
    query = Query(raw=raw, text=meaning, cut=cut, found=tuple(found), sentence=text)
    return replace(query, contradictions=contradictions(query, foods)) if found else query


def limits(text: str, foods: Foods) -> list[Found]:
    """All that limits a search, in the order of the sentence."""
    sentence = Sentence(text, foods, vocabulary())
    for rule in RULES:
        rule(sentence)
    return sorted(sentence.found.values(), key=lambda limit: limit.spans)
