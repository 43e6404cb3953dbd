"""The file in which processes share the exact index's vectors: made, checked, caught up with, not believed blindly."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recipes.embedders import embedders
from recipes.indexing import embed, plan, prune
from recipes.models import Embedding, Recipe
from recipes.scratch import scratch_database
from recipes.vector_indexes import exact, held
from recipes.vector_indexes.base import Hits
from recipes.vector_indexes.exact import ExactIndex
from recipes.vector_indexes.files import HEADER_BYTES, IndexFile
from recipes.vector_indexes.matrix import Matrix
from tests.conftest import embed_all, make_recipe
from tests.contracts import VectorIndexContract

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent
DISHES = ("Lentil soup", "Onion soup", "Pea soup", "Tomato soup", "Leek pie", "Plum cake")


class TestExactIndexInAFile(VectorIndexContract):
    @pytest.fixture
    def index(self):
        with scratch_database():
            yield ExactIndex()


@pytest.fixture
def kitchen(fake_embedders):
    """A database file with six embedded dishes; the indexes lie beside it."""
    with scratch_database():
        for title in DISHES:
            make_recipe(title, ingredients="salt\nwater")
        embed_all()
        yield


def space() -> str:
    return embedders["default"].space


def query(text: str) -> np.ndarray:
    return embedders["default"].embed_query(text)


def found(text: str, index: ExactIndex | None = None, recipes=None) -> Hits:
    return (index or ExactIndex()).search(space(), query(text), None, recipes)


def titles(hits: Hits) -> list[str]:
    names = dict(Recipe.objects.values_list("pk", "title"))
    return [names[hit.recipe_id] for hit in hits]


def by_hand(text: str) -> dict[int, float]:
    """Each recipe's best cosine, from what is stored now."""
    best: dict[int, float] = {}
    for pk, vector in Embedding.objects.filter(space=space()).values_list("recipe_id", "vector"):
        best[pk] = max(best.get(pk, -1), round(float(np.frombuffer(vector, "<f4") @ query(text)), 5))
    return best


