"""Names of dishes and foods, right and misspelt, through the whole search: `python -m benchmarks.names`. Not a test.

On the starter collection: its titles without their parenthesis, 75 as they are and 75 with one slip of the fingers,
drawn by a fixed seed; printed is how many find their recipe first. On the site's own recipes, with --live: the names of
dish_names.tsv; printed is in how many of the first ten all their words stand in title or ingredients, as a share of the
most possible. That is what keyword search is good at, and nothing of it should be lost.
"""

import argparse
import os
import random
import re
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from benchmarks.spelling import mistyped  # noqa: E402
from recipes import evaluation  # noqa: E402
from recipes.models import Recipe  # noqa: E402
from recipes.search import rank  # noqa: E402
from recipes.spelling.letters import singular, words_of  # noqa: E402
from recipes.spelling.titles import bare  # noqa: E402

NAMES = Path(__file__).parent / "dish_names.tsv"
SEED = 75
EACH = 75
FIRST = 10


def found_first(pairs: list[tuple[str, Recipe]]) -> list[str]:
    """The texts whose recipe isn't first, with what is."""
    wrong = []
    for text, recipe in pairs:
        best = rank(text, threshold=None).matches(0, 1)
        if not best or best[0].recipe != recipe:
            wrong.append(f"{text} (for {recipe.title}) found {best[0].recipe.title if best else 'nothing'}")
    return wrong


def on_the_starter_collection() -> None:
    with evaluation.collection("default"):
        pick = random.Random(SEED)
        drawn = pick.sample(list(Recipe.objects.order_by("pk")), 2 * EACH)
        exact = [(bare(recipe.title), recipe) for recipe in drawn[:EACH]]
        misspelt = [(mistyped(recipe.title, pick), recipe) for recipe in drawn[EACH:]]
        for name, pairs in (("exact", exact), ("misspelt", misspelt)):
            wrong = found_first(pairs)
            print(f"{name:10}{len(pairs) - len(wrong)} of {len(pairs)} find their recipe first")
            for line in wrong:
                print(f"    {line}")


def stems(text: str) -> set[str]:
    return {singular(word) for word in words_of(text)}


def holding(name: str, recipes: dict[int, set[str]]) -> set[int]:
    """The recipes in whose title or ingredients all words of the name stand, in either number; joined words, too."""
    wanted = stems(name) - {"s"}
    return {pk for pk, held in recipes.items() if wanted <= held}


def on_the_site() -> None:
    texts = Recipe.objects.published().values_list("pk", "title", "ingredients")
    recipes = {pk: stems(f"{title}\n{ingredients}") for pk, title, ingredients in texts}
    rows = [line.split("\t") for line in NAMES.read_text("utf-8").splitlines()]
    for column, name in ((1, "right"), (0, "misspelt")):
        shares = []
        for row in rows:
            possible = holding(re.sub(r"['’]s\b", "", row[1]), recipes)
            if possible:
                first = {hit.recipe_id for hit in rank(row[column]).hits[:FIRST]}
                shares.append((len(first & possible) / min(FIRST, len(possible)), row[column]))
        print(f"{name:10}{sum(share for share, _ in shares) / len(shares):.3f} over {len(shares)} names")
        print("    lowest: " + "; ".join(f"{text} {share:.1f}" for share, text in sorted(shares)[:8]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--live", action="store_true", help="on the site's own recipes")
    on_the_site() if parser.parse_args().live else on_the_starter_collection()


if __name__ == "__main__":
    main()
