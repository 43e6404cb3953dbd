"""How many ingredients it may have: "three-ingredient dessert", "five ingredients or fewer". Not how many it is for."""

from recipes.querying.amounts import highest_at
from recipes.querying.sentence import Sentence

MOST = 30
STRICT = ("under", "than")
"""The last words of what means fewer than the number."""


def read_counts(sentence: Sentence) -> None:
    """The first number of ingredients that is named, with the words that say it is the most."""
    words, vocabulary = sentence.words, sentence.vocabulary
    for place in range(len(sentence)):
        found = highest_at(words, place, vocabulary.numbers)
        if not found or words[found[0]] not in ("ingredient", "ingredients") or words.gap(found[0]) not in " -":
            continue
        stop, number = found[0] + 1, found[1]
        if not sentence.is_free(place, stop) or number != int(number) or not 0 < number <= MOST:
            continue
        if vocabulary.not_after_counts.before(words, place) or vocabulary.not_before_counts.at(words, stop):
            continue
        after = vocabulary.after_counts.at(words, stop) if words.gap(stop) == " " else None
        before = vocabulary.before_counts.before(words, place) if place and words.gap(place) == " " else None
        start, end = (before[0] if before else place), (after[0] if after else stop)
        most = int(number) - (before is not None and words.words[start:place][-1] in STRICT)
        if not most:
            continue
        sentence.take("ingredients", most, f"ingredients-{most}", f"of at most {most} ingredients", (start, end))
        return
