"""What must be in it: "with leeks", "use up half a cabbage". Not what a dish goes with ("to serve with lamb")."""

from recipes.querying.lists import items_from, wanted_at
from recipes.querying.sentence import Item, Sentence
from recipes.querying.words import Phrases

ASKING = ("can", "could", "may", "shall", "should", "do", "did", "when")
"""Before "I": "can I use butter instead" asks, and says nothing of what must be in it."""


def read_using(sentence: Sentence) -> None:
    cues = sentence.vocabulary.use
    for first, stop, ends in cues.around.all(sentence.words):
        read_around(sentence, first, stop, ends)
    for first, stop, cue in cues.before.all(sentence.words):
        if sentence.is_free(first, stop) and not is_about_else(sentence, first, stop, str(cue)):
            read_before(sentence, first, stop)
    for first, stop, cue in cues.after.all(sentence.words):
        read_after(sentence, first, stop, str(cue))
    for first, stop, _ in sentence.vocabulary.use_openings.all(sentence.words):
        read_opening(sentence, first, stop)


def is_about_else(sentence: Sentence, first: int, stop: int, cue: str) -> bool:
    """Whether the word before makes another thing of the cue: "served with rice", "nibbles with wine"."""
    words = sentence.words
    before = words[first - 1] if first and words.gap(first) == " " else ""
    if before in ("i", "we") and words[first - 2] in ASKING and first > 1:
        return True
    if cue == "from" and (before not in sentence.vocabulary.from_after or is_place(sentence, stop)):
        return True
    if cue == "with" and before in sentence.vocabulary.use_nibbles and is_drink(sentence, stop):
        return True
    if before in sentence.vocabulary.negative:
        return "waste" not in cue and "wasting" not in cue
    return before in sentence.vocabulary.use.not_after and not cue.startswith(("to use", "need"))


def is_place(sentence: Sentence, place: int) -> bool:
    """Whether a country is meant: "food from Turkey"."""
    return sentence.vocabulary.places.at(sentence.words, place) is not None


def is_drink(sentence: Sentence, place: int) -> bool:
    item = wanted_at(sentence, place)
    return item is not None and sentence.foods.food(item.value) in sentence.vocabulary.use_drinks


def wanted_list(sentence: Sentence, place: int) -> list[Item]:
    """The foods listed there; none where they are a choice ("with pork or beef"), for not both must be in it."""
    if sentence.words.gap(place) not in " -":
        return []
    items = items_from(sentence, place, wanted_at)
    joins = [sentence.words[item.first - 1] for item in items[1:]]
    choice = "or" in joins or (
        items and sentence.words[items[-1].stop] == "or" and sentence.words.gap(items[-1].stop) == " "
    )
    return [] if choice or (items and not sentence.stands_alone(items[-1].stop)) else items


def read_before(sentence: Sentence, first: int, stop: int) -> None:
    if items := wanted_list(sentence, stop):
        take_list(sentence, widened_left(sentence, first), items, items[-1].stop)


def read_around(sentence: Sentence, first: int, stop: int, ends: Phrases) -> None:
    if not sentence.is_free(first, stop):
        return
    items = wanted_list(sentence, stop)
    end = items and items[-1].stop < len(sentence) and ends.at(sentence.words, items[-1].stop)
    if end and sentence.words.gap(items[-1].stop) == " ":
        take_list(sentence, widened_left(sentence, first), items, end[0])


def read_opening(sentence: Sentence, first: int, stop: int) -> None:
    """ "too many courgettes" where a clause opens with it; but "too much garlic is never enough" tells."""
    items = wanted_list(sentence, stop) if sentence.words.gap(first) in "^,." and sentence.is_free(first, stop) else []
    if items and sentence.words[items[-1].stop] not in sentence.vocabulary.no_statement:
        take_list(sentence, first, items, items[-1].stop)


def read_after(sentence: Sentence, first: int, stop: int, cue: str) -> None:
    """ "a cabbage to use up"; of "leeks and cream in the fridge" both, where the clause opens with them."""
    last = food_before(sentence, first)
    if not last or not sentence.is_free(first, stop) or sentence.words.gap(first) != " ":
        return
    if cue == "left" and last[0] == last[1].first:
        return
    start, items = opening_list(sentence, *last)
    take_list(sentence, start, items, stop)


def food_before(sentence: Sentence, stop: int) -> tuple[int, Item] | None:
    """Where the words that say how much of it begin, and the food that ends there."""
    begin = sentence.mention_ends.get(stop)
    if begin is None or any(sentence.taken[begin:stop]) or not sentence.is_whole(begin, stop):
        return None
    start = begin
    while (found := sentence.vocabulary.amounts.before(sentence.words, start)) and sentence.is_free(found[0], start):
        start = found[0]
    return start, Item("use", sentence.words.written(begin, stop), begin, stop)


def opening_list(sentence: Sentence, start: int, last: Item) -> tuple[int, list[Item]]:
    """The list that ends with this food, where its clause begins with it; else the food alone."""
    words, items, place = sentence.words, [last], start
    while place:
        if words[place - 1] in ("and", "&") and words.gap(place) == " " and words.gap(place - 1) == " ":
            before = food_before(sentence, place - 1)
        else:
            before = food_before(sentence, place) if len(items) > 1 and words.gap(place) == "," else None
        if not before:
            break
        place, items = before[0], [before[1], *items]
    return (place, items) if words.gap(place) in "^." else (start, [last])


def widened_left(sentence: Sentence, first: int) -> int:
    """With what leads up to the cue: "my garden is full of", "I have some"."""
    clause = sentence.vocabulary.use_clauses.before(sentence.words, first) if first else None
    if clause and sentence.is_free(clause[0], first) and sentence.words.gap(first) == " ":
        first = clause[0]
    also = sentence.vocabulary.use.also_before
    while (
        first
        and sentence.words.gap(first) == " "
        and sentence.words[first - 1] in also
        and sentence.is_free(first - 1, first)
    ):
        first -= 1
    return first


def take_list(sentence: Sentence, start: int, items: list[Item], until: int) -> None:
    """Note every food, with the words before it; the last with what belongs to the list's end: "in the fridge"."""
    words, after = sentence.words, sentence.vocabulary.use.also_after
    while until < len(sentence) and words.gap(until) == " " and (found := after.at(words, until)):
        if not sentence.is_free(until, found[0]):
            break
        until = found[0]
    for number, item in enumerate(items, 1):
        end = until if number == len(items) else item.stop
        sentence.take_item(item, (start, end))
        start = end
