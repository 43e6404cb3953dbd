"""What titles say of course and cuisine beside what editors do: `python -m benchmarks.titles`. Not a test.

Over the starter collection, whose recipes all say both; an imported recipe that says neither gets what its title does.
"""

import os
from collections import Counter
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from recipes.importing.starter import starter_rows  # noqa: E402
from recipes.titles import course_of, cuisine_of  # noqa: E402

OUTCOMES = ("agrees", "differs", "says nothing")


def outcome(said: str, editors: str) -> str:
    if not said:
        return "says nothing"
    return "agrees" if said == editors else "differs"


def report(field: str, read: Callable[[str], str], rows: list[dict]) -> None:
    said = [(row["title"], read(row["title"]), row[field]) for row in rows]
    counts = Counter(outcome(found, editors) for _, found, editors in said)
    print(f"{field:8}" + "".join(f"{counts[name]:6,} {name}" for name in OUTCOMES))
    for title, found, editors in said:
        if outcome(found, editors) == "differs":
            print(f"         {title}: {found}, editors: {editors}")


def main() -> None:
    rows = [row for _, row in starter_rows()]
    report("course", course_of, rows)
    report("cuisine", cuisine_of, rows)


if __name__ == "__main__":
    main()
