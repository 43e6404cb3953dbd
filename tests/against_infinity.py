"""`make test-api`: Larder's API embedder against infinity, a server by others, which serves the bundled model.

Not part of `make test`: it wants environments of its own, which the Makefile builds.
"""

import os
import socket
import subprocess
import time
from pathlib import Path

import httpx2
import pytest
from django.core.management import call_command

from recipes.calibration import shipped_calibration
from recipes.embedders import embedders
from recipes.embedders.base import EmbedderUnavailable
from recipes.embedders.model_folder import bundled_folder
from recipes.embedders.openai import OpenAIEmbedder
from recipes.importing import load_starter
from recipes.indexing import recipe_text, register, store_calibration
from recipes.models import Embedding, Recipe
from recipes.passages import split_recipe
from recipes.search import find_recipes
from tests.contracts import EmbedderContract
from tests.test_embedding_through_an_api import ROOT, WORKER, worker_variables

INFINITY = ROOT / ".venv-infinity" / "bin" / "infinity_emb"
WITHOUT_TORCH = ROOT / ".venv-openai" / "bin" / "python"
MODEL = "all-MiniLM-L6-v2"
KEY = "a-key-of-the-test"
PATIENCE_SECONDS = 120
RECIPES = 20


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_well(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(PATIENCE_SECONDS * 5):
        assert process.poll() is None, log.read_text()
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/health").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"infinity did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def infinity(tmp_path_factory):
    """The address of a running server that wants the key KEY."""
    folder, port = tmp_path_factory.mktemp("infinity"), free_port()
    command = [INFINITY, "v2", "--model-id", bundled_folder(), "--served-model-name", MODEL, "--engine", "torch"]
    command += ["--device", "cpu", "--no-bettertransformer", "--no-model-warmup", "--url-prefix", "/v1"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--api-key", KEY]
    offline = {"HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1", "INFINITY_ANONYMOUS_USAGE_STATS": "0"}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            list(map(str, command)), cwd=folder, env=os.environ | offline, stdout=log, stderr=log
        )
    try:
        wait_until_well(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait(PATIENCE_SECONDS)


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def embedder(infinity):
    return OpenAIEmbedder(MODEL, base_url=infinity, dimensions=384)


class TestInfinity(EmbedderContract):
    """What `embedder` above promises."""


@pytest.fixture
def passages(db) -> list[str]:
    """Passages of starter recipes, as they would be embedded without the model's tokenizer."""
    load_starter()
    Recipe.objects.exclude(pk__in=Recipe.objects.order_by("pk")[:RECIPES]).delete()
    counting = OpenAIEmbedder(MODEL, dimensions=384)
    return [
        passage.text
        for recipe in Recipe.objects.with_texts()
        for passage in split_recipe(recipe_text(recipe), counting.count_tokens, counting.max_tokens)
    ]


def test_vectors_are_those_of_the_model_here(embedder, real_embedder, passages):
    cosines = (embedder.embed_passages(passages) * real_embedder.embed_passages(passages)).sum(axis=1)
    print(f"{len(passages)} passages: the least cosine is {cosines.min():.6f}.")
    assert cosines.min() >= 0.999


@pytest.mark.parametrize("encoding", ["base64", "float"])
def test_queries_too_however_they_travel(infinity, real_embedder, encoding):
    there = OpenAIEmbedder(MODEL, base_url=infinity, dimensions=384, encoding=encoding)
    queries = ["something warm with lentils", "crème brûlée", "what to cook for a crowd"]
    cosines = (there.embed_queries(queries) * real_embedder.embed_queries(queries)).sum(axis=1)
    assert cosines.min() >= 0.999


def test_a_wrong_key_is_told(infinity, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong")
    with pytest.raises(EmbedderUnavailable, match=r"answered 401 .*Set OPENAI_API_KEY to one that may use the model"):
        OpenAIEmbedder(MODEL, base_url=infinity, dimensions=384).embed_query("soup")


def test_another_length_is_told(infinity):
    with pytest.raises(EmbedderUnavailable, match="gave vectors of 384 numbers where 768 were due"):
        OpenAIEmbedder(MODEL, base_url=infinity, dimensions=768).embed_query("soup")


def test_recipes_are_embedded_and_found(infinity, real_embedder, passages, settings, capsys):
    options = {"model": MODEL, "base_url": infinity, "dimensions": 384}
    settings.EMBEDDERS = {"default": {"BACKEND": "recipes.embedders.openai.OpenAIEmbedder", "OPTIONS": options}}
    register(embedders["default"])
    # The same model, so the same threshold.
    store_calibration(embedders["default"].space, shipped_calibration(real_embedder.space))
    call_command("embed_recipes")
    out = capsys.readouterr().out
    assert out.startswith(f"{RECIPES} recipes embedded ({len(passages)} passages, 0 unchanged, 0 removed), ")
    assert (" tokens, 0 up to date; " in out, "Searches now use all-MiniLM-L6-v2@127.0.0.1" in out) == (True, True)
    assert Embedding.objects.count() == len(passages)
    wanted = Recipe.objects.order_by("pk")[3]
    (found,) = find_recipes(f"how do I make {wanted.title.lower()}", top_k=1)
    assert (found.recipe, found.score > 0.7) == (wanted, True)
    call_command("find_recipes", wanted.title)
    assert capsys.readouterr().out.startswith(f"1. {wanted.title}  [strong match, ")


def test_a_worker_needs_neither_torch_nor_a_model_on_its_disk(infinity, tmp_path):
    variables = worker_variables(tmp_path, url=infinity, key=KEY, dimensions=384) | {"RECIPES_OPENAI_MODEL": MODEL}
    done = subprocess.run(
        [WITHOUT_TORCH, "-c", WORKER], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-2:] == ["200 True", "[]"], done.stderr
    missing = subprocess.run([WITHOUT_TORCH, "-c", "import torch"], capture_output=True, text=True, check=False)
    assert missing.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'torch'"
