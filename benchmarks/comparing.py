"""What each part of `python -m benchmarks` measures: Larder beside the bare libraries under it. Not the printing.

A part is a function of a Setting that gives rows; those of BY_SIZE are asked at each number of recipes.
"""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.measuring import Row, rows, times
from benchmarks.serving import Server, ask, load, run
from recipes.embedders import embedders
from recipes.models import Embedding, EmbeddingSpace, Recipe
from recipes.querying import read_query
from recipes.search import find_recipes, read
from recipes.search.reading import foods
from recipes.vector_indexes import vector_indexes

PAGE = 20
CLIENTS = 8
PASSAGES = 64
ENCODE = "bare SentenceTransformer.encode"
PRODUCT = "bare matrix @ query"


@dataclass
class Setting:
    """What parts are measured on: queries, each new to the server; a database of so many recipes; a server over it.

    `repeats`: how often a step is measured, each time with another query.
    """

    queries: list[str]
    folder: Path
    database: Path
    repeats: int
    recipes: int = 0
    server: Server | None = None

    @cached_property
    def bare_model(self):
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(embedders["default"].folder), local_files_only=True)

    def encode(self, query: str) -> np.ndarray:
        return self.bare_model.encode([query], normalize_embeddings=True, show_progress_bar=False)[0]

    @cached_property
    def space(self) -> str:
        return EmbeddingSpace.objects.active().space

    @cached_property
    def vectors(self) -> np.ndarray:
        """All that are searched: float32 of shape (passages, dimensions)."""
        stored = Embedding.objects.filter(space=self.space).order_by("recipe_id", "position")
        joined = b"".join(bytes(vector) for vector in stored.values_list("vector", flat=True).iterator(chunk_size=5000))
        return np.frombuffer(joined, "<f4").reshape(-1, embedders["default"].dimensions)


def query(setting: Setting) -> Iterator[Row]:
    """Reading a sentence and embedding it, beside the bare model on the same sentence."""
    knowledge = foods()
    taken = times(
        {
            ENCODE: setting.encode,
            "query embedding": embedders["default"].embed_query,
            "reading the sentence": lambda text: read_query(text, knowledge),
            "reading and spelling": read,
        },
        setting.queries[: setting.repeats],
    )
    beside = dict.fromkeys(("query embedding", "reading the sentence", "reading and spelling"), ENCODE)
    yield from rows("query", None, taken, beside)


def bulk(setting: Setting) -> Iterator[Row]:
    """Embedding passages, beside the bare model on the same texts and in batches of the same size."""
    embedder = embedders["default"]
    texts = list(Embedding.objects.filter(space=setting.space).order_by("pk").values_list("text", flat=True)[:PASSAGES])
    options = {"batch_size": embedder.batch_size, "normalize_embeddings": True, "show_progress_bar": False}
    taken = times(
        {ENCODE: lambda given: setting.bare_model.encode(given, **options), "bulk embedding": embedder.embed_passages},
        [texts] * 3,
        before=[texts[:8]],
    )
    a_passage = {name: [value / len(texts) for value in values] for name, values in taken.items()}
    for row in rows("bulk", None, a_passage, {"bulk embedding": ENCODE}):
        yield Row(row.part, None, f"{row.name}, a passage", row.value, beside=row.beside, ratio=row.ratio)


def index(setting: Setting) -> Iterator[Row]:
    """The index, beside what finds no more than the nearest passages: a matrix product, two libraries."""
    found, published = vector_indexes["default"], Recipe.objects.published()
    steps = {
        PRODUCT: lambda vector: setting.vectors @ vector,
        "semantic_search (sentence-transformers)": nearest_by_torch(setting.vectors),
        **nearest_by_faiss(setting.vectors),
        "index, best 20 recipes": lambda vector: found.search(setting.space, vector, PAGE, None),
        "index, all published recipes in order": lambda vector: found.search(setting.space, vector, None, published),
    }
    vectors = list(embedders["default"].embed_queries(setting.queries[: setting.repeats]))
    taken = times(steps, vectors)
    yield from rows("index search", setting.recipes, taken, dict.fromkeys(list(steps)[1:], PRODUCT))


def nearest_by_torch(vectors: np.ndarray):
    import torch
    from sentence_transformers.util import dot_score, semantic_search

    corpus = torch.tensor(vectors)
    return lambda vector: semantic_search(torch.from_numpy(vector)[None], corpus, top_k=PAGE, score_function=dot_score)


