"""Foods that nobody told us of, after words that leave no doubt: "allergic to fenugrok". Not "allergic to Mondays".

An allergy is believed unless what it is to is a known idiom; of "no" and "without" only what looks like a food.
"""

from recipes.querying.lists import unwanted_at
from recipes.querying.sentence import Item, Sentence

LONGEST = 3


def allergen_at(sentence: Sentence, place: int) -> Item | None:
    """What begins there, known or not: up to a verb, a conjunction or the end of the clause."""
    known = unwanted_at(sentence, place)
    if known and known.kind == "exclude":
        return known
    words, first = sentence.words, sentence.skip(sentence.vocabulary.determiners, place)
    joined = words[place - 1] in ("and", "or", "&")
    if joined and words[first] in sentence.vocabulary.verbs:
        return None
    stop = first
    while stop < min(first + LONGEST, len(sentence)) and goes_on(sentence, first, stop):
        stop += 1
    if joined and (first > place or (words[stop] in sentence.vocabulary.no_statement and words.gap(stop) == " ")):
        return None
    return as_item(sentence, first, stop)


def goes_on(sentence: Sentence, first: int, place: int) -> bool:
    vocabulary, word = sentence.vocabulary, sentence.words[place]
    if not sentence.is_free(place, place + 1) or word in vocabulary.function_words or word in vocabulary.verbs:
        return False
    return place == first or sentence.words.gap(place) in " -"


def as_item(sentence: Sentence, first: int, stop: int) -> Item | None:
    """The words as a food, unless they name what no food is: "work", "cooking", "boring films"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    if first >= stop or not sentence.is_free(first, stop):
        return None
    phrase = words.words[first:stop]
    if not vocabulary.no_allergens.isdisjoint(phrase) or phrase[-1].endswith("ing") or phrase[-1].isdigit():
        return None
    if (manner := vocabulary.unwanted.before(words, stop)) and manner[0] >= first:
        return None
    shorter = stop - (len(phrase) > 1 and phrase[-1] in vocabulary.made_of)
    return Item("exclude", words.written(first, shorter), first, stop)


def allergen_until(sentence: Sentence, stop: int, cue: str) -> Item | None:
    """What ends there, before "allergy" or "-free": one word, or all after "a", "with" or the like."""
    words, vocabulary = sentence.words, sentence.vocabulary
    if cue == "free":
        return without_at(sentence, stop - 1) if stop and words.gap(stop) == "-" else None
    if cue.split()[0] not in vocabulary.allergy_nouns or words[stop + len(cue.split())] == "to":
        return None
    first = stop
    while first and stop - first < LONGEST and words.gap(first) in " -" and goes_on(sentence, first - 1, first - 1):
        first -= 1
    if first == stop or words.gap(stop) not in " -":
        return None
    opened = first and words.gap(first) == " " and words[first - 1] in vocabulary.function_words
    while words[first] in vocabulary.leave_out.also_before and first < stop:
        first += 1
    return as_item(sentence, first if opened or words.gap(first) in "^,." else stop - 1, stop)


def without_at(sentence: Sentence, place: int) -> Item | None:
    """What "-free" follows: a tool or a way of cooking, or else a food, but not "stone" or "stress"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    if vocabulary.things.at(words, place):
        return Item("avoid", words[place], place, place + 1)
    if words.gap(place) == "-" or words[place] in vocabulary.parts_of_less:
        return None
    return as_item(sentence, place, place + 1)


def foodlike_at(sentence: Sentence, place: int) -> Item | None:
    """After "no" or "without": a word that ends as foods do ("zibberfruit"), whether we know it or not."""
    first = sentence.skip(sentence.vocabulary.determiners, place)
    word = sentence.words[first]
    plausible = word.endswith(sentence.vocabulary.food_endings) and len(word) > 7
    item = as_item(sentence, first, first + 1) if plausible else None
    return item if item and sentence.stands_alone(item.stop) else None
