"""Embedders: the contract on the fakes and on the real model, and clear errors for models that can't be had."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from safetensors.torch import load_file, save_file

from recipes.embedders import alias_of, embedders
from recipes.embedders.base import Embedder, EmbedderError
from recipes.embedders.model_folder import BUNDLED_SHA256, bundled_folder
from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder
from tests.contracts import LONG, EmbedderContract
from tests.fakes import WordEmbedder


class TestWordEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return WordEmbedder()


@pytest.mark.model
class TestSentenceTransformerEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, real_embedder):
        return real_embedder

    def test_the_space_says_model_weights_prompts_window_size_and_precision(self, embedder):
        name, rest = embedder.space.split("@")
        assert (name, rest.split("/")[0]) == ("all-MiniLM-L6-v2", BUNDLED_SHA256[:16])
        assert len(rest.split("/")[1]) == 8
        assert rest.split("/")[2:] == ["256t", "384d", "float32"]

    def test_the_model_is_float32_as_the_space_says_and_so_is_its_arithmetic(self, embedder):
        kinds = {parameter.dtype for parameter in embedder._model.parameters()}
        assert (kinds, torch.get_float32_matmul_precision()) == ({torch.float32}, "highest")

    def test_weights_in_half_precision_are_run_in_float32(self, tmp_path):
        folder = shutil.copytree(bundled_folder(), tmp_path / "half")
        half = {name: value.half() for name, value in load_file(folder / "model.safetensors").items()}
        (folder / "model.safetensors").unlink()  # in some installations it is a link to one that others use
        save_file(half, folder / "model.safetensors", {"format": "pt"})
        model = SentenceTransformerEmbedder(folder, device="cpu")._model
        assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}

    def test_batches_are_made_of_texts_of_as_many_tokens(self, embedder):
        fractions, word, long = "½ ¼ ⅓ ¾ ⅔", "extraordinarily", "salt " * 900
        assert list(embedder.batches([word, long, fractions, *[long] * 4])) == [[1, 3, 4, 5], [6, 2, 0]]
        assert [len(batch) for batch in embedder.batches([long] * 9)] == [4, 4, 1]

    def test_meaning_counts_and_not_words(self, embedder):
        query = embedder.embed_query("aubergine")
        near, far = embedder.embed_passages(["eggplant", "motor oil"])
        assert query @ near > query @ far + 0.2

    def test_tokens_are_counted_as_the_model_reads_them(self, embedder):
        assert embedder.count_tokens("salt and pepper") == 3 + 2  # [CLS] and [SEP]
        assert embedder.max_tokens == 256

    def test_tokens_are_counted_rightly_while_other_threads_search(self, embedder):
        text = "salt " * 800
        with ThreadPoolExecutor(2) as searching:
            queries = [searching.submit(embedder.embed_query, "a short query") for _ in range(60)]
            counts = {embedder.count_tokens(text) for _ in range(300)}
            assert [query.exception() for query in queries] == [None] * 60
        assert counts == {802}

    def test_a_model_that_breaks_at_work_says_so(self, embedder):
        broken = SentenceTransformerEmbedder(device="cpu")
        broken._loaded = object.__new__(type(embedder._model))
        with pytest.raises(EmbedderError, match="The model failed on 1 texts"):
            broken.embed_query("soup")

    def test_what_is_longer_than_the_window_would_be_cut_off(self, embedder):
        """The reason for passages: the model can't tell these two apart."""
        vectors = embedder.embed_passages([LONG, LONG + " chocolate"])
        np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-5)

    def test_it_is_the_model_that_sentence_transformers_loads(self, embedder):
        from sentence_transformers import SentenceTransformer

        plain = SentenceTransformer(str(bundled_folder()), device="cpu").encode(
            ["lentil soup"], normalize_embeddings=True
        )
        np.testing.assert_allclose(embedder.embed_query("lentil soup"), plain[0], atol=1e-5)

    def test_prompts_are_written_before_queries_and_documents_and_make_another_space(self, embedder):
        prompted = SentenceTransformerEmbedder(prompts={"query": "query: ", "document": "passage: "})
        assert prompted.space != embedder.space
        np.testing.assert_allclose(prompted.embed_query("soup"), embedder.embed_query("query: soup"), atol=1e-5)
        passage = prompted.embed_passages(["soup"])
        np.testing.assert_allclose(passage, embedder.embed_passages(["passage: soup"]), atol=1e-5)
        assert prompted.count_tokens("soup") == embedder.count_tokens("passage: soup")

    def test_shortened_vectors_are_a_space_of_their_own(self, embedder):
        short = SentenceTransformerEmbedder(dimensions=128)
        assert short.space != embedder.space
        vector = short.embed_query("soup")
        whole = embedder.embed_query("soup")[:128]
        np.testing.assert_allclose(vector, whole / np.linalg.norm(whole), atol=1e-5)


