"""Foods left out of real recipes, held against an independent check: `python -m benchmarks.exclusions FILE`.

Not a test. FILE holds recipes as JSON lines (gzipped or not) with `ingredients`. exclusions.json says by regular
expressions which lines hold each of 40 foods; it was written by somebody who had not seen the food data. Printed are,
for "without X" over all recipes, how many that hold X stay (there should be none) and what share of those free of X is
lost. Recipes of which the check itself is unsure count neither way.

With --live, the site's own recipes are searched as a cook would, "something for dinner without X", and what is shown on
the first three pages is held against the same check.
"""

import argparse
import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django.setup()

from recipes.foods import Foods  # noqa: E402
from recipes.search import rank  # noqa: E402

WISH = "something for dinner without {}"
SHOWN = 60
"""Three pages of 20."""

CHECK = Path(__file__).parent / "exclusions.json"
FOODS = Foods.load()


def recipes(path: Path) -> Iterator[list[str]]:
    """The ingredient lines of each recipe that has any."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from filter(None, (json.loads(line).get("ingredients") for line in lines))


class Verdict:
    """Whether ingredient lines hold a food: True, False, or None where a careful cook would be unsure."""

    def __init__(self, words: list[str], unsure: list[str], **rest):
        self.words, self.unsure, self.harmless = map(any_of, (words, unsure, rest.get("not", [])))

    def __call__(self, lines: list[str]) -> bool | None:
        cleared = [self.harmless.sub(" ", line) if self.harmless else line for line in lines]
        if any(self.words.search(line) for line in cleared):
            return True
        return None if self.unsure and any(self.unsure.search(line) for line in lines) else False


def any_of(patterns: list[str]) -> re.Pattern | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None


def verdicts() -> dict[str, Verdict]:
    foods = json.loads(CHECK.read_text("utf-8"))["exclusions"]
    return {food: Verdict(**patterns) for food, patterns in foods.items()}


def in_file(path: Path) -> None:
    lines = list(recipes(path))
    kept_wrongly, lost, free = 0, 0, 0
    print(
        f"{len(lines):,} recipes\n\n{'without':14}{'hold it':>9}{'stay':>7}{'free of it':>12}{'lost':>8}   for example"
    )
    for food, verdict in verdicts().items():
        found = [(verdict(own), FOODS.contains(own, food), own) for own in lines]
        holding = [(left_out, own) for says, left_out, own in found if says]
        without = [left_out for says, left_out, _ in found if says is False]
        stay = [own for left_out, own in holding if not left_out]
        share = sum(without) / max(len(without), 1)
        example = next((line for own in stay for line in own if verdict([line])), "")
        print(f"{food:14}{len(holding):9,}{len(stay):7,}{len(without):12,}{share:8.1%}   {example[:60]}")
        kept_wrongly, lost, free = kept_wrongly + len(stay), lost + sum(without), free + len(without)
    print(f"\nAll: {kept_wrongly:,} stay that hold the food; {lost / free:.2%} of those free of it are lost.")


def as_shown() -> None:
    """The first three pages of each search, known to be free of the food: how many hold it by the check."""
    shown, holding = 0, 0
    for food, verdict in verdicts().items():
        matches = [match for match in rank(WISH.format(food), threshold=None).matches(0, SHOWN) if match.meets]
        wrong = [match.recipe for match in matches if verdict(match.recipe.ingredient_lines)]
        for recipe in wrong:
            line = next(line for line in recipe.ingredient_lines if verdict([line]))
            print(f"without {food}: {recipe.title}: {line}")
        shown, holding = shown + len(matches), holding + len(wrong)
    print(f"{holding} of {shown:,} recipes shown on three pages hold the food that was left out")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE")
    parser.add_argument("--live", action="store_true", help="search the site's own recipes")
    given = parser.parse_args()
    if given.file:
        in_file(given.file)
    if given.live:
        as_shown()
    if not given.file and not given.live:
        parser.error("give a file of recipes, --live, or both")


if __name__ == "__main__":
    main()
