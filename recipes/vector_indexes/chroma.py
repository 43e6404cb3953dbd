"""Chroma as the vector index: in a folder of its own, or a server that `chroma run` starts.

Not what every such database has in common (`mirrored.py`). Chroma embeds nothing here and fetches nothing.
"""

import os
import shutil
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np
from django.core.checks import CheckMessage, Error

from recipes.vector_indexes.base import VectorIndexError
from recipes.vector_indexes.copies import Copy
from recipes.vector_indexes.mirrored import MirroredIndex

INSTALL = "pip install -r requirements-chroma.txt"

HNSW = {"max_neighbors": 32, "ef_construction": 200, "ef_search": 400}
"""Chroma's own 16, 100 and 100 lose rows among many equal ones (docs/decisions.md)."""

IDS_AT_ONCE = 50_000
CURRENT = "current"

REACHED_WITHIN = 2
"""Seconds in which a server has to say that it is there."""


def library():
    """chromadb, imported at first use: it takes most of a second, and checks and pages need none of it."""
    if find_spec("chromadb") is None:
        raise VectorIndexError(f"The vector index is Chroma, which is not installed: {INSTALL}")
    import chromadb

    return chromadb


def quiet_settings():
    """No telemetry, and no settings from a `.env` file, which is Larder's."""
    library()
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False, _env_file=None)


class ChromaCopy(Copy):
    """A collection; its metadata is the mark. Distances are 1 minus the inner product of unit vectors."""

    def __init__(self, collection):
        self.collection = collection
        metadata = collection.metadata or {}
        self.published = metadata.get("published")
        self.dimensions = metadata.get("dimensions", 0)

    def count(self) -> int:
        return self.collection.count()

    def ids(self) -> set[str]:
        found: set[str] = set()
        while page := self.collection.get(include=[], limit=IDS_AT_ONCE, offset=len(found))["ids"]:
            found |= set(page)
        return found

    def nearest(self, vector: np.ndarray, n: int) -> tuple[list[str], np.ndarray]:
        found = self.collection.query(query_embeddings=[vector], n_results=n, include=["distances"])
        return found["ids"][0], 1 - np.array(found["distances"][0], np.float32)

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        found = self.collection.get(ids=list(ids), include=["embeddings"])
        return found["ids"], np.array(found["embeddings"], np.float32)

    def add(self, ids: list[str], vectors: np.ndarray) -> None:
        self.collection.upsert(ids=ids, embeddings=vectors)

    def remove(self, ids: list[str]) -> None:
        self.collection.delete(ids=ids)

    def mark(self, published: str, dimensions: int) -> None:
        self.collection.modify(metadata={"published": published, "dimensions": dimensions})


def made(client, name: str, hnsw: dict) -> ChromaCopy:
    """The collection, made where there is none."""
    # Without embedding_function=None Chroma would fetch a model of its own.
    configuration = {"hnsw": {"space": "ip", **hnsw}}
    return ChromaCopy(client.get_or_create_collection(name, embedding_function=None, configuration=configuration))


class Folder:
    """Copies in files, each written once, whole, and then only read: Chroma's files bear one process that writes."""

    def __init__(self, root: str | Path, hnsw: dict):
        self.root, self.hnsw = Path(root), hnsw
        self._opened: dict[str, tuple[str, ChromaCopy]] = {}
        self._lock = Lock()

    def open(self, name: str) -> ChromaCopy | None:
        with self._lock:
            while (generation := self._generation(name)) and self._opened.get(name, ("",))[0] != generation:
                try:
                    self._opened[name] = generation, self._read(name, generation)
                except self._failures():
                    if self._generation(name) == generation:  # else another process has replaced it meanwhile
                        raise
            return self._opened[name][1] if generation else None

    def reach(self, name: str) -> None:
        library()
        self.open(name)

    def _generation(self, name: str) -> str:
        try:
            return (self.root / name / CURRENT).read_text("ascii")
        except FileNotFoundError:
            return ""

    def _failures(self) -> tuple[type[Exception], ...]:
        return library().errors.ChromaError, OSError

    def _client(self, name: str, generation: str):
        return library().PersistentClient(str(self.root / name / generation), quiet_settings())

    def _read(self, name: str, generation: str) -> ChromaCopy:
        client = self._client(name, generation)
        copy = ChromaCopy(client.get_collection(name, embedding_function=None))
        # A thread may still search the former copy when it is replaced: it is closed when nobody holds it any more.
        weakref.finalize(copy, client.close)
        return copy

    @contextmanager
    def writing(self, name: str) -> Iterator[ChromaCopy]:
        """A new generation, begun as a copy of the one that is read, and read from when it is finished."""
        before, after = self._generation(name), uuid4().hex
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.iterdir():
            if left.is_dir() and left.name != before:
                shutil.rmtree(left, ignore_errors=True)
        if before:
            shutil.copytree(folder / before, folder / after)
        with self._client(name, after) as client:
            copy = made(client, name, self.hnsw)
            yield copy
            settle(copy)
        (folder / after / CURRENT).write_text(after, "ascii")
        os.replace(folder / after / CURRENT, folder / CURRENT)

    def names(self) -> list[str]:
        return [path.name for path in self.root.iterdir()] if self.root.is_dir() else []

    def drop(self, name: str) -> None:
        with self._lock:
            self._opened.pop(name, None)
            shutil.rmtree(self.root / name, ignore_errors=True)


