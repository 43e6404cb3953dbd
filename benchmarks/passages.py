"""What a recipe's passages are, measured: `python -m benchmarks.passages`. Not a test, and no held-out result.

Each variant's passages of the starter collection are ranked for the queries that the threshold is calibrated on;
printed are nDCG@10 (Järvelin and Kekäläinen 2002, relevance 0 or 1) and the best mean of answered rightly and refused.
"""

import os
from functools import cache

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from recipes import calibration, evaluation  # noqa: E402
from recipes.embedders import embedders  # noqa: E402
from recipes.indexing import recipe_text  # noqa: E402
from recipes.models import Recipe  # noqa: E402
from recipes.passages import occasions, split_recipe  # noqa: E402

EMBEDDER = embedders["default"]


def all_of(recipe, *without: str) -> list[str]:
    passages = split_recipe(recipe, EMBEDDER.count_tokens, EMBEDDER.max_tokens)
    return [passage.text for passage in passages if passage.kind not in without]


def one_for_all(recipe) -> list[str]:
    kind = " ".join(filter(None, (", ".join(recipe.moods), recipe.cuisine, recipe.course)))
    return [f"{kind.capitalize()}. For {', '.join((*recipe.occasions, *recipe.seasons))}."]


VARIANTS = {
    "no occasions": lambda recipe: all_of(recipe, "occasion"),
    "one passage for all occasions": lambda recipe: all_of(recipe, "occasion") + one_for_all(recipe),
    "a passage an occasion, after the title": lambda recipe: (
        all_of(recipe, "occasion") + [f"{recipe.title}. {text}" for text in occasions(recipe)]
    ),
    "a passage an occasion (as shipped)": all_of,
}


def ndcg(relevant: list[bool]) -> float:
    """nDCG@10 of a whole ranking that holds at least one relevant result."""
    discounts = 1 / np.log2(np.arange(2, 12))
    top = np.array(relevant[:10], float)
    return float(top @ discounts[: len(top)] / discounts[: min(10, sum(relevant))].sum())


@cache
def query_vector(text: str) -> np.ndarray:
    return EMBEDDER.embed_query(text)


@cache
def passage_vector(text: str) -> np.ndarray:
    return EMBEDDER.embed_passages([text])[0]


def rank(query, vectors: list[np.ndarray], ids: list[str]) -> calibration.ScoredQuery:
    scores = np.array([(rows @ query_vector(query.query)).max() for rows in vectors])
    order = np.argsort(-scores, kind="stable")
    relevant = [ids[place] in query.relevant for place in order]
    return calibration.ScoredQuery(query.query, scores[order].tolist(), relevant, query.kind == "real")


def measure(make, recipes, ids: list[str], queries) -> tuple[float, float]:
    vectors = [np.array([passage_vector(text) for text in make(recipe)]) for recipe in recipes]
    scored = [rank(query, vectors, ids) for query in queries]
    best = calibration.rates_at(calibration.calibrate(scored, {}).threshold, scored).balance
    return float(np.mean([ndcg(query.relevant) for query in scored if query.answerable])), best


def main() -> None:
    with evaluation.scratch_database():
        evaluation.load_starter()
        stored = list(Recipe.objects.with_texts().order_by("pk"))
    recipes, ids = [recipe_text(recipe) for recipe in stored], [recipe.source_id for recipe in stored]
    queries = [query for query in evaluation.read_queries() if query.kind == "none" or query.relevant & set(ids)]
    print(f"{len(recipes)} recipes, {len(queries)} queries\n\nnDCG@10  balance  passages")
    for name, make in VARIANTS.items():
        found = measure(make, recipes, ids, queries)
        print(f"{found[0]:7.3f}  {found[1]:7.3f}  {name}", flush=True)


if __name__ == "__main__":
    main()
