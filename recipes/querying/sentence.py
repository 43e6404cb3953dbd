"""A sentence while it is read: its words, the foods it names, and which words were taken for which limit."""

from dataclasses import dataclass

from recipes.foods import Foods
from recipes.querying.query import Found, Span, slug
from recipes.querying.vocabulary import Vocabulary
from recipes.querying.words import Phrases, Words


@dataclass(frozen=True)
class Item:
    """A food ("exclude", or "use"), what else isn't wanted ("avoid"), or what is named; its words: first up to stop."""

    kind: str
    value: str
    first: int
    stop: int


class Sentence:
    """What the rules share; each takes words for a limit, and leaves those that others have taken."""

    def __init__(self, text: str, foods: Foods, vocabulary: Vocabulary):
        self.words = Words(text)
        self.foods = foods
        self.vocabulary = vocabulary
        self.taken = [False] * len(self.words)
        self.named = [False] * len(self.words)
        self.names = [(first, stop) for first, stop, _ in vocabulary.names.all(self.words)]
        for first, stop in self.names:
            self.named[first:stop] = [True] * (stop - first)
        self.mentions = self.food_mentions(text)
        self.mention_ends = {stop: first for first, stop in self.mentions.items()}
        self.found: dict[str, Found] = {}

    def __len__(self) -> int:
        return len(self.words)

    def food_mentions(self, text: str) -> dict[int, int]:
        """First word of each food that is named -> the word after its last."""
        first_words = {start: place for place, start in enumerate(self.words.starts)}
        stops = {end: place + 1 for place, end in enumerate(self.words.ends)}
        return {
            first_words[mention.start]: stops[mention.end]
            for mention in self.foods.in_text(text)
            if mention.start in first_words and mention.end in stops
        }

    def is_free(self, first: int, stop: int) -> bool:
        """Whether these words are there, belong to no name of a dish and are taken for nothing."""
        return first < stop <= len(self) and not any(self.taken[first:stop]) and not any(self.named[first:stop])

    def skip(self, phrases: Phrases, place: int) -> int:
        """The first place from here that begins none of the phrases."""
        while place < len(self) and (found := phrases.at(self.words, place)) and self.words.gap(found[0]) in " -":
            place = found[0]
        return place

    def span(self, first: int, stop: int) -> Span:
        return self.words.starts[first], self.words.ends[stop - 1]

    def take(
        self, kind: str, value: str | int, ident: str, text: str, *places: tuple[int, int], allergy: bool = False
    ) -> None:
        """Note a limit and the words that it took; one found twice is one limit with the words of both."""
        spans = [self.span(first, stop) for first, stop in places]
        for first, stop in places:
            self.taken[first:stop] = [True] * (stop - first)
        before = self.found.get(ident)
        if before:
            spans, allergy = [*before.spans, *spans], before.allergy or allergy
        self.found[ident] = Found(ident, kind, text, value, merged(spans), allergy)

    def take_item(self, item: Item, *places: tuple[int, int], allergy: bool = False) -> None:
        """Note what isn't wanted, or what must be in it; foods that a diet rules out are that diet."""
        if item.kind == "exclude" and (diet := self.vocabulary.diet_foods.get(item.value)):
            return self.take_diet(diet, *places, allergy=allergy)
        word = {"exclude": "without", "avoid": "not", "use": "with"}[item.kind]
        if item.kind == "avoid" and self.is_thing(item):
            word = "no"
        text = f"{word} {self.as_many(item.value)}"
        return self.take(item.kind, item.value, slug(word, item.value), text, *places, allergy=allergy)

    def as_many(self, written: str) -> str:
        """A food that one counts, in the plural: "nut allergy" is said to a cook as "without nuts"."""
        before, gap, last = written.rpartition(" ")
        return before + gap + self.vocabulary.as_many.get(last, last)

    def is_thing(self, item: Item) -> bool:
        """Whether "no oven" reads better than "not oven"."""
        things = self.vocabulary.things
        return things.at(self.words, item.first) is not None or things.at(Words(item.value), 0) is not None

    def take_diet(self, diet: str, *places: tuple[int, int], allergy: bool = False) -> None:
        name = diet.replace("_", "-")
        self.take("diet", diet, name, name, *places, allergy=allergy)

    def food_at(self, place: int) -> tuple[int, int] | None:
        """The food that begins there, with words before it that say of what kind it is, and the part of it meant."""
        vocabulary, head = self.vocabulary, place
        while head < len(self) and head not in self.mentions and (found := vocabulary.modifiers.at(self.words, head)):
            if self.words.gap(found[0]) not in " -":
                return None
            head = found[0]
        if head not in self.mentions:
            return self.diet_food_at(place)
        stop = self.mentions[head]
        while self.words[stop] in vocabulary.parts and self.words.gap(stop) == " " and stop not in self.mentions:
            stop += 1
        return (place, stop) if not any(self.taken[place:stop]) and self.is_whole(place, stop) else None

    def diet_food_at(self, place: int) -> tuple[int, int] | None:
        """Words such as "lactose", which no ingredient line holds but a diet or an intolerance is named after."""
        found = self.vocabulary.substances.at(self.words, place)
        stop = found[0] if found else place + 1
        known = (found or self.words[place] in self.vocabulary.diet_foods) and self.is_free(place, stop)
        return (place, stop) if known else None

    def is_whole(self, first: int, stop: int) -> bool:
        """Whether no name of a dish runs over the edge: "tea" of "cup of tea" is no food by itself."""
        runs_in = first > 0 and self.named[first - 1] and self.named[first]
        return not runs_in and not (stop < len(self) and self.named[stop - 1] and self.named[stop])

    def stands_alone(self, stop: int) -> bool:
        """Whether what ends there is no part of a longer name: no noun follows."""
        words = self.words
        return (
            words.gap(stop) not in (" ", "-")
            or (words.gap(stop) == " " and (words[stop] in self.vocabulary.function_words or self.taken[stop]))
            or words[stop].isdigit()
        )


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """In order, those that touch or overlap as one."""
    kept: list[Span] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1] + 1:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)
