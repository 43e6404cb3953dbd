"""What a cook typed -> what was meant: misspelt dishes and ingredients, and titles that are typed nearly right.

Pure: no Django, no models; the words that exist are handed in. Not here: what a sentence means, and any search.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import OSA

from .letters import WORD, allowance, are_forms, distance, fold, singular, words_of
from .titles import LINKS, Key, TitleIndex, is_whole
from .vocabulary import MIN_LETTERS, Vocabulary

__all__ = ["Correction", "Spelling", "TitleIndex", "common_words", "is_whole"]

COMMON_WORDS = Path(__file__).parent.parent / "data" / "common_words.txt"

LONG_LINKS = sorted(link for link in LINKS if len(link) > 2)

TITLE_SHARE = 0.34
"""How much of a word may be mistaken where the rest of the query is the rest of a title."""


@dataclass(frozen=True)
class Correction:
    """A query as it was typed and as it was meant; `changed` holds (typed, meant), in the order of the query."""

    raw: str
    text: str
    changed: tuple[tuple[str, str], ...] = ()

    @property
    def is_changed(self) -> bool:
        return bool(self.changed)


@dataclass
class Token:
    """A word of a query: its place, its folded letters, whether it may be wrong, what is meant if that is known."""

    start: int
    end: int
    word: str
    is_doubtful: bool
    meant: str | None = None


def common_words(path: Path = COMMON_WORDS) -> frozenset[str]:
    """The everyday words that ship with Larder; lines that begin with # say what they are."""
    lines = path.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Spelling:
    """Puts right what is misspelt, by the words of a collection; made once a collection, then only read.

    `words` are the single words of the collection, one that is given more often being more usual: it is taken where
    two are equally near. `common` are everyday words and `foods` names of foods, in as many words as it takes: both
    are right however seldom the collection has them.
    """

    def __init__(
        self, titles: Iterable[str], words: Iterable[str], common: Iterable[str] = (), foods: Iterable[str] = ()
    ):
        titles = list(titles)
        self.titles = TitleIndex(titles)
        self.vocabulary = Vocabulary(titles, words, common, foods)

    def best_title(self, text: str) -> str | None:
        """The title that the text is: see TitleIndex. Give it what `correct` gave."""
        return self.titles.best_title(text)

    def correct(self, text: str) -> Correction:
        """The text with its misspelt words put right; everything else stays to the letter. Takes any text."""
        if self.best_title(text):
            return Correction(text, text)
        tokens = self._tokens(text)
        self._read_as_title(tokens)
        if any(token.is_doubtful and not token.meant for token in tokens):
            tokens = self._join(tokens, text)
            self._guess(tokens)
        return corrected(text, [token for token in tokens if token.meant], self.vocabulary)

    def knows_any(self, text: str) -> bool:
        """Whether any word of the text exists; a text without words has nothing that isn't known."""
        words = list(words_of(text))
        return not words or any(self.vocabulary.exists(word) for word in words)

    def _tokens(self, text: str) -> list[Token]:
        matches = ((match.start(), match.end(), fold(match[0])) for match in WORD.finditer(text))
        return [Token(start, end, word, not self.vocabulary.is_right(word)) for start, end, word in matches]

    def _join(self, tokens: list[Token], text: str) -> list[Token]:
        """The tokens, with the two of "cauli flower" as one."""
        joined = []
        for token in tokens:
            last = joined[-1] if joined else None
            if last and not (last.meant or token.meant) and (last.is_doubtful or token.is_doubtful):
                word = last.word + token.word
                if text[last.end : token.start] in (" ", "-") and word in self.vocabulary.spelled:
                    joined[-1] = Token(last.start, token.end, word, True, meant=word)
                    continue
            joined.append(token)
        return joined

    def _guess(self, tokens: list[Token]):
        """The nearest words; none at all where most of the words aren't known: it is another language."""
        doubtful = [token for token in tokens if token.is_doubtful and not token.meant]
        guesses = [self.vocabulary.guess(token.word) for token in doubtful]
        unheard, certain = guesses.count(None), len(tokens) - len(doubtful)
        if unheard >= max(2, len(doubtful) - unheard) and len(doubtful) >= certain:
            return
        for token, guess in zip(doubtful, guesses, strict=True):
            token.meant = guess

    def _read_as_title(self, tokens: list[Token]):
        """Where the whole query is nearly a title, its words are the title's: "fish and ships" -> "chips"."""
        tokens = [token for token in tokens if token.word not in LINKS]
        if all(self._is_settled(token) for token in tokens):
            return
        links = {token.start: link for token in tokens if token.is_doubtful and (link := near_link(token.word))}
        others = [token for token in tokens if token.start not in links]
        found = self._title_words(tokens) or (self._title_words(others, links) if links else None)
        for token in tokens if found is not None else ():
            token.is_doubtful, token.meant = False, found.get(token.start)

    def _title_words(self, tokens: list[Token], links: dict[int, str] | None = None) -> dict[int, str] | None:
        """A token's start -> what the title has in its place, for the title that takes the fewest changes."""
        words = {singular(token.word) for token in tokens}
        near = {singular(near) for token in tokens if token.is_doubtful for near in self.vocabulary.near(token.word)}
        readings = (self._reading(tokens, key) for key in self.titles.keys_sharing(words | near, len(words)))
        _, meant = min(filter(None, readings), default=(0, None))
        if meant is None:
            return None
        typed = {token.start: token.word for token in tokens}
        return (links or {}) | {start: self.vocabulary.nearest_form(word, typed[start]) for start, word in meant}

    def _is_settled(self, token: Token) -> bool:
        return not token.is_doubtful and (len(token.word) < MIN_LETTERS or self.vocabulary.is_of_kitchen(token.word))

    def _reading(self, tokens: list[Token], key: Key) -> tuple[float, list[tuple[int, str]]] | None:
        """(mistakes, [(a token's start, the title's word)]) where each token could be a word of this title."""
        odd = [token for token in tokens if singular(token.word) not in key]
        left = {*key} - {singular(token.word) for token in tokens}
        if len(odd) != len(left) or any(self._is_settled(token) for token in odd):
            return None
        mistakes, meant = 0.0, []
        for token in odd:
            far, word = min((distance(singular(token.word), word), word) for word in left)
            if far > limit_in_title(token, word, len(tokens) - len(odd)):
                return None
            mistakes += far
            meant.append((token.start, word))
            left.remove(word)
        return mistakes, meant


