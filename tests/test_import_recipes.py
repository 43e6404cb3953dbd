"""The command: files in, a closing line and an exit code out."""

import gzip
import json
import os
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recipes.importing import upserts
from recipes.models import Recipe

pytestmark = pytest.mark.django_db
SOUP, PIE = {"id": 1, "title": "Soup", "summary": "Leeks"}, {"id": 2, "title": "Pie", "steps": "Bake."}
HINT = "Run manage.py embed_recipes to make them searchable.\n"


def run(*arguments) -> tuple[int, str, str]:
    """Exit code, standard output (seconds and rates left out) and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_recipes", *arguments, stdout=out, stderr=err)
        code = 0
    except SystemExit as ended:
        code = ended.code
    except CommandError as error:
        code = error.returncode
        err.write(str(error))
    return code, re.sub(r"; [\d.]+ s, [\d,]+ rows/s", "", out.getvalue()), err.getvalue()


@pytest.fixture
def write(tmp_path):
    def written(name: str, content: str | bytes):
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return written


def test_files_of_several_formats(write):
    files = [
        write("a.jsonl.gz", gzip.compress(json.dumps(SOUP).encode())),
        write("b.json", json.dumps([PIE])),
        write("c.csv", "id,title,minutes,steps\n3,Cake,50,Bake.\n"),
        write("d.jsonld", json.dumps({"@graph": [{"@type": "Recipe", "name": "Tea", "recipeInstructions": "Steep."}]})),
    ]
    assert run(*files) == (0, f"4 created, 0 updated, 0 unchanged, 0 rejected.\n{HINT}", "")
    assert list(Recipe.objects.values_list("title", flat=True)) == ["Cake", "Pie", "Soup", "Tea"]
    assert run(*files) == (0, "0 created, 0 updated, 4 unchanged, 0 rejected.\n", "")


def test_rejected_rows_end_with_1(write):
    file = write("a.jsonl", f'{json.dumps(SOUP)}\n{{"title": "Nothing"}}\n{json.dumps(PIE | {"servings": "many"})}\n')
    assert run(file) == (
        1,
        f"2 created, 0 updated, 0 unchanged, 1 rejected.\n{HINT}",
        (
            "a.jsonl: rejected: line 2: no text: neither summary nor ingredients nor method\n"
            "a.jsonl: note: 1 row: servings not understood, first in line 3 (many)\n"
        ),
    )


def test_many_rejected_rows_are_counted(write):
    code, out, err = run(write("a.jsonl", "{\n" * 30 + json.dumps(SOUP)), "--format", "jsonl")
    *shown, total = err.splitlines()
    assert (code, out) == (1, f"1 created, 0 updated, 0 unchanged, 30 rejected.\n{HINT}")
    assert [line.split(": not JSON")[0] for line in shown] == [f"a.jsonl: rejected: line {n}" for n in range(1, 21)]
    assert total.startswith("a.jsonl: rejected in all: 30 rows: not JSON, first in line 1 (")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.json", None, "missing.json can't be read: No such file or directory. Nothing was imported."),
        ("empty.json", "", "empty.json is empty. Nothing was imported."),
        ("folder", ..., "folder can't be read: Is a directory. Nothing was imported."),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_before_anything_is_imported(write, tmp_path, name, content, message):
    good = write("good.json", json.dumps(SOUP))
    if content is ...:
        (tmp_path / name).mkdir()
    elif content is not None:
        write(name, content)
    code, out, err = run(good, tmp_path / name)
    assert (code, out, err.removeprefix(f"{tmp_path}/")) == (2, "", message)
    assert Recipe.objects.count() == 0


def test_source(write):
    run(write("a.json", json.dumps([SOUP, PIE | {"source": "A book"}])), "--source", "Site")
    assert list(Recipe.objects.values_list("title", "source_name")) == [("Pie", "A book"), ("Soup", "Site")]
    assert run(write("a.json", json.dumps(SOUP)), "--source", "x" * 201) == (
        2,
        "",
        "The source name has 201 characters; at most 200.",
    )


def test_a_dry_run_of_two_files_counts_what_both_would_do(write):
    files = write("a.json", json.dumps([SOUP, {}])), write("b.json", json.dumps([SOUP | {"title": "Broth"}, PIE]))
    code, out, _ = run(*files, "--dry-run")
    assert (code, out) == (1, "Dry run, nothing written: 2 created, 1 updated, 0 unchanged, 1 rejected.\n")
    assert Recipe.objects.count() == 0
    assert run(*files)[1] == f"2 created, 1 updated, 0 unchanged, 1 rejected.\n{HINT}"


@pytest.fixture
def ctrl_c_in_the_second_batch(monkeypatch):
    """Batches of one row; Ctrl-C comes while the second is stored."""
    stored = []

    def store(drafts):
        if stored:
            raise KeyboardInterrupt
        stored.append(drafts)
        return upserts.store(drafts)

    monkeypatch.setattr("recipes.importing.batches.BATCH", 1)
    monkeypatch.setattr("recipes.importing.batches.store", store)


@pytest.mark.usefixtures("ctrl_c_in_the_second_batch")
def test_an_interrupted_import_says_what_it_keeps(write):
    files = write("a.json", json.dumps([SOUP, PIE])), write("b.json", json.dumps([PIE | {"id": 3}]))
    assert run(*files) == (130, f"Interrupted. Kept: 1 created, 0 updated, 0 unchanged, 0 rejected.\n{HINT}", "")
    assert list(Recipe.objects.values_list("title", flat=True)) == ["Soup"]


@pytest.mark.usefixtures("ctrl_c_in_the_second_batch")
def test_an_interrupted_dry_run_keeps_nothing(write):
    said = "Interrupted. Dry run, nothing written: 1 created, 0 updated, 0 unchanged, 0 rejected.\n"
    assert run(write("a.json", json.dumps([SOUP, PIE])), "--dry-run") == (130, said, "")
    assert Recipe.objects.count() == 0


@pytest.mark.parametrize("command", ["import_recipes", "import_recipes --dry-run", "load_starter", "export_recipes"])
def test_a_database_that_can_not_be_used_is_said_in_one_line_with_2(write, tmp_path, command):
    file = [str(write("a.json", json.dumps(SOUP)))] if command.startswith("import") else []
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings_fake", "TEST_DATABASE": str(tmp_path / "unmigrated.sqlite3")}
    args = [sys.executable, "-m", "django", *command.split(), *file]
    done = subprocess.run(args, env=os.environ | env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("CommandError: The database can't be used: no such table: recipes_recipe. Check")
