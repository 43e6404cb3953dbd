"""Any sentence-transformers model on torch, by default the bundled all-MiniLM-L6-v2. Not the ORM, and no recipes.

The one file that imports sentence-transformers and torch, and it does so at first use.
"""

import copy
import ctypes
import platform
from collections.abc import Iterator
from threading import Lock

import numpy as np

from recipes.embedders.base import EmbedderError
from recipes.embedders.batching import by_tokens
from recipes.embedders.model_folder import BUNDLED, ModelFolderEmbedder

M_MMAP_THRESHOLD = -3
LARGE = 1 << 20
TOKENS_A_TEXT = 32


class SentenceTransformerEmbedder(ModelFolderEmbedder):
    """OPTIONS: `model` (a name or a folder), `revision`, `sha256` of the weights, `device`, `prompts`, `dimensions`.

    `prompts` ({"query": "...", "document": "..."}) and `dimensions` (for models trained to be shortened) replace the
    model's own. `batch_size` is how many texts of TOKENS_A_TEXT tokens go together. `device` is torch's ("cpu", "cuda",
    "mps"); left out, sentence-transformers takes the best there is.
    """

    def __init__(self, model=BUNDLED, *, device=None, batch_size=32, **options):
        super().__init__(model, **options)
        self.device = device
        self.batch_size = batch_size
        self._lock = Lock()
        self._loaded = None
        self._counter = None

    @property
    def _model(self):
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self):
        _ = self.weights_sha256  # before anything of the model is run
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            logging.disable_progress_bar()
        except ImportError as error:
            raise EmbedderError(
                f"Can't import sentence-transformers ({error}): pip install -r requirements.txt."
            ) from error
        try:
            model = SentenceTransformer(
                str(self.folder),
                device=self.device,
                prompts=self.prompts,
                truncate_dim=self.own_dimensions,
                local_files_only=True,
                model_kwargs={"dtype": "float32"},  # as the space says; else as the weights' file happens to be
            )
        except Exception as error:  # every file format's reader has errors of its own
            raise EmbedderError(f"The model in {self.folder} can't be loaded ({error}): install it again.") from error
        model.max_seq_length = self.max_tokens
        give_large_blocks_back()
        # A tokenizer to count with: encoding turns truncation on in the model's own, for all threads.
        self._counter = copy.deepcopy(model.tokenizer)
        return model

    def traceable(self):
        """What another runtime's converter wants: (module, batch, tokenizer).

        The module turns the batch's tensors, by position, into raw vectors; the tokenizer, as JSON, cuts off and pads
        as the model's own does. EmbedderError where that would not be all that the model does.
        """
        import torch

        model, prompts = self._model, self.prompts
        if any(prompts.values()) and not all(getattr(module, "include_prompt", True) for module in model):
            raise EmbedderError(f"{self.model_name} leaves its prompts out of the mean: only torch can run it.")
        if not getattr(model.tokenizer, "is_fast", False):
            raise EmbedderError(f"{self.model_name} has a tokenizer written in Python: only torch can run it.")
        features = model.preprocess(["salt and pepper", "soup"])
        batch = {name: value for name, value in features.items() if isinstance(value, torch.Tensor)}

        class FromTensors(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, *tensors):
                return self.model(dict(zip(batch, tensors, strict=True)))["sentence_embedding"]

        return FromTensors().eval(), batch, model.tokenizer.backend_tokenizer.to_str()

    def encode(self, texts: list[str], *, is_query: bool) -> np.ndarray:
        encode = self._model.encode_query if is_query else self._model.encode_document
        try:
            return encode(texts, batch_size=len(texts), show_progress_bar=False, convert_to_numpy=True)
        except Exception as error:  # torch says it in many ways that memory is short or a device is gone
            raise EmbedderError(f"The model failed on {len(texts)} texts ({type(error).__name__}: {error}).") from error

    def batches(self, texts: list[str]) -> Iterator[list[int]]:
        if len(texts) == 1:
            yield [0]
            return
        for rows, _ in by_tokens(self._lengths(texts), self.batch_size * TOKENS_A_TEXT):
            yield rows

    def _lengths(self, texts: list[str]) -> list[int]:
        """Tokens of each text as it goes through the model."""
        _ = self._model
        prompt = self.prompts["document"]
        counted = self._counter([prompt + text for text in texts], truncation=False, verbose=False)["input_ids"]
        return [min(len(tokens), self.max_tokens) for tokens in counted]

    def count_tokens(self, text: str) -> int:
        _ = self._model
        return len(self._counter(self.prompts["document"] + text, truncation=False, verbose=False)["input_ids"])


def give_large_blocks_back() -> None:
    """Have glibc return blocks of LARGE bytes and more to the system as soon as they are free.

    Else it comes to keep those of up to 32 MB, and as each length of text has tensors of its own sizes, memory grows
    with the number of passages. See mallopt(3).
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
