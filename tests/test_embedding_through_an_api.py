"""Recipes embedded and found through an API: what a failing server leaves behind, moving to it, a worker without torch.

The server's failures one by one are in test_openai_embedder.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recipes.embedders import embedders
from recipes.models import Concept, ConceptEmbedding, EmbeddedRecipe, Embedding, EmbeddingSpace
from tests.conftest import embed_all, make_recipe
from tests.embeddings_server import MODEL, Reply, served
from tests.labelled import TITLES

ROOT = Path(__file__).parent.parent
LOCAL = {"BACKEND": "tests.fakes.WordEmbedder"}
DISHES = ["Harira", "Tabbouleh", "Plum jam", "Rye bread", "Pea soup", "Apple cake", "Goulash"]


def through(api, **options) -> dict:
    """EMBEDDERS whose default asks the server without ever waiting."""
    asked = {"model": MODEL, "base_url": api.url, "dimensions": 256, "first_wait": 0, "timeout": 5} | options
    return {"default": {"BACKEND": "recipes.embedders.openai.OpenAIEmbedder", "OPTIONS": asked}}


@pytest.fixture
def api(settings):
    with served() as server:
        settings.EMBEDDERS = through(server)
        yield server


@pytest.fixture
def run(db, capsys):
    """Run embed_recipes; what it printed, its error if any, and its exit status."""

    def command(*options) -> tuple[str, str, int]:
        error, status = "", 0
        try:
            call_command("embed_recipes", *options)
        except SystemExit as stop:
            status = stop.code
        except CommandError as caught:
            error, status = str(caught), caught.returncode
        return capsys.readouterr().out, error, status

    return command


def stored() -> dict[tuple[str, int], np.ndarray]:
    rows = Embedding.objects.values_list("recipe__title", "text", "vector")
    return {(title, text): np.frombuffer(vector, "<f4") for title, text, vector in rows}


# ---------------------------------------------------------------- a failing server

ENDS = {
    "a key that is revoked": ([Reply(401, {"error": "revoked"})], "answered 401 (revoked). "),
    "429 without Retry-After": ([Reply(429, b"slow down")] * 9, "answered 429 (slow down). Given up after 8 tries."),
    "429 that asks for an hour": ([Reply(429, b"", {"Retry-After": "3600"})] * 2, "It asks to wait 3,600 s."),
    "500s": ([Reply(500, b"oh no")] * 9, "answered 500 (oh no). Given up after 8 tries."),
    "no answer in time": ([Reply(hangs=True)] * 9, "gave no answer within 0.1 s. Given up after 8 tries."),
    "truncated JSON": (
        [Reply(200, b'{"data": [{"emb')] * 9,
        "an answer that is no whole JSON. Given up after 8 tries.",
    ),
    "another model": (
        [Reply(200, {"data": [{"index": n, "embedding": [1.0]} for n in range(6)]})],
        "gave vectors of 1 numbers where 256 were due",
    ),
}


@pytest.mark.parametrize(("replies", "says"), ENDS.values(), ids=ENDS)
def test_a_run_that_the_server_ends_keeps_whole_batches_and_the_next_one_carries_on(api, settings, run, replies, says):
    settings.EMBEDDERS = through(api, timeout=0.1)
    for title in DISHES:
        make_recipe(title)
    # What is answered: whether the server is there, and two batches of two recipes.
    api.script = [None, None, None, *replies]
    out, error, status = run("--batch-size", "2")
    assert (says in error, status) == (True, 2)
    done = f"4 recipes embedded (12 passages, 0 unchanged, 0 removed), {api.tokens_told} tokens"
    assert out == f"Stopped: {done}. The next run carries on.\n"
    assert {title for title, _ in stored()} == set(DISHES[:4])
    assert EmbeddedRecipe.objects.count() == 4

    api.script = []
    out, error, status = run()
    assert out.startswith("3 recipes embedded (9 passages, 0 unchanged, 0 removed), ")
    assert (error, status) == ("", 0)
    due = {(title, text): api.embedder.embed_passages([text])[0] for title, text in stored()}
    assert {title for title, _ in due} == set(DISHES)
    for place, vector in stored().items():
        np.testing.assert_allclose(vector, due[place], atol=1e-6)


def test_a_server_that_is_down_from_the_start_leaves_nothing(api, run):
    make_recipe("Harira")
    api.script = [Reply(503, b"loading")] * 2
    out, error, status = run()
    assert (out, "answered 503 (loading)" in error, status) == ("", True, 2)
    assert (Embedding.objects.count(), EmbeddingSpace.objects.count()) == (0, 0)


def test_a_recipe_at_which_the_server_fails_stops_only_itself(api, run):
    for title in ("Harira", "Cursed pie", "Goulash"):
        make_recipe(title)
    api.refuses = {"Cursed": Reply(500, b"NaN")}
    out, _, status = run()
    assert out.startswith("2 recipes embedded (6 passages, 0 unchanged, 0 removed), 1 failed, ")
    assert (status, {title for title, _ in stored()}) == (1, {"Harira", "Goulash"})


def test_concepts_stop_where_the_server_does_and_carry_on(api, run):
    for n in range(20):
        Concept.objects.create(slug=f"c{n}", name=f"C{n}", family="mood", phrasings=f"for c{n}", dishes=f"dish {n}")
    api.script = [None, None, Reply(401, b"")]
    out, _, status = run()
    assert (status, "16 concepts embedded" in out) == (2, True)
    assert "4 concepts embedded" in run()[0]


@pytest.mark.parametrize("of_concepts", [True, False])
def test_a_server_that_goes_away_while_texts_are_tried_one_by_one_is_no_texts_fault(api, run, of_concepts):
    make_recipe("Harira")
    if of_concepts:
        Concept.objects.create(slug="cold", name="Cold", family="mood", phrasings="for cold days", dishes="hotpot")
    api.script = [None, Reply(400, b"too long"), Reply(401, b"revoked")]
    _, error, status = run()
    assert ("answered 401 (revoked)" in error, status) == (True, 2)
    assert (Embedding.objects.count(), ConceptEmbedding.objects.count()) == (0, 0)


def test_tokens_are_shown(api, run):
    make_recipe("Harira")
    out, _, _ = run()
    assert out.startswith(f"1 recipes embedded (3 passages, 0 unchanged, 0 removed), {api.tokens_told} tokens, ")
    assert api.tokens_told == 1 + 1 + 7 + 8


# ---------------------------------------------------------------- searching


@pytest.fixture
def searchable(api, db):
    for title in DISHES:
        make_recipe(title)
    embed_all()
    return api


def test_a_search_asks_for_its_query_once(searchable, client):
    searchable.asked.clear()
    pages = [client.get("/", {"q": "apple cake"}) for _ in range(2)]
    assert [page.context["ranking"].matches()[0].recipe.title for page in pages] == ["Apple cake"] * 2
    assert [body["input"] for body in searchable.bodies] == [["Apple cake"]]


def test_a_search_while_the_server_is_away_says_so_and_comes_back(searchable, client):
    searchable.script = [Reply(500, b"down")] * 2
    assert client.get("/", {"q": "goulash for two"}).status_code == 503
    assert client.get("/healthz").status_code == 200  # it asks no model, hence no server
    assert client.get("/", {"q": "goulash for two"}).status_code == 200


# ---------------------------------------------------------------- moving to an API


def test_a_site_moves_to_an_api_while_the_local_model_serves(api, settings, run, small_starter, client):
    settings.EMBEDDERS = {"default": LOCAL}
    for title in TITLES:
        make_recipe(title)
    embed_all()
    local = EmbeddingSpace.objects.active().space

    settings.EMBEDDERS = through(api) | {"local": LOCAL}
    assert client.get("/", {"q": "lentil soup"}).context["ranking"].space.space == local
    out, _, _ = run("--embedder", "default")
    assert "it has no threshold. Run `manage.py calibrate_threshold --embedder default --write`" in out
    assert EmbeddingSpace.objects.active().space == local
    call_command("calibrate_threshold", "--queries", str(small_starter), "--embedder", "default", "--write")
    out, _, _ = run("--embedder", "default")
    assert out.endswith(f"Searches now use {embedders['default'].space}.\n")

    found = client.get("/", {"q": "lentil soup"}).context["ranking"]
    assert (found.space.space, found.matches()[0].recipe.title) == (embedders["default"].space, "Lentil soup")
    assert run("--embedder", "local", "--activate")[0].endswith(f"Searches now use {local}.\n")


# ---------------------------------------------------------------- a worker of its own

WORKER = """
import sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.importing import concepts
from recipes.indexing import embed, plan, register, store_calibration, switch
from recipes.models import Recipe
from recipes.search import warm_up

