"""Chroma against the contract, in a folder and on a server; what a copy holds while it is brought up to date."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recipes import checks
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.evaluation.collection import collection
from recipes.indexing import register, store_calibration
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe
from recipes.models.embedding import new_mark
from recipes.search import SearchUnavailable, find_recipes
from recipes.vector_indexes import vector_indexes
from recipes.vector_indexes.base import Hit, VectorIndexError
from recipes.vector_indexes.chroma import ChromaIndex
from recipes.vector_indexes.exact import ExactIndex
from recipes.vector_indexes.mirrored import alone, copy_name, rows_near
from tests.conftest import make_recipe
from tests.contracts import EAST, SPACE, VectorIndexContract, store
from tests.fakes import WordEmbedder

ROOT = Path(__file__).parent.parent
CHROMA_INDEX = "recipes.vector_indexes.chroma.ChromaIndex"
CHROMA = Path(sys.executable).with_name("chroma")
PATIENCE = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def chroma_server(folder: Path, port: int | None = None):
    """`chroma run` on that port, else on a free one: its address, once it answers."""
    port = port or free_port()
    command = [CHROMA, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def wait_for(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None, "chroma run ended"
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < until, "chroma run does not answer"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory):
    with chroma_server(tmp_path_factory.mktemp("chroma-server")) as url:
        yield url


@pytest.fixture(params=["folder", "server"])
def options(request, tmp_path):
    """The options of an index in a folder of its own, and of one on the server."""
    if request.param == "folder":
        return {"path": tmp_path / "chroma"}
    return {"url": request.getfixturevalue("chroma_url")}


@pytest.fixture
def index(options):
    made = ChromaIndex(**options)
    made.rows_more = 0  # so that of a few recipes, too, it is asked for more rows and more
    yield made
    made.forget()


class TestChromaIndex(VectorIndexContract):
    pass


# ---------------------------------------------------------------- as the exact index answers


@pytest.fixture
def crowd(db):
    """Sixty recipes of one to four passages in eight dimensions, every third of them a twin of the one before."""
    rng = np.random.default_rng(11)
    recipes, vectors = [], []
    for n in range(60):
        vectors = vectors if n % 3 == 2 else rng.standard_normal((1 + n % 4, 8))
        recipes.append(make_recipe(f"Recipe {n}", published=n % 5 > 0))
        store(recipes[-1], *vectors)
    return recipes


def towards(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(8)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_any_k_and_filter_answer_as_the_exact_index_does(index, crowd):
    few, oracle = Recipe.objects.filter(pk__in=[recipe.pk for recipe in crowd[::7]]), ExactIndex()
    for seed, k, recipes in product(range(3), [1, 4, 25, 60, None], [None, few, Recipe.objects.published()]):
        found = index.search(SPACE, towards(seed), k, recipes)
        exact = oracle.search(SPACE, towards(seed), k, recipes)
        assert [(hit.recipe_id, hit.position) for hit in found] == [(hit.recipe_id, hit.position) for hit in exact]
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in exact], abs=2e-6)


def test_of_many_equals_the_first_recipes_are_the_best(index, db):
    twins = [make_recipe(f"Twin {n}") for n in range(40)]
    for twin in reversed(twins):
        store(twin, [0.3, 0.4, 0.5])
    assert [hit.recipe_id for hit in index.search(SPACE, EAST, 2)] == [twin.pk for twin in twins[:2]]


def test_rows_that_the_graph_does_not_reach_are_found_where_all_are_asked_for(options, db):
    index = ChromaIndex(**options, hnsw={"max_neighbors": 2, "ef_construction": 2, "ef_search": 2})
    equal, other = make_recipe("Equal"), make_recipe("Other")
    store(equal, *[[1, 0, 0]] * 300)
    store(other, *np.random.default_rng(3).standard_normal((100, 3)))
    assert {hit.recipe_id for hit in index.search(SPACE, EAST, None)} == {equal.pk, other.pk}
    copy = index.open(copy_name(SPACE))
    ids, scores = rows_near(copy, EAST, 400, 400)
    assert len(copy.nearest(EAST, 400)[0]) < len(set(ids)) == len(scores) == 400
    index.forget()


# ---------------------------------------------------------------- following the database


def rewrite(recipe: Recipe, position: int, vector, mark: str) -> None:
    rows = Embedding.objects.filter(recipe=recipe, position=position)
    rows.update(fingerprint=mark, vector=np.array(vector, "<f4").tobytes())
    EmbeddedRecipe.objects.filter(recipe=recipe).update(written=new_mark())
    EmbeddingSpace.objects.mark_written(SPACE)
    EmbeddingSpace.objects.publish(SPACE)


def test_only_recipes_that_are_new_changed_or_gone_are_written(index, db):
    first, second, third = (make_recipe(title) for title in ("First", "Second", "Third"))
    store(first, [1, 0, 0], [0, 1, 0])
    store(second, [0, 1, 0], [0, 0, 1])
    store(third, [0, 1, 0])
    assert index.prepare(SPACE) == "The vector index follows: 5 passages added, 0 removed."
    assert index.prepare(SPACE) == ""
    EmbeddedRecipe.objects.create(recipe=first, space=SPACE)
    rewrite(first, 1, [0, 0, 1], "changed")
    second.delete()
    third.delete()
    store(make_recipe("Fourth"), [0, 1, 0])
    assert index.prepare(SPACE) == "The vector index follows: 3 passages added, 5 removed."
    north = np.array([0, 0, 1], np.float32)
    assert index.search(SPACE, north, 1) == [Hit(first.pk, 1, 1, "changed")]


class OppositeEmbedder(WordEmbedder):
    """Of the same space as its parent, but every vector points the other way."""

    def encode(self, texts, *, is_query):
        return -super().encode(texts, is_query=is_query)


def test_what_is_embedded_again_by_force_is_replaced(options, db, fake_search, settings, capsys):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": options}}
    soup, _cake = make_recipe("Pea soup"), make_recipe("Plum cake")
    fake_search()
    index, query, space = (
        vector_indexes["default"],
        embedders["default"].embed_query("pea soup"),
        embedders["default"].space,
    )
    before = index.search(space, query, None)
    assert before[0] == Hit(soup.pk, 0, 1, before[0].fingerprint)
    settings.EMBEDDERS = {"default": {"BACKEND": f"{__name__}.OppositeEmbedder"}}
    call_command("embed_recipes", "--force")
    assert "The vector index follows: 6 passages added, 6 removed.\n" in capsys.readouterr().out
    after, exact = index.search(space, query, None), ExactIndex().search(space, query, None)
    assert [(hit.recipe_id, hit.position, hit.fingerprint) for hit in after] == [
        (hit.recipe_id, hit.position, hit.fingerprint) for hit in exact
    ]
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in exact], abs=2e-6)
    assert index.search(space, -query, None)[0].score == 1
    index.forget()


class Torn(ChromaIndex):
    """Ends as a killed process does: after the first rows are written, before the copy is marked."""

    def writing(self, name):
        return self.cut_short(super().writing(name))

    @contextmanager
    def cut_short(self, writing):
        with writing as copy:
            copy.mark = lambda *args: sys.exit("killed")
            yield copy


def test_what_a_killed_process_left_is_never_taken_for_whole(index, options, db):
    first = make_recipe("First")
    store(first, [1, 0, 0])
    with pytest.raises(SystemExit):
        Torn(**options).prepare(SPACE)
    assert index.open(copy_name(SPACE)) is None
    assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [first.pk]
    second = make_recipe("Second")
    store(second, [0, 1, 0])
    with pytest.raises(SystemExit):
        Torn(**options).prepare(SPACE)
    assert index.open(copy_name(SPACE)).published != EmbeddingSpace.objects.get(space=SPACE).published
    assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [first.pk, second.pk]


def test_while_another_process_brings_it_up_to_date_the_former_copy_is_searched(index, db):
    first, second = make_recipe("First"), make_recipe("Second")
    store(first, [0, 1, 0])
    index.prepare(SPACE)
    store(second, [1, 0, 0])
    with alone(copy_name(SPACE), wait=True):
        assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [first.pk]
    assert [hit.recipe_id for hit in index.search(SPACE, EAST, None)] == [second.pk, first.pk]


def test_copies_of_spaces_that_are_gone_are_removed(index, db):
    store(make_recipe("Old"), [1, 0, 0], space="old/3d")
    store(make_recipe("New"), [1, 0, 0])
    index.prepare("old/3d")
    index.prepare(SPACE)
    assert {copy_name("old/3d"), copy_name(SPACE)} <= set(index.names())
    EmbeddingSpace.objects.filter(space="old/3d").delete()
    index.prepare(SPACE)
    assert copy_name("old/3d") not in index.names()
    assert copy_name(SPACE) in index.names()


def test_what_is_measured_in_a_scratch_database_leaves_nothing(options, db, fake_embedders, small_starter, settings):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": options}}
    store(make_recipe("Ours"), [1, 0, 0])
    index = vector_indexes["default"]
    index.prepare(SPACE)
    before = index.names()
    with collection("default") as recipes:
        assert recipes == len(index.search(embedders["default"].space, embedders["default"].embed_query("x"), None))
        assert len(index.names()) == len(before) + 1
    assert index.names() == before
    index.forget()


# ---------------------------------------------------------------- several processes

WRITER = """
def seen():
    return [int(file.read_text() or 0) for file in told.iterdir()]
