"""Qualities that cooks ask for and no recipe says of itself ("light", "easy to carry"), and what speaks against them.

Pure. Not how a sentence is read (querying), and not whether a recipe has what speaks against one (search.suiting).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from recipes.querying.words import Words, either

DATA = Path(__file__).parent / "data" / "qualities.json"


NO_POT = re.compile(r"\b(?:crock ?|instant )pot|\bpot (?:roast|pie)")
"""What isn't one more pot."""

BOUNDS = ("most_ingredients", "fewest_ingredients", "longest_method", "most_minutes", "most_vessels")


@dataclass(frozen=True)
class Quality:
    """What speaks against a quality: `foods` among the ingredients, `courses`, `ways` of cooking, words of a title, and
    more or fewer ingredient lines, words of a method, minutes or vessels than these; None is no bound.
    """

    foods: frozenset[str]
    courses: frozenset[str]
    ways: tuple[str, ...]
    in_title: re.Pattern
    most_ingredients: int | None
    fewest_ingredients: int | None
    longest_method: int | None
    most_minutes: int | None
    most_vessels: int | None
    spared: re.Pattern

    def spares(self, line: str) -> bool:
        """Whether an ingredient line speaks against nothing: "bacon (optional)"; "fat-free cream cheese" for some."""
        return self.spared.search(" ".join(Words(line).words)) is not None

    def is_denied_by(self, title: str) -> bool:
        """Whether a title speaks against it, whatever its case, accents and hyphens."""
        return self.in_title.search(" ".join(Words(title).words)) is not None


class Qualities:
    """Qualities by id. Make it once; nothing changes it."""

    def __init__(self, data: Mapping[str, Mapping]):
        """As data/qualities.json has them."""
        rows = data["qualities"]
        self._qualities = {ident: made(row, data["spared"], data["leaner"]) for ident, row in rows.items()}
        self._vessels = [re.compile(rf"\b(?:{either(words)})\b") for words in data["vessels"].values()]
        self._words = frozenset(word for row in rows.values() for said in row["said"] for word in said.split())

    @classmethod
    def load(cls, path: Path = DATA) -> "Qualities":
        return cls(json.loads(path.read_text("utf-8")))

    def quality(self, ident: str) -> Quality:
        """KeyError where none has that id."""
        return self._qualities[ident]

    def words(self) -> frozenset[str]:
        """All words of the phrases that ask for one: no slips, be they in no recipe."""
        return self._words

    def vessels(self, method: str) -> int:
        """How many kinds of pots, pans and dishes a method names."""
        plain = NO_POT.sub("", " ".join(Words(method).words))
        return sum(vessel.search(plain) is not None for vessel in self._vessels)


def made(row: Mapping, spared: Iterable[str], leaner: Iterable[str]) -> Quality:
    """`leaner` are words of lines that speak against nothing where fat, sugar or salt do ("leaner" of the row)."""
    words = [*spared, *(leaner if row["leaner"] else ())]
    return Quality(
        foods=frozenset(row["foods"]),
        courses=frozenset(row["courses"]),
        ways=tuple(row["ways"]),
        # What matches nothing, where no word of a title tells.
        in_title=re.compile(rf"\b(?:{either(row['title'])})\b" if row["title"] else r"(?!)"),
        **{bound: row[bound] for bound in BOUNDS},
        spared=re.compile(rf"\b(?:{either(words)})\b"),
    )


@cache
def qualities() -> Qualities:
    """The qualities that ship with Larder, read once a process."""
    return Qualities.load()
