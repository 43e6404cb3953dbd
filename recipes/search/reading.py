"""A cook's words -> what is searched for: spelling put right, limits found, the rest as texts to embed. No ranking.

What the collection's own words are is read from the database once a process, and again when recipes have changed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock

from recipes.dishes import dishes
from recipes.foods import Foods
from recipes.models import Recipe
from recipes.models.recipe import text_lines
from recipes.qualities import qualities
from recipes.querying import Found, Query, asks_for_fact, read_query
from recipes.querying.cleaning import as_text, clean
from recipes.querying.query import without
from recipes.querying.regions import cuisines_within, folded, placed
from recipes.querying.vocabulary import vocabulary
from recipes.querying.words import Words as FoldedWords
from recipes.spelling import Correction, Spelling, common_words, is_whole
from recipes.ways import Ways

SPELLING = "spelling"
"""The id by which a cook turns correction off, as the ids of limits turn those off."""

ANYTHING = "something good to eat"
"""Embedded where a sentence asks for nothing but what to leave out."""

ANY_MEAL = frozenset(
    [
        "a",
        "an",
        "any",
        "anything",
        "cook",
        "dinner",
        "dinners",
        "dish",
        "dishes",
        "eat",
        "food",
        "for",
        "i",
        "idea",
        "ideas",
        "make",
        "meal",
        "meals",
        "my",
        "please",
        "recipe",
        "recipes",
        "some",
        "something",
        "supper",
        "tea",
        "the",
        "to",
        "tonight",
        "today",
        "us",
        "we",
        "what",
    ]
)
"""Words that ask for no dish before another."""

MEALS = frozenset(["dinner", "dinners", "supper", "tea"])
"""Of these, what still tells how something without a tool or way of cooking is meant: "no-cook dinner"."""

NOT_EMBEDDED = ("exclude", "avoid", "time", "servings", "ingredients", "implied", "named")
"""Kinds of limits whose words don't help to say what is wanted (docs/decisions.md has the table), or that have none."""

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Reading:
    """A sentence as it was understood: its spelling, the limits and the meaning found in it.

    `is_strange`: it asks for a fact, or holds no word that the collection, cooks or everyday English have.
    """

    query: Query
    correction: Correction
    is_title: bool = False
    is_strange: bool = False

    @property
    def is_limits_only(self) -> bool:
        """Whether nothing telling is left to compare by: then every recipe that keeps the limits is an answer."""
        left = WORD.findall(self.query.text.casefold())
        return any(found.spans for found in self.query.found) and ANY_MEAL.issuperset(left)

    @property
    def is_telling(self) -> bool:
        """Whether anything is asked for beside what to leave out and how long it may take: "no-bake cheesecake"."""
        left = set(WORD.findall(self.query.text.casefold()))
        return not left <= ANY_MEAL - MEALS or any(found.kind not in NOT_EMBEDDED for found in self.query.found)

    @property
    def names_food(self) -> bool:
        """Whether it names a food, course or cuisine, or speaks of nothing but how one feels or what one has to do."""
        is_named = any(found.kind in ("course", "cuisine", "use") for found in self.query.found)
        return is_named or bool(foods().in_text(self.query.sentence))

    @property
    def wanted(self) -> str:
        """The text that is embedded: the sentence less what it doesn't want, and less time and servings.

        Diets, course, cuisine and foods to use limit the search, and still say what one feels like; so does
        "no-bake", a kind of dish.
        """
        if self.is_title or not self.query.found:
            return self.query.text
        taken = [f for f in self.query.found if f.kind in NOT_EMBEDDED and not (is_kind(f) and self.is_telling)]
        spans = [span for found in taken for span in found.spans]
        return without(self.query.sentence, spans) or self.query.positive or ANYTHING

    @property
    def unwanted(self) -> list[str]:
        """Texts that are embedded, too, and count against: manners ("spicy"); foods and dishes are kept on data."""
        manners = [found for found in self.query.found if found.kind == "avoid" and not is_kind(found)]
        return [str(found.value) for found in manners if not dish_of(found) and not course_of(found)]


def way_of(found: Found) -> str | None:
    """The tool or way of cooking to do without, or "cold", whose absence is told by a recipe's words."""
    return ways().way(str(found.value)) if found.kind in ("avoid", "implied") else None


