"""Wishes of a few words over the site's own recipes, for a reader to judge: `python -m benchmarks.moods`. Not a test.

`--write FOLDER` ranks the 40 wishes of moods.json, or those of `--wishes FILE`, in five ways: the plain cosine of the
query and each recipe's passage of title, summary and facts, Larder without concepts, Larder, each without a threshold;
what a cook can see of Larder, and what a page shows of it without a click. FOLDER/packet.md gets the first tens of
all, each recipe once, in an order by chance, so that its reader can't know which way found it; FOLDER/ranked.json
keeps that. The reader writes FOLDER/wrong.json: {"wish number": [numbers of the recipes that are plainly wrong]}.
`--read FOLDER` prints the table.
"""

import argparse
import json
import os
import random
from pathlib import Path

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from recipes.concepts import ConceptIndex  # noqa: E402
from recipes.embedders import embedders  # noqa: E402
from recipes.models import Embedding, EmbeddingSpace, Recipe  # noqa: E402
from recipes.search import rank  # noqa: E402
from recipes.stored_concepts import stored_concepts  # noqa: E402

MOODS = Path(__file__).parent / "moods.json"
FIRST = 10
SUMMARY_SHOWN = 400
METHOD_SHOWN = 1000
WAYS = ("plain", "without concepts", "larder", "with a click", "as shown")


class Plain:
    """The cosine of the query and each recipe's title and summary, the first passage after the bare title."""

    def __init__(self):
        space = EmbeddingSpace.objects.active().space
        rows = Embedding.objects.filter(space=space, recipe__published=True, position=1).order_by("recipe")
        self.ids, vectors = zip(*rows.values_list("recipe", "vector"), strict=True)
        self.matrix = np.array([np.frombuffer(vector, "<f4") for vector in vectors])

    def first(self, wish: str) -> list[int]:
        scores = self.matrix @ embedders["default"].embed_query(wish)
        return [self.ids[place] for place in np.argsort(-scores, kind="stable")[:FIRST]]


def first_of_larder(wish: str, **options) -> list[int]:
    return [hit.recipe_id for hit in rank(wish, **options).hits[:FIRST]]


def first_shown(wish: str) -> list[int]:
    """Without what is behind a click: what isn't known to keep the limits, or lacks what is named."""
    ranking = rank(wish)
    return [hit.recipe_id for hit in ranking.hits[: min(FIRST, ranking.at_once)]]


def ranked(wishes: list[str]) -> dict[str, list[list[int]]]:
    """Way -> for each wish the ids of its first ten."""
    plain = Plain()
    found = {
        "plain": [plain.first(wish) for wish in wishes],
        "larder": [first_of_larder(wish, threshold=None) for wish in wishes],
        "with a click": [first_of_larder(wish) for wish in wishes],
        "as shown": [first_shown(wish) for wish in wishes],
    }
    stored_concepts.index = lambda space: ConceptIndex([])
    try:
        found["without concepts"] = [first_of_larder(wish, threshold=None) for wish in wishes]
    finally:
        del stored_concepts.index
    return found


def as_read(recipe: Recipe) -> str:
    facts = [recipe.cuisine, recipe.course, f"{recipe.total_minutes} min" if recipe.total_minutes else ""]
    return (
        f"### {recipe.pk}: {recipe.title}\n{', '.join(filter(None, facts))}\n{recipe.summary[:SUMMARY_SHOWN]}\n"
        f"Ingredients: {'; '.join(recipe.ingredient_lines)}\nMethod: {recipe.method[:METHOD_SHOWN]}\n"
    )


def write(folder: Path, wishes: list[dict[str, str]]) -> None:
    found = ranked([row["wish"] for row in wishes])
    parts = []
    for number, row in enumerate(wishes):
        ids = sorted({pk for way in WAYS for pk in found[way][number]})
        random.Random(number).shuffle(ids)
        recipes = Recipe.objects.in_bulk(ids)
        parts.append(f"## {number}. {row['wish']}\nPlainly wrong: {row['wrong']}.\n")
        parts += [as_read(recipes[pk]) for pk in ids]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "packet.md").write_text("\n".join(parts), "utf-8")
    (folder / "ranked.json").write_text(json.dumps(found), "utf-8")
    print(f"{len(wishes)} wishes in {folder / 'packet.md'}")


def read(folder: Path, wishes: list[dict[str, str]]) -> None:
    found = json.loads((folder / "ranked.json").read_text("utf-8"))
    wrong = json.loads((folder / "wrong.json").read_text("utf-8"))
    totals = dict.fromkeys(WAYS, 0)
    print(f"| plainly wrong among the first ten | {' | '.join(WAYS)} |\n|---|{'---|' * len(WAYS)}")
    for number, row in enumerate(wishes):
        counts = {way: len({*found[way][number]} & {*wrong[str(number)]}) for way in WAYS}
        totals = {way: totals[way] + counts[way] for way in WAYS}
        print(f"| {row['wish']} | {' | '.join(str(counts[way]) for way in WAYS)} |")
    shown = {way: sum(map(len, found[way])) for way in WAYS}
    print(f"| **all** | {' | '.join(f'{totals[way] / shown[way]:.1%} of {shown[way]}' for way in WAYS)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--read", type=Path, metavar="FOLDER")
    parser.add_argument("--wishes", type=Path, default=MOODS, metavar="FILE", help="as moods.json")
    given = parser.parse_args()
    wishes = json.loads(given.wishes.read_text("utf-8"))["wishes"]
    if given.write:
        write(given.write, wishes)
    elif given.read:
        read(given.read, wishes)
    else:
        parser.error("give --write FOLDER, or --read FOLDER once packet.md has been judged")


if __name__ == "__main__":
    main()
