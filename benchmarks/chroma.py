"""Chroma beside the exact index: `python -m benchmarks.chroma FILE [--recipes N]`. Not a test.

FILE, the collection and the figures are as in benchmarks.pgvector. The collection lies in an SQLite database and
Chroma's copy in a folder, both of the benchmark's own.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from benchmarks.filtered import MEGABYTE, arguments, figures, timed  # noqa: E402
from benchmarks.moved import collection, use  # noqa: E402
from recipes.vector_indexes.chroma import ChromaIndex  # noqa: E402


def measure(path: Path, wanted: int, folder: Path) -> None:
    use(f"sqlite:///{folder / 'db.sqlite3'}")
    space, said = collection(path, wanted)
    print(said)
    index = ChromaIndex(path=folder / "chroma")
    seconds, made = timed(index.prepare, space)
    size = sum(file.stat().st_size for file in (folder / "chroma").rglob("*") if file.is_file()) / MEGABYTE
    print(f"{made} {seconds:.0f} s, {size:,.0f} MB.", flush=True)
    for line in figures("Chroma", space, index):
        print(line, flush=True)


def main() -> None:
    given = arguments(__doc__)
    with TemporaryDirectory(prefix="larder-chroma-") as folder:
        measure(given.file, given.recipes, Path(folder))


if __name__ == "__main__":
    main()
