"""A server of OpenAI's embeddings protocol in a thread, which gives the fakes' vectors and fails where told to.

Not a mock: it is asked over HTTP, as the real ones are.
"""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import numpy as np

from tests.fakes import WordEmbedder, words

MODEL = "words"


@dataclass(frozen=True)
class Reply:
    """An answer that is played instead of the right one. `cut`: how many bytes are sent of those announced."""

    status: int = 200
    body: bytes | dict = b""
    headers: dict = field(default_factory=dict)
    cut: int | None = None
    hangs: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class CachedWords(WordEmbedder):
    """Words for meaning, each direction made once: a collection repeats its words."""

    def __init__(self, dimensions: int):
        super().__init__("api", dimensions=dimensions)
        self.direction = cache(super().direction)


class EmbeddingsServer(ThreadingHTTPServer):
    """`script`: replies to be played in turn before the right ones, None for a right one; `asked`: requests so far.

    `refuses`: word -> the reply to every request that holds it; `shuffled`: entries come in another order.
    """

    daemon_threads = True

    def __init__(self, dimensions: int = 256, key: str = ""):
        super().__init__(("127.0.0.1", 0), Handler)
        self.embedder = CachedWords(dimensions)
        self.key = key
        self.script: list[Reply | None] = []
        self.refuses: dict[str, Reply] = {}
        self.asked: list[tuple[dict, dict]] = []
        self.tokens_told = 0
        self.shuffled = False
        self.closing = Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def bodies(self) -> list[dict]:
        return [body for _, body in self.asked]

    def reply(self, headers: dict, body: dict) -> Reply:
        if self.script and (played := self.script.pop(0)):
            return played
        for word, refusal in self.refuses.items():
            if any(word in text for text in body["input"]):
                return refusal
        if self.key and headers.get("Authorization") != f"Bearer {self.key}":
            said = headers.get("Authorization", "")
            return Reply(401, {"error": {"message": f"Incorrect API key: {said}", "code": "invalid_api_key"}})
        return Reply(body=self.right_answer(body))

    def right_answer(self, body: dict) -> dict:
        vectors = self.embedder.encode(body["input"], is_query=False).astype("<f4")[:, : body.get("dimensions")]
        data = [
            {"object": "embedding", "index": index, "embedding": encoded(vector, body.get("encoding_format"))}
            for index, vector in enumerate(vectors)
        ]
        tokens = sum(len(words(text)) for text in body["input"])
        self.tokens_told += tokens
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "data": data[::-1] if self.shuffled else data, "model": body["model"], "usage": usage}


def encoded(vector: np.ndarray, encoding: str | None):
    return base64.b64encode(vector.tobytes()).decode() if encoding == "base64" else vector.tolist()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = dict(self.headers)
        self.server.asked.append((headers, body))
        reply = self.server.reply(headers, body) if self.path == "/v1/embeddings" else Reply(404, b"no such page")
        if reply.hangs:
            self.server.closing.wait()
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.content)))
        self.end_headers()
        self.wfile.write(reply.content[: reply.cut])
        self.close_connection = reply.cut is not None

    def log_message(self, *args):
        """Nothing: a test's output is not the place."""


@contextmanager
def served(**options) -> Iterator[EmbeddingsServer]:
    server = EmbeddingsServer(**options)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