@pytest.fixture
def model_copy(tmp_path):
    """The bundled model's small files, with weights that aren't the published ones."""
    folder = tmp_path / "my-model"
    shutil.copytree(bundled_folder(), folder, ignore=shutil.ignore_patterns("model.safetensors"))
    (folder / "model.safetensors").write_bytes(b"not the published weights")
    return folder


def test_a_folder_is_read_without_loading_it(model_copy):
    embedder = SentenceTransformerEmbedder(model_copy)
    assert (embedder.dimensions, embedder.max_tokens) == (384, 256)
    assert embedder.space.startswith("my-model@")


@pytest.mark.parametrize("name", ["1_Pooling/config.json", "tokenizer.json", "modules.json"])
def test_all_that_decides_where_a_vector_lies_makes_the_space(model_copy, name):
    before = SentenceTransformerEmbedder(model_copy).space
    (model_copy / "README.md").write_text("Another description")
    assert SentenceTransformerEmbedder(model_copy).space == before
    path = model_copy / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert SentenceTransformerEmbedder(model_copy).space != before


def test_weights_of_another_hash_are_refused_before_they_are_loaded(model_copy):
    embedder = SentenceTransformerEmbedder(model_copy, sha256=BUNDLED_SHA256)
    for use in (lambda: embedder.space, lambda: embedder.embed_query("soup"), lambda: embedder.count_tokens("soup")):
        with pytest.raises(EmbedderError, match=r"SHA-256 .* not the expected 53aa5117.*Install it again"):
            use()


def test_weights_that_are_no_weights_say_so(model_copy):
    with pytest.raises(EmbedderError, match="can't be loaded"):
        SentenceTransformerEmbedder(model_copy).embed_query("soup")


def test_a_folder_without_weights_says_what_is_missing(tmp_path):
    with pytest.raises(EmbedderError, match=r"holds none of model\.safetensors"):
        _ = SentenceTransformerEmbedder(tmp_path).space


def test_a_broken_file_of_the_model_is_named(model_copy):
    (model_copy / "modules.json").write_text("{")
    with pytest.raises(EmbedderError, match=r"modules\.json can't be read"):
        _ = SentenceTransformerEmbedder(model_copy).dimensions


def test_a_window_that_the_model_does_not_say_comes_from_its_positions(model_copy):
    (model_copy / "sentence_bert_config.json").unlink()
    positions = json.loads((model_copy / "config.json").read_text())["max_position_embeddings"]
    assert SentenceTransformerEmbedder(model_copy).max_tokens == positions == 512