def nearest_by_faiss(vectors: np.ndarray) -> dict:
    if find_spec("faiss") is None:
        print("No FAISS here (pip install -r requirements-bench.txt): its row is left out.")
        return {}
    import faiss

    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    return {"FAISS flat": lambda vector: flat.search(vector[None], PAGE)}


def request(setting: Setting) -> Iterator[Row]:
    """A results page over HTTP for queries that are new to the server, beside embedding and product alone."""
    own, crowd = setting.queries[: setting.repeats], setting.queries[setting.repeats : -10]
    vector = embedders["default"].embed_query("ready")
    taken = times(
        {
            "query embedding": embedders["default"].embed_query,
            PRODUCT: lambda text: setting.vectors @ vector,
            "find_recipes(query, top_k=3), in Python": lambda text: find_recipes(text, top_k=3),
            "whole request": partial(ask, setting.server),
            "whole request, asked again": partial(ask, setting.server),
        },
        own,
        before=setting.queries[-3:],
    )
    rest = [
        whole - embedding - product
        for whole, embedding, product in zip(
            taken["whole request"], taken["query embedding"], taken[PRODUCT], strict=True
        )
    ]
    part, size = "request", setting.recipes
    yield from rows(part, size, taken, {"whole request": "query embedding"})
    yield Row(part, size, "whole request less embedding and product", statistics.median(rest))
    yield from under_load(setting, crowd, statistics.median(taken["whole request"]))


def under_load(setting: Setting, queries: list[str], alone: float) -> Iterator[Row]:
    part, size = "request", setting.recipes
    seen = load(setting.server, queries, CLIENTS)
    crowd = statistics.median(seen.milliseconds)
    yield Row(
        part, size, f"whole request, {CLIENTS} clients at once", crowd, beside="whole request", ratio=crowd / alone
    )
    yield Row(part, size, f"95th percentile, {CLIENTS} at once", statistics.quantiles(seen.milliseconds, n=20)[-1])
    yield Row(part, size, f"requests lost of {len(queries)}", seen.lost, "")
    yield Row(part, size, f"answered a second, {CLIENTS} at once", len(seen.milliseconds) / seen.seconds, "requests")


def startup(setting: Setting) -> Iterator[Row]:
    """From the start of gunicorn to its first page and its first answer to a search."""
    part, size, server = "start-up", setting.recipes, setting.server
    yield Row(part, size, "gunicorn to its first page", server.seconds_to_page, "s")
    yield Row(part, size, "gunicorn to its first search", server.seconds_to_search, "s")


TIMED = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
SETUP = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'recipes_site.settings'; import django; django.setup()"
IMPORTS = f"{SETUP}; import recipes.urls"
LOADED = f"{IMPORTS}, recipes_site.wsgi; from recipes.embedders import embedders; embedders['default'].load()"
RESIDENT = f"{LOADED}; print([line for line in open('/proc/self/status') if line.startswith('VmRSS')][0].split()[1])"


def imports(setting: Setting) -> Iterator[Row]:
    """What importing takes: the site, and the site with its model loaded; each in a process of its own."""
    for name, code in {"importing the site": IMPORTS, "importing it and loading the model": LOADED}.items():
        took = [float(run(setting.folder, setting.database, "-c", TIMED.format(code))) for _ in range(3)]
        yield Row("start-up", None, name, statistics.median(took), "s")


def memory(setting: Setting) -> Iterator[Row]:
    """A worker that has answered searches, beside a process that has imported the site and loaded the model."""
    part, size = "memory", setting.recipes
    for text in setting.queries[: setting.repeats]:
        ask(setting.server, text)
    bare = int(run(setting.folder, setting.database, "-c", RESIDENT)) / 1024
    worker = resident(setting.server.worker())
    yield Row(part, size, "imported, model loaded", bare, "MB")
    yield Row(
        part, size, "web worker", worker["VmRSS"], "MB", beside="imported, model loaded", ratio=worker["VmRSS"] / bare
    )
    yield Row(part, size, "web worker above that", worker["VmRSS"] - bare, "MB")
    yield Row(part, size, "of the worker, mapped from files and shared", worker["RssFile"], "MB")


def resident(pid: int) -> dict[str, float]:
    """Megabytes of a process's memory by the kernel's names for its kinds (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    pairs = (line.split()[:2] for line in lines if line.startswith(("VmRSS", "Rss")))
    return {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes in pairs}


ONCE = {"query": query, "bulk": bulk, "imports": imports}
BY_SIZE = {"search": index, "request": request, "startup": startup, "memory": memory}
NEED_A_SERVER = ("request", "startup", "memory")
