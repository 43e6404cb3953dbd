"""`python -m benchmarks.spelling`: what is put right, what is wrongly changed, and what it costs. Not a test.

The vocabulary is that of the starter collection's titles and ingredients with the everyday words. Mistyped titles are
made by a seeded generator: one slip a title, such as fingers and ears make them.
"""

import json
import random
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from recipes.spelling import Spelling, common_words
from recipes.spelling.letters import WORD, fold, singular, words_of
from recipes.spelling.titles import bare

HERE = Path(__file__).parent
STARTER = HERE.parent / "recipes" / "data" / "starter"
SEEDS = range(1, 11)
TYPOS_A_TITLE = 2

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ALIKE = "ph:f f:ph ck:k k:c c:k ee:ea ea:ee ie:ei ei:ie y:i i:y z:s s:z ou:oo oo:u e:a a:e o:a i:e cc:c ll:l tt:t ss:s"


def swap(word: str, pick: random.Random) -> str:
    place = pick.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def drop(word: str, pick: random.Random) -> str:
    place = pick.randrange(len(word))
    return word[:place] + word[place + 1 :]


def double(word: str, pick: random.Random) -> str:
    place = pick.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def neighbouring_key(word: str, pick: random.Random) -> str:
    place = pick.randrange(len(word))
    row, column = next((row, row.index(word[place])) for row in ROWS if word[place] in row)
    return (
        word[:place] + pick.choice(row[max(column - 1, 0) : column] + row[column + 1 : column + 2]) + word[place + 1 :]
    )


def by_ear(word: str, pick: random.Random) -> str:
    pairs = (pair.split(":") for pair in ALIKE.split())
    places = [(match.start(), old, new) for old, new in pairs for match in re.finditer(old, word)]
    place, old, new = pick.choice(places or [(0, "", "")])
    return word[:place] + new + word[place + len(old) :]


SLIPS = (swap, drop, double, neighbouring_key, by_ear)


def mistyped(title: str, pick: random.Random) -> str:
    """The title's plain letters with one slip, in a word of four letters or more where it has one."""
    words = list(words_of(bare(title)))
    place = pick.choice([i for i, word in enumerate(words) if len(word) >= 4] or range(len(words)))
    right = words[place]
    while words[place] == right:
        words[place] = pick.choice(SLIPS)(right, pick)
    return " ".join(words)


def share_of_titles(spelling: Spelling, titles: list[str]) -> float:
    pick = random.Random()
    hits = []
    for seed in SEEDS:
        pick.seed(seed)
        for title in titles * TYPOS_A_TITLE:
            hits.append(spelling.best_title(spelling.correct(mistyped(title, pick)).text) == title)
    return statistics.mean(hits)


def same_words(text: str, other: str) -> bool:
    return [*map(singular, words_of(text))] == [*map(singular, words_of(other))]


def milliseconds(call: Callable[[str], object], texts: list[str]) -> tuple[float, float]:
    """Median and 95th percentile of a call."""
    times = []
    for text in texts * 5:
        begun = time.perf_counter()
        call(text)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main():
    recipes = [recipe for path in sorted(STARTER.glob("*.json")) for recipe in json.loads(path.read_text("utf-8"))]
    titles = [recipe["title"] for recipe in recipes]
    lines = [line for recipe in recipes for line in recipe["ingredients"]]
    spelling = Spelling(titles, (match[0] for line in lines for match in WORD.finditer(line)), common_words())
    unseen = {word for recipe in recipes for text in [recipe["summary"], *recipe["method"]] for word in words_of(text)}
    unseen = sorted(unseen - spelling.vocabulary.spelled.keys())
    everyday = (HERE / "everyday_queries.txt").read_text("utf-8").splitlines()
    names = [line.split("\t") for line in (HERE / "misspelt_names.tsv").read_text("utf-8").splitlines()]
    kept = statistics.mean(not spelling.correct(query).is_changed for query in everyday)
    right = sum(same_words(spelling.correct(typed).text, meant) for typed, meant in names)
    changed = [word for word in unseen if fold(spelling.correct(word).text) != word]
    print(
        f"{len(titles)} titles, {TYPOS_A_TITLE * len(SEEDS)} slips each: {share_of_titles(spelling, titles):.3f} found"
    )
    print(f"{len(everyday)} everyday queries: {kept:.3f} left unchanged")
    print(f"{len(names)} misspelt names: {right} put right")
    print(f"{len(unseen)} right words of the methods that the vocabulary lacks: {len(changed)} changed")
    for what, texts in (("right", everyday), ("misspelt", [typed for typed, _ in names])):
        print("{} query: median {:.3f} ms, p95 {:.3f} ms".format(what, *milliseconds(spelling.correct, texts)))


if __name__ == "__main__":
    main()