def near_link(word: str) -> str | None:
    """ "wiht", "teh" -> "with", "the"."""
    return next((link for link in LONG_LINKS if len(word) > 2 and OSA.distance(word, link) == 1), None)


def limit_in_title(token: Token, word: str, matching: int) -> float:
    """How many mistakes a word may hold where so many others are the title's.

    A word that exists ("ships") is replaced only for a slip of one letter, hardly ever if it is short, and never by
    another form of itself.
    """
    if not matching:
        return allowance(token.word) if token.is_doubtful else -1
    if token.is_doubtful:
        return max(1, len(token.word) * TITLE_SHARE)
    return -1 if are_forms(token.word, word) or len(token.word) + matching < MIN_LETTERS + 2 else 1


def corrected(text: str, tokens: list[Token], vocabulary: Vocabulary) -> Correction:
    """The text with the tokens' meant words in their places, capital where they were typed so."""
    changed, pieces, done = [], [], 0
    for token in tokens:
        typed, meant = text[token.start : token.end], vocabulary.as_spelled(token.meant)
        meant = meant.upper() if typed.isupper() else meant[0].upper() + meant[1:] if typed[0].isupper() else meant
        changed.append((typed, meant))
        pieces += [text[done : token.start], meant]
        done = token.end
    return Correction(text, "".join([*pieces, text[done:]]), tuple(changed))
