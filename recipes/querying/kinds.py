"""Course and cuisine where they are asked for as such: "an Italian dessert". Not where a dish is named after them."""

from recipes.querying.query import slug
from recipes.querying.sentence import Sentence


def read_course(sentence: Sentence) -> None:
    """The first course that is asked for; a second one stays in the meaning."""
    for first, stop, course in sentence.vocabulary.courses.all(sentence.words):
        if sentence.is_free(first, stop) and is_asked_for(sentence, first, stop):
            sentence.take("course", course, slug("course", course), course, (first, stop))
            return


def is_asked_for(sentence: Sentence, first: int, stop: int) -> bool:
    words, vocabulary = sentence.words, sentence.vocabulary
    if not sentence.is_whole(first, stop) or is_inside_food(sentence, first, stop) or words.gap(stop) in "-/":
        return False
    follows = words[stop] if words.gap(stop) == " " else ""
    ends = not follows or sentence.taken[stop] or follows in vocabulary.function_words | vocabulary.course_nouns_after
    if not ends or is_verb(sentence, first) or is_not_wanted(sentence, first):
        return False
    if words[first] in vocabulary.dishlike_courses and stop == first + 1:
        return is_described(sentence, first)
    return True


def is_verb(sentence: Sentence, first: int) -> bool:
    """ "we drink", "to snack on", "could side with"."""
    before = sentence.words[first - 1] if first and sentence.words.gap(first) == " " else ""
    return before in ("i", "we", "you", "to", "could", "would", "can", "will", "they") and sentence.words[first] in (
        "drink",
        "snack",
        "side",
        "sides",
    )


def is_inside_food(sentence: Sentence, first: int, stop: int) -> bool:
    """ "soup" of "miso soup", where that is a food of its own."""
    return any(
        start <= first and stop <= end and end - start > stop - first for start, end in sentence.mentions.items()
    )


def is_described(sentence: Sentence, first: int) -> bool:
    """Whether only adjectives stand before the word: "warm winter salad", but not "onion soup" or "Caesar salad"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    if not first or words.gap(first) not in " -":
        return True
    before = words[first - 1]
    if sentence.taken[first - 1]:
        return True
    if belongs_to_dish(sentence, first):
        return False
    if before == "for":
        return words[first].startswith("pud")
    if before in vocabulary.course_not_after or first in sentence.mention_ends:
        return False
    return before in vocabulary.course_adjectives or is_adjective(sentence, before)


def belongs_to_dish(sentence: Sentence, first: int) -> bool:
    """ "pasta with a creamy sauce" asks for pasta."""
    words, vocabulary = sentence.words, sentence.vocabulary
    place = first - 1
    while (
        place > 0 and words.gap(place) in " -" and (words[place] in ("a", "an") or is_adjective(sentence, words[place]))
    ):
        if words[place] in ("a", "an"):
            return words[place - 1] in vocabulary.course_not_after
        place -= 1
    return False


def is_adjective(sentence: Sentence, word: str) -> bool:
    known = word in sentence.vocabulary.not_adjectives or sentence.foods.food(word)
    return (
        not known
        and len(word) > 3
        and (
            word.endswith(sentence.vocabulary.adjective_endings)
            or word in sentence.vocabulary.function_words
            or bool(sentence.vocabulary.cuisines.by_first.get(word))
        )
    )


def read_cuisine(sentence: Sentence) -> None:
    """The first cuisine that is meant as one."""
    words, vocabulary = sentence.words, sentence.vocabulary
    for first, stop, cuisine in vocabulary.cuisines.all(words):
        follows = words[stop] if words.gap(stop) in " -" else ""
        if not sentence.is_free(first, stop) or is_inside_food(sentence, first, stop):
            continue
        if {follows, follows.removesuffix("s")} & vocabulary.cuisine_not_before or is_not_wanted(sentence, first):
            continue
        while words[stop] in vocabulary.cuisine_after and words.gap(stop) in " -":
            stop += 1
        sentence.take("cuisine", cuisine, slug("cuisine", cuisine), cuisine, (first, stop))
        return


def is_not_wanted(sentence: Sentence, first: int) -> bool:
    """ "not Italian" and "not another salad" ask for neither."""
    for place in range(first - 1, max(first - 3, -1), -1):
        if sentence.words.gap(place + 1) != " " or sentence.taken[place]:
            return False
        if sentence.words[place] in sentence.vocabulary.negative:
            return True
    return False
