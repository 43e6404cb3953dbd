"""The words of data/reading.json, and by which dishes and ways are asked for, made ready to look up once. No rules."""

import itertools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from recipes.querying.words import Phrases

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class Cues:
    """Phrases before, around and after the foods they are about, and what else belongs to them on either side."""

    before: Phrases
    around: Phrases
    after: Phrases
    also_before: frozenset[str]
    also_after: Phrases
    not_after: frozenset[str]


@dataclass(frozen=True)
class Implied:
    """What is ruled out, or asked for, where something is said: not beside these words, nor where the sentence says
    otherwise.
    """

    value: str
    text: str
    said: Phrases
    not_after: frozenset[str]
    not_before: frozenset[str]
    unless: Phrases
    gives_way_to: frozenset[str]


class Vocabulary:
    """One attribute a group of words; every group is explained by the rule that asks for it."""

    def __init__(
        self,
        data: dict,
        dishes: Iterable[str] = (),
        asked: Iterable[str] = (),
        described: Iterable[str] = (),
        flavours: Iterable[str] = (),
        qualities: Mapping[str, Mapping] = MappingProxyType({}),
    ):
        self.sets = data["sets"]
        self.names = Phrases(data["names"])
        self.use = self.cues(data["uses"])
        self.use_openings = Phrases(data["uses"]["openings"])
        self.use_clauses = Phrases(data["uses"]["clauses"])
        self.from_after = frozenset(data["uses"]["from_after"])
        self.use_nibbles, self.use_drinks = frozenset(data["uses"]["nibbles"]), frozenset(data["uses"]["drinks"])
        self.read_leaving_out(data["leave_out"])
        self.determiners = Phrases(data["determiners"])
        self.amounts = Phrases([*data["determiners"], *data["amounts"]])
        self.modifiers = Phrases(data["modifiers"])
        self.parts = frozenset(data["parts"])
        self.read_things(data, tuple(dishes))
        self.asked_ways, self.described_ways, self.flavours = Phrases(asked), Phrases(described), Phrases(flavours)
        self.strong_adverbs = frozenset(data["strong_adverbs"])
        self.no_manners = frozenset(data["no_manners"])
        self.after_manner = frozenset(data["after_manner"])
        self.function_words = frozenset(data["function_words"])
        self.fillers = frozenset(data["fillers"])
        self.loose = frozenset(data["loose"])
        self.as_many = dict(data["as_many"])
        self.read_unknown(data["unknown_foods"])
        self.read_diets(data)
        self.read_amounts(data)
        self.read_kinds(data)
        self.read_questions(data["questions"])
        self.read_named(data["named"])
        self.read_no_sauce(data["no_sauce"])
        self.implied = [self.implies(value, row) for value, row in data["implied"].items()]
        self.read_qualities(qualities)
        self.contradictions = {diet: tuple(foods) for diet, foods in data["contradictions"].items()}

    def read_leaving_out(self, data: dict) -> None:
        self.leave_out = self.cues(data)
        self.allergy = frozenset(data["allergy"])
        self.negative = frozenset(data["already_negative"])
        self.no_statement = frozenset(data["no_statement"])
        self.parts_of_less = frozenset(data["less_but_not_without"])
        self.soft_cues = frozenset(data["soft"])
        self.had_enough = Phrases(data["enough"])
        self.enough_of = Phrases(data["enough_of"])
        self.enough_until = frozenset(data["enough_until"])
        self.whole_exclusions = Phrases(data["whole"])
        self.whole_ways = Phrases(data["whole_ways"])
        self.broken = Phrases(data["broken"])

    def read_no_sauce(self, data: dict) -> None:
        self.no_sauce = frozenset(data["foods"])
        self.sauces = Phrases(data["unless"])
        self.dish_wanted = Phrases(data["said"])

    def read_named(self, data: dict) -> None:
        self.named_from = Phrases(data["from"])
        self.named_until = frozenset(data["until"])
        self.named_not_after = frozenset(data["not_after"])
        self.named_not_before = frozenset(data["not_before"])
        self.not_named = frozenset(data["not"])
        self.complaints = frozenset(data["complaints"])
        self.named_served, self.named_praise = Phrases(data["served"]), frozenset(data["praise"])

    def read_qualities(self, data: Mapping) -> None:
        self.qualities = [self.implies(ident, row) for ident, row in data.get("qualities", {}).items()]
        self.denials = frozenset(data.get("denials", ()))
        self.between_denial = frozenset(data.get("between", ()))
        self.waived_after = Phrases(data.get("waived", ()))

    def read_unknown(self, data: dict) -> None:
        self.substances = Phrases(data["substances"])
        self.allergens = frozenset(data["allergens"])
        self.allergy_adjectives = frozenset(data["allergic"])
        self.allergy_nouns = frozenset(data["allergies"])
        self.no_allergens = frozenset(data["idioms"])
        self.made_of = frozenset(data["made_of"])
        self.food_endings = tuple(data["endings"])
        self.verbs = frozenset(data["verbs"])

    def read_things(self, data: dict, dishes: tuple[str, ...]) -> None:
        self.dishes = Phrases(dishes)
        self.things = Phrases([*data["tools_and_ways"], *dishes, *inverted(data["courses"])])
        self.unwanted = Phrases([*data["manners"], *data["tools_and_ways"]])
        self.unwanted_dishes = Phrases([*dishes, *inverted(data["courses"])])

    def read_diets(self, data: dict) -> None:
        self.diets = Phrases(inverted(data["diets"]))
        self.diet_foods = data["diet_foods"]
        self.diet_before = Phrases(data["diet_before"])
        self.diet_after = frozenset(data["diet_after"])
        self.diet_not_after = Phrases(data["diet_not_after"])

    def read_amounts(self, data: dict) -> None:
        self.numbers = data["numbers"]
        self.quick = Phrases(data["quick"])
        self.before_minutes = Phrases(self.expanded(data["minutes"]["before"]))
        self.about_minutes = Phrases(data["minutes"]["about"])
        self.after_minutes = Phrases(data["minutes"]["after"])
        self.after_bare_minutes = frozenset(data["minutes"]["after_bare"])
        self.no_limit_before = frozenset(data["minutes"]["not_before"])
        self.before_counts = Phrases(data["counts"]["before"])
        self.not_after_counts = Phrases(data["counts"]["not_after"])
        self.not_before_counts = Phrases(data["counts"]["not_before"])
        self.after_counts = Phrases(data["counts"]["after"])
        self.before_servings = Phrases(data["servings"]["before"])
        self.after_servings = Phrases(data["servings"]["after"])
        self.persons = frozenset(data["servings"]["persons"])
        self.lone_servings = Phrases(data["servings"]["alone"])

    def read_kinds(self, data: dict) -> None:
        self.courses = Phrases(inverted(data["courses"]))
        self.dishlike_courses = frozenset(data["dishlike_courses"])
        self.course_nouns_after = frozenset(data["course_nouns_after"])
        self.course_not_after = frozenset(data["course_not_after"])
        self.course_adjectives = frozenset(data["course_adjectives"])
        self.adjective_endings = tuple(data["adjective_endings"])
        self.not_adjectives = frozenset(data["not_adjectives"])
        self.cuisines = Phrases(data["cuisines"])
        self.places = Phrases(inverted(data["places"]))
        self.place_after = frozenset(data["place_after"])
        self.place_before = frozenset(data["place_before"])
        self.cuisine_not_before = frozenset(data["cuisine_not_before"])
        self.cuisine_after = frozenset(data["cuisine_after"])

    def read_questions(self, data: dict) -> None:
        self.greetings = frozenset(data["greetings"])
        self.fact_openings = Phrases(self.expanded(data["openings"]))
        self.wish_openings = Phrases(self.expanded(data["wishes"]))
        self.fact_words = Phrases(data["anywhere"])

    def cues(self, data: dict) -> Cues:
        return Cues(
            before=Phrases(self.expanded(data["before"])),
            around=Phrases({cue: Phrases(ends) for cue, ends in grouped(data["around"]).items()}),
            after=Phrases(self.expanded(data["after"])),
            also_before=frozenset(data["also_before"]),
            also_after=Phrases(self.expanded(data["also_after"])),
            not_after=frozenset(data.get("not_after", ())),
        )

    def implies(self, value: str, data: dict) -> Implied:
        return Implied(
            value=value,
            text=data["text"],
            said=Phrases(self.expanded(data["said"])),
            not_after=frozenset(data["not_after"]),
            not_before=frozenset(data["not_before"]),
            unless=Phrases(data["unless"]),
            gives_way_to=frozenset(data.get("gives_way_to", ())),
        )

    def expanded(self, phrases: Iterable[str]) -> list[str]:
        """Each phrase with every word of the sets that it names: "{dont} like" -> "dont like", "wont like", ..."""
        return [choice for phrase in phrases for choice in self.choices(phrase)]

    def choices(self, phrase: str) -> list[str]:
        parts = re.split(r"\{(\w+)\}", phrase)
        options = [self.sets[part] if place % 2 else [part] for place, part in enumerate(parts)]
        return ["".join(choice) for choice in itertools.product(*options)]


def inverted(groups: dict[str, list[str]]) -> dict[str, str]:
    return {phrase: name for name, phrases in groups.items() for phrase in phrases}


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    ends: dict[str, list[str]] = {}
    for start, end in pairs:
        ends.setdefault(start, []).append(end)
    return ends


@cache
def vocabulary() -> Vocabulary:
    """The words that ship with Larder, read once a process."""
    names = ("reading", "dishes", "ways", "flavours", "qualities")
    reading, dishes, ways, flavours, qualities = (
        json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in names
    )
    asked, described = (said(ways["ways"], how) for how in ("asked", "described"))
    named = (said(dishes["kinds"], "said"), asked, described, said(flavours["flavours"], "said"))
    return Vocabulary(reading, *named, qualities)


def said(rows: dict[str, dict[str, list[str]]], how: str) -> list[str]:
    """The words that rows of another file are asked for by."""
    return [word for row in rows.values() for word in row.get(how, ())]
