"""What a search costs around the index: `python -m benchmarks.around [FILE] [--recipes 10000]`. Not a test.

FILE and the copies beyond it are as in benchmarks.index. Query vectors are cached: the model is in none of the
figures. Medians, by the clock and on the processor (this thread alone); the machine's load is said.
"""

import argparse
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import numpy as np  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.enlarged import enlarged  # noqa: E402
from benchmarks.index import Steps, medians  # noqa: E402
from recipes import search  # noqa: E402
from recipes.models import Recipe  # noqa: E402
from recipes.search.collection import contents  # noqa: E402
from recipes.search.serving import search_index, serving  # noqa: E402
from recipes.vector_indexes import stored  # noqa: E402
from recipes.vector_indexes.matrix import Matrix  # noqa: E402

ROUNDS = 8
SENTENCES = ("something warm for a cold night", "vegan, under 30 minutes", "no nuts")
TIMES = (15, 30, 45, 60)


def steps_of(sentence: str) -> Steps:
    ranking, filters, browser = search.rank(sentence), search.Filters(), Client()
    return {
        f"rank: {sentence}": lambda vector: search.rank(sentence),
        "  its first twenty as matches": lambda vector: ranking.matches(0, 20),
        "  its counts beside the choices": lambda vector: search.count_found(ranking, filters, TIMES),
        "  its page": lambda vector: browser.get("/", {"q": sentence}),
    }


def measure(path: Path | None, size: int) -> None:
    with enlarged(path, size) as real:
        search.warm_up()
        held = contents()
        held.read_lines(np.arange(len(held.ids)))
        space, embedder = serving()
        vectors, published = Matrix.joined(stored.blocks(space.space)).vectors.copy(), Recipe.objects.published()
        steps: Steps = {
            "bare matrix @ query": lambda vector: vectors @ vector,
            "index search, published recipes": lambda vector: search_index(space, vector, None, published),
            "the collection's state": lambda vector: Recipe.collection_state(),
        }
        for sentence in SENTENCES:
            steps |= {f"{name} ({sentence})" if name[0] == " " else name: s for name, s in steps_of(sentence).items()}
        print(f"\n{size:,} recipes ({size - real:,} of them perturbed copies), load {os.getloadavg()[0]:.0f}")
        print(f"  {'':80}{'ms':>9} {'CPU ms':>9}")
        query = embedder.embed_query("ready")
        for name, (clock, processor) in medians(steps, np.array([query] * ROUNDS)).items():
            print(f"  {name:80}{clock:9.3f} {processor:9.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, help="recipes that are really embedded first")
    parser.add_argument("--recipes", nargs="+", type=int, default=[10_000])
    options = parser.parse_args()
    for size in options.recipes:
        measure(options.file, size)


if __name__ == "__main__":
    main()
