"""How many it is for: "for two", "feeds eight", "single-serving". Not "for two hours" or "for once"."""

from recipes.querying.amounts import highest_at, number_at
from recipes.querying.sentence import Sentence

MOST = 200


def read_servings(sentence: Sentence) -> None:
    for first, stop, people in sentence.vocabulary.lone_servings.all(sentence.words):
        if sentence.is_free(first, stop):
            return take(sentence, first, stop, people)
    for place in range(len(sentence)):
        if found := number_of_people(sentence, place):
            return take(sentence, *found)
    return None


def take(sentence: Sentence, first: int, stop: int, people: int) -> None:
    sentence.take("servings", people, f"serves-{people}", f"for {people}", (first, stop))


def number_of_people(sentence: Sentence, place: int) -> tuple[int, int, int] | None:
    """The words about the people whose number begins there, and how many they are."""
    words, vocabulary = sentence.words, sentence.vocabulary
    found = people_at(sentence, place)
    if not found or not sentence.is_free(place, found[0]):
        return None
    stop, people = found
    after = vocabulary.after_servings.at(words, stop) if words.gap(stop) in " -" and stop < len(sentence) else None
    cue = vocabulary.before_servings.before(words, place) if place and words.gap(place) == " " else None
    cue = cue if cue and sentence.is_free(cue[0], place) else None
    if after:
        return (cue[0] if cue else place), *with_others(sentence, after[0], people)
    if cue and ends_there(sentence, stop, str(cue[1])):
        return cue[0], stop, people
    return None


def with_others(sentence: Sentence, stop: int, people: int) -> tuple[int, int]:
    """ "four adults and two kids" are six."""
    words = sentence.words
    more = number_at(words, stop + 1, sentence.vocabulary.numbers) if words[stop] == "and" else None
    if more and words[more[0]] in sentence.vocabulary.persons and sentence.is_free(stop, more[0] + 1):
        return more[0] + 1, people + int(more[1])
    return stop, people


def people_at(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """A whole number of people; of "4-6" the higher, so that all are fed."""
    words = sentence.words
    if words.are(place, "a", "dozen"):
        return place + 2, 12
    number = highest_at(words, place, sentence.vocabulary.numbers)
    if not number or number[1] != int(number[1]) or not 0 < number[1] <= MOST:
        return None
    return number[0], int(number[1])


def ends_there(sentence: Sentence, stop: int, cue: str) -> bool:
    """Whether the number counts people: nothing else that could be counted follows it."""
    words, vocabulary = sentence.words, sentence.vocabulary
    if words.gap(stop) == "-" or words.gap(stop) == "/":
        return False
    if words.gap(stop) != " " or cue.startswith(("serve", "feed")) or words[stop] in vocabulary.persons:
        return True
    return sentence.taken[stop] or words[stop] in vocabulary.function_words
