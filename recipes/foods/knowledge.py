"""What the data says of foods, ready to be asked. Not here: how words and names are found, and how a line is read."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from recipes.foods.lines import LISTED, SKIPPED, Unit, foods_and_lacks
from recipes.foods.names import Names
from recipes.foods.words import Reader, Token

MOST_LISTED = 4
"""Words and signs after "whole" in "whole, oat or almond milk": more of them are another sentence."""

OF_ITSELF = frozenset(["egg", "milk"])
FLESH = frozenset(["meat", "fish", "shellfish"])
MADE_OF_LITTLE = frozenset(["stock", "sauce", "gelatine", "spice mix", "jelly", "marshmallow", "gravy"])
"""Foods that nobody takes for what is made with them, mayonnaise for eggs or cheese for milk; nor is what is
MADE_OF_LITTLE taken for any of FLESH: stock is no chicken, but sausages are pork."""

DATA = Path(__file__).parent.parent / "data" / "foods.json"


@dataclass(frozen=True)
class Mention:
    """A food named at text[start:end]."""

    start: int
    end: int
    food: str


class Foods:
    """Foods by id: what each is called, is a kind of and is made with. Make it once; nothing changes it."""

    def __init__(
        self,
        foods: Mapping[str, Mapping[str, list[str]]],
        plurals: Mapping[str, str] | None = None,
        lacking: Mapping[str, list[str]] | None = None,
        not_food: Iterable[str] = (),
        usual: Iterable[str] = (),
    ) -> None:
        """As data/foods.json has them. ValueError where two foods share a name, or one is made of itself; KeyError
        where a food is, contains or lacks one that isn't there.
        """
        self._foods = foods
        self._within: dict[str, frozenset[str]] = {}
        self._kind_of: dict[str, frozenset[str]] = {}
        for food in foods:
            self._learn(food, ())
        self._reader = Reader(plurals or {})
        self._names = Names(self._reader)
        self._usual = frozenset(token.word for word in usual for token in self._reader.tokens(word))
        for phrase in not_food:
            self._names.add(phrase, SKIPPED)
        for phrase, lacks in (lacking or {}).items():
            self._names.add(phrase, Unit(lacks=frozenset(lacks)))
        for food, facts in foods.items():
            for name in (food, *facts.get("names", ()), *facts.get("misspelt", ())):
                self._names.add(name, Unit(food=food))

    @classmethod
    def load(cls, path: Path = DATA) -> "Foods":
        data = json.loads(path.read_text("utf-8"))
        return cls(data["foods"], data["plurals"], data["lacking"], data["not food"], data["usual"])

    def ids(self) -> tuple[str, ...]:
        """Every food, in the order of the data."""
        return tuple(self._foods)

    def names(self) -> frozenset[str]:
        """Every right name of every food, as the data spells it."""
        named = ((food, *facts.get("names", ())) for food, facts in self._foods.items())
        return frozenset(name.removeprefix("=") for names in named for name in names)

    def food(self, words: str) -> str | None:
        """The food that these words are a name of, whatever their case, accents, hyphens and number; else None."""
        meaning = self._names.whole(self._reader.tokens(words))
        return meaning.food or None if meaning else None

    def in_text(self, text: str) -> list[Mention]:
        """The foods that a text names, in its order; of names that overlap, the longest. "Without" isn't read here."""
        tokens = self._reader.tokens(text)
        return [
            Mention(tokens[match.start].start, tokens[match.end - 1].end, match.meaning.food)
            for match in self._names.longest(tokens)
            if match.meaning.food
        ]

    def within(self, food: str) -> frozenset[str]:
        """The food, all that it is a kind of, and all that it is made with; of an unknown food only itself."""
        return self._within.get(food, frozenset({food}))

    def kinds(self, food: str) -> frozenset[str]:
        """The food and all that it is a kind of, but nothing that it is made with; of an unknown food only itself."""
        return self._kind_of.get(food, frozenset({food}))

    def of_line(self, line: str) -> frozenset[str]:
        """Everything that an ingredient line names or contains, less what it says is missing.

        "Chicken or vegetable stock" holds both, so that leaving out chicken is safe.
        """
        found: set[str] = set()
        for food, lacks in foods_and_lacks(self._units(line)):
            found |= self._less(self._within[food], lacks)
        return frozenset(found)

    def named_by_line(self, line: str) -> frozenset[str]:
        """As of_line, but for what is OF_ITSELF, or FLESH, and only made something else with."""
        found: set[str] = set()
        for food, lacks in foods_and_lacks(self._units(line)):
            kinds = self._kind_of[food]
            within = self._less(self._within[food], lacks)
            lost = OF_ITSELF if MADE_OF_LITTLE.isdisjoint(kinds) else OF_ITSELF | FLESH
            found |= {each for each in within if each in kinds or self._kind_of[each].isdisjoint(lost)}
        return frozenset(found)

    def contains(self, lines: Iterable[str], food: str) -> bool | None:
        """Whether any line holds a food, given by id or by any words; None where there are no lines to tell.

        Words that name no food of ours are looked for as they are, in either number.
        """
        written = [line for line in lines if line.strip()]
        if not written:
            return None
        known = food if food in self._foods else self.food(food)
        if known:
            return any(known in self.of_line(line) for line in written)
        wanted = self._reader.stems(food)
        return bool(wanted.strip()) and any(wanted in self._reader.stems(line) for line in written)

    def _learn(self, food: str, above: tuple[str, ...]) -> None:
        if food in above:
            raise ValueError(f"a food made of itself: {' > '.join((*above, food))}")
        if food in self._within:
            return
        facts = self._foods[food]
        parents, parts = facts.get("is", ()), facts.get("contains", ())
        for part in (*parents, *parts, *facts.get("without", ())):
            self._learn(part, (*above, food))
        self._kind_of[food] = frozenset({food}.union(*(self._kind_of[parent] for parent in parents)))
        within = frozenset().union(*(self._within[part] for part in (*parents, *parts)))
        self._within[food] = self._less(within, facts.get("without", ())) | {food}

    def _less(self, within: frozenset[str], lacks: Iterable[str]) -> frozenset[str]:
        """Without what is missing and all kinds of it."""
        gone = frozenset(lacks)
        return frozenset(food for food in within if self._kind_of[food].isdisjoint(gone)) if gone else within

    def _units(self, line: str) -> list[Unit]:
        tokens = self._reader.tokens(line)
        named = {match.start: match for match in self._names.longest(tokens)}
        units, index = [], 0
        while index < len(tokens):
            match = named.get(index)
            if match and match.end > index + 1 and self._may_be_usual(tokens, index):
                units.append(self._usual_kind(tokens[match.end - 1]))
            units.append(match.meaning if match else Unit(word=tokens[index].word))
            index = match.end if match else index + 1
        return units

    def _may_be_usual(self, tokens: list[Token], index: int) -> bool:
        """Whether "whole or", "whole, oat or" or the like stands before: what follows is one choice of several."""
        before = [token.word for token in tokens[:index]]
        if not before or before[-1] not in LISTED:
            return False
        pairs = pairwise(before[-MOST_LISTED:])
        return any(word in self._usual and (sign in LISTED or sign == ",") for word, sign in pairs)

    def _usual_kind(self, last: Token) -> Unit:
        """The food that the last word of a name is: "milk" of "almond milk"."""
        meaning = self._names.whole([last])
        return Unit(food=meaning.food) if meaning and meaning.food else SKIPPED
