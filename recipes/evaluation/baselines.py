"""The systems that Larder is measured against, over the same recipes: keyword search and the plain approach.

Not Larder's own search, and nothing that a cook's search uses.
"""

import re
import sqlite3
from collections.abc import Iterable

import numpy as np

from recipes.embedders.base import Embedder
from recipes.indexing import recipe_text
from recipes.models import Recipe
from recipes.passages import facts, sentence

Ranked = list[tuple[str, float]]


def recipe_key(recipe: Recipe) -> str:
    """What judgements call a recipe: the id that it came with, else its slug."""
    return recipe.source_id or recipe.slug


class KeywordSearch:
    """BM25 by SQLite's FTS5 over every word of the recipe: any of the query's words, stemmed, accents folded.

    The defaults of FTS5's bm25() (k1 1.2, b 0.75), all fields alike. A higher score is better.
    """

    def __init__(self, recipes: Iterable[Recipe]):
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE recipe USING fts5(key UNINDEXED, title, summary, ingredients, method, facts, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        self._database.executemany("INSERT INTO recipe VALUES (?, ?, ?, ?, ?, ?)", map(self.row, recipes))

    @staticmethod
    def row(recipe: Recipe) -> tuple[str, ...]:
        text = recipe_text(recipe)
        return (
            recipe_key(recipe),
            text.title,
            text.summary,
            "\n".join(text.ingredients),
            "\n".join(text.method),
            facts(text),
        )

    def search(self, text: str) -> Ranked:
        """Every recipe that holds one of the words, best first."""
        words = re.findall(r"\w+", text)
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self._database.execute(
            "SELECT key, -bm25(recipe) FROM recipe WHERE recipe MATCH ? ORDER BY bm25(recipe), key", (query,)
        )
        return rows.fetchall()


class PlainSearch:
    """The lesson's approach: one vector a recipe, of "title. summary", and the query's as it is typed."""

    def __init__(self, recipes: Iterable[Recipe], embedder: Embedder):
        recipes = list(recipes)
        self._embedder = embedder
        self._keys = [recipe_key(recipe) for recipe in recipes]
        self._vectors = embedder.embed_passages(
            [f"{sentence(recipe.title)} {recipe.summary}".strip() for recipe in recipes]
        )

    def search(self, text: str) -> Ranked:
        """Every recipe by cosine similarity, best first."""
        scores = self._vectors @ self._embedder.embed_query(text)
        return [(self._keys[place], float(scores[place])) for place in np.argsort(-scores, kind="stable")]