while len(seen()) < 3:
    time.sleep(0.05)
for start in range(0, 100, 20):
    with transaction.atomic():
        Embedding.objects.update(fingerprint=f"mark {start}", vector=unit(start))
        recipes = [Recipe(title=f"R{n}", slug=f"r{n}", summary="s") for n in range(start, start + 20)]
        Embedding.objects.bulk_create([row(recipe, start) for recipe in Recipe.objects.bulk_create(recipes)])
        EmbeddingSpace.objects.get_or_create(space=SPACE)
        EmbeddingSpace.objects.mark_written(SPACE)
        EmbeddingSpace.objects.publish(SPACE)
    while max(seen()) < start + 20:
        time.sleep(0.01)
"""
READER = """
library()
seen = [0]
while seen[-1] < 100:
    seen.append(len(index.search(SPACE, EAST, None)))
    (told / str(os.getpid())).write_text(str(seen[-1]))
    time.sleep(0.01)
hits = index.search(SPACE, EAST, None)
print(json.dumps({"seen": seen, "marks": sorted({hit.fingerprint for hit in hits})}))
"""
PRELUDE = """
import json, os, time
from pathlib import Path
import django, numpy as np
django.setup()
from django.db import transaction
from recipes.models import EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe
from recipes.models.embedding import new_mark
from recipes.vector_indexes.chroma import ChromaIndex, library
from recipes.vector_indexes.mirrored import copy_name
told = Path(os.environ["TEST_DATABASE"]).parent / "told"
told.mkdir(exist_ok=True)
SPACE, EAST = "contract/3d", np.array([1, 0, 0], np.float32)
index = ChromaIndex(**json.loads(os.environ["OPTIONS"]))
def unit(n):
    return (np.array([n, 50, 0], "<f4") / np.linalg.norm([n, 50, 0])).astype("<f4").tobytes()
