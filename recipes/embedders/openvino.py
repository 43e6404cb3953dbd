"""The same sentence-transformers models on OpenVINO: several times as fast on a CPU, and without torch. Not the export.

Its vectors lie so near those of torch that they share a space; each process makes sure of that before it serves.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

import numpy as np

from recipes.embedders.base import EmbedderError
from recipes.embedders.batching import by_tokens
from recipes.embedders.model_folder import BUNDLED, ModelFolderEmbedder
from recipes.embedders.openvino_export import PROBES, ensure_exported, import_openvino

NEAREST_ALLOWED = 0.9999
"""The least cosine between a vector and torch's of the same text, for which they count as of one space."""

PRECISIONS = ("bf16", "f32", None)
TOKENS_A_BATCH = 512
"""So few that what the layers hand on stays in a core's own cache."""

STEP = 8
"""Tokens: padded lengths are multiples of it, since what OpenVINO keeps for each shape that it has met takes memory."""

REQUESTS = 2
DEFAULT_CACHE = Path.home() / ".cache" / "larder"


def is_installed() -> bool:
    return find_spec("openvino") is not None


@dataclass(frozen=True)
class Running:
    """What is loaded: a tokenizer that cuts off, one that counts, and requests that take turns.

    A request must not be used by two threads at once; tokenizers may.
    """

    tokenizer: object
    counter: object
    requests: SimpleQueue
    inputs: tuple[str, ...]
    padding: dict


class OpenVinoEmbedder(ModelFolderEmbedder):
    """OPTIONS: `model`, `revision`, `sha256`, `prompts`, `dimensions` as of SentenceTransformerEmbedder; `cache`, the
    folder of exported models; `precision` of the arithmetic, "bf16" or "f32": left out, bf16 where the CPU has it.
    """

    batch_size = 512  # that `encode` puts in order; the batches it makes are smaller

    def __init__(self, model=BUNDLED, *, cache=DEFAULT_CACHE, precision=None, **options):
        super().__init__(model, **options)
        if precision not in PRECISIONS:
            raise TypeError(f"precision is {precision!r}: it may be 'bf16' or 'f32', or be left out")
        self.cache = Path(cache)
        self.precision = precision
        self._options = {"model": self.model_name, **options}
        self._lock = Lock()
        self._loaded: Running | None = None

    @property
    def _running(self) -> Running:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Running:
        if not is_installed():
            raise EmbedderError("OpenVINO is not installed: pip install -r requirements-openvino.txt.")
        folder = ensure_exported(self.cache, self.space, self._options)
        try:
            running = start(folder, self.precision)
            self._require_nearness(running, folder)
        except EmbedderError:
            raise
        except Exception as error:  # OpenVINO, NumPy and tokenizers each raise their own for a file that is broken
            said = " ".join(str(error).split())
            raise EmbedderError(
                f"The exported model in {folder} can't be run ({said}): delete that folder, so that it is made again."
            ) from error
        return running

    def _require_nearness(self, running: Running, folder: Path) -> None:
        with np.load(folder / "probes.npz") as probes:
            kinds = {False: probes["passages"], True: probes["queries"]}
        for is_query, expected in kinds.items():
            vectors = self._vectors(running, list(PROBES), is_query)
            vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
            least = float((vectors * expected).sum(axis=1).min())
            if not least >= NEAREST_ALLOWED:
                raise EmbedderError(
                    f"On this CPU, vectors of OpenVINO come only within a cosine of {least:.5f} of torch's, not "
                    f'{NEAREST_ALLOWED}: set "precision": "f32" in the OPTIONS of EMBEDDERS, or RECIPES_EMBEDDER=torch.'
                )

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        running = self._running
        try:
            return self._vectors(running, texts, is_query)
        except Exception as error:  # OpenVINO's own errors, and those of tokenizers for what is no text
            raise EmbedderError(f"OpenVINO failed on {len(texts)} texts ({error}).") from error

    def _vectors(self, running: Running, texts: list[str], is_query: bool) -> np.ndarray:
        prompt = self.prompts["query" if is_query else "document"]
        encodings = running.tokenizer.encode_batch([prompt + text for text in texts])
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for rows, length in by_tokens([len(encoding.ids) for encoding in encodings], TOKENS_A_BATCH, STEP):
            found = infer(running, [encodings[row] for row in rows], min(length, self.max_tokens))
            vectors[rows] = found[:, : self.dimensions]
        return vectors

    def count_tokens(self, text: str) -> int:
        return len(self._running.counter.encode(self.prompts["document"] + text).ids)


def start(folder: Path, precision: str | None) -> Running:
    """Read and compile an exported model for this CPU; RuntimeError, OSError or ValueError where it can't be."""
    from tokenizers import Tokenizer

    openvino = import_openvino()
    core = openvino.Core()
    native = "bf16" if "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "f32"
    hints = {"INFERENCE_PRECISION_HINT": precision or native, "PERFORMANCE_HINT": "LATENCY"}
    compiled = core.compile_model(str(folder / "model.xml"), "CPU", hints)
    requests = SimpleQueue()
    for _ in range(REQUESTS):
        requests.put(compiled.create_infer_request())
    tokenizer, counter = (Tokenizer.from_file(str(folder / "tokenizer.json")) for _ in range(2))
    padding = tokenizer.padding
    tokenizer.no_padding()
    counter.no_padding()
    counter.no_truncation()
    return Running(tokenizer, counter, requests, tuple(put.any_name for put in compiled.inputs), padding)


def infer(running: Running, encodings: list, length: int) -> np.ndarray:
    """Raw vectors of one batch: float32 of shape (len(encodings), the model's dimensions)."""
    pad = running.padding
    of_pads = {"input_ids": pad["pad_id"], "token_type_ids": pad["pad_type_id"], "attention_mask": 0}
    batch = {
        name: padded([READ[name](encoding) for encoding in encodings], length, of_pads[name], pad["direction"])
        for name in running.inputs
    }
    request = running.requests.get()
    try:
        return request.infer(batch)[0]
    finally:
        running.requests.put(request)


READ = {
    "input_ids": lambda encoding: encoding.ids,
    "token_type_ids": lambda encoding: encoding.type_ids,
    "attention_mask": lambda encoding: encoding.attention_mask,
}


def padded(rows: list[list[int]], length: int, pad: int, direction: str) -> np.ndarray:
    filled = np.full((len(rows), length), pad, np.int64)
    for line, row in zip(filled, rows, strict=True):
        place = slice(None, len(row)) if direction == "right" else slice(length - len(row), None)
        line[place] = row
    return filled
