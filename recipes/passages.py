"""A recipe's texts -> the ordered passages that are embedded, none longer than the model's window, no word left out.

Pure: no Django, no models, no tokenizer of its own (`count_tokens` is handed in). Not here: vectors.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

PASSAGES_VERSION = 2
"""Raise it whenever the same recipe would give other passages: every recipe then is due."""

SHARED = 5
"""A long text's passages share about one word in this many with the next, so that no thought is lost at a cut."""

MAX_OCCASIONS = 12
"""More would only make a recipe heavier: all of them stand among its facts, too."""

CountTokens = Callable[[str], int]


@dataclass(frozen=True)
class RecipeText:
    """Everything of a recipe that is embedded, as plain values."""

    title: str
    summary: str = ""
    ingredients: tuple[str, ...] = ()
    method: tuple[str, ...] = ()
    course: str = ""
    cuisine: str = ""
    diets: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    moods: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    total_minutes: int | None = None


@dataclass(frozen=True)
class Passage:
    """A piece of a recipe: its place among the recipe's passages, what it was taken from, its words."""

    position: int
    kind: str
    text: str

    @property
    def fingerprint(self) -> str:
        """Equal where the stored vector still holds: a hash of the words and of how passages are made."""
        return digest(PASSAGES_VERSION, self.kind, self.text)


def digest(*parts) -> str:
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=20).hexdigest()


def source_hash(recipe: RecipeText, space: str) -> str:
    """Equal where nothing that the recipe's embeddings in `space` are made of has changed; needs no tokenizer."""
    return digest(PASSAGES_VERSION, space, vars(recipe))


def split_recipe(recipe: RecipeText, count_tokens: CountTokens, window: int) -> list[Passage]:
    """Bare title; title, summary, facts; bare summary; occasions; ingredients; method: each fits `window` tokens."""
    sources = (
        ("title", recipe.title),
        ("summary", f"{sentence(recipe.title)} {sentence(recipe.summary)} {facts(recipe)}"),
        ("description", recipe.summary),
        *(("occasion", text) for text in occasions(recipe)),
        ("ingredients", ", ".join(recipe.ingredients)),
        ("method", " ".join(sentence(step) for step in recipe.method)),
    )
    texts = ((kind, text) for kind, source in sources for text in split(source, count_tokens, window))
    return [Passage(position, kind, text) for position, (kind, text) in enumerate(texts)]


def occasions(recipe: RecipeText) -> list[str]:
    """What kind of dish it is and when one wants it, an occasion a text: "Warming Moroccan soup for Ramadan."

    Alone, a cook's mood is found here; among a dish's details it drowns. Of a recipe that names no occasion, its
    seasons; of one that names no mood either, nothing.
    """
    kind = " ".join(filter(None, (", ".join(recipe.moods), recipe.cuisine, recipe.course)))
    when = [f"for {name}" for name in (recipe.occasions or recipe.seasons)[:MAX_OCCASIONS]]
    return [as_sentences([f"{kind} {name}".strip()]) for name in when or ([""] if recipe.moods else [])]


def facts(recipe: RecipeText) -> str:
    """What is known of the recipe as plain sentences, such as: Moroccan soup. Warming. For winter. Takes 50 minutes."""
    phrases = (
        " ".join(filter(None, (recipe.cuisine, recipe.course))),
        ", ".join(recipe.moods),
        " and ".join(f"for {name}" for name in (*recipe.seasons, *recipe.occasions)),
        ", ".join(recipe.diets),
        ", ".join(recipe.tags),
        f"takes {recipe.total_minutes} minutes" if recipe.total_minutes else "",
    )
    return as_sentences(phrases)


def as_sentences(phrases: Iterable[str]) -> str:
    return " ".join(sentence(phrase[0].upper() + phrase[1:]) for phrase in phrases if phrase)


def sentence(text: str) -> str:
    text = text.strip()
    return f"{text}." if text and text[-1] not in ".!?:;…" else text


def split(text: str, count_tokens: CountTokens, window: int) -> Iterator[str]:
    """The text as overlapping passages of at most `window` tokens: every word in order, cut at sentences if it can."""
    words = [piece for word in text.split() for piece in pieces(word, count_tokens, window)]
    start = 0
    while start < len(words):
        end = fitting(words, start, count_tokens, window)
        if end < len(words):
            end = sentence_end(words, end - (end - start) // 4, end)
        yield " ".join(words[start:end])
        if end == len(words):
            return
        shared = (end - start) // SHARED
        again_from = sentence_end(words, end - shared * 3 // 2, end - shared // 2, otherwise=end - shared)
        start = max(start + 1, again_from)


def fitting(words: list[str], start: int, count_tokens: CountTokens, window: int) -> int:
    """The greatest end for which words[start:end] fits the window; always at least one word."""
    if len(words) - start <= window and count_tokens(" ".join(words[start:])) <= window:
        return len(words)
    ends = range(start + 1, min(len(words), start + window) + 1)
    found = bisect_right(ends, window, key=lambda end: count_tokens(" ".join(words[start:end])))
    return ends[max(found - 1, 0)]


def sentence_end(words: list[str], low: int, high: int, otherwise: int | None = None) -> int:
    """The last place from low to high just behind a sentence's end; where there is none `otherwise`, or `high`."""
    ends = (place for place in range(high, max(low, 1) - 1, -1) if words[place - 1][-1] in ".!?")
    return next(ends, high if otherwise is None else otherwise)


def pieces(word: str, count_tokens: CountTokens, window: int) -> list[str]:
    """The word, or its halves and their halves where even alone it would not fit the window."""
    # A token is at least a byte, and a few are the model's own marks: shorter words need no count.
    if len(word.encode("utf-8", "replace")) < window // 2 or len(word) == 1 or count_tokens(word) <= window:
        return [word]
    middle = len(word) // 2
    return [*pieces(word[:middle], count_tokens, window), *pieces(word[middle:], count_tokens, window)]