def row(recipe, n):
    fields = {"space": SPACE, "position": 0, "kind": "title", "text": "t"}
    return Embedding(recipe=recipe, fingerprint=f"mark {n}", vector=unit(n), **fields)
"""


def start(code: str, database: Path, options: dict) -> subprocess.Popen:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings_fake",
        "TEST_DATABASE": str(database),
        "OPTIONS": json.dumps({key: str(value) for key, value in options.items()}),
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """An empty database of another process."""
    database = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    code = 'from django.core.management import call_command\ncall_command("migrate", verbosity=0)'
    assert start(PRELUDE + code, database, {}).wait(PATIENCE) == 0
    return database


@pytest.fixture
def database(migrated, tmp_path):
    return shutil.copy(migrated, tmp_path / "db.sqlite3")


def test_processes_that_write_and_search_at_once_never_see_half(options, database):
    processes = [start(PRELUDE + code, database, options) for code in (READER, READER, READER, WRITER)]
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    told = [json.loads(output) for output in outputs[:3]]
    assert [one["marks"] for one in told] == [["mark 80"]] * 3
    assert [one["seen"] for one in told] == [sorted(one["seen"]) for one in told]
    # Every reader searched while another followed. On a server it may see rows too early; never fewer than there were.
    states = {count for one in told for count in one["seen"]}
    assert states - {0, 20, 40, 60, 80, 100} == set() or "url" in options
    assert states >= {0, 20, 40, 60, 80, 100}


# ---------------------------------------------------------------- nothing leaves this machine

QUIET = """
import sys
asked, ways = [], {"socket.connect", "socket.getaddrinfo"}
sys.addaudithook(lambda event, args: event in ways and asked.append([event, str(args)]))
"""
SEARCH = """
recipe = Recipe.objects.create(title="R", slug="r", summary="s")
EmbeddingSpace.objects.create(space=SPACE, published="token")
row(recipe, 0).save()
assert len(index.search(SPACE, EAST, None)) == 1
try:
    index.open(copy_name(SPACE)).collection.query(query_texts=["soup"], n_results=1)
