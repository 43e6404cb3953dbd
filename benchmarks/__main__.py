"""`python -m benchmarks [PART...]`: what searches cost beside the bare libraries under them, measured in one run.

Not a test: it asserts nothing. Times are medians and belong to the machine; the ratios are what to compare. Any other
module of this folder is a part, too, and is run as by `python -m benchmarks.PART`, with the options that follow it.
"""

import argparse
import json
import os
import runpy
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
MAIN = 'if __name__ == "__main__":'
SIZES = (1_000, 10_000, 100_000)
MEASURED = ("query", "bulk", "imports", "request", "startup", "memory", "search")


def main(argv: list[str]) -> int:
    others = {path.stem for path in HERE.glob("*.py") if MAIN in path.read_text("utf-8")} - {"__main__"}
    if argv and argv[0] in others:
        # Each knows its own options; it is run just as it is by its own name.
        sys.argv = [f"benchmarks.{argv[0]}", *argv[1:]]
        runpy.run_module(f"benchmarks.{argv[0]}", run_name="__main__", alter_sys=True)
        return 0
    options = arguments(argv, sorted(others))
    found = measure(options)
    report(options, found)
    return 0


def arguments(argv: list[str], others: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"of {', '.join(MEASURED)}; left out: all of them. By itself, with its own options: {', '.join(others)}",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--recipes", type=Path, help="a file as import_recipes reads it: its first 5,000 are embedded")
    source.add_argument("--database", type=Path, help="an SQLite database that is embedded already, to be copied")
    parser.add_argument("--sizes", type=sizes, default=SIZES, help="numbers of recipes, with commas between")
    parser.add_argument("--repeats", type=int, default=50, help="how often a step is measured (50)")
    parser.add_argument("--json", type=Path, help="where to write all figures")
    parser.add_argument("--plots", type=Path, help="a folder to draw plots into")
    parser.add_argument("--page", type=Path, help=f"a Markdown file to write the table into, after the line {BEGIN}")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.parts if name not in MEASURED]:
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join([*MEASURED, *others])}")
    for path in (options.recipes, options.database, options.page):
        if path and not path.is_file():
            parser.error(f"there is no file {path}")
    options.parts = options.parts or list(MEASURED)
    return options


def sizes(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def measure(options: argparse.Namespace) -> dict:
    """The machine, how each collection was made, and all rows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from benchmarks.machine import machine

    found = {"machine": machine(), "collections": {}, "rows": []}
    with TemporaryDirectory(prefix="larder-bench-") as folder:
        for row in measured(options, Path(folder), found["collections"]):
            found["rows"].append(row.as_dict())
            print(f"{row.part:14}{row.recipes or '':>9}  {row.name:46}{row.value:12.3f} {row.unit}", flush=True)
    return found


def measured(options: argparse.Namespace, folder: Path, collections: dict) -> Iterator:
    from benchmarks.comparing import BY_SIZE, NEED_A_SERVER, ONCE, Setting
    from benchmarks.serving import run, serving
    from benchmarks.sites import base, opened, site

    print("Preparing the recipes...", flush=True)
    made = base(folder, options.recipes, options.database)
    with opened(made):
        setting = Setting(queries(), folder, made, options.repeats)
        for name in [name for name in options.parts if name in ONCE]:
            yield from ONCE[name](setting)
    chosen = [name for name in options.parts if name in BY_SIZE]
    if chosen:
        run(folder, made, "manage.py", "collectstatic", "--no-input")
    for number in options.sizes if chosen else ():
        with ExitStack() as stack:
            database, collections[number] = stack.enter_context(site(made, folder, number))
            setting = Setting(queries()[: 5 * options.repeats], folder, database, options.repeats, number)
            if any(name in NEED_A_SERVER for name in chosen):
                setting.server = stack.enter_context(serving(folder, database))
            for name in chosen:
                yield from BY_SIZE[name](setting)


def queries() -> list[str]:
    """What cooks write, each once: a server embeds each of them anew."""
    from recipes.evaluation import read_queries

    labelled = [query.text for query in read_queries(half="dev")]
    everyday = (HERE / "everyday_queries.txt").read_text("utf-8").splitlines()
    plain = [line for line in everyday if line and not line.startswith("#")]
    return list(dict.fromkeys([*labelled, *plain]))


def report(options: argparse.Namespace, found: dict) -> None:
    text = in_words(found)
    print(f"\n{text}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n")
    if options.plots:
        from benchmarks.plots import draw_all

        draw_all(found, options.plots)
    if options.page:
        before, begin, rest = options.page.read_text("utf-8").partition(BEGIN)
        options.page.write_text(f"{before}{begin}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


def in_words(found: dict) -> str:
    """The machine, the collections and the table, as Markdown."""
    from benchmarks.machine import described
    from benchmarks.measuring import Row, table

    made = [f"- {number:,} recipes: {words}" for number, words in found["collections"].items()]
    return "\n".join([described(found["machine"]), "", *made, "", table(Row(**row) for row in found["rows"])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