def settle(copy: ChromaCopy) -> None:
    """Let Chroma take over what it has only logged so far: it would do so in every reader, at the first search."""
    if copy.count():
        copy.nearest(copy.collection.peek(1)["embeddings"][0], 1)


class Server:
    """Copies on a server, which many machines may share: one client a process, made at first use."""

    def __init__(self, url: str, hnsw: dict):
        self.url, self.hnsw = url, hnsw
        self._made = None
        self._lock = Lock()

    @property
    def client(self):
        with self._lock:
            if self._made is None:
                self._made = self._connect()
            return self._made

    def _connect(self):
        place = urlsplit(self.url)
        is_safe = place.scheme == "https"
        port = place.port or (443 if is_safe else 80)
        try:
            return library().HttpClient(place.hostname, port, ssl=is_safe, settings=quiet_settings())
        except ValueError as error:  # which Chroma makes of every failure to connect
            raise ConnectionError(str(error)) from error

    @cached_property
    def _patience(self):
        """A client of its own, since Chroma's waits for ever."""
        import httpx

        place = urlsplit(self.url)
        return httpx.Client(base_url=f"{place.scheme}://{place.netloc}", timeout=REACHED_WITHIN)

    def reach(self, name: str) -> None:
        library()
        self._patience.get("/api/v2/heartbeat").raise_for_status()

    def open(self, name: str) -> ChromaCopy | None:
        try:
            copy = ChromaCopy(self.client.get_collection(name, embedding_function=None))
        except library().errors.NotFoundError:
            return None
        return copy if copy.published else None

    @contextmanager
    def writing(self, name: str) -> Iterator[ChromaCopy]:
        yield made(self.client, name, self.hnsw)

    def names(self) -> list[str]:
        return [collection.name for collection in self.client.list_collections()]

    def drop(self, name: str) -> None:
        self.client.delete_collection(name)


class ChromaIndex(MirroredIndex):
    """`path`: a folder, for one machine; or `url`: a server's address. `hnsw`: Chroma's settings of the graph."""

    def __init__(self, *, path: str | Path = "chroma", url: str = "", hnsw: dict | None = None):
        self.url = url
        self.place = Server(url, hnsw or HNSW) if url else Folder(path, hnsw or HNSW)
        where = f"see that a Chroma server answers at {url}" if url else f"see that {path} can be written"
        self.advice = (
            f"{where}, or choose another index (RECIPES_VECTOR_INDEX). The embeddings themselves are in the database: "
            "nothing is lost, and `manage.py embed_recipes` copies them again."
        )

    def open(self, name: str) -> ChromaCopy | None:
        return self.place.open(name)

    def writing(self, name: str):
        return self.place.writing(name)

    def reach(self, name: str) -> None:
        self.place.reach(name)

    def names(self) -> list[str]:
        return self.place.names()

    def drop(self, name: str) -> None:
        self.place.drop(name)

    def failures(self) -> tuple[type[Exception], ...]:
        import httpx

        return library().errors.ChromaError, httpx.HTTPError, OSError

    def check(self) -> list[CheckMessage]:
        """E007: Chroma is installed; E008: the server's address is one."""
        if find_spec("chromadb") is None:
            return [Error("VECTOR_INDEXES names Chroma, which is not installed.", hint=INSTALL, id="recipes.E007")]
        if self.url and not is_address(self.url):
            message = f"VECTOR_INDEXES names a Chroma server at {self.url!r}, which is no address."
            hint = "Set RECIPES_CHROMA_URL to something like http://127.0.0.1:8001, or leave it out for a folder."
            return [Error(message, hint=hint, id="recipes.E008")]
        return []


def is_address(url: str) -> bool:
    try:
        place = urlsplit(url)
        return place.scheme in ("http", "https") and bool(place.hostname) and place.port != 0
    except ValueError:
        return False