except ValueError as error:
    print(json.dumps({"asked": asked, "loaded": sorted({"onnxruntime", "posthog"} & set(sys.modules))}))
"""


def test_a_search_asks_nothing_of_the_network_and_fetches_no_model(database, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    process = start(QUIET + PRELUDE + SEARCH, database, {"path": tmp_path / "chroma"})
    assert json.loads(process.communicate(timeout=PATIENCE)[0]) == {"asked": [], "loaded": []}
    assert list(home.iterdir()) == []


def test_settings_of_chroma_in_a_file_env_are_not_read(tmp_path, monkeypatch, db):
    (tmp_path / ".env").write_text("chroma_server_http_port=junk\n")
    monkeypatch.chdir(tmp_path)
    store(make_recipe("One"), [1, 0, 0])
    assert len(ChromaIndex(path=tmp_path / "chroma").search(SPACE, EAST, None)) == 1


# ---------------------------------------------------------------- where it can't answer


@pytest.fixture
def nobody_there(settings):
    """Settings that name a server where none is; its address."""
    url = f"http://127.0.0.1:{free_port()}"
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": {"url": url}}}
    return url


def test_without_a_server_searches_say_what_to_do_and_pages_are_served(nobody_there, fake_search, client):
    recipe = make_recipe("Pea soup")
    fake_search()
    with pytest.raises(SearchUnavailable) as raised:
        find_recipes("pea soup")
    assert raised.value.reason == "no_index"
    assert str(raised.value) == (
        "The vector index failed (ConnectionError: Could not connect to a Chroma server. Are you sure it is running?): "
        f"see that a Chroma server answers at {nobody_there}, or choose another index (RECIPES_VECTOR_INDEX). The "
        "embeddings themselves are in the database: nothing is lost, and `manage.py embed_recipes` copies them again."
    )
    assert "Search is resting" in client.get("/?q=pea+soup").content.decode()
    assert client.get(recipe.get_absolute_url()).status_code == 200


def health_page(client) -> tuple[int, dict]:
    response = client.get("/healthz")
    return response.status_code, response.json()


GONE = (503, {"status": "no_index", "space": None, "due": None, "threshold": None})


def test_health_says_that_a_server_has_stopped_and_when_it_is_back(fake_search, settings, client, tmp_path):
    port = free_port()
    settings.VECTOR_INDEXES = {
        "default": {"BACKEND": CHROMA_INDEX, "OPTIONS": {"url": f"http://127.0.0.1:{port}"}},
    }
    soup = make_recipe("Pea soup")
    fake_search()
    fine = (200, {"status": "ok", "space": embedders["default"].space, "due": 0, "threshold": 0.3})
    with chroma_server(tmp_path, port):
        assert [match.recipe for match in find_recipes("pea soup")] == [soup]
        assert health_page(client) == fine
    assert health_page(client) == GONE
    with chroma_server(tmp_path, port):
        assert health_page(client) == fine
        assert [match.recipe for match in find_recipes("pea soup")] == [soup]


@pytest.fixture
def silent_server(settings):
    """Settings that name a server which takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": {"url": url}}}
        yield


def test_health_does_not_wait_for_a_server_that_hangs(silent_server, fake_search, client):
    make_recipe("Pea soup")
    fake_search()
    assert health_page(client) == GONE


def a_file_in_its_place(folder: Path) -> None:
    folder.write_text("no folder")


def a_torn_copy(folder: Path) -> None:
    [current] = folder.glob("*/current")
    (current.parent / current.read_text() / "chroma.sqlite3").write_text("no database")


@pytest.mark.parametrize("damage", [a_file_in_its_place, a_torn_copy])
def test_health_says_that_a_folder_cant_be_read(damage, fake_search, client, settings, tmp_path):
    options = {"path": tmp_path / "chroma"}
    make_recipe("Pea soup")
    fake_search()
    if damage is a_torn_copy:
        ChromaIndex(**options).prepare(embedders["default"].space)
    damage(tmp_path / "chroma")
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": options}}
    assert health_page(client) == GONE


