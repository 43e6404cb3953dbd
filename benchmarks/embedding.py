"""`python -m benchmarks.embedding`: embedding on torch and on OpenVINO beside bare SentenceTransformer.encode. No test.

All run in one process, taking turns; memory is that of a fresh process each. Beside them stands what this CPU could do
at best. `--every N` takes every Nth passage of the starter collection.
"""

import argparse
import functools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

import numpy as np  # noqa: E402
from django.conf import settings  # noqa: E402

from recipes.embedders.batching import by_tokens  # noqa: E402
from recipes.embedders.openvino import STEP, TOKENS_A_BATCH, OpenVinoEmbedder, infer  # noqa: E402
from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder  # noqa: E402
from recipes.evaluation import read_queries  # noqa: E402
from recipes.importing import load_starter  # noqa: E402
from recipes.indexing import recipe_text  # noqa: E402
from recipes.indexing.embedding import BATCH_SIZE  # noqa: E402
from recipes.models import Recipe  # noqa: E402
from recipes.passages import split_recipe  # noqa: E402
from recipes.scratch import scratch_database  # noqa: E402

CACHE = settings.BASE_DIR / "model_cache"
QUERIES = 40
ROUNDS = 3
WARMING_UP = 3
BARE = "bare SentenceTransformer.encode"
WIDTH, LAYERS = 384, 6
WEIGHTS = LAYERS * 12 * WIDTH**2
"""Numbers that every token is multiplied with: 4 d^2 of attention's four matrices, 8 d^2 of the feed-forward's two."""

print = functools.partial(print, flush=True)  # noqa: A001  (it takes minutes)
Vectors = Callable[[list[str]], np.ndarray]


def passages(embedder, every: int) -> list[list[str]]:
    """The passages of the starter collection as `embed_recipes` hands them over: some recipes at a time."""
    with scratch_database():
        load_starter()
        recipes = list(Recipe.objects.with_texts().order_by("pk"))
    split = [split_recipe(recipe_text(recipe), embedder.count_tokens, embedder.max_tokens) for recipe in recipes]
    windows = [split[start : start + BATCH_SIZE] for start in range(0, len(split), BATCH_SIZE)]
    return [[passage.text for own in window for passage in own][::every] for window in windows]


def bare_model(embedder: OpenVinoEmbedder, texts: list[str]) -> Callable[[], None]:
    """OpenVINO alone on the same batches: tokens are made before."""
    running = embedder._running
    encodings = running.tokenizer.encode_batch(texts)
    batches = by_tokens([len(encoding.ids) for encoding in encodings], TOKENS_A_BATCH, STEP)
    ready = [([encodings[row] for row in rows], length) for rows, length in batches]
    return lambda: [infer(running, *batch) for batch in ready]


def latencies(steps: dict[str, Callable], queries: list[str]) -> dict[str, tuple[float, float]]:
    """(median milliseconds, mean milliseconds of CPU) a query, one at a time.

    Steps take turns by the round and not by the query: torch's idle threads spin for a while, at the next one's cost.
    """
    taken, worked = {name: [] for name in steps}, dict.fromkeys(steps, 0.0)
    for _ in range(ROUNDS):
        for name, step in steps.items():
            for query in queries[:WARMING_UP]:
                step(query)
            started = time.process_time()
            taken[name] += [timed(lambda step=step, query=query: step(query))[0] * 1000 for query in queries]
            worked[name] += (time.process_time() - started) * 1000
    return {name: (statistics.median(taken[name]), worked[name] / len(taken[name])) for name in steps}


def in_windows(embed: Vectors, windows: list[list[str]]) -> np.ndarray:
    return np.concatenate([embed(window) for window in windows])


def timed(step: Callable) -> tuple[float, float, object]:
    """Seconds, seconds of CPU, and the result."""
    started, worked = time.perf_counter(), time.process_time()
    result = step()
    return time.perf_counter() - started, time.process_time() - worked, result


def fastest_of_two(steps: dict[str, Callable]) -> dict[str, tuple[float, float, object]]:
    """Each step's seconds, of CPU, and result, in the faster of two rounds in which they take turns."""
    rounds = [{name: timed(step) for name, step in steps.items()} for _ in range(2)]
    return {name: min((taken[name] for taken in rounds), key=lambda found: found[0]) for name in steps}


# ---------------------------------------------------------------- what the machine can do at best


def best_of(step: Callable, rounds: int = 9) -> float:
    """The least seconds of CPU: what one core can do, whatever else it is asked to."""
    return min(timed(step)[1] for _ in range(rounds))


def matmul_gflops(size: int = 1024) -> float:
    left, right = (np.ones((size, size), np.float32) for _ in range(2))
    return 2 * size**3 / best_of(lambda: left @ right) / 1e9


def read_gbytes(megabytes: int = 256) -> float:
    """How fast float32 are read from memory, by a matrix-vector product."""
    matrix = np.ones((megabytes * 256, 1024), np.float32)
    vector = np.ones(1024, np.float32)
    return matrix.nbytes / best_of(lambda: matrix @ vector) / 1e9