def is_right(hits: Hits, text: str) -> bool:
    scores = {hit.recipe_id: pytest.approx(hit.score, abs=2e-5) for hit in hits}
    return by_hand(text) == scores and [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def file() -> IndexFile:
    return exact.file_of(exact.database(), space())


def embed_changes() -> None:
    embedder = embedders["default"]
    embed(embedder, plan(embedder))


@contextmanager
def no_vectors_read():
    with CaptureQueriesContext(connection) as queries:
        yield
    assert [each["sql"] for each in queries if '"vector"' in each["sql"]] == []


# ---------------------------------------------------------------- made and opened


@pytest.mark.usefixtures("kitchen")
def test_it_lies_beside_the_database_and_another_process_reads_no_vectors():
    first = found("soup")
    assert is_right(first, "soup")
    assert file().path.parent == Path(connection.settings_dict["NAME"]).parent / "indexes"
    with no_vectors_read():
        assert found("soup") == first


def test_a_database_in_memory_leaves_no_file(fake_search):
    make_recipe("Lentil soup")
    fake_search()
    assert titles(found("soup")) == ["Lentil soup"]
    assert exact.file_of(exact.database(), space()) is None


@pytest.mark.usefixtures("kitchen")
def test_a_folder_of_ones_own_is_shared_by_databases_that_never_share_a_file(settings, tmp_path):
    settings.RECIPES_INDEX_ROOT = tmp_path / "cache"
    assert len(found("soup")) == 6
    with scratch_database():
        make_recipe("Lentil soup")
        embed_all()
        assert titles(found("soup")) == ["Lentil soup"]
    assert len(found("soup")) == 6
    assert len(list((tmp_path / "cache").glob("*.vectors"))) == 2


@pytest.mark.usefixtures("kitchen")
def test_where_it_cant_be_written_memory_serves_and_it_is_said_once(settings, tmp_path, caplog):
    (tmp_path / "taken").write_text("a file, no folder")
    settings.RECIPES_INDEX_ROOT = tmp_path / "taken"
    index = ExactIndex()
    assert is_right(found("soup", index), "soup")
    make_recipe("Beet soup")
    embed_changes()
    assert is_right(found("beet soup", index), "beet soup")
    assert ["RECIPES_INDEX_ROOT" in record.getMessage() for record in caplog.records] == [True]


def test_it_is_hardly_larger_than_its_vectors(tmp_path):
    random = np.random.default_rng(3)
    rows = [
        (1 + number // 8, number % 8, f"{number:040x}", random.standard_normal(384, np.float32).tobytes())
        for number in range(4000)
    ]
    kept = IndexFile(tmp_path, "a database", "a space")
    with kept.locked(wait=True):
        _, matrix = kept.write([Matrix.of_rows(rows[:1600], {1: 7}), Matrix.of_rows(rows[1600:], {500: -3})])
    assert matrix.vectors.tobytes() == b"".join(row[3] for row in rows)
    assert matrix.fingerprints.tolist() == [row[2].encode() for row in rows]
    assert (matrix.positions.tolist(), matrix.recipe_ids.tolist()) == (list(range(8)) * 500, list(range(1, 501)))
    assert (matrix.marks[0], matrix.marks[-1], matrix.starts[-1]) == (7, -3, 3992)
    assert kept.path.stat().st_size <= 1.1 * matrix.vectors.nbytes


# ---------------------------------------------------------------- damaged, foreign, gone


def at(offset: int, content: bytes):
    def damage(path: Path) -> None:
        with path.open("rb+") as opened:
            opened.seek(offset, os.SEEK_END if offset < 0 else os.SEEK_SET)
            opened.write(content)

    return damage


def of_another(**changes):
    """The very file, put where another would have to lie."""

    def damage(path: Path) -> None:
        own = file()
        other = IndexFile(**{"folder": own.folder, "database": own.database, "space": own.space} | changes)
        with other.locked(wait=True):
            other.write([Matrix.of_rows([(1, 0, "mark", np.ones(256, "<f4").tobytes())], {})])
        other.path.replace(path)

    return damage


DAMAGES = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut short": lambda path: os.truncate(path, path.stat().st_size - 64),
    "longer": lambda path: path.open("ab").write(bytes(64)),
    "no file of ours": lambda path: path.write_text("shopping list\n" * 1000),
    "the beginning": at(0, b"Z"),
    "the header": at(40, b"Z"),
    "the first vector": at(HEADER_BYTES + 5, b"\x7f"),
    "the small columns": at(-70, b"\x55"),
    "of another space": of_another(space="another space"),
    "of another database": of_another(database="another database"),
}


@pytest.mark.usefixtures("kitchen")
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_or_foreign_is_made_again_and_never_served(damage):
    before = list(found("soup"))  # as hits: what is mapped is damaged with its file
    build = file().build()
    damage(file().path)
    assert found("soup") == before
    assert file().build() not in (None, build)
    with no_vectors_read():
        assert found("soup") == before


@pytest.mark.usefixtures("kitchen")
def test_another_version_of_the_format_is_made_again(monkeypatch):
    monkeypatch.setattr("recipes.vector_indexes.files.VERSION", 0)
    found("soup")
    monkeypatch.undo()
    assert file().build() is None
    assert is_right(found("soup"), "soup")


@pytest.mark.usefixtures("kitchen")
def test_deleted_while_it_serves_it_serves_on_and_the_next_process_makes_it_again():
    index = ExactIndex()
    before = found("soup", index)
    shutil.rmtree(file().folder)
    assert found("soup", index) == before == found("soup")
    assert file().build() is not None


# ---------------------------------------------------------------- what changes


@pytest.mark.usefixtures("kitchen")
def test_new_changed_and_deleted_recipes_are_seen_without_writing_the_file_again():
    index = ExactIndex()
    found("soup", index)
    build = file().build()
    make_recipe("Beet soup", method="\n".join(f"Stir the beet {n} times." for n in range(60)))
    changed = Recipe.objects.get(title="Plum cake")
    changed.title, changed.summary = "Damson tart", "A tart of damsons"
    changed.save()
    Recipe.objects.get(title="Leek pie").delete()
    embed_changes()
    for asked in (index, ExactIndex()):  # one that was there, and a process that starts now
        for text in ("beet soup", "damson tart", "plum cake"):
            assert is_right(found(text, asked), text)
    assert titles(found("damson tart", index))[0] == "Damson tart"
    assert file().build() == build


@pytest.mark.usefixtures("kitchen")
def test_only_what_changed_is_read():
    index = ExactIndex()
    found("soup", index)
    new = make_recipe("Beet soup")
    embed_changes()
    with CaptureQueriesContext(connection) as queries:
        found("soup", index)
    read = [each["sql"] for each in queries if '"vector"' in each["sql"]]
    assert [f"IN ({new.pk})" in sql for sql in read] == [True]


@pytest.mark.usefixtures("kitchen")
def test_a_recipe_that_lost_passages_is_not_found_by_them():
    pie = Recipe.objects.get(title="Leek pie")
    pie.method = "\n".join(f"Fold in the sorrel and the nettles {n} times." for n in range(60))
    pie.save()
    embed_changes()
    index = ExactIndex()
    assert found("nettles sorrel fold", index)[0].recipe_id == pie.pk
    pie.method = ""
    pie.save()
    embed_changes()
    assert is_right(found("nettles sorrel fold", index), "nettles sorrel fold")


@pytest.mark.usefixtures("kitchen")
def test_deleted_without_a_run_a_process_that_starts_knows_it():
    found("soup")
    Recipe.objects.get(title="Leek pie").delete()
    assert "Leek pie" not in titles(found("leek pie"))
    assert is_right(found("leek pie"), "leek pie")


@pytest.mark.usefixtures("kitchen")
def test_where_most_changed_the_file_is_made_again():
    index = ExactIndex()
    found("soup", index)
    build = file().build()
    for number in range(10):
        make_recipe(f"Beet soup {number}")
    embed_changes()
    assert is_right(found("beet soup", index), "beet soup")
    assert file().build() not in (None, build)


@pytest.mark.usefixtures("kitchen")
def test_once_much_is_out_of_date_it_is_written_as_one_meanwhile(monkeypatch):
    monkeypatch.setattr(held, "UNTIDY_PASSAGES", 5)
    monkeypatch.setattr(held, "BLOCK", 2)
    index, other = ExactIndex(), ExactIndex()
    found("soup", index)
    found("soup", other)
    build = file().build()
    make_recipe("Beet soup")
    Recipe.objects.filter(title="Onion soup").delete()
    embed_changes()
    before = found("beet soup", index)
    index.settle()
    assert file().build() not in (None, build)
    assert found("beet soup", index) == before == found("beet soup", other) == found("beet soup")
    assert is_right(before, "beet soup")
    make_recipe("Turnip soup")
    embed_changes()
    assert is_right(found("turnip soup", other), "turnip soup")


@pytest.mark.usefixtures("kitchen")
def test_a_restored_backup_is_served_as_it_is(tmp_path):
    found("soup")
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    shutil.copy(path, tmp_path / "backup")
    changed = Recipe.objects.get(title="Plum cake")
    for title in ("Damson tart", "Fig roll"):  # the same number of writes on both sides of the backup
        changed.title = title
        changed.save()
        embed_changes()
        found("soup")
        if title == "Damson tart":
            connection.close()
            for left in path.parent.glob(f"{path.name}*"):
                left.unlink()
            shutil.copy(tmp_path / "backup", path)
    assert is_right(found("damson tart"), "damson tart")
    assert is_right(found("fig roll"), "fig roll")


@pytest.mark.usefixtures("kitchen")
def test_the_files_of_spaces_that_are_gone_go_too():
    found("soup")
    left_behind = file().path
    embed_all("other")
    prune(keep=embedders["other"].space)
    ExactIndex().search(embedders["other"].space, embedders["other"].embed_query("soup"), 1)
    assert not left_behind.exists()
    assert [path.suffix for path in sorted(left_behind.parent.iterdir())] == [".lock", ".vectors"]


@pytest.mark.usefixtures("kitchen")
def test_published_and_unpublished_recipes_are_told_apart_at_once():
    index, published = ExactIndex(), Recipe.objects.published()
    assert len(found("soup", index, published)) == 6
    Recipe.objects.filter(title="Leek pie").update(published=False)
    assert "Leek pie" not in titles(found("soup", index, published))
    assert len(found("soup", index, published)) == 5
    assert titles(found("soup", index, published.filter(title="Pea soup"))) == ["Pea soup"]


# ---------------------------------------------------------------- several processes

SEARCHING = """
import sys, time
from pathlib import Path
import django
django.setup()
from recipes.embedders import embedders
from recipes.vector_indexes.exact import ExactIndex
index, embedder = ExactIndex(), embedders["default"]
vector = embedder.embed_query("soup")
print("ready", flush=True)
sys.stdin.readline()
hits = index.search(embedder.space, vector, None)
print(hits.ids.tolist(), index._held.build)
"""

CRASHING = """
import os
import django
django.setup()
from recipes.embedders import embedders
from recipes.vector_indexes import exact, stored
file = exact.file_of(exact.database(), embedders["default"].space)
def blocks():
    yield from stored.blocks(file.space)
    os._exit(9)
with file.locked(wait=True):
    file.write(blocks())
"""


def start(script: str) -> subprocess.Popen:
    variables = {
        "PATH": os.defpath,
        "DJANGO_SETTINGS_MODULE": "tests.settings_fake",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=variables, text=True, **pipes)


@pytest.mark.usefixtures("kitchen")
def test_of_processes_that_start_at_once_one_makes_the_file_and_all_serve_it():
    # As in a site's database since its first connection: of several that switch at once, SQLite lets but one wait.
    assert connection.cursor().execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    processes = [start(SEARCHING) for _ in range(4)]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120) for process in processes]
    hits = found("soup")
    assert told == [(f"{hits.ids.tolist()} {file().build()}\n", "")] * 4


