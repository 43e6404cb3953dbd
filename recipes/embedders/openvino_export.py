"""A model as OpenVINO reads it: made once from torch, kept in a folder of its own. Not what runs it.

The making is a process of its own, `python -m recipes.embedders.openvino_export`: torch never enters a server's.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from recipes.embedders.base import EmbedderError

EXPORT_VERSION = 1
MAKERS = ("openvino", "sentence-transformers", "tokenizers", "torch", "transformers")
ROOT = Path(__file__).resolve().parents[2]
LONGEST_EXPORT = 600
"""Seconds; some ten on two idle cores for all-MiniLM-L6-v2."""

PROBES = (
    "soup",
    "something warm for a cold night, vegetarian, under 40 minutes, no mushrooms",
    "Crème brûlée: a custard under burnt sugar.",
    "Fry the onions in the butter until they are soft, stir in the flour, and pour the stock over them. " * 20,
)
"""Texts whose vectors torch makes too, so that each process can tell whether its own are as near as was promised."""


def import_openvino():
    """The library, kept from reporting its use to its maker, which its package does unless one opts out."""
    sys.modules.setdefault("openvino_telemetry", None)
    import openvino

    return openvino


def library_versions() -> dict[str, str]:
    """Distribution -> version, of all that makes the file; "" where it isn't installed."""
    found = {}
    for name in MAKERS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def exported_folder(cache: Path, space: str, versions: dict[str, str] | None = None) -> Path:
    """Where the model of this space, made by the libraries of now, is or will be kept."""
    made_of = json.dumps([EXPORT_VERSION, versions or library_versions()], sort_keys=True)
    return cache / f"{digest(space)}-{digest(made_of)}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def ensure_exported(cache: Path, space: str, options: dict) -> Path:
    """The folder with the exported model, made by another process if need be; EmbedderError where that fails.

    `options` are those of SentenceTransformerEmbedder. Of several processes that ask at once one makes it.
    """
    folder = exported_folder(cache, space)
    if folder.is_dir():
        return folder
    from filelock import FileLock

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{digest(space)}.lock"):
            if not folder.is_dir():
                export_in_another_process(folder, options)
    except OSError as error:
        raise EmbedderError(
            f"The model can't be exported to {cache} ({error}): make that folder writable or set RECIPES_MODEL_CACHE."
        ) from error
    return folder


def export_in_another_process(folder: Path, options: dict) -> None:
    wanted = json.dumps({"folder": str(folder), "options": options})
    try:
        subprocess.run(  # noqa: S603  (this file, by this Python)
            [sys.executable, "-m", __name__],
            input=wanted,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=LONGEST_EXPORT,
        )
    except subprocess.TimeoutExpired as error:
        raise EmbedderError(
            f"Exporting the model took over {LONGEST_EXPORT} s: try again when less is going on."
        ) from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"status {error.returncode}"])[-1]
        raise EmbedderError(
            f"The model could not be exported for OpenVINO ({last}): mend that, or set RECIPES_EMBEDDER=torch."
        ) from error


# ---------------------------------------------------------------- in that process


def export(embedder, folder: Path) -> None:
    """Write model, tokenizer and probes of a SentenceTransformerEmbedder; the folder is there whole or not at all."""
    openvino = import_openvino()
    module, batch, tokenizer = embedder.traceable()
    converted = openvino.convert_model(module, example_input=tuple(batch.values()))
    for put, name in zip(converted.inputs, batch, strict=True):
        put.get_tensor().set_names({name})
    unfinished = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        openvino.save_model(converted, unfinished / "model.xml", compress_to_fp16=False)
        (unfinished / "tokenizer.json").write_text(tokenizer, "utf-8")
        write_probes(embedder, unfinished / "probes.npz")
        unfinished.chmod(0o755)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for older in folder.parent.glob(f"{folder.name.partition('-')[0]}-*"):
        if older != folder:
            shutil.rmtree(older, ignore_errors=True)


def write_probes(embedder, path: Path) -> None:
    texts = list(PROBES)
    np.savez(path, queries=embedder.embed_queries(texts), passages=embedder.embed_passages(texts))


def main() -> None:
    from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder

    wanted = json.load(sys.stdin)
    export(SentenceTransformerEmbedder(device="cpu", **wanted["options"]), Path(wanted["folder"]))


if __name__ == "__main__":
    main()
