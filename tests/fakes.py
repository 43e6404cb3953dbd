"""Deterministic stand-ins that are real objects: embedders that need no model. Not mocks, and nothing random."""

import os
import re
import threading
import time
import unicodedata
import zlib
from pathlib import Path

import numpy as np

from recipes.embedders.base import Embedder, EmbedderError


def words(text: str) -> list[str]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char))
    return re.findall(r"\w+", plain)


class WordEmbedder(Embedder):
    """A vector a text: the sum of one fixed direction a word, so that shared words mean near texts.

    `name` makes a space of its own, with directions of its own; `window` bounds the tokens (words and marks).
    """

    max_tokens = 40
    dimensions = 256

    def __init__(self, name: str = "words", window: int = 40, dimensions: int = 256):
        self.name = name
        self.max_tokens = window
        self.dimensions = dimensions

    @property
    def space(self) -> str:
        return f"{self.name}/{self.max_tokens}t/{self.dimensions}d"

    def direction(self, word: str) -> np.ndarray:
        seed = zlib.crc32(f"{self.name}:{word}".encode())
        return np.random.default_rng(seed).standard_normal(self.dimensions)

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        # A little of a direction of its own, so that a text of no words has a vector too.
        nothing = self.direction("") / 100
        return np.array([sum((self.direction(word) for word in words(text)), nothing) for text in texts])


class StubbornEmbedder(WordEmbedder):
    """Refuses every text that holds the word `cursed`, as a model may refuse one input."""

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        if any("cursed" in text for text in texts):
            raise EmbedderError("the word cursed can't be embedded")
        return super().encode(texts, is_query=is_query)


class AbsentEmbedder(WordEmbedder):
    """An embedder whose model can't be loaded, although its name is known."""

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        raise EmbedderError("the model is not installed: install it")


class HeldEmbedder(WordEmbedder):
    """An embedder whose model takes as long to load as a test wants: until `gate`, which all share, is open."""

    gate = threading.Event()

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        self.gate.wait()
        return super().encode(texts, is_query=is_query)


class GatedEmbedder(WordEmbedder):
    """The same for another process: its model is loaded when there is a file `open` in the folder that TEST_GATE names.

    A file `asked` there says that loading has begun.
    """

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        gate = Path(os.environ["TEST_GATE"])
        (gate / "asked").touch()
        while not (gate / "open").exists():
            time.sleep(0.01)
        return super().encode(texts, is_query=is_query)


class DistantEmbedder(WordEmbedder):
    """An embedder whose model has to be fetched from another machine before its space is known."""

    fetched = False

    @property
    def is_here(self) -> bool:
        return self.fetched

    @property
    def space(self) -> str:
        self.fetched = True
        return super().space
