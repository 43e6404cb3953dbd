"""Whether a sentence asks for a fact, not for something to eat: "who invented the sandwich". Not what the answer is."""

from recipes.querying.vocabulary import vocabulary
from recipes.querying.words import Words


def asks_for_fact(text: str) -> bool:
    """By how it begins ("why do", "how to sharpen") but for wishes that begin alike, or by words that no wish holds.

    "How do I use up stale bread" and "why don't we have tacos" are wishes.
    """
    known, words = vocabulary(), Words(text)
    begin = next((place for place, word in enumerate(words.words) if word not in known.greetings), 0)
    opening, wish = known.fact_openings.at(words, begin), known.wish_openings.at(words, begin)
    if opening and not (wish and wish[0] >= opening[0]):
        return True
    return next(known.fact_words.all(words), None) is not None
