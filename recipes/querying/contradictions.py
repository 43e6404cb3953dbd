"""Limits that can't all be kept, in plain words: "vegan" beside "chicken". Not what to do about them."""

from recipes.foods import Foods
from recipes.querying.query import Contradiction, Found, Query
from recipes.querying.vocabulary import vocabulary


def contradictions(query: Query, foods: Foods) -> tuple[Contradiction, ...]:
    """Each pair of words of the sentence that no recipe can satisfy; empty where there is none."""
    wanted = [query.text[mention.start : mention.end] for mention in foods.in_text(query.text)]
    wanted += [str(found.value) for found in query.found if found.kind == "use"]
    pairs = [
        Contradiction(found, words.lower())
        for found in query.found
        for words in wanted
        if rules_out(found, words, foods)
    ]
    return tuple(dict.fromkeys(pairs))


def rules_out(found: Found, words: str, foods: Foods) -> bool:
    food = foods.food(words)
    if food is None:
        return found.kind == "exclude" and found.value == words.lower()
    if found.kind == "diet":
        return not foods.kinds(food).isdisjoint(vocabulary().contradictions.get(str(found.value), ()))
    return found.kind == "exclude" and foods.food(str(found.value)) in foods.kinds(food)