call_command("migrate", verbosity=0)
for title in ("Pea soup", "Apple cake"):
    Recipe.objects.create(title=title, slug=title.lower().replace(" ", "-"), summary=title)
embedder = embedders["default"]
register(embedder)
store_calibration(embedder.space, Calibration(0.3, 0.5, 0.8))
embed(embedder, plan(embedder))
switch(embedder)
warm_up()
call_command("check", fail_level="WARNING")
page = Client().get("/", {"q": "cake of apples"})
print(page.status_code, "/recipes/apple-cake/" in page.content.decode())
print(sorted({"torch", "sentence_transformers", "transformers", "huggingface_hub", "openai"} & set(sys.modules)))
"""


def worker_variables(folder: Path, *, url: str, key: str, dimensions: int) -> dict[str, str]:
    """The environment of a process of its own that asks the API at `url`, with a database in the folder."""
    return {
        "PATH": "",
        "DJANGO_SETTINGS_MODULE": "recipes_site.settings",
        "DJANGO_ENV_FILE": os.devnull,
        "DJANGO_SECRET_KEY": "only-for-tests",
        "DJANGO_DEBUG": "true",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "RECIPES_EMBEDDER": "openai",
        "RECIPES_OPENAI_MODEL": MODEL,
        "RECIPES_OPENAI_DIMENSIONS": str(dimensions),
        "OPENAI_BASE_URL": url,
        "OPENAI_API_KEY": key,
    }


def test_a_worker_that_asks_an_api_never_imports_torch(tmp_path):
    with served(key="sk-geheim") as api:
        variables = worker_variables(tmp_path, url=api.url, key="sk-geheim", dimensions=256)
        done = subprocess.run(
            [sys.executable, "-c", WORKER], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
        )
    assert done.stdout.splitlines()[-2:] == ["200 True", "[]"], done.stderr
    assert "geheim" not in done.stdout + done.stderr