def dish_of(found: Found) -> str | None:
    """The kind of dish that isn't wanted: "not pie", "isn't cake", which is an ingredient, too."""
    return dishes().kind(str(found.value)) if found.kind in ("avoid", "exclude") else None


def course_of(found: Found) -> str | None:
    """The course that isn't wanted: "not a dessert"."""
    words = FoldedWords(str(found.value))
    known = vocabulary().courses.at(words, 0) if found.kind == "avoid" and len(words) else None
    return str(known[1]) if known and known[0] == len(words) else None


def is_kind(found: Found) -> bool:
    way = way_of(found)
    return way is not None and ways().is_kind(way)


def read(given: object, off: Collection[str] = ()) -> Reading:
    """Any text, bytes or None, as it is understood. `off`: ids of limits, and "spelling", that the cook turned off."""
    raw = as_text(given)
    text, cut = clean(raw)
    spelling = words().spelling
    correction = Correction(text, text) if SPELLING in off else spelling.correct(text)
    if title := whole_title(spelling, correction.text):
        # "No-knead crusty loaf" asks for that dish, and leaves nothing out.
        named = tuple(found for found in read_query(correction.text, foods(), off).found if found.kind == "named")
        query = Query(raw=raw, text=title, cut=cut, found=named, sentence=correction.text)
        return Reading(query, correction, is_title=True)
    query = read_query(correction.text, foods(), off)
    if unknown := [found.id for found in query.found if not is_known(found)]:
        query = read_query(correction.text, foods(), [*off, *unknown])
    is_strange = asks_for_fact(correction.text) or not spelling.knows_any(correction.text)
    return Reading(replace(query, raw=raw, cut=cut), correction, is_strange=is_strange)


def whole_title(spelling: Spelling, text: str) -> str | None:
    """The title that the text is in all its words, but for accents, case, number, order and hyphens."""
    title = spelling.best_title(text)
    return title if title and is_whole(text, title) else None


@cache
def foods() -> Foods:
    """The foods that Larder knows, read once a process."""
    return Foods.load()


@cache
def ways() -> Ways:
    """The tools and ways of cooking that Larder knows, read once a process."""
    return Ways.load()


@dataclass(frozen=True)
class Words:
    """A collection's own words: its spelling, its courses and cuisines, and the state that it was in."""

    state: tuple
    spelling: Spelling
    courses: frozenset[str]
    cuisines: tuple[str, ...]


_lock = Lock()
_held: dict[str, Words] = {}


def words() -> Words:
    """Those of the published recipes of now; made once a state of the collection, one cheap query a call."""
    state = Recipe.collection_state()
    with _lock:
        if "words" not in _held or _held["words"].state != state:
            _held["words"] = read_words(Recipe.objects.published(), state)
        return _held["words"]


def read_words(recipes, state: tuple) -> Words:
    titles, named = [], []
    for title, ingredients in recipes.order_by("pk").values_list("title", "ingredients").iterator(chunk_size=2000):
        titles.append(title)
        named += [word for line in text_lines(ingredients) for word in WORD.findall(line)]
    kinds = {field: recipes.order_by().values_list(field, flat=True).distinct() for field in ("course", "cuisine")}
    return Words(
        state=state,
        spelling=Spelling(titles, named, common_words() | qualities().words(), foods().names()),
        courses=frozenset(name.casefold() for name in kinds["course"]),
        cuisines=tuple(kinds["cuisine"]),
    )


def stored_within(cuisine: str) -> list[str]:
    """The cuisines that recipes have, as they are stored, of those that a cuisine takes in."""
    wanted = cuisines_within(cuisine)
    return [name for name in words().cuisines if name and folded(name) in wanted]


def stored_and_placed() -> list[str]:
    """The cuisines that recipes have, as they are stored, of which we know where they belong."""
    return [name for name in words().cuisines if folded(name) in placed()]


def stored_around(cuisine: str) -> list[str]:
    """The cuisines that recipes have, as they are stored, which take in this one."""
    return [name for name in words().cuisines if name and folded(cuisine) in cuisines_within(name)]


def is_known(found: Found) -> bool:
    """Whether any recipe says this course or cuisine: what none says is left to the meaning."""
    if found.kind == "course":
        return str(found.value).casefold() in words().courses
    return found.kind != "cuisine" or bool(stored_within(str(found.value)))
