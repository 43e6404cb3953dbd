"""What a sentence was read as: plain values. Not how it is read."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """One limit found in a sentence, and the places there whose words it took.

    `kind` is exclude, avoid, diet, time, servings, ingredients, course, cuisine, use, implied or named; `value` the
    food or manner as written, a diet as in models.DIET_LIMITS, minutes, a number of people or of ingredients, a
    course, a cuisine, or what is ruled out without being said ("implied" in reading.json). That, and what is only
    named, take no words; of the latter `things` are the kind ("food", "flavour", "dish", "way", "cuisine" or "quality")
    and the words of each, one of which will do. `text` says it to a cook. `allergy`: a recipe that doesn't say isn't
    good enough.
    """

    id: str
    kind: str
    text: str
    value: str | int
    spans: tuple[Span, ...]
    allergy: bool = False
    things: tuple[tuple[str, str], ...] = ()

    @property
    def is_quality(self) -> bool:
        """Whether no recipe says it of itself ("light"): named, and told by what speaks against it."""
        return any(kind == "quality" for kind, _words in self.things)


@dataclass(frozen=True)
class Contradiction:
    """A limit and the food of the same sentence that no recipe has within it; as a text it says so."""

    limit: Found
    food: str

    def __str__(self):
        return f"“{self.limit.text}” and “{self.food}” contradict each other"


@dataclass(frozen=True)
class Query:
    """A cook's sentence: as written, cleaned, its limits, the meaning that is left and embedded.

    `cut` says that its end was left off. `text` is empty where the sentence is limits only.
    """

    raw: str
    text: str
    cut: bool = False
    found: tuple[Found, ...] = ()
    sentence: str = ""
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there was no word to read at all."""
        return not self.sentence

    @property
    def positive(self) -> str:
        """The sentence less what it doesn't want, for a sentence of limits only."""
        return without(self.sentence, [s for f in self.found if f.kind in ("exclude", "avoid") for s in f.spans])


def without(sentence: str, spans: Iterable[Span]) -> str:
    """The sentence without these places, and without the signs that then part nothing."""
    spans = sorted(spans)
    if not spans:
        return sentence
    kept, place = [], 0
    for start, end in spans:
        kept.append(sentence[place:start])
        place = max(place, end)
    text = tidied(" ".join([*kept, sentence[place:]]))
    return text if any(char.isalnum() for char in text) else ""


def tidied(text: str) -> str:
    text = " ".join(text.split())
    text = re.sub(r" (?=[,;:.!?)])", "", text)
    text = re.sub(r"\( ?\)|(?<!\S)/(?!\S)", "", text)
    text = re.sub(r"[,;:]+(?=[,;:.!?])|(?<=[.!?]),+", "", text)
    text = re.sub(r"(?<=[,;:]) ?[-–—] ", " ", text)
    return " ".join(re.sub(r"^[\s,;:.!?–—-]+(?=[\s\w(]|$)|[\s,;:–—-]+$", "", text).split())


def slug(*words: str) -> str:
    """Words as they may stand in an address: "crème fraîche" -> "creme-fraiche"."""
    plain = unicodedata.normalize("NFKD", re.sub("['’]", "", " ".join(words).lower()))
    return "-".join(re.findall(r"[^\W_]+", "".join(char for char in plain if not unicodedata.combining(char))))
