"""What a cook doesn't want: "no nuts", "olives make me gag", "egg-free". Not which recipes that leaves out.

A cue counts only beside a food or a manner that is known, so "no fuss" means nothing here; but what somebody says to be
allergic to is left out whether we know it or not (recipes.querying.unknown).
"""

from dataclasses import replace

from recipes.querying.lists import items_from, unwanted_at
from recipes.querying.sentence import Item, Sentence
from recipes.querying.unknown import allergen_at, allergen_until, foodlike_at
from recipes.querying.words import Phrases

LOOK_BACK = 5
LONGEST_TOOL = 3
EATEN = ("dishes", "enough_of")
CONTRASTS = ("but", "and", "or", "with")


def read_leaving_out(sentence: Sentence) -> None:
    cues = sentence.vocabulary.leave_out
    read_had_enough(sentence)
    read_whole(sentence)
    read_less(sentence)
    read_broken(sentence)
    for first, stop, cue in cues.after.all(sentence.words):
        read_after(sentence, first, stop, str(cue))
    for first, stop, ends in cues.around.all(sentence.words):
        read_around(sentence, first, stop, ends)
    for first, stop, _ in cues.before.all(sentence.words):
        read_before(sentence, first, stop)


def read_whole(sentence: Sentence) -> None:
    """Words that name what is left out in a word of their own: "non-alcoholic", "no-bake"."""
    vocabulary = sentence.vocabulary
    for kind, phrases in (("exclude", vocabulary.whole_exclusions), ("avoid", vocabulary.whole_ways)):
        for first, stop, left_out in phrases.all(sentence.words):
            if sentence.is_free(first, stop):
                sentence.take_item(Item(kind, left_out, first, stop), (first, stop))


def read_had_enough(sentence: Sentence) -> None:
    """What to eat somebody had too much of: "something light after a week of takeaways", not "after a week of rain"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    until = vocabulary.named_until | vocabulary.enough_until
    for first, stop, _ in vocabulary.had_enough.all(words):
        end = stop
        while end < len(sentence) and words.gap(end) in " -" and words[end] not in until:
            end += 1
        eaten = [*sentence.mentions, *(start for kind in EATEN for start, _, _ in getattr(vocabulary, kind).all(words))]
        if any(stop <= start < end for start in eaten) and sentence.is_free(first, end):
            sentence.take_item(Item("avoid", words.written(stop, end), stop, end), (first, end))


def read_less(sentence: Sentence) -> None:
    """ "eggless", but not "boneless", "priceless" or the diet "meatless"."""
    for place, word in enumerate(sentence.words.words):
        stem = word.removesuffix("less")
        if stem in (word, "") or stem in sentence.vocabulary.parts_of_less or not sentence.is_free(place, place + 1):
            continue
        if not sentence.vocabulary.diets.at(sentence.words, place) and sentence.foods.food(stem):
            sentence.take_item(Item("exclude", stem, place, place + 1), (place, place + 1))


def read_broken(sentence: Sentence) -> None:
    """A tool that can't be used: "the oven's broken"."""
    words = sentence.words
    for first, stop, _ in sentence.vocabulary.broken.all(words):
        for start in range(max(first - LONGEST_TOOL, 0), first):
            found = sentence.vocabulary.things.at(words, start)
            if found and found[0] == first and words.gap(first) == " " and sentence.is_free(start, stop):
                written = words.written(start, first)
                tool = written.removesuffix("'s").removesuffix("’s")
                sentence.take_item(Item("avoid", tool, start, first), (opening(sentence, start), stop))
                break


def opening(sentence: Sentence, start: int) -> int:
    """With "my" or "the" before it."""
    is_mine = start and sentence.words[start - 1] in ("my", "our", "the") and sentence.is_free(start - 1, start)
    return start - 1 if is_mine else start


def read_before(sentence: Sentence, first: int, stop: int) -> None:
    """A cue before its items: "without nuts or seeds"."""
    if not sentence.is_free(first, stop) or is_denied(sentence, first, stop):
        return
    gap = sentence.words.gap(stop)
    if gap == "-" and (item := hyphenated_at(sentence, stop)):
        take_list(sentence, first, stop, [item])
        return
    items = unwanted_list(sentence, first, stop) if gap in " -" else []
    if items and not is_statement(sentence, first, stop, items):
        take_list(sentence, widened_left(sentence, first), stop, items)


def unwanted_list(sentence: Sentence, first: int, stop: int) -> list[Item]:
    """What the cue is about; "swimming in oil" is a manner, though it speaks of a food."""
    words, vocabulary = sentence.words, sentence.vocabulary
    cue = words.words[first:stop]
    if not vocabulary.allergy_adjectives.isdisjoint(cue):
        return items_from(sentence, stop, allergen_at)
    items = items_from(sentence, stop, unwanted_at)
    if not items and cue[-1] in ("no", "without", "any"):
        items = items_from(sentence, stop, foodlike_at)
    if not vocabulary.soft_cues.isdisjoint(cue):
        items = [replace(item, kind="avoid") for item in items]
    return items