def test_health_says_that_chroma_is_not_installed(options, fake_search, client, settings, monkeypatch):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": options}}
    make_recipe("Pea soup")
    fake_search()
    assert health_page(client)[0] == 200  # a search would make the copy that isn't there yet
    monkeypatch.setitem(sys.modules, "chromadb", None)
    assert health_page(client) == GONE


def test_without_a_server_embedding_is_stored_and_the_command_fails(nobody_there, fake_search, capsys):
    make_recipe("Pea soup")
    with pytest.raises(CommandError, match=f"answers at {nobody_there}") as raised:
        call_command("embed_recipes")
    assert raised.value.returncode == 2
    assert Embedding.objects.count() > 0


def test_a_folder_that_cant_be_written_is_named(tmp_path, db):
    (tmp_path / "file").write_text("no folder")
    store(make_recipe("One"), [1, 0, 0])
    with pytest.raises(VectorIndexError, match=f"see that {tmp_path}/file can be written"):
        ChromaIndex(path=tmp_path / "file").search(SPACE, EAST, None)


def test_e007_chroma_is_not_installed(monkeypatch, tmp_path, db):
    monkeypatch.setitem(sys.modules, "chromadb", None)
    index = ChromaIndex(path=tmp_path)
    assert [(told.id, told.msg, told.hint) for told in index.check()] == [
        (
            "recipes.E007",
            "VECTOR_INDEXES names Chroma, which is not installed.",
            "pip install -r requirements-chroma.txt",
        )
    ]
    store(make_recipe("One"), [1, 0, 0])
    with pytest.raises(VectorIndexError, match="pip install -r"):
        index.search(SPACE, EAST, None)


@pytest.mark.parametrize("url", ["127.0.0.1:8001", "ftp://127.0.0.1", "http://", "http://host:port", "http://[::1"])
def test_e008_no_address(settings, url):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": {"url": url}}}
    assert [(told.id, told.msg) for told in checks.check_vector_indexes()] == [
        ("recipes.E008", f"VECTOR_INDEXES names a Chroma server at {url!r}, which is no address.")
    ]
    assert all(told.hint for told in checks.check_vector_indexes())


@pytest.mark.parametrize("options", [{}, {"url": "http://127.0.0.1:8001"}, {"url": "https://chroma.example"}])
def test_no_check_complains_of_a_right_setting(settings, options):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": options}}
    assert checks.check_vector_indexes() == []


# ---------------------------------------------------------------- by one setting


def test_by_its_setting_recipes_are_embedded_and_found(options, db, fake_embedders, settings, capsys):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": CHROMA_INDEX, "OPTIONS": options}}
    soup, cake = make_recipe("Pea soup"), make_recipe("Plum cake")
    embedder = embedders["default"]
    register(embedder)
    store_calibration(embedder.space, Calibration(0.3, good=0.5, strong=0.8))
    call_command("embed_recipes")
    assert "The vector index follows: " in capsys.readouterr().out
    assert [match.recipe for match in find_recipes("plum cake", top_k=1)] == [cake]
    Recipe.objects.filter(pk=cake.pk).update(published=False)
    assert [match.recipe for match in find_recipes("pea soup", top_k=None)] == [soup]
    vector_indexes["default"].forget()


SET_UP = """
import django
django.setup()
from recipes.vector_indexes import vector_indexes
index = vector_indexes["default"]
print(type(index).__name__, index.place.__class__.__name__, getattr(index.place, "root", index.url))
"""


@pytest.mark.parametrize(
    ("variables", "printed"),
    [
        ({}, f"ChromaIndex Folder {ROOT / 'chroma'}"),
        ({"RECIPES_CHROMA_PATH": "/var/lib/larder/chroma"}, "ChromaIndex Folder /var/lib/larder/chroma"),
        ({"RECIPES_CHROMA_URL": "http://127.0.0.1:8001"}, "ChromaIndex Server http://127.0.0.1:8001"),
    ],
)
def test_the_environment_chooses_it(variables, printed):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "recipes_site.settings", "RECIPES_VECTOR_INDEX": "chroma"}
    command = [sys.executable, "-c", SET_UP]
    done = subprocess.run(command, env=environment | variables, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == printed
