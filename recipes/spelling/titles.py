"""Titles of recipes, found however they are typed. No misspelt words, and no ranking.

A title's *key* is what tells it from another: its words, each once, singular, sorted, without links such as "and".
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from .letters import singular, words_of

MAX_SHARING = 300
"""Titles looked at for one word: a bound on the work, reached where a word says nothing anyway."""

ENGLISH_LINKS = "a and in of on or the with"
OTHER_LINKS = "al all alla alle au aux con d da de del dell della di du el en et i l la le les mit und y"
LINKS = frozenset(f"{ENGLISH_LINKS} {OTHER_LINKS}".split())

Key = tuple[str, ...]


def title_key(text: str) -> Key:
    words = {singular(word) for word in words_of(text)}
    return tuple(sorted(words - LINKS or words))


def bare(title: str) -> str:
    """The title without its parenthesis."""
    return re.sub(r"\s*\([^()]*\)", "", title)


def is_whole(text: str, title: str) -> bool:
    """Whether the text is all of the title, or all but its parenthesis, or the name in parentheses."""
    names = [title, bare(title), *re.findall(r"\(([^()]*)\)", title)]
    letters = "".join(words_of(text))
    return any(title_key(text) == title_key(name) or letters == "".join(words_of(name)) for name in names)


def parts(title: str) -> list[str]:
    """Other names of the dish: what the title says before "with", and what it says in parentheses."""
    return [bare(title).partition(" with ")[0], *re.findall(r"\(([^()]*)\)", title)]


class TitleIndex:
    """The titles of a collection by their words; made once, then only read. Of titles with one key the first counts."""

    def __init__(self, titles: Iterable[str]):
        titles = [title for title in dict.fromkeys(titles) if title_key(title)]
        self.by_key = {}
        self.by_letters = {}
        for title in titles:
            self.by_key.setdefault(title_key(title), title)
        for title in titles:
            self._add(bare(title), title)
        for part, title in telling_parts(titles):
            self._add(part, title)
        self.sharing = defaultdict(list)
        for key in self.by_key:
            for word in key:
                self.sharing[word, len(key)].append(key)

    def _add(self, name: str, title: str):
        if key := title_key(name):
            self.by_key.setdefault(key, title)
            self.by_letters.setdefault("".join(words_of(name)), title)

    def best_title(self, text: str) -> str | None:
        """The title that the text is, but for case, accents, hyphens, spaces, plurals, links and the words' order."""
        return self.by_key.get(title_key(text)) or self.by_letters.get("".join(words_of(text)))

    def keys_sharing(self, words: Iterable[str], length: int) -> set[Key]:
        """The keys of so many words that hold one of these."""
        return {key for word in words for key in self.sharing.get((word, length), ())[:MAX_SHARING]}


def telling_parts(titles: list[str]) -> list[tuple[str, str]]:
    """(part, title), such as "Swedish meatballs", where no other title has all the part's words."""
    having = defaultdict(set)
    for title in titles:
        for word in title_key(title):
            having[word].add(title)
    pairs = ((part, title) for title in titles for part in parts(title) if title_key(part))
    return [
        (part, title)
        for part, title in pairs
        if set.intersection(*(having[word] for word in title_key(part))) == {title}
    ]
