"""The model on OpenVINO: the contract, its nearness to torch, the export made once, and clear errors. No timing."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.exceptions import ImproperlyConfigured

from recipes import checks
from recipes.embedders import embedders
from recipes.embedders.base import EmbedderError
from recipes.embedders.model_folder import bundled_folder
from recipes.embedders.openvino import NEAREST_ALLOWED, OpenVinoEmbedder
from recipes.embedders.openvino_export import PROBES, export, exported_folder
from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder
from recipes.importing.starter import starter_rows
from tests.contracts import LONG, EmbedderContract

ROOT = Path(__file__).parent.parent
BACKEND = "recipes.embedders.openvino.OpenVinoEmbedder"
ODD = ["", " ", "汤", "🍲🍲 crème brûlée", "\x00", "a" * 5000, LONG, *PROBES]


@pytest.fixture(scope="session")
def exports(tmp_path_factory):
    """A folder of exported models that the tests of a run share: each export takes seconds."""
    return tmp_path_factory.mktemp("exported")


@pytest.fixture(scope="session")
def on_openvino(exports):
    return OpenVinoEmbedder(cache=exports)


@pytest.fixture
def copied(on_openvino, exports, tmp_path):
    """(a folder of exports of one's own, the exported model in it) to be broken."""
    on_openvino.load()
    folder = exported_folder(exports, on_openvino.space)
    shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path, tmp_path / folder.name


def texts_of_recipes() -> list[str]:
    """Title, summary, ingredients and method of every eighth starter recipe, a text each."""
    found = []
    for _, row in list(starter_rows())[::8]:
        found += [row["title"], row["summary"], ", ".join(row["ingredients"]), " ".join(row["method"])]
    return found


@pytest.mark.model
class TestOpenVinoEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, on_openvino):
        return on_openvino

    def test_it_shares_the_space_of_torch(self, embedder, real_embedder):
        assert embedder.space == real_embedder.space

    def test_its_vectors_are_as_near_to_those_of_torch_as_a_shared_space_asks(self, embedder, real_embedder):
        texts = texts_of_recipes()
        cosines = (embedder.embed_passages(texts) * real_embedder.embed_passages(texts)).sum(axis=1)
        assert cosines.min() >= NEAREST_ALLOWED
        assert len(texts) == 156

    def test_odd_texts_are_as_near(self, embedder, real_embedder):
        cosines = (embedder.embed_queries(ODD) * real_embedder.embed_queries(ODD)).sum(axis=1)
        assert cosines.min() >= NEAREST_ALLOWED

    def test_in_full_precision_they_are_equal_but_for_rounding(self, exports, real_embedder):
        full = OpenVinoEmbedder(cache=exports, precision="f32")
        np.testing.assert_allclose(full.embed_queries(ODD), real_embedder.embed_queries(ODD), atol=2e-6)

    def test_tokens_are_counted_as_torch_counts_them(self, embedder, real_embedder):
        texts = ODD + texts_of_recipes()[:40]
        assert [embedder.count_tokens(text) for text in texts] == [real_embedder.count_tokens(text) for text in texts]

    def test_what_is_longer_than_the_window_is_cut_off_where_torch_cuts_it(self, embedder):
        kept = "salt " * (embedder.max_tokens - 2)
        vectors = embedder.embed_passages([kept, kept + "chocolate " * 30, kept[:-5] + "chocolate"])
        assert np.array_equal(vectors[0], vectors[1])
        assert not np.array_equal(vectors[0], vectors[2])

    def test_what_is_no_text_is_an_error_that_says_so(self, embedder):
        with pytest.raises(EmbedderError, match="OpenVINO failed on 1 texts"):
            embedder.embed_query("half a letter: \ud83c")

    def test_eight_threads_get_what_each_query_gets_alone(self, embedder):
        queries = ["soup " + "warm " * (n % 9) + str(n) for n in range(64)]
        alone = np.array([embedder.embed_query(query) for query in queries])
        with ThreadPoolExecutor(8) as clients:
            together = np.array(list(clients.map(embedder.embed_query, queries)))
        assert np.array_equal(together, alone)


@pytest.mark.model
def test_prompts_and_shortened_vectors_are_those_of_torch(exports):
    options = {"prompts": {"query": "query: ", "passage": "A dish. "}, "dimensions": 128}
    ours, torchs = OpenVinoEmbedder(cache=exports, **options), SentenceTransformerEmbedder(device="cpu", **options)
    assert (ours.space, ours.dimensions) == (torchs.space, 128)
    assert ours.count_tokens("soup") == torchs.count_tokens("soup") == 6
    for embed in ("embed_query", "embed_passages"):
        given_text = "lentil soup" if embed == "embed_query" else ["lentil soup"]
        cosine = np.sum(getattr(ours, embed)(given_text) * getattr(torchs, embed)(given_text))
        assert cosine >= NEAREST_ALLOWED
    assert ours.embed_query("lentil soup") @ ours.embed_passages(["lentil soup"])[0] < 0.99


ALONE = """
import json, sys
from recipes.embedders.openvino import OpenVinoEmbedder
embedder = OpenVinoEmbedder(cache=sys.argv[1])
print(json.dumps([embedder.embed_query("soup").tolist(), embedder.count_tokens("salt and pepper")]))
heavy = {"torch", "sentence_transformers", "transformers"} & set(sys.modules)
print(sorted(heavy), sys.modules["openvino_telemetry"])
"""


