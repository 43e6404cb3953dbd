"""Diets by name: "vegan", "for coeliacs", "lactose intolerant". Not what a diet rules out."""

from recipes.querying.sentence import Sentence


def read_diets(sentence: Sentence) -> None:
    words, vocabulary = sentence.words, sentence.vocabulary
    for first, stop, diet in vocabulary.diets.all(words):
        if not sentence.is_free(first, stop) or is_denied(sentence, first):
            continue
        allergy = not vocabulary.allergy.isdisjoint(words.words[first:stop])
        before = vocabulary.diet_before.before(words, first)
        start = before[0] if before and words.gap(first) == " " and sentence.is_free(before[0], first) else first
        while words[stop] in vocabulary.diet_after and words.gap(stop) in " -":
            stop += 1
        sentence.take_diet(diet, (start, stop), allergy=allergy)


def is_denied(sentence: Sentence, first: int) -> bool:
    """ "not vegan", "doesn't have to be vegan", "non-vegetarian"."""
    return bool(
        first and sentence.words.gap(first) in " -" and sentence.vocabulary.diet_not_after.before(sentence.words, first)
    )
