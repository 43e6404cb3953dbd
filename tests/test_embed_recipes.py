"""The command embed_recipes: its options, its exit codes, and that it survives being interrupted and killed."""

import io
import os
import re
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from recipes import indexing
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.models import Embedding, EmbeddingSpace, Recipe
from tests.conftest import embed_all, make_recipe
from tests.fakes import WordEmbedder


@pytest.fixture
def run(fake_search, capsys):
    """Run the command; what it printed, and its exit status."""

    def command(*args, **options):
        status = 0
        try:
            call_command("embed_recipes", *args, **options)
        except SystemExit as stop:
            status = stop.code
        except CommandError as error:
            return str(error), error.returncode
        return capsys.readouterr().out, status

    return command


def test_it_embeds_what_is_due_and_says_how_many(run):
    make_recipe("Harira")
    make_recipe("Tabbouleh")
    out, status = run()
    assert out.startswith("2 recipes embedded (6 passages, 0 unchanged, 0 removed), 0 up to date; ")
    assert status == 0
    assert run()[0].startswith("0 recipes embedded (0 passages, 0 unchanged, 0 removed), 2 up to date; ")


def test_a_space_without_a_threshold_says_what_to_do(run):
    make_recipe("Harira")
    assert "calibrate_threshold --embedder default --write" in run()[0]
    assert EmbeddingSpace.objects.active() is None


def test_a_calibrated_space_serves(run):
    make_recipe("Harira")
    run()
    indexing.store_calibration(embedders["default"].space, Calibration(0.3, 0.5, 0.8))
    assert "Searches now use words/40t/256d." in run()[0]
    assert "Searches" not in run()[0]


def test_dry_run_changes_nothing(run):
    make_recipe("Harira")
    assert run("--dry-run") == ("1 recipes due, 0 up to date in words/40t/256d; 0 concepts due.\n", 0)
    assert Embedding.objects.count() == 0


def test_check_is_for_monitoring(run):
    make_recipe("Harira")
    assert run("--check")[1] == 1
    run()
    assert run("--check") == ("0 recipes due, 1 up to date in words/40t/256d; 0 concepts due.\n", 0)


def test_force(run):
    make_recipe("Harira")
    run()
    assert run("--force")[0].startswith("1 recipes embedded (3 passages, 0 unchanged")


def test_only_the_recipes_named(run):
    one, two = make_recipe("One"), make_recipe("Two")
    run("--recipe", str(two.pk))
    assert set(Embedding.objects.values_list("recipe_id", flat=True)) == {two.pk}
    assert run("--recipe", "999999") == ("There is no recipe 999999.", 2)
    assert one.embeddings.count() == 0