@pytest.mark.usefixtures("kitchen")
def test_a_process_that_ends_while_it_writes_leaves_the_old_file_and_blocks_nobody():
    before = found("soup")
    build = file().build()
    crashed = start(CRASHING)
    crashed.communicate(timeout=120)
    assert crashed.returncode == 9
    assert len(list(file().folder.glob("*.tmp"))) == 1
    assert (found("soup"), file().build()) == (before, build)
    file().path.unlink()
    assert found("soup") == before
    assert list(file().folder.glob("*.tmp")) == []


@pytest.mark.usefixtures("kitchen")
def test_while_another_process_writes_what_is_there_is_served(monkeypatch):
    monkeypatch.setattr(held, "UNTIDY_PASSAGES", 5)
    index = ExactIndex()
    found("soup", index)
    build = file().build()
    make_recipe("Beet soup")
    embed_changes()
    with file().locked(wait=True):  # a lock belongs to an opened file, whichever process has it
        assert is_right(found("beet soup", index), "beet soup")
        index.settle()
    assert file().build() == build


@pytest.mark.usefixtures("kitchen")
def test_of_a_database_that_is_thrown_away_nothing_is_left(settings, tmp_path):
    settings.RECIPES_INDEX_ROOT = tmp_path / "cache"
    index = ExactIndex()
    before = list(found("soup", index))
    index.forget()
    assert list((tmp_path / "cache").iterdir()) == []
    assert list(found("soup", index)) == before