def flops(tokens: int) -> float:
    """Floating-point operations of a forward pass over one text, attention included."""
    return 2 * WEIGHTS * tokens + LAYERS * 4 * WIDTH * tokens**2


# ---------------------------------------------------------------- memory

MEASURE = """
import sys
from recipes.embedders.{module} import {name}
def megabytes(key):
    return int(next(line for line in open("/proc/self/status") if line.startswith(key)).split()[1]) // 1024
embedder = {name}({options})
before = megabytes("VmRSS")
embedder.load()
loaded = megabytes("VmRSS")
texts = sys.stdin.read().split("\\0")
for start in range(0, len(texts), 320):
    embedder.embed_passages(texts[start:start + 320])
print(before, loaded, megabytes("VmRSS"), megabytes("VmHWM"))
"""


def memory(texts: list[str], module: str, name: str, options: str) -> list[int]:
    """MB before and after loading, after the passages, and at most, in a process of its own. Linux only."""
    script = MEASURE.format(module=module, name=name, options=options)
    done = subprocess.run(
        [sys.executable, "-c", script], input="\0".join(texts), capture_output=True, text=True, check=True
    )
    return [int(number) for number in done.stdout.split()]


# ---------------------------------------------------------------- printing


def print_queries(bare, torchs, ours, queries: list[str]) -> None:
    found = latencies(
        {
            BARE: lambda query: bare([query]),
            "torch, embed_query": torchs.embed_query,
            "OpenVINO, embed_query": ours.embed_query,
        },
        queries,
    )
    tokens = statistics.median(ours.count_tokens(query) for query in queries)
    print(f"\n{f'A query of {tokens:.0f} tokens (median), one at a time':46}      ms   to bare   ms of CPU   to bare")
    for name, (milliseconds, worked) in found.items():
        faster, less = found[BARE][0] / milliseconds, found[BARE][1] / worked
        print(f"  {name:46}{milliseconds:6.2f}{faster:8.2f} x{worked:12.2f}{less:8.2f} x")
    bandwidth = read_gbytes()
    for size in (4, 2):
        least = WEIGHTS * size / bandwidth / 1e6
        print(
            f"  {f'reading the weights once, {size} bytes each':46}{least:6.2f}   at {bandwidth:.1f} GB/s from memory"
        )


def print_bulk(bare, torchs, ours, windows: list[list[str]]) -> None:
    texts = [text for window in windows for text in window]
    tokens = [min(ours.count_tokens(text), ours.max_tokens) for text in texts]
    on_torch, on_openvino = (f"{name}, embed_passages, a window at a time" for name in ("torch", "OpenVINO"))
    found = fastest_of_two(
        {
            BARE: lambda: bare(texts),
            on_torch: lambda: in_windows(torchs.embed_passages, windows),
            on_openvino: lambda: in_windows(ours.embed_passages, windows),
            "OpenVINO, the model alone, all at once": bare_model(ours, texts),
        }
    )
    title = f"{len(texts):,} passages, {sum(tokens) / len(tokens):.0f} tokens each (mean)"
    print(f"\n{title:46}   texts/s   to bare   a CPU s   to bare")
    for name, (seconds, worked, _) in found.items():
        faster, less = found[BARE][0] / seconds, found[BARE][1] / worked
        print(f"  {name:46}{len(texts) / seconds:8.1f}{faster:8.2f} x{len(texts) / worked:10.1f}{less:8.2f} x")
    work, peak = sum(flops(count) for count in tokens), matmul_gflops()
    at_best = peak * 1e9 * len(texts) / work
    print(f"  {'at the speed of a float32 matmul':46}{at_best:28.1f}   at {peak:.0f} GFLOP/s of one core")
    cosines = (found[on_torch][2] * found[on_openvino][2]).sum(axis=1)
    print(f"\nCosine of OpenVINO's vector and torch's: least {cosines.min():.6f}, mean {cosines.mean():.6f}")


def print_memory(texts: list[str]) -> None:
    print(f"\nMemory of a process, MB           before   loaded   after {len(texts):,} passages   at most")
    of_torch = memory(texts, "sentence_transformer", "SentenceTransformerEmbedder", "device='cpu'")
    of_openvino = memory(texts, "openvino", "OpenVinoEmbedder", f"cache={str(CACHE)!r}")
    for name, (before, loaded, after, most) in {"torch": of_torch, "OpenVINO": of_openvino}.items():
        print(f"  {name:30}{before:8}{loaded:9}{after:16}{most:17}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=4, help="take every Nth passage (default: 4)")
    every = parser.parse_args().every
    ours, torchs = OpenVinoEmbedder(cache=CACHE), SentenceTransformerEmbedder(device="cpu")
    ours.load()
    torchs.load()
    windows = passages(ours, every)
    queries = [query.text for query in read_queries(half="dev")][:QUERIES]

    def bare(texts: list[str]) -> np.ndarray:
        return torchs._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    print(f"{os.cpu_count()} cores, {Path('/proc/loadavg').read_text().split()[0]} processes waiting (load average)")
    print_queries(bare, torchs, ours, queries)
    print_bulk(bare, torchs, ours, windows)
    print_memory([text for window in windows for text in window])


if __name__ == "__main__":
    main()
