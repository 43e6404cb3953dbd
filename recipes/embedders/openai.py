"""Vectors from any server that speaks OpenAI's embeddings protocol: OpenAI, Ollama, vLLM, Text Embeddings Inference.

No model runs here and nothing heavy is imported; not the ORM. Options tell the space, the size of a vector and the
window, so that nothing but `encode` asks the network.
"""

import base64
import binascii
import hashlib
import json
import re
import time
from bisect import bisect_right
from threading import Lock

import numpy as np

from recipes.embedders.api_server import ApiServer
from recipes.embedders.base import Embedder, EmbedderError, EmbedderUnavailable
from recipes.embedders.patience import PassingTrouble, Patience, insist

OPENAI = "https://api.openai.com/v1"
SIZES = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
"""Model -> the length of its vectors, from platform.openai.com/docs/guides/embeddings."""

ENCODINGS = ("base64", "float")
MARKS = 2
"""What models put before and behind a text, such as [CLS] and [SEP]."""

LETTERS_A_TOKEN = 3
"""Few enough that no English text of a hundred tokens is taken for a shorter one (tests/test_openai_embedder.py)."""

PIECE = re.compile(r"[a-zA-Z]+|[0-9]+|[^\s]")
A_COOK_WAITS = Patience(timeout=10, tries=2, first_wait=0.25, longest_wait=2)
NOBODY_WAITS = Patience(timeout=60, tries=8, first_wait=1, longest_wait=60)


class ServerFails(EmbedderUnavailable):
    """The server gives no usable answer, or none at all; what it was asked may be the reason."""


class OpenAIEmbedder(Embedder):
    """OPTIONS: `model`, `base_url`, `dimensions`, `max_tokens`, `revision`, `prompts`, `key_variable` and those below.

    `dimensions`: the length of a vector, known only of OpenAI's own models; `shorten`: ask the server for that length,
    by itself where an OpenAI model has another. `max_tokens`: the longest passage. `revision` stands for the weights in
    the space, by default the server's host. `encoding`: how vectors travel, "base64" or "float"; both are read.
    `timeout` (seconds an answer may take), `first_wait` (seconds before the second try) and `batch_size` (texts a
    request).
    """

    def __init__(
        self,
        model="text-embedding-3-small",
        *,
        base_url=OPENAI,
        dimensions=None,
        shorten=False,
        max_tokens=256,
        revision="",
        prompts=None,
        key_variable="OPENAI_API_KEY",
        encoding="base64",
        timeout=NOBODY_WAITS.timeout,
        first_wait=NOBODY_WAITS.first_wait,
        batch_size=32,
    ):
        self.model_name = str(model)
        self.server = ApiServer(str(base_url), key_variable)
        self.own_dimensions = dimensions
        self.shorten = shorten or dimensions not in (None, SIZES.get(model, dimensions))
        self._max_tokens = max_tokens
        self.revision = revision
        self.prompts = {"query": "", "document": ""} | (prompts or {})
        self.encoding = encoding
        self.batch_size = batch_size
        self._for_cooks = Patience(min(timeout, A_COOK_WAITS.timeout), 2, first_wait / 4, A_COOK_WAITS.longest_wait)
        self._for_passages = Patience(timeout, NOBODY_WAITS.tries, first_wait, NOBODY_WAITS.longest_wait)
        self.sleep = time.sleep
        self._lock = Lock()

    # ---------------------------------------------------------------- what is known without asking

    def faults(self) -> list[str]:
        """What is wrong with the options, each with what to do: `manage.py check` shows it, and nothing works."""
        found = self.server.faults()
        if not self.own_dimensions and self.model_name not in SIZES:
            found.append(
                f"The length of {self.model_name}'s vectors is not known: set RECIPES_OPENAI_DIMENSIONS to what its "
                "description says, such as 768."
            )
        if self.encoding not in ENCODINGS:
            found.append(f"`encoding` is {self.encoding!r}: it may be {' or '.join(ENCODINGS)}.")
        return found

    def doubts(self) -> list[str]:
        """What may be meant, but hardly is, each with what to do."""
        key, name = self.server.key, self.server.key_variable
        if self.faults():
            return []
        if self.server.base_url == OPENAI and not key:
            return [f"{name} is not set, and {self.server.place} answers nobody without: set it."]
        if key and self.server.base_url.startswith("http:") and not self.server.is_on_this_machine:
            return [f"{name} is sent to {self.server.place} unencrypted: use https, or unset it if no key is needed."]
        return []

    @property
    def is_here(self) -> bool:
        return not self.faults()

    @property
    def space(self) -> str:
        self._require_no_faults()
        origin = self.revision or self.server.place
        deciding = json.dumps([self.model_name, origin, self.prompts, self.shorten], sort_keys=True)
        mark = hashlib.sha256(deciding.encode()).hexdigest()[:8]
        return f"{self.model_name[:90]}@{origin[:50]}/{mark}/{self.max_tokens}t/{self.dimensions}d/api"

    @property
    def dimensions(self) -> int:
        self._require_no_faults()
        return int(self.own_dimensions or SIZES[self.model_name])

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def _require_no_faults(self) -> None:
        if faults := self.faults():
            raise EmbedderError(faults[0])

    def count_tokens(self, text: str) -> int:
        """Rather more than a text takes of the window, whichever model it is: the tokenizer is with the server."""
        found = PIECE.findall(self.prompts["document"] + text)
        return MARKS + sum(map(most_tokens, found))

    # ---------------------------------------------------------------- asking

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        prompt = self.prompts["query" if is_query else "document"]
        body = self._body([prompt + self._fitting(readable(text)) for text in texts])
        if is_query:
            return self._vectors(body, self._for_cooks)
        try:
            return self._vectors(body, self._for_passages)
        except ServerFails as error:
            if not self._answers():
                raise
            raise EmbedderError(f"{error} It answers other texts: these must be the reason.") from error

    def _body(self, texts: list[str]) -> dict:
        body = {"model": self.model_name, "input": texts, "encoding_format": self.encoding}
        return body | ({"dimensions": self.dimensions} if self.shorten else {})

    def _fitting(self, text: str) -> str:
        """The beginning that fits the window, as a model itself would cut: some servers refuse what is longer."""
        if self.count_tokens(text) <= self.max_tokens:
            return text
        ends = range(1, len(text) + 1)
        return text[: max(bisect_right(ends, self.max_tokens, key=lambda end: self.count_tokens(text[:end])), 1)]

    def _vectors(self, body: dict, patience: Patience) -> np.ndarray:
        self._require_no_faults()
        try:
            answer = insist(lambda: self.server.post(body, patience.timeout), patience, self.sleep)
        except PassingTrouble as trouble:
            raise ServerFails(f"{trouble} See whether it is well and OPENAI_BASE_URL right, then run again.") from None
        self._count(answer.get("usage"))
        rows = [decoded(item, self.server.place) for item in in_order(answer, len(body["input"]), self.server.place)]
        if wrong := {len(row) for row in rows} - {self.dimensions}:
            raise EmbedderUnavailable(
                f"{self.server.place} gave vectors of {wrong.pop():,} numbers where {self.dimensions:,} were due: set "
                "RECIPES_OPENAI_DIMENSIONS to what the model gives; RECIPES_OPENAI_SHORTEN=true asks it for fewer."
            )
        return np.array(rows)

    def _answers(self) -> bool:
        try:
            self.server.post(self._body(["ready"]), self._for_cooks.timeout)
        except (PassingTrouble, EmbedderError):
            return False
        return True

    def _count(self, usage) -> None:
        used = usage.get("prompt_tokens", usage.get("total_tokens")) if isinstance(usage, dict) else None
        if isinstance(used, int):
            with self._lock:
                self.tokens_used += used


