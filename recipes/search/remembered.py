"""Vectors of queries, kept so that a repeated query never touches the model. Not the embedding itself."""

from collections import OrderedDict
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from recipes.embedders.base import Embedder

MOST = 2000
"""Vectors kept an embedder: 3 MB of 384 dimensions."""


class QueryVectors:
    """The last vectors of each embedder by text, thread by thread safe; they go with the embedder."""

    def __init__(self, most: int = MOST):
        self._most = most
        self._lock = Lock()
        self._kept: WeakKeyDictionary[Embedder, OrderedDict[str, np.ndarray]] = WeakKeyDictionary()

    def embed(self, embedder: Embedder, texts: list[str]) -> np.ndarray:
        """As `embedder.embed_queries`: those not yet known in one batch. EmbedderError as there."""
        with self._lock:
            kept = self._kept.setdefault(embedder, OrderedDict())
            known = {text: kept[text] for text in texts if text in kept}
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            known |= dict(zip(new, embedder.embed_queries(new), strict=True))
        with self._lock:
            for text in texts:
                kept[text] = known[text]
                kept.move_to_end(text)
            while len(kept) > self._most:
                kept.popitem(last=False)
        return np.array([known[text] for text in texts])
