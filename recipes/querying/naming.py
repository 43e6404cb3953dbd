"""What a wish names without a word that asks for it: foods ("sweet and sour pork"), flavours ("creamy"), dishes, ways.

It limits nothing for sure, and takes no words: recipes that have it come first. Not what must be in it (using).
"""

from recipes.querying.query import Found, slug
from recipes.querying.sentence import Item, Sentence
from recipes.querying.using import is_about_else


def read_named(sentence: Sentence) -> None:
    read_ways(sentence)
    read_places(sentence)
    read_clauses(sentence)
    read_choices(sentence)
    if not any(found.things or found.kind == "course" for found in sentence.found.values()):
        read_served(sentence)


def read_clauses(sentence: Sentence) -> None:
    """What stands at the head of each clause, or after an opening."""
    place = 0
    while place < len(sentence):
        if sentence.words.gap(place) in ",.^":
            is_head = True
        if opening := sentence.vocabulary.named_from.at(sentence.words, place):
            is_head, place = True, opening[0]
            continue
        items, is_choice = items_from(sentence, place) if is_head else ([], False)
        for choice in [items] if is_choice else [[item] for item in items]:
            name(sentence, choice)
        is_head = is_head and sentence.words[place] not in sentence.vocabulary.named_until
        place = items[-1].stop if items else sentence.mentions.get(place, place + 1)


def read_served(sentence: Sentence) -> None:
    """A dish after "with a" and the like: "impress them with a good roast", where nothing else is named."""
    for first, stop, _ in sentence.vocabulary.named_served.all(sentence.words):
        if first and sentence.words[first - 1] in sentence.vocabulary.use.not_after:
            continue
        place = stop + (sentence.words[stop] in sentence.vocabulary.named_praise)
        item = item_at(sentence, place)
        if item and item.kind == "dish":
            name(sentence, [item])


def read_choices(sentence: Sentence) -> None:
    """Foods of which one is to be in it: "with feta or yogurt", but not "served with rice or bread"."""
    for first, stop, cue in sentence.vocabulary.use.before.all(sentence.words):
        if not sentence.is_free(first, stop) or is_about_else(sentence, first, stop, str(cue)):
            continue
        items, is_choice = items_from(sentence, stop) if sentence.words.gap(stop) in " -" else ([], False)
        if is_choice and all(item.kind == "food" for item in items):
            name(sentence, items)


def name(sentence: Sentence, choice: list[Item]) -> None:
    """Note what is named, or a choice of which any one will do."""
    things = tuple((item.kind, item.value) for item in choice)
    words = " or ".join(item.value for item in choice)
    ident = slug("names", words)
    sentence.found[ident] = Found(ident, "named", words, words, (), things=things)


def read_ways(sentence: Sentence) -> None:
    """Tools that are asked for, wherever they stand: "chicken in the air fryer", "cake in a mug"."""
    for first, stop, _ in sentence.vocabulary.dishes.all(sentence.words):
        if sentence.words[first] in sentence.vocabulary.named_until and is_dish(sentence, first, stop):
            name(sentence, [Item("dish", sentence.words.written(first, stop), first, stop)])
    for first, stop, _ in sentence.vocabulary.asked_ways.all(sentence.words):
        if is_way(sentence, first, stop):
            name(sentence, [Item("way", sentence.words.written(first, stop), first, stop)])


def read_places(sentence: Sentence) -> None:
    """The cuisine of a place: "like we had in Kerala", "Tuscany style". Not "Texas toast", nor beside one asked for."""
    if any(found.kind == "cuisine" for found in sentence.found.values()):
        return
    end = 0
    for first, stop, cuisine in sentence.vocabulary.places.all(sentence.words):
        words, places = sentence.words, sentence.vocabulary
        is_place = words[first - 1] in places.place_after or words[stop] in places.place_before
        if first >= end and is_place and sentence.is_free(first, stop) and not is_part_of_else(sentence, first, stop):
            name(sentence, [Item("cuisine", str(cuisine), first, stop)])
            end = stop


def is_way(sentence: Sentence, first: int, stop: int) -> bool:
    free = not sentence.taken[first] and not is_part_of_else(sentence, first, stop)
    return free and is_whole(sentence, first, stop)


