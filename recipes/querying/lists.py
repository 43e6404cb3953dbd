"""Lists as cooks write them: "nuts, seeds or the dreaded celery". Not what is done with their items."""

from collections.abc import Callable

from recipes.querying.sentence import Item, Sentence

Reader = Callable[[Sentence, int], Item | None]


def unwanted_at(sentence: Sentence, place: int) -> Item | None:
    """A food, a manner, tool or way of cooking, or else a dish; of two readings the longer."""
    vocabulary, words = sentence.vocabulary, sentence.words
    first = sentence.skip(vocabulary.determiners, place)
    food, manner = sentence.food_at(first), vocabulary.unwanted.at(words, first)
    dish = vocabulary.unwanted_dishes.at(words, first)
    if food and not (manner and manner[0] >= food[1]) and not (dish and dish[0] > food[1]):
        return dish_of(sentence, *food) or Item("exclude", words.written(*food), *food)
    manner = manner or dish
    if manner and sentence.is_free(first, manner[0]):
        return Item("avoid", words.written(first, manner[0]), first, manner[0])
    return stressed_at(sentence, first)


def dish_of(sentence: Sentence, first: int, stop: int) -> Item | None:
    """The dish named after the food there: "sick of turkey sandwiches" leaves out no other turkey."""
    dish = sentence.vocabulary.dishes.at(sentence.words, stop) if sentence.words.gap(stop) == " " else None
    if not dish or not sentence.is_free(stop, dish[0]):
        return None
    return Item("avoid", sentence.words.written(first, dish[0]), first, dish[0])


def stressed_at(sentence: Sentence, place: int) -> Item | None:
    """Any word after "too" or "overly" is a manner, whether it is known or not."""
    words, vocabulary = sentence.words, sentence.vocabulary
    known = words[place] in vocabulary.no_manners or words[place] in vocabulary.function_words
    if place and words[place - 1] in vocabulary.strong_adverbs and words.gap(place) == " " and not known:
        return Item("avoid", words.written(place, place + 1), place, place + 1)
    return None


def wanted_at(sentence: Sentence, place: int) -> Item | None:
    """A food that isn't the first word of a longer name."""
    # "Whole" says how much of it, but not of whole wheat.
    first = place if sentence.food_at(place) else sentence.skip(sentence.vocabulary.amounts, place)
    while sentence.words[first][:1].isdigit() and sentence.words.gap(first + 1) == " ":
        first = sentence.skip(sentence.vocabulary.amounts, first + 1 + (sentence.words[first + 1] == "of"))
    food = sentence.food_at(first)
    if not food or not sentence.stands_alone(food[1]) or not sentence.is_free(food[0], food[0] + 1):
        return None
    return Item("use", sentence.words.written(*food), *food)


def items_from(sentence: Sentence, place: int, read: Reader) -> list[Item]:
    """The items of the list that begins there; commas go on up to "and" or "or", or through three foods."""
    first = read(sentence, place)
    items = [first] if first else []
    while items:
        more = next_items(sentence, items[-1].stop, read)
        if not more:
            break
        items += more
    return items


def next_items(sentence: Sentence, stop: int, read: Reader) -> list[Item]:
    """What follows an item: one after "and", "or" or a slash, or several after commas up to such a one."""
    if joined := joined_item(sentence, stop, read):
        return [joined]
    pending = []
    while sentence.words.gap(stop) == "," and (item := read(sentence, stop)) and sentence.stands_alone(item.stop):
        pending.append(item)
        stop = item.stop
        if closing := joined_item(sentence, stop, read):
            return [*pending, closing]
    plain = len(pending) > 1 and all(item.kind != "avoid" and is_known(sentence, item) for item in pending)
    return pending if plain else []


def is_known(sentence: Sentence, item: Item) -> bool:
    """Whether it is a food that we know, and nothing is told of it: "no nuts, olives, capers"."""
    told = sentence.words[item.stop] in sentence.vocabulary.no_statement
    return not told and sentence.foods.food(item.value) is not None


def joined_item(sentence: Sentence, stop: int, read: Reader) -> Item | None:
    words = sentence.words
    if words.gap(stop) == "/":
        return read(sentence, stop)
    if words[stop] not in ("and", "or", "nor", "&") or words.gap(stop) not in (" ", ",") or words.gap(stop + 1) != " ":
        return None
    item = read(sentence, stop + 1)
    if item and (sentence.stands_alone(item.stop) or words[stop] in ("or", "nor")) and words.gap(item.stop) != "-":
        return item
    return None
