"""What a wish rules out without saying so: dinner is no dessert, what is to warm one up isn't served cold.

It takes no words, which still say what is wanted. Not how a recipe shows that it is one (search.limits).
"""

from recipes.querying.query import Found, slug
from recipes.querying.sentence import Sentence
from recipes.querying.vocabulary import Implied


def read_implied(sentence: Sentence) -> None:
    for implied in sentence.vocabulary.implied:
        ident = slug(implied.text)
        if ident not in sentence.found and is_meant(sentence, implied):
            sentence.found[ident] = Found(ident, "implied", implied.text, implied.value, ())


def is_meant(sentence: Sentence, implied: Implied) -> bool:
    words, refusals = sentence.words, sentence.vocabulary.leave_out.before
    if implied.gives_way_to.intersection(found.kind for found in sentence.found.values()):
        return False
    if next(implied.unless.all(words), None):
        return False
    return any(
        sentence.is_free(first, stop)
        and not (words.gap(first) in " -" and words[first - 1] in implied.not_after)
        and not (first and refusals.before(words, first))
        and not (words.gap(stop) in " -" and words[stop] in implied.not_before)
        for first, stop, _ in implied.said.all(words)
    )