def is_statement(sentence: Sentence, first: int, stop: int, items: list[Item]) -> bool:
    """Whether it tells rather than asks: "no cake is too big", "isn't cheese wonderful", "allergic to boring films"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    food, follows = items[0].kind == "exclude", words[items[-1].stop] if words.gap(items[-1].stop) == " " else ""
    if words[stop - 1] == "no" and follows in vocabulary.no_statement:
        return True
    if food and stop == first + 1 and words[first] in ("isnt", "arent") and words.gap(first) in "^.,":
        return True
    return not food and not vocabulary.allergy.isdisjoint(words.words[first:stop])


def hyphenated_at(sentence: Sentence, place: int) -> Item | None:
    """ "no-egg pasta" leaves out egg, not egg pasta."""
    word = sentence.words[place]
    known = sentence.words.gap(place + 1) != "-" and (sentence.foods.food(word) or is_diet_food(sentence, place))
    return Item("exclude", word, place, place + 1) if known else None


def read_around(sentence: Sentence, first: int, stop: int, ends: Phrases) -> None:
    """A cue on both sides of its items: "leave the onions out", "swap the cream for yogurt"."""
    if not sentence.is_free(first, stop) or is_denied(sentence, first, stop):
        return
    items = items_from(sentence, stop, unwanted_at)
    end = items and items[-1].stop < len(sentence) and ends.at(sentence.words, items[-1].stop)
    if end and sentence.words.gap(items[-1].stop) == " ":
        take_list(sentence, widened_left(sentence, first), stop, items, until=end[0])


def read_after(sentence: Sentence, first: int, stop: int, cue: str) -> None:
    """A cue after its items: "olives and capers make me gag", "nut- and egg-free"."""
    items = items_until(sentence, first)
    if not items and (item := allergen_until(sentence, first, cue)):
        items = [item]
    if len(items) == 1 and sentence.vocabulary.diets.at(sentence.words, items[0].first):
        return
    if not items or not sentence.is_free(first, stop) or sentence.words[stop] in ("range", "from", "of"):
        return
    start = widened_left(sentence, items[0].first)
    take_list(sentence, start, items[0].first, items, until=stop)


def items_until(sentence: Sentence, stop: int) -> list[Item]:
    """The list of foods that ends there; with "-free" only allergens share it: "egg and dairy-free"."""
    items: list[Item] = []
    while (item := food_until(sentence, stop, " -/," if items else " -/")) and not any(
        sentence.taken[item.first : item.stop]
    ):
        items.insert(0, item)
        before = item.first - 1
        if is_allergen_of_list(sentence, items):
            before = item.first
        elif sentence.words[before] not in ("and", "or", "&") or sentence.words.gap(item.first) == ",":
            break
        stop = before
    return items


def is_allergen_of_list(sentence: Sentence, items: list[Item]) -> bool:
    """Whether a comma before the items parts them from one more: "nut, egg and dairy free"."""
    first, allergens = items[0].first, sentence.vocabulary.allergens
    before = sentence.words[first - 1]
    return len(items) > 1 and first > 0 and sentence.words.gap(first) == "," and before in allergens


def food_until(sentence: Sentence, stop: int, gaps: str) -> Item | None:
    words = sentence.words
    first = sentence.mention_ends.get(stop)
    if first is None and stop and (sentence.foods.food(words[stop - 1]) or is_diet_food(sentence, stop - 1)):
        first = stop - 1
    if first is None or words.gap(stop) not in gaps or not sentence.is_whole(first, stop):
        return None
    return Item("exclude", words.written(first, stop), first, stop)


def is_diet_food(sentence: Sentence, place: int) -> bool:
    vocabulary = sentence.vocabulary
    return sentence.words[place] in vocabulary.diet_foods or bool(vocabulary.substances.at(sentence.words, place))


def is_denied(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether the cue is itself denied: "don't skip the cheese", "no roast is complete without gravy"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    is_without = words[first] == "without"
    if words[first - 1] == "you" and words.gap(first) == " " and words[first] in vocabulary.negative:
        return True
    if words[first] in vocabulary.negative and not is_without:
        return False
    for place in range(first - 1, max(first - 1 - (LOOK_BACK if is_without else 2), -1), -1):
        if words.gap(place + 1) in ",." or words[place] in CONTRASTS or sentence.taken[place]:
            return False
        if words[place] in vocabulary.negative and words.gap(place + 1) == " " and not sentence.named[place]:
            return True
    return False


def widened_left(sentence: Sentence, first: int) -> int:
    """With what belongs to the cue: "I really hate", "that has no"."""
    while (
        first
        and sentence.words.gap(first) == " "
        and sentence.words[first - 1] in sentence.vocabulary.leave_out.also_before
        and sentence.is_free(first - 1, first)
    ):
        first -= 1
    return first


def take_list(sentence: Sentence, start: int, stop: int, items: list[Item], until: int | None = None) -> None:
    """Note every item; the cue goes with the first, what joins two with the later, what ends it all with the last."""
    cue = set(sentence.words.words[start:stop]) | set(sentence.words.words[items[-1].stop : until or 0])
    allergy = not cue.isdisjoint(sentence.vocabulary.allergy)
    begin = start
    for number, item in enumerate(items, 1):
        end = item.stop
        if number == len(items):
            end = ending(sentence, item, until)
        sentence.take_item(item, (begin, end), allergy=allergy)
        begin = end


def ending(sentence: Sentence, item: Item, until: int | None) -> int:
    """Where the last item ends, with the words after it that carry nothing else: "at all", "any more"."""
    stop = until or item.stop
    if not until and item.kind == "avoid" and sentence.words[stop] in sentence.vocabulary.after_manner:
        stop += sentence.words.gap(stop) == " "
    after = sentence.vocabulary.leave_out.also_after
    while stop < len(sentence) and sentence.words.gap(stop) == " " and (found := after.at(sentence.words, stop)):
        if not sentence.is_free(stop, found[0]):
            break
        stop = found[0]
    return stop
