"""What a wish rules out without saying so: dinner is no dessert, what is to warm one up isn't served cold.

It takes no words, which still say what is wanted. Not how a recipe shows that it is one (search.implied).
"""

from collections.abc import Callable

from recipes.querying.query import Found, slug
from recipes.querying.sentence import Sentence
from recipes.querying.vocabulary import Implied

FAR = "far from "
REFUSING = ("exclude", "avoid")


def read_implied(sentence: Sentence) -> None:
    for implied in sentence.vocabulary.implied:
        ident = slug(implied.text)
        if ident not in sentence.found and is_meant(sentence, implied):
            sentence.found[ident] = Found(ident, "implied", implied.text, implied.value, ())


def read_qualities(sentence: Sentence) -> None:
    """What no recipe says of itself ("light", "for the office"): named, and told by what speaks against it."""
    for quality in sentence.vocabulary.qualities:
        if is_meant(sentence, quality, is_waived):
            ident = slug("names", quality.text)
            things = (("quality", quality.value),)
            sentence.found[ident] = Found(ident, "named", quality.text, quality.value, (), things=things)


def read_feasts_apart(sentence: Sentence) -> None:
    """Without what a feast's cuisine leaves out where a dish or another cuisine is named, or two feasts are kept."""
    feasts = [ident for ident, found in sentence.found.items() if str(found.value).startswith(FAR)]
    kinds = {kind for found in sentence.found.values() for kind, _words in found.things}
    if len(feasts) > 1 or not kinds.isdisjoint(("dish", "cuisine")):
        for ident in feasts:
            del sentence.found[ident]


def read_no_sauce(sentence: Sentence) -> None:
    """Who names meat or fish wants no marinade for it; who asks for "something" and names no food wants a dish."""
    things = [thing for found in sentence.found.values() for thing in found.things]
    named = [sentence.foods.kinds(sentence.foods.food(words) or "") for kind, words in things if kind == "food"]
    is_meaty = not sentence.vocabulary.no_sauce.isdisjoint(frozenset().union(*named))
    asks = any(is_left(sentence, first, stop) for first, stop, _ in sentence.vocabulary.dish_wanted.all(sentence.words))
    names_none = not sentence.mentions and all(kind not in ("food", "dish") for kind, _ in things)
    if not (is_meaty or (asks and names_none)) or next(sentence.vocabulary.sauces.all(sentence.words), None):
        return
    if all(found.kind != "course" and found.value != "dessert" for found in sentence.found.values()):
        sentence.found["no-sauce"] = Found("no-sauce", "implied", "no sauce", "sauce", ())


def is_waived(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether a quality isn't asked for after all: "not for a picnic", "needn't be fancy", "budget is no issue"."""
    words, vocabulary = sentence.words, sentence.vocabulary
    before = first - 1
    while before >= 0 and words[before] in vocabulary.between_denial and words.gap(before + 1) in " -":
        before -= 1
    is_denied = before >= 0 and words[before] in vocabulary.denials and words.gap(before + 1) in " -"
    return is_denied or is_denied_with_another(sentence, before) or vocabulary.waived_after.at(words, stop) is not None


OR = ("or", "nor")
DENIED_TOGETHER = 4
"""Words before an "or" among which a denial holds for what follows, too."""


def is_denied_with_another(sentence: Sentence, place: int) -> bool:
    """Whether the word there joins it to something denied: "nothing spicy or fancy"."""
    words = sentence.words
    if place < 0 or words[place] not in OR:
        return False
    for before in range(place - 1, max(place - 1 - DENIED_TOGETHER, -1), -1):
        if words.gap(before + 1) in ",.":
            return False
        if words[before] in sentence.vocabulary.denials:
            return True
    return False


def is_meant(sentence: Sentence, implied: Implied, is_off: Callable[[Sentence, int, int], bool] | None = None) -> bool:
    """Whether it is said and nothing takes it back; `is_off` tells whether the words that say it are unmeant there."""
    words, refusals = sentence.words, sentence.vocabulary.leave_out.before
    if implied.gives_way_to.intersection(found.kind for found in sentence.found.values()):
        return False
    if any(is_left(sentence, first, stop) for first, stop, _ in implied.unless.all(words)):
        return False
    return any(
        is_left(sentence, first, stop)
        and not (words.gap(first) in " -" and words[first - 1] in implied.not_after)
        and not (first and refusals.before(words, first))
        and not (words.gap(stop) in " -" and words[stop] in implied.not_before)
        and not (is_off and is_off(sentence, first, stop))
        for first, stop, _ in implied.said.all(words)
    )


def is_left(sentence: Sentence, first: int, stop: int) -> bool:
    """Whether the words are part of no dish's name and of nothing to do without, but for what they do without
    themselves ("not too spicy"); a course may have taken them.
    """
    start, end = sentence.span(first, stop)
    refused = [span for found in sentence.found.values() if found.kind in REFUSING for span in found.spans]
    is_part = any(a < stop and first < b and not (first <= a and b <= stop) for a, b in sentence.names)
    return not is_part and not any(a < end and start < b and not (start <= a and b <= end) for a, b in refused)
