"""Where the time of a results page goes: `python -m benchmarks.profiling [--recipes N] [--database FILE]`. Not a test.

In this process, on its thread's own time, and for queries whose vectors are known already: what remains is all that a
request does beside embedding. By function, from the standard library's profiler, which makes Python's own part look
larger than it is.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.test import Client  # noqa: E402

from benchmarks.__main__ import queries  # noqa: E402
from benchmarks.sites import base, site  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--recipes", type=int, default=10_000)
    parser.add_argument("--database", type=Path, help="an embedded SQLite database to copy; left out: the starter set")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--lines", type=int, default=45, help="how many functions to list")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="larder-bench-") as folder:
        made = base(Path(folder), None, options.database)
        with site(made, Path(folder), options.recipes) as (_, described):
            asked = queries()[: options.queries]
            plain, profiled = unprofiled(asked), profile(asked)
    print(f"{described}; {len(asked)} queries; without the profiler {plain:.1f} ms a request (median, thread's time)\n")
    stats = pstats.Stats(profiled).sort_stats("cumulative")
    print(f"{'ms a request':>14}{'of its own':>12}{'calls':>9}  function")
    for (file, line, name), (_, calls, own, cumulative, _) in sorted(stats.stats.items(), key=by_time)[: options.lines]:
        place = "/".join(Path(file).parts[-2:])
        a_request = 1000 / len(asked)
        print(f"{cumulative * a_request:14.2f}{own * a_request:12.2f}{calls / len(asked):9.1f}  {place}:{line} {name}")


def by_time(item) -> float:
    return -item[1][3]


def unprofiled(asked: list[str]) -> float:
    """Median milliseconds; each query was asked before, so that it is not embedded again."""
    visitor = Client()
    taken = []
    for text in asked:
        visitor.get("/", {"q": text})
        started = time.thread_time()
        visitor.get("/", {"q": text})
        taken.append((time.thread_time() - started) * 1000)
    return statistics.median(taken)


def profile(asked: list[str]) -> cProfile.Profile:
    profiler, visitor = cProfile.Profile(timer=time.thread_time), Client()
    for text in asked:
        profiler.runcall(visitor.get, "/", {"q": text})
    return profiler


if __name__ == "__main__":
    main()