def is_whole(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether no longer name of a dish or a food holds these words: "fried", but not "stir-fried" and "fried rice"."""
    dishes = [(start, end) for start, end, _ in sentence.vocabulary.dishes.all(sentence.words)]
    return not any(
        start <= first and stop <= end and end - start > stop - first
        for start, end in [*dishes, *sentence.mentions.items()]
    )


def items_from(sentence: Sentence, place: int) -> tuple[list[Item], bool]:
    """The foods and dishes listed there, and whether any one of them will do: "ribs or wings", "pickles and jams"."""
    items, joins = [], []
    while item := item_at(sentence, place):
        items.append(item)
        if not (join := joining(sentence, item.stop)):
            break
        joins.append(join)
        place = after_flavour(sentence, item, item.stop + (sentence.words[item.stop] in ("or", "and", "&")))
    is_open = bool(joins) and joins[-1] == "or" and not item
    if is_open or not items or follows_or(sentence, items[0].first):
        # "Beans or anything": what else would do isn't known.
        return [], False
    if "or" in joins:
        items = [*listed_before(sentence, items[0].first), *items]
    are_dishes = "and" in joins and all(item.kind == "dish" for item in items)
    return items, "or" in joins or are_dishes


def after_flavour(sentence: Sentence, item: Item, place: int) -> int:
    """Past the flavour of the next in a choice: "meatballs or creamy risotto" is no choice of meatballs or cream."""
    following = item_at(sentence, place)
    is_other = following and following.kind == "flavour" and item.kind != "flavour"
    return following.stop if is_other else place


def follows_or(sentence: Sentence, place: int) -> bool:
    words = sentence.words
    return words[place - 1] == "or" or (words[place - 1] in ("a", "an", "some") and words[place - 2] == "or")


def listed_before(sentence: Sentence, place: int) -> list[Item]:
    """The foods before a comma that belong to the choice after it: "something with lobster, crab or scallops"."""
    before: list[Item] = []
    while sentence.words.gap(place) == "," and (first := sentence.mention_ends.get(place)) is not None:
        before.insert(0, Item("food", sentence.words.written(first, place), first, place))
        place = first
    return before


def joining(sentence: Sentence, stop: int) -> str:
    """What joins the item that ends there to another: "or", "and", "," or nothing."""
    words = sentence.words
    if words.gap(stop) == "/":
        return "or"
    word = words[stop] if words.gap(stop) in " ," and words.gap(stop + 1) == " " else ""
    return {"or": "or", "and": "and", "&": "and"}.get(word, "," if words.gap(stop) == "," else "")


def item_at(sentence: Sentence, place: int) -> Item | None:
    """A dish, a food or a way that is meant by itself; of a dish and a food the longer."""
    if place >= len(sentence):
        return None
    words, stop = sentence.words, sentence.mentions.get(place, place)
    dish = sentence.vocabulary.dishes.at(words, place)
    if dish and dish[0] >= stop and is_dish(sentence, place, dish[0]):
        return Item("dish", words.written(place, dish[0]), place, dish[0])
    flavour = sentence.vocabulary.flavours.at(words, place)
    if flavour and flavour[0] >= stop:
        free = is_way(sentence, place, flavour[0]) and not is_complaint(sentence, flavour[0])
        return Item("flavour", words.written(place, flavour[0]), place, flavour[0]) if free else None
    if stop > place:
        return Item("food", words.written(place, stop), place, stop) if is_food_meant(sentence, place, stop) else None
    way = sentence.vocabulary.described_ways.at(words, place)
    return Item("way", words.written(place, way[0]), place, way[0]) if way and is_way(sentence, place, way[0]) else None


def is_complaint(sentence: Sentence, stop: int) -> bool:
    """Whether a flavour is spoken of, not asked for: "spicy food upsets me"."""
    return any(sentence.words[place] in sentence.vocabulary.complaints for place in (stop, stop + 1))


def is_dish(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether a dish is asked for, not what is named after it: "curry", but not "curry powder" and "steak-loving"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    if sentence.taken[first] or is_part_of_else(sentence, first, stop):
        return False
    follows = words[stop] if words.gap(stop) == " " else ""
    return not follows or sentence.taken[stop] or follows in vocabulary.function_words | vocabulary.course_nouns_after


def is_food_meant(sentence: Sentence, first: int, stop: int) -> bool:
    food = sentence.foods.food(sentence.words.written(first, stop))
    meant = sentence.is_free(first, stop) and food not in sentence.vocabulary.not_named
    return meant and not is_part_of_else(sentence, first, stop)


def is_part_of_else(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether it is a part of another word ("steak-loving"), stands for another ("pork substitute") or isn't wanted."""
    words = sentence.words
    before = words[first - 1] if first and words.gap(first) == " " else ""
    follows = words[stop] if words.gap(stop) == " " else ""
    vocabulary = sentence.vocabulary
    return words.gap(stop) == "-" or before in vocabulary.named_not_after or follows in vocabulary.named_not_before