def test_a_model_that_is_not_here_and_cannot_be_downloaded(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(EmbedderError, match=r"not on this machine and could not be downloaded.*Check the name"):
        _ = SentenceTransformerEmbedder("no-such-organisation/no-such-model").space


def test_a_name_that_is_no_name():
    with pytest.raises(EmbedderError, match="neither a folder here nor a model's name"):
        _ = SentenceTransformerEmbedder("./no/such/folder").space


class Wrong(WordEmbedder):
    """Gives whatever array it was made with."""

    def __init__(self, array):
        super().__init__(dimensions=3)
        self.array = np.array(array)

    def encode(self, texts, *, is_query):
        return self.array


@pytest.mark.parametrize(
    ("array", "says"),
    [
        ([[1.0, 2.0]], "shape"),
        ([1.0, 2.0, 3.0], "shape"),
        ([[1.0, 2.0, 3.0]] * 2, "shape"),
        ([[1, 2, 3]], "int64"),
        ([[1.0, float("nan"), 3.0]], "not finite"),
        ([[1.0, float("inf"), 3.0]], "not finite"),
        ([[0.0, 0.0, 0.0]], "length 0"),
    ],
)
def test_bad_output_never_leaves_the_base(array, says):
    with pytest.raises(EmbedderError, match=says):
        Wrong(array).embed_query("soup")


def test_vectors_that_are_not_normalised_are():
    np.testing.assert_allclose(Wrong([[3.0, 0.0, 4.0]]).embed_query("soup"), [0.6, 0, 0.8], atol=1e-7)


class TestHandler:
    def test_one_instance_a_process_made_again_when_the_setting_changes(self, fake_embedders):
        first = embedders["default"]
        assert embedders["default"] is first
        with override_settings(
            EMBEDDERS={"default": {"BACKEND": "tests.fakes.WordEmbedder", "OPTIONS": {"name": "n"}}}
        ):
            assert embedders["default"].space.startswith("n/")
        assert embedders["default"] is not first

    @pytest.mark.parametrize(
        ("entry", "says"),
        [
            ({"BACKEND": "no.such.Backend"}, "can't import"),
            ({"BACKEND": "tests.fakes.words"}, "not a subclass"),
            ({"BACKEND": "tests.fakes.WordEmbedder", "OPTIONS": {"colour": "red"}}, "bad OPTIONS"),
            ({"OPTIONS": {}}, "must be"),
            ({"BACKEND": "tests.fakes.WordEmbedder", "OPTION": {}}, "must be"),
            ("tests.fakes.WordEmbedder", "must be"),
        ],
    )
    def test_an_entry_that_says_nothing_usable_is_named(self, settings, entry, says):
        settings.EMBEDDERS = {"default": entry}
        with pytest.raises(ImproperlyConfigured, match=rf"EMBEDDERS\['default'\].*{says}"):
            _ = embedders["default"]

    def test_an_unknown_alias_names_the_known_ones(self, fake_embedders):
        with pytest.raises(ImproperlyConfigured, match="EMBEDDERS has no 'new'; it has: 'default', 'other'"):
            _ = embedders["new"]

    def test_an_alias_is_found_by_its_space_past_those_that_are_broken(self, settings):
        broken = {"BACKEND": "recipes.embedders.sentence_transformer.SentenceTransformerEmbedder"}
        settings.EMBEDDERS = {
            "broken": {**broken, "OPTIONS": {"model": "./no/such/folder"}},
            "typo": {"BACKEND": "no.such"},
            "good": {"BACKEND": "tests.fakes.WordEmbedder"},
        }
        assert alias_of(WordEmbedder().space) == "good"
        assert alias_of("some other space") is None

    def test_the_default_backend_of_the_settings_can_be_made(self):
        assert isinstance(embedders["default"], Embedder)

    def test_no_model_is_fetched_to_learn_its_space_unless_asked_for(self, settings):
        settings.EMBEDDERS = {
            "far": {"BACKEND": "tests.fakes.DistantEmbedder", "OPTIONS": {"name": "far"}},
            "near": {"BACKEND": "tests.fakes.WordEmbedder"},
        }
        far = embedders["far"]
        assert (alias_of(WordEmbedder().space), alias_of(WordEmbedder().space, download=True)) == ("near", "near")
        assert (alias_of("far/40t/256d"), far.fetched) == (None, False)
        assert (alias_of("far/40t/256d", download=True), far.fetched) == ("far", True)