@pytest.mark.model
def test_a_process_that_finds_the_export_has_no_torch_and_reports_to_nobody(on_openvino, exports):
    on_openvino.load()
    done = subprocess.run([sys.executable, "-c", ALONE, exports], cwd=ROOT, capture_output=True, text=True, check=True)
    answer, modules = done.stdout.splitlines()
    vector, tokens = json.loads(answer)
    np.testing.assert_array_equal(np.array(vector, np.float32), on_openvino.embed_query("soup"))
    assert (tokens, modules) == (3 + 2, "[] None")


@pytest.mark.model
def test_an_export_is_made_once(on_openvino, exports):
    on_openvino.load()
    folder = exported_folder(exports, on_openvino.space)
    made = folder.stat().st_mtime_ns, sorted(path.name for path in folder.iterdir())
    OpenVinoEmbedder(cache=exports).load()
    assert (folder.stat().st_mtime_ns, sorted(path.name for path in folder.iterdir())) == made
    assert made[1] == ["model.bin", "model.xml", "probes.npz", "tokenizer.json"]


def test_another_space_and_another_library_have_exports_of_their_own(tmp_path):
    versions = {"openvino": "1", "torch": "2"}
    folders = {
        exported_folder(tmp_path, "a", versions),
        exported_folder(tmp_path, "b", versions),
        exported_folder(tmp_path, "a", versions | {"torch": "3"}),
        exported_folder(tmp_path, "a"),
    }
    assert len(folders) == 4


class Doubling:
    """As little of a SentenceTransformerEmbedder as an export asks for; `embed_passages` may be made to fail."""

    def __init__(self, fails: bool = False):
        self.fails = fails

    def traceable(self):
        class Double(torch.nn.Module):
            def forward(self, numbers):
                return numbers * 2.0

        return Double(), {"numbers": torch.ones(2, 3)}, "{}"

    def embed_queries(self, texts):
        return np.ones((len(texts), 3), np.float32)

    def embed_passages(self, texts):
        if self.fails:
            raise EmbedderError("no memory is left")
        return np.ones((len(texts), 3), np.float32)


def test_an_export_that_fails_leaves_nothing_behind(tmp_path):
    with pytest.raises(EmbedderError, match="no memory is left"):
        export(Doubling(fails=True), tmp_path / "one-new")
    assert list(tmp_path.iterdir()) == []


def test_a_new_export_takes_the_place_of_those_of_other_libraries(tmp_path):
    for name in ("one-old", "other-old"):
        (tmp_path / name).mkdir()
    export(Doubling(), tmp_path / "one-new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one-new", "other-old"]


# ---------------------------------------------------------------- errors


@pytest.mark.model
def test_a_broken_export_says_what_to_delete(copied):
    cache, folder = copied
    (folder / "model.xml").write_text("<no model>")
    with pytest.raises(EmbedderError, match=rf"{folder.name} can't be run .*delete that folder"):
        OpenVinoEmbedder(cache=cache).embed_query("soup")


@pytest.mark.model
def test_vectors_that_are_not_near_enough_to_share_a_space_are_refused(copied):
    cache, folder = copied
    with np.load(folder / "probes.npz") as probes:
        turned = {name: np.roll(vectors, 1, axis=1) for name, vectors in probes.items()}
    np.savez(folder / "probes.npz", **turned)
    with pytest.raises(EmbedderError, match=r"only within a cosine of .*\"precision\": \"f32\""):
        OpenVinoEmbedder(cache=cache).embed_query("soup")


def test_a_folder_that_cannot_be_written_names_the_setting(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbedderError, match="make that folder writable or set RECIPES_MODEL_CACHE"):
        OpenVinoEmbedder(cache=tmp_path / "file" / "cache").embed_query("soup")


@pytest.mark.model
def test_a_model_that_cannot_be_exported_says_why(tmp_path):
    folder = tmp_path / "my-model"
    shutil.copytree(bundled_folder(), folder, ignore=shutil.ignore_patterns("model.safetensors"))
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(EmbedderError, match=r"not be exported for OpenVINO \(.*can't be loaded.*RECIPES_EMBEDDER"):
        OpenVinoEmbedder(folder, cache=tmp_path / "cache").embed_query("soup")
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_precision_that_does_not_exist_is_named(settings):
    settings.EMBEDDERS = {"default": {"BACKEND": BACKEND, "OPTIONS": {"precision": "int8"}}}
    with pytest.raises(ImproperlyConfigured, match="precision is 'int8': it may be 'bf16' or 'f32'"):
        _ = embedders["default"]


@pytest.fixture
def not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)


def test_without_the_library_the_embedder_says_what_to_install(not_installed, tmp_path):
    with pytest.raises(EmbedderError, match=r"pip install -r requirements-openvino\.txt"):
        OpenVinoEmbedder(cache=tmp_path).embed_query("soup")


def test_without_the_library_check_says_so(not_installed, settings):
    settings.EMBEDDERS = {"default": {"BACKEND": BACKEND}}
    messages = checks.check_openvino()
    assert [message.id for message in messages] == ["recipes.W011"]
    assert messages[0].msg.startswith("EMBEDDERS['default'] runs on OpenVINO, which is not installed")
    assert "requirements-openvino.txt" in messages[0].hint


def test_with_the_library_or_on_torch_check_is_silent(settings):
    assert checks.check_openvino() == []
    settings.EMBEDDERS = {"default": {"BACKEND": BACKEND}}
    assert checks.check_openvino() == []
