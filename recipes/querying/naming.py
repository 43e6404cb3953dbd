"""Foods that a wish names without a word that asks for them: "sweet and sour pork", "scallions, ginger and soy".

They limit nothing for sure, and take no words: recipes that have them come first. Not what must be in it (using).
"""

from recipes.querying.query import Found, slug
from recipes.querying.sentence import Sentence


def read_named(sentence: Sentence) -> None:
    """The foods before the first word of each clause that begins to say where, with what or for whom."""
    place = 0
    while place < len(sentence):
        if sentence.words.gap(place) in ",.^":
            is_head = True
        stop = sentence.mentions.get(place, place + 1)
        if is_head and place in sentence.mentions and is_meant(sentence, place, stop):
            food = sentence.words.written(place, stop)
            ident = slug("names", food)
            sentence.found[ident] = Found(ident, "named", food, food, ())
        is_head = is_head and sentence.words[place] not in sentence.vocabulary.named_until
        place = stop


def is_meant(sentence: Sentence, first: int, stop: int) -> bool:
    """Not a choice ("beans or mushrooms"), a part of another word ("steak-loving"), or what stands for another food."""
    words, vocabulary = sentence.words, sentence.vocabulary
    around = {words[first - 1], words[stop]}
    return (
        sentence.is_free(first, stop)
        and words.gap(stop) not in ("-", "/")
        and around.isdisjoint(vocabulary.named_not_beside)
        and sentence.foods.food(words.written(first, stop)) not in vocabulary.not_named
    )