def most_tokens(piece: str) -> int:
    """What a run of ASCII letters or digits, or another character, usually takes at most."""
    if piece.isascii():
        return -(-len(piece) // LETTERS_A_TOKEN)
    return max(len(piece.encode("utf-8", "replace")) - 1, 1)


def readable(text: str) -> str:
    """The text as any server takes it: no lone surrogates or NULs, and not blank."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ").strip() or "."


def in_order(answer: dict, due: int, place: str) -> list[dict]:
    """One entry a text, by the `index` that each says; EmbedderUnavailable for another number of them."""
    data = answer.get("data")
    is_list = isinstance(data, list) and all(isinstance(entry, dict) for entry in data)
    entries = [entry for entry in data if isinstance(entry.get("index", 0), int)] if is_list else []
    by_index = {entry.get("index", position): entry for position, entry in enumerate(entries)}
    if len(entries) != due or by_index.keys() != set(range(due)):
        raise EmbedderUnavailable(
            f"{place} gave {len(entries)} vectors for {due} texts, or not one a text: see that OPENAI_BASE_URL is that "
            "of a server of OpenAI's embeddings protocol."
        )
    return [by_index[position] for position in range(due)]


def decoded(entry: dict, place: str) -> np.ndarray:
    """The vector of an entry, float32 of shape (n,), from either encoding; EmbedderError for what is no vector."""
    value = entry.get("embedding")
    try:
        if isinstance(value, str):
            return np.frombuffer(base64.b64decode(value, validate=True), "<f4")
        vector = np.asarray(value, np.float32)
    except (binascii.Error, TypeError, ValueError):
        vector = np.empty((0, 0))
    if vector.ndim != 1:
        raise EmbedderError(f"{place} gave something that is no vector: look into its log.")
    return vector