def test_a_failed_recipe_is_named_and_the_status_is_1(run, capsys):
    make_recipe("Good")
    bad = make_recipe("The cursed one")
    status = 0
    try:
        call_command("embed_recipes", "--embedder", "stubborn")
    except SystemExit as stop:
        status = stop.code
    printed = capsys.readouterr()
    assert status == 1
    assert f"Recipe {bad.pk} could not be embedded: EmbedderError: the word cursed" in printed.err
    assert printed.out.startswith("1 recipes embedded (3 passages, 0 unchanged, 0 removed), 1 failed, 0 up to date")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--embedder", "nobody"], "EMBEDDERS has no 'nobody'"),
        (["--embedder", "absent"], "the model is not installed: install it"),
    ],
)
def test_what_can_not_run_says_why_with_status_2(run, args, says):
    make_recipe("Harira")
    make_recipe("Tabbouleh")
    out, status = run(*args)
    assert says in out
    assert status == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--batch-size", "0"], "argument --batch-size: '0' is not a whole number from 1 on"),
        (["--batch-size", "5001"], "argument --batch-size: '5001' is more than 5000"),
        (["--recipe", "9" * 20], f"argument --recipe: '{'9' * 20}' is more than 9223372036854775807"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused_with_status_2(args, says):
    command = [sys.executable, "manage.py", "embed_recipes", *args]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == f"manage.py embed_recipes: error: {says}"


def test_a_new_model_is_embedded_beside_and_takes_over_once(run):
    make_recipe("Harira")
    embed_all()
    assert "no threshold" in run("--embedder", "other")[0]
    indexing.store_calibration(embedders["other"].space, Calibration(0.3, 0.5, 0.8))
    assert "Searches now use other/40t/256d." in run("--embedder", "other")[0]
    make_recipe("Tabbouleh")
    assert "1 recipes embedded" in run()[0]
    assert indexing.serving_alias() == "other"
    assert "was left for it. Add --activate to go back." in run("--embedder", "default")[0]
    assert "Searches now use words" in run("--embedder", "default", "--activate")[0]
    assert "Removed 6 embeddings of other spaces." in run("--prune")[0]
    assert set(Embedding.objects.values_list("space", flat=True)) == {"words/40t/256d"}


def test_quiet_lines_in_a_log_and_no_bar():
    from recipes.management.progress import Progress

    stream = io.StringIO()
    progress = Progress(1000, "recipes", stream)
    progress.at(10)
    assert stream.getvalue() == ""
    progress._said -= 60
    progress.at(500)
    progress.close()
    assert stream.getvalue() == "500 of 1,000 recipes\n"


class InterruptedAtOnce(WordEmbedder):
    """As if Ctrl-C came before the first recipe is read."""

    @property
    def space(self):
        raise KeyboardInterrupt


def test_interrupted_before_anything_is_embedded(run, settings):
    settings.EMBEDDERS = {"default": {"BACKEND": f"{__name__}.InterruptedAtOnce"}}
    make_recipe("Harira")
    assert run() == (
        "Interrupted: 0 recipes embedded (0 passages, 0 unchanged, 0 removed). The next run carries on.\n",
        130,
    )


SLOW_RUN = """
import time, django
django.setup()
from django.core.management import call_command
from tests.fakes import WordEmbedder
encode = WordEmbedder.encode
def slow(self, texts, *, is_query):
    print("encoding", flush=True)
    time.sleep(0.2)
    return encode(self, texts, is_query=is_query)
WordEmbedder.encode = slow
call_command("embed_recipes", "--batch-size", "1")
"""


@pytest.fixture
def site(tmp_path):
    """A database file with ten recipes, and a way to run Python on it in another process."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings_fake",
        "TEST_DATABASE": str(tmp_path / "site.sqlite3"),
    }

    def python(code: str, **options):
        return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True, **options)

    setup = python(
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from recipes.models import Concept, Recipe\n"
        "call_command('migrate', verbosity=0)\n"
        "Concept.objects.create(slug='unused', name='unused', active=False)  # instead of all that ship\n"
        "for n in range(10): Recipe.objects.create(title=f'Soup {n}', slug=f'soup-{n}', summary='warm')\n"
    )
    assert setup.wait() == 0
    return python


@pytest.mark.parametrize("args", [["embed_recipes"], ["embed_recipes", "--check"], ["find_recipes", "soup"]])
def test_a_database_that_can_not_be_used_is_said_in_one_line(tmp_path, args):
    code = f"from django.core.management import execute_from_command_line as run; run(['manage.py', *{args}])"
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings_fake", "TEST_DATABASE": str(tmp_path / "unmigrated.sqlite3")}
    done = subprocess.run([sys.executable, "-c", code], env=os.environ | env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert re.match(r"CommandError: The database can't be used: no such table: recipes_\w+\. Check", done.stderr)


CHECK = """
import django; django.setup()
from recipes.indexing import plan
from recipes.embedders import embedders
from recipes.models import EmbeddedRecipe, Embedding
embedder = embedders["default"]
good = all(bytes(row.vector) == embedder.embed_passages([row.text]).tobytes() for row in Embedding.objects.all())
whole = all(done.recipe.embeddings.count() == 3 for done in EmbeddedRecipe.objects.all())
print(len(plan(embedder).due), Embedding.objects.count(), good, whole)
"""


def state(site) -> list[str]:
    return site(CHECK).communicate()[0].split()


@pytest.mark.parametrize(("sign", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_interrupted_or_killed_it_leaves_whole_recipes_and_the_next_run_carries_on(site, sign, status):
    running = site(SLOW_RUN)
    for _ in range(4):
        running.stdout.readline()
    running.send_signal(sign)
    running.communicate()
    assert running.returncode == status
    due, embeddings, good, whole = state(site)
    assert 0 < int(due) < 10
    assert int(embeddings) == 3 * (10 - int(due))
    assert (good, whole) == ("True", "True")
    assert site(SLOW_RUN.replace("0.2", "0")).wait() == 0
    assert state(site) == ["0", "30", "True", "True"]


MEETING_RUN = """
import os, pathlib, time, django
django.setup()
from django.core.management import call_command
from tests.fakes import WordEmbedder
encode, folder = WordEmbedder.encode, pathlib.Path({folder!r})
def when_both_are_here(self, texts, *, is_query):
    (folder / str(os.getpid())).touch()
    deadline = time.monotonic() + 60
    while len(list(folder.iterdir())) < 2:
        if time.monotonic() > deadline:
            raise SystemExit("the other run never came to its first recipe")
        time.sleep(0.01)
    return encode(self, texts, is_query=is_query)
WordEmbedder.encode = when_both_are_here
call_command("embed_recipes", "--batch-size", "1")
"""


def test_two_runs_at_once_neither_corrupt_nor_duplicate(site, tmp_path):
    (tmp_path / "here").mkdir()
    runs = [site(MEETING_RUN.format(folder=str(tmp_path / "here"))) for _ in range(2)]
    assert [run.communicate() and run.returncode for run in runs] == [0, 0]
    assert state(site) == ["0", "30", "True", "True"]


def test_recipes_are_counted_not_remembered(run):
    make_recipe("Harira")
    run()
    Recipe.objects.all().delete()
    assert run()[0].startswith("0 recipes embedded (0 passages, 0 unchanged, 0 removed), 0 up to date")
