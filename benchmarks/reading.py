"""How exactly sentences are read: `python -m benchmarks.reading [--half dev|test|all] [--wrong]`. Not a test.

Held against benchmarks/labelled_sentences.json, labelled by somebody who had not seen the reader; a random half is for
building it, the other for reporting alone. A sentence counts as exactly read where all its limits and the words of its
meaning, less stop words, are as labelled.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path

from recipes.foods import Foods
from recipes.querying import Query, read_query
from recipes.querying.words import Words

SENTENCES = Path(__file__).parent / "labelled_sentences.json"
FOODS = Foods.load()
STOP_WORDS = """
a an the i we want need something anything some please recipe recipes dish food for to of and but with that is in it
my me can make cook eat like though so only let's us i'd i'm i've get have got there just
"""
STOP = frozenset(STOP_WORDS.split())
LISTS = {"exclude": "exclude", "avoid": "avoid", "diets": "diet", "use": "use"}
VALUES = {"max_minutes": "time", "servings": "servings", "course": "course", "cuisine": "cuisine"}


def singular(word: str) -> str:
    food = FOODS.food(word)
    return food or word.lower().removesuffix("s")


def as_read(query: Query) -> dict:
    """What a reading says, in the terms of the labels."""
    values = {kind: [found.value for found in query.found if found.kind == kind] for kind in LISTS.values()}
    single = {kind: [found.value for found in query.found if found.kind == kind] for kind in VALUES.values()}
    return {
        **{name: {comparable(name, value) for value in values[kind]} for name, kind in LISTS.items()},
        **{name: min(single[kind], default=None) for name, kind in VALUES.items()},
        "meaning": content(query.text),
    }


def as_labelled(row: dict) -> dict:
    return {
        **{name: {comparable(name, value) for value in row[name]} for name in LISTS},
        **{name: row[name] for name in VALUES},
        "meaning": content(row["meaning"]),
    }


def comparable(name: str, value: str) -> str:
    return value.replace("_", "-") if name == "diets" else singular(value)


def content(text: str) -> Counter:
    return Counter(word for word in Words(text).words if word not in STOP)


def differences(row: dict) -> list[str]:
    """The parts of a sentence that were read otherwise than labelled."""
    read, labelled = as_read(read_query(row["text"], FOODS)), as_labelled(row)
    return [f"{name}: {read[name]} for {labelled[name]}" for name in labelled if read[name] != labelled[name]]


def seconds_to_read(text: str) -> float:
    started = time.perf_counter()
    read_query(text, FOODS)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--half", choices=("dev", "test", "all"), default="dev")
    parser.add_argument("--wrong", action="store_true", help="list what was read otherwise than labelled")
    options = parser.parse_args()
    rows = [row for row in json.loads(SENTENCES.read_text("utf-8")) if options.half in ("all", row["half"])]
    wrong = {row["text"]: found for row in rows if (found := differences(row))}
    limits_wrong = {text for text, found in wrong.items() if any(not part.startswith("meaning") for part in found)}
    false = [
        row["text"]
        for row in rows
        if row["category"] == "misleading"
        and as_read(read_query(row["text"], FOODS))["exclude"] - as_labelled(row)["exclude"]
    ]
    print(f"{'':20}{'sentences':>10}{'exactly read':>15}{'limits right':>15}")
    for category in [*dict.fromkeys(row["category"] for row in rows), "all"]:
        texts = [row["text"] for row in rows if category in (row["category"], "all")]
        exact, right = (sum(text not in bad for text in texts) / len(texts) for bad in (wrong, limits_wrong))
        print(f"{category:20}{len(texts):10}{exact:15.1%}{right:15.1%}")
    print(f"\nFalse exclusions in misleading sentences: {len(false)}")
    times = [seconds_to_read(row["text"]) for row in rows for _ in range(3)]
    print(f"Reading a sentence: {statistics.median(times) * 1e6:.0f} microseconds (median)")
    for text, found in wrong.items() if options.wrong else ():
        print(f"- {text}\n    {'; '.join(found)}")


if __name__ == "__main__":
    main()
