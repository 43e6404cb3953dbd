"""How a page says what a sentence was read as: chips to turn off and to put back, limits in words. Not the reading."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from recipes.forms import ALLERGY_DIETS, SearchForm, course_name, in_words, limit_words
from recipes.querying import Found
from recipes.search import Ranking, Reading, read
from recipes.search.reading import SPELLING, way_of, ways

ON_LABELS = ("diets", "without_foods")
BEFORE_THE_NOUN = ("diet", "cuisine")
BEHIND_THE_NOUN = ("exclude", "use", "ingredients", "time", "servings")


ONE_THING = {"names-mild": "mild", "not-spicy": "mild"}
"""Ids of what is one thing to a cook, in other words."""


@dataclass(frozen=True)
class Chip:
    """Something that was read, in words, and the address of the search without it, or with it again."""

    text: str
    address: str
    is_limit: bool = True


@dataclass(frozen=True)
class ReadAs:
    """What a page says of how a sentence was read."""

    form: SearchForm
    ranking: Ranking
    put_back: tuple[Chip, ...] = ()
    as_meant: Chip | None = None

    @property
    def reading(self) -> Reading:
        return self.ranking.reading

    @property
    def found(self) -> tuple[Found, ...]:
        return self.ranking.query.found

    @property
    def limits(self) -> list[Found]:
        """What removes recipes: not the foods that are only named, which put them in order."""
        return [found for found in self.found if found.kind != "named"]

    @property
    def is_limits_only(self) -> bool:
        return self.reading.is_limits_only

    @cached_property
    def chips(self) -> list[Chip]:
        """All that was read, each with the address that turns it off: limits in the order of the sentence, concepts."""
        said = [(found.id, limit_words(found)) for found in self.ranking.told]
        concepts = [(concept.chip, concept.name) for concept in self.ranking.concepts]
        known = {found.id for found in self.limits}
        return [
            Chip(text, self.form.address_with_off(ids), not known.isdisjoint(ids))
            for text, ids in by_text([*said, *concepts])
        ]

    @property
    def limit_chips(self) -> list[Chip]:
        return [chip for chip in self.chips if chip.is_limit]

    @property
    def idea_chips(self) -> list[Chip]:
        """Foods that are named, and concepts: what the meaning speaks of, which a phone shows behind a click."""
        return [chip for chip in self.chips if not chip.is_limit]

    @property
    def meaning(self) -> str:
        """What is left and compared with recipes, where something else was read."""
        return self.ranking.query.text if self.chips else ""

    @property
    def raw_address(self) -> str:
        """The same search for the words as they were typed."""
        return self.form.address_with_off([SPELLING])

    @property
    def address_without_limits(self) -> str:
        return self.form.address_without_limits(found.id for found in self.limits)

    # ------------------------------------------------------------ limits in words

    @property
    def says_limits(self) -> bool:
        return bool(self.kind or self.qualities)

    @property
    def kind(self) -> str:
        """What stands before the noun where a sentence is limits only: “vegan Italian dessert”."""
        return " ".join(words_of(self.found, (*BEFORE_THE_NOUN, "course")))

    @property
    def limits_in_order(self) -> str:
        """All of it as a sentence of its own, which is read as these limits again, whatever the page's language."""
        kinds = (*BEFORE_THE_NOUN, "course", *BEHIND_THE_NOUN)
        return " ".join(found.text for kind in kinds for found in self.found if found.kind == kind)

    @property
    def qualities(self) -> str:
        """What stands behind it: “without nuts and under 30 min”."""
        return in_words(words_of(self.found, BEHIND_THE_NOUN))


def read_as(form: SearchForm, ranking: Ranking) -> ReadAs:
    put_back = tuple(turned_off(form, ranking)) if form.off else ()
    as_meant = None
    if SPELLING in form.off:
        as_meant = Chip(read(form.query).correction.text, form.address_less("off", SPELLING))
    return ReadAs(form, ranking, put_back, as_meant)


def whole_reading(form: SearchForm) -> Reading:
    """The sentence with nothing turned off but its spelling, if that is."""
    return read(form.query, [name for name in form.off if name == SPELLING])


def known_ids(form: SearchForm, ranking: Ranking) -> Collection[str]:
    """Those of the form's ids that mean something in its sentence; the others are left from another sentence."""
    if not form.off:
        return ()
    ids = texts_of(form, ranking).keys()
    return [name for name in form.off if name in ids or (name == SPELLING and read(form.query).correction.is_changed)]


def turned_off(form: SearchForm, ranking: Ranking) -> Iterator[Chip]:
    """Limits and concepts that are off, each with the address that puts it back."""
    texts = texts_of(form, ranking)
    for text, ids in by_text((name, texts[name]) for name in form.off if name in texts):
        yield Chip(text, form.address(off=[name for name in form.off if name not in ids], page=None))


def texts_of(form: SearchForm, ranking: Ranking) -> dict[str, str]:
    """Id -> words, of every limit in the sentence and of the concepts that are turned off."""
    limits = {found.id: limit_words(found) for found in whole_reading(form).query.found}
    return {concept.chip: concept.name for concept in ranking.unused} | limits


def by_text(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """(words, all ids that have them): "vegan" may be read as a limit and as a concept, and is one thing to a cook."""
    groups: dict[str, tuple[str, list[str]]] = {}
    for name, text in pairs:
        groups.setdefault(ONE_THING.get(name) or same_as(text.casefold()), (text, []))[1].append(name)
    return list(groups.values())


def same_as(text: str) -> str:
    """Equal for words of one tool or way of cooking to do without: "no baking" is "no oven"."""
    sign, _gap, words = text.partition(" ")
    way = ways().way(words) if sign == "no" else None
    return f"no {way}" if way else text


def words_of(found: Iterable[Found], kinds: Iterable[str]) -> list[str]:
    """What was found of these kinds, in the order of the kinds."""
    found = list(found)
    return [limit_words(each) for kind in kinds for each in found if each.kind == kind]


def words_on_limits(form: SearchForm, found: Iterable[Found] = ()) -> dict:
    """What a page says of all limits, those of the form and those found in a sentence."""
    found = list(found)
    return {
        "limits_in_words": in_words(limits_in_words(form, found)),
        "named_in_words": in_words(words_of([each for each in found if not each.is_quality], ["named"])),
        "qualities_in_words": in_words(words_of([each for each in found if each.is_quality], ["named"]), any_of=True),
        "is_allergy": form.is_allergy or any(each.allergy or each.value in ALLERGY_DIETS for each in found),
        "is_about_labels": not form.limits.keys().isdisjoint(ON_LABELS)
        or any(each.kind in ("exclude", "diet") for each in found),
    }


def limits_in_words(form: SearchForm, found: Iterable[Found]) -> list[str]:
    """Each limit once, as it may follow “is”: “vegan”, “without nuts”, “listed as soup”; manners are no limits."""
    course = form.limits.get("course")
    wanted = [each for each in found if each.kind not in ("named", "avoid", "implied") or way_of(each)]
    read = [as_limit(each) for each in wanted]
    chosen = [
        as_course(course) if course and words == course_name(course) else str(words)
        for words, _address in form.limit_links
    ]
    return list(dict.fromkeys([*read, *chosen]))


def as_limit(found: Found) -> str:
    if found.kind == "avoid":
        return _("without %s") % found.text.partition(" ")[2]
    return as_course(found.text) if found.kind == "course" else limit_words(found)


def as_course(course: str) -> str:
    return _("listed as %s") % course_name(course)
