"""What a recipe's passages are, measured: `python -m benchmarks.passages`. Not a test, and no held-out result.

Each variant's passages of the starter collection are ranked for the development half of the labelled queries; printed
are nDCG@10, its paired difference to the passages that ship, the best mean of answered rightly and refused, and how
many vectors a recipe costs. A recipe's score is that of its best passage.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from recipes import calibration, evaluation  # noqa: E402
from recipes.embedders import embedders  # noqa: E402
from recipes.evaluation.baselines import recipe_key  # noqa: E402
from recipes.importing import load_starter  # noqa: E402
from recipes.indexing import recipe_text  # noqa: E402
from recipes.models import Recipe  # noqa: E402
from recipes.passages import RecipeText, facts, occasions, sentence, split_recipe  # noqa: E402
from recipes.scratch import scratch_database  # noqa: E402

EMBEDDER = embedders["default"]
SHIPPED = "as shipped"


def texts(recipe: RecipeText, *without: str) -> list[str]:
    """The texts of its passages, but for the kinds left out."""
    passages = split_recipe(recipe, EMBEDDER.count_tokens, EMBEDDER.max_tokens)
    return [passage.text for passage in passages if passage.kind not in without]


def plainly(recipe: RecipeText) -> str:
    return f"{sentence(recipe.title)} {recipe.summary}"


def with_second(recipe: RecipeText, **facets) -> list[str]:
    """As shipped, with only the facets that remain in the sentence of facts."""
    fewer = replace(recipe, **facets)
    return [*texts(recipe, "summary"), f"{plainly(recipe)} {facts(fewer)}"]


def kind_of_dish(recipe: RecipeText) -> str:
    return " ".join(filter(None, (", ".join(recipe.moods), recipe.cuisine, recipe.course)))


def one_for_all(recipe: RecipeText) -> list[str]:
    return [f"{kind_of_dish(recipe).capitalize()}. For {', '.join((*recipe.occasions, *recipe.seasons))}."]


VARIANTS: dict[str, Callable[[RecipeText], list[str]]] = {
    "title and summary in one (the lesson's)": lambda recipe: [plainly(recipe)],
    "everything in one, cut off at the window": lambda recipe: [
        f"{plainly(recipe)} {facts(recipe)} {', '.join(recipe.ingredients)} {' '.join(recipe.method)}"
    ],
    "title; title and summary": lambda recipe: [recipe.title, plainly(recipe)],
    "title; title, summary and facts": lambda recipe: texts(recipe, "description", "occasion", "ingredients", "method"),
    "... ingredients": lambda recipe: texts(recipe, "description", "occasion", "method"),
    "... ingredients; method (the design's)": lambda recipe: texts(recipe, "description", "occasion"),
    "the design's; one passage for all occasions": lambda recipe: (
        texts(recipe, "description", "occasion") + one_for_all(recipe)
    ),
    "the design's; title and occasion, each": lambda recipe: (
        texts(recipe, "description", "occasion") + [f"{sentence(recipe.title)} {text}" for text in occasions(recipe)]
    ),
    SHIPPED: texts,
    "as shipped, no facts in the second": lambda recipe: [*texts(recipe, "summary"), plainly(recipe)],
    "as shipped, no diets in the second": lambda recipe: with_second(recipe, diets=()),
    "as shipped, no time in the second": lambda recipe: with_second(recipe, total_minutes=None),
    "as shipped, no moods, seasons, occasions in the second": lambda recipe: with_second(
        recipe, moods=(), seasons=(), occasions=()
    ),
    "as shipped, no course and cuisine in the second": lambda recipe: with_second(recipe, course="", cuisine=""),
    "as shipped, no bare summary": lambda recipe: texts(recipe, "description"),
    "as shipped, and a line a mood": lambda recipe: (
        texts(recipe) + [f"{mood.capitalize()} {recipe.course}" for mood in recipe.moods]
    ),
    "as shipped, and the time": lambda recipe: [*texts(recipe), f"{recipe.course} in {recipe.total_minutes} minutes"],
    "as shipped, and cuisine and course": lambda recipe: [*texts(recipe), f"{recipe.cuisine} {recipe.course}"],
    "as shipped, no method": lambda recipe: texts(recipe, "method"),
    "as shipped, no ingredients": lambda recipe: texts(recipe, "ingredients"),
    "as shipped, no bare title": lambda recipe: texts(recipe, "title"),
}


@cache
def query_vector(text: str) -> np.ndarray:
    return EMBEDDER.embed_query(text)


class Remembered:
    """Vectors of passages, each text encoded once for all variants."""

    def __init__(self):
        self._vectors: dict[str, np.ndarray] = {}

    def of(self, passages: list[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(passages) if text not in self._vectors]
        self._vectors |= dict(zip(new, EMBEDDER.embed_passages(new), strict=True))
        return np.array([self._vectors[text] for text in passages])


def search_of(recipes: dict[str, RecipeText], make, remembered: Remembered):
    passages = {key: make(recipe) for key, recipe in recipes.items()}
    vectors = remembered.of([text for own in passages.values() for text in own])
    starts = np.cumsum([0, *(len(own) for own in passages.values())])[:-1]
    keys = list(recipes)

    def search(text: str) -> list[tuple[str, float]]:
        best = np.maximum.reduceat(vectors @ query_vector(text), starts)
        return [(keys[place], float(best[place])) for place in np.argsort(-best, kind="stable")]

    return search, len(vectors) / len(recipes)


def measure(name: str, recipes, queries, remembered: Remembered):
    search, vectors = search_of(recipes, VARIANTS[name], remembered)
    measured = evaluation.measure(evaluation.System(name, search), queries)
    scored = evaluation.scored(measured.answers)
    balance = calibration.rates_at(calibration.calibrate(scored, {}).threshold, scored).balance
    return measured, balance, vectors


def main() -> None:
    with scratch_database():
        load_starter()
        stored = list(Recipe.objects.with_texts().order_by("pk"))
    recipes = {recipe_key(recipe): recipe_text(recipe) for recipe in stored}
    queries, remembered = evaluation.read_queries(half="dev"), Remembered()
    shipped, _, _ = measure(SHIPPED, recipes, queries, remembered)
    print(f"{len(recipes)} recipes, {len(queries)} queries of the development half\n")
    print("nDCG@10   less as shipped           balance   vectors a recipe   passages")
    for name in VARIANTS:
        measured, balance, vectors = measure(name, recipes, queries, remembered)
        less = evaluation.difference(measured, shipped)["ndcg@10"]
        difference = f"{less.value:+.3f} [{less.low:+.3f}, {less.high:+.3f}]"
        print(
            f"{measured.figures['ndcg@10'].value:7.3f}   {difference:24}{balance:9.3f}{vectors:19.1f}   {name}",
            flush=True,
        )


if __name__ == "__main__":
    main()
