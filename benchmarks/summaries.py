"""How a summary is judged too vague, measured: `python -m benchmarks.summaries`. Not a test.

Each recipe of the starter collection is searched for by its own summary, and by twelve that say nothing of it: printed
is, for several cut-offs, the share of both that don't bring their own recipe among so many first ones.
"""

import os

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from recipes import evaluation  # noqa: E402
from recipes.embedders import embedders  # noqa: E402
from recipes.evaluation.summaries import PLACES, place_of, sample, stored  # noqa: E402
from recipes.models import Recipe  # noqa: E402

CUT_OFFS = (3, 5, 10, PLACES, 30, 50)
VAGUE = (
    "A tasty dish everybody loves.",
    "Delicious, quick and easy, and perfect for any day of the week.",
    "My grandmother's favourite recipe, passed down through the family for generations.",
    "This is the best recipe I have ever made. You will want to make it again and again!",
    "A simple and healthy meal for the whole family.",
    "A classic that never disappoints.",
    "So good! Everyone asked me for the recipe.",
    "Easy to make, full of flavour and ready in no time.",
    "A traditional favourite with a modern twist.",
    "Comforting and delicious, a real crowd-pleaser.",
    "Found this in an old magazine and have been making it ever since.",
    "Yummy!",
)


def main() -> None:
    embedder = embedders["default"]
    with evaluation.collection("default") as recipes:
        ids = list(Recipe.objects.values_list("pk", flat=True))
        summaries, own = stored(embedder.space, ids, ["description"]), stored(embedder.space, ids)
        others = sample(embedder.space)
        real = np.array([place_of(pk, summaries[pk][0], own[pk], others) for pk in ids])
        said_vaguely = embedder.embed_passages([*VAGUE])
        vague = np.array([place_of(pk, vector, own[pk], others) for pk in ids for vector in said_vaguely])
    print(f"{recipes} recipes, each with its own summary and with {len(VAGUE)} vague ones\n")
    print("not among the first   own summary   vague summary")
    for places in CUT_OFFS:
        mark = "*" if places == PLACES else " "
        print(f"{mark}{places:18}{(real > places).mean():14.1%}{(vague > places).mean():16.1%}")


if __name__ == "__main__":
    main()
