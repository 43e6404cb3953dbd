"""Every system check of Larder: silent where all is well, and each id, message and hint where it isn't."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import registry
from django.db import connections

from recipes import checks
from recipes.embedders.base import EmbedderError
from recipes.models import Recipe
from tests.conftest import embed_all, make_recipe
from tests.fakes import WordEmbedder

ROOT = Path(__file__).parent.parent


class NoWeights(WordEmbedder):
    """Its model's weights are not those expected."""

    @property
    def space(self):
        raise EmbedderError("the weights have another hash: install them again")


class OnTheNetwork(NoWeights):
    """Its model would have to be downloaded first."""

    is_here = False


def found(check, **kwargs) -> list[tuple[str, str]]:
    """What a check says as (id, message), with a hint that is never empty."""
    messages = check(app_configs=None, **kwargs)
    assert all(message.hint for message in messages)
    return [(message.id, message.msg) for message in messages]


def stored():
    return found(checks.check_embeddings, databases=["default"])


CHECKS = [
    checks.check_backends,
    checks.check_vector_indexes,
    checks.check_models,
    checks.check_threshold,
    checks.check_page_size,
    checks.check_hosts,
    checks.check_static_files,
]


@pytest.mark.parametrize("check", [*CHECKS, checks.check_embeddings], ids=lambda check: check.__name__)
def test_every_check_is_registered(check):
    assert check in registry.registry.get_checks()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_projects_own_settings_are_right(check):
    assert found(check) == []


@pytest.mark.parametrize("setting", ["EMBEDDERS", "VECTOR_INDEXES"])
@pytest.mark.parametrize("value", [None, [], {}, {"other": {"BACKEND": "tests.fakes.WordEmbedder"}}])
def test_e001_no_default(settings, setting, value):
    setattr(settings, setting, value)
    assert found(checks.check_backends) == [("recipes.E001", f'{setting} has no "default".')]


SHAPE = ' must be {"BACKEND": "dotted.path", "OPTIONS": {...}}, not '
BAD_ENTRIES = [
    (7, SHAPE + "7."),
    ("tests.fakes.WordEmbedder", SHAPE + "'tests.fakes.WordEmbedder'."),
    ({"BACKEND": None}, SHAPE + "{'BACKEND': None}."),
    ({"BACKEND": "tests.fakes.WordEmbedder", "X": 1}, SHAPE + "{'BACKEND': 'tests.fakes.WordEmbedder', 'X': 1}."),
    ({"BACKEND": "no.such.Embedder"}, ": can't import BACKEND 'no.such.Embedder': No module named 'no'"),
    ({"BACKEND": "tests.fakes.words"}, ": 'tests.fakes.words' is not a subclass of recipes.embedders.base.Embedder."),
    (
        {"BACKEND": "tests.fakes.WordEmbedder", "OPTIONS": {"hue": 1}},
        ": bad OPTIONS for tests.fakes.WordEmbedder: WordEmbedder.__init__() got an unexpected keyword argument 'hue'",
    ),
]


@pytest.mark.parametrize(("entry", "message"), BAD_ENTRIES)
def test_e002_an_alias_that_cant_be_set_up(settings, entry, message):
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.WordEmbedder"}, "x": entry}
    assert found(checks.check_backends) == [("recipes.E002", f"EMBEDDERS['x']{message}")]


def test_e002_in_the_vector_indexes(settings):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": "no.such.Index"}}
    assert found(checks.check_backends) == [
        ("recipes.E002", "VECTOR_INDEXES['default']: can't import BACKEND 'no.such.Index': No module named 'no'")
    ]


def test_e005_pgvector_without_postgresql(settings):
    settings.VECTOR_INDEXES = {"default": {"BACKEND": "recipes.vector_indexes.pgvector.PgVectorIndex"}}
    assert found(checks.check_vector_indexes) == [
        ("recipes.E005", "VECTOR_INDEXES names pgvector, and the database is SQLite.")
    ]


@pytest.mark.parametrize("value", [None, {}, {"default": None}, {"default": {"BACKEND": "no.such.Index"}}])
def test_without_pgvector_in_the_settings_any_database_will_do(settings, value):
    settings.VECTOR_INDEXES = value
    assert found(checks.check_vector_indexes) == []


def test_w001_a_model_with_the_wrong_hash(settings):
    settings.EMBEDDERS = {
        "default": {"BACKEND": "tests.fakes.WordEmbedder"},
        "changed": {"BACKEND": "tests.test_checks.NoWeights"},
        "remote": {"BACKEND": "tests.test_checks.OnTheNetwork"},
        "broken": {"BACKEND": "no.such.Embedder"},
    }
    assert found(checks.check_models) == [("recipes.W001", "the weights have another hash: install them again")]


def test_w001_a_model_folder_without_weights(settings, tmp_path):
    backend = django_settings.EMBEDDERS["default"]["BACKEND"]
    settings.EMBEDDERS = {"default": {"BACKEND": backend, "OPTIONS": {"model": str(tmp_path)}}}
    [(name, message)] = found(checks.check_models)
    assert name == "recipes.W001"
    assert message.startswith(f"{tmp_path} holds none of model.safetensors, ")


@pytest.mark.parametrize(
    ("model", "ids"), [("an-org/a-model-to-be-downloaded", []), ("no model's name", ["recipes.W001"])]
)
def test_a_model_that_would_be_downloaded_is_left_alone(settings, model, ids):
    backend = django_settings.EMBEDDERS["default"]["BACKEND"]
    settings.EMBEDDERS = {"default": {"BACKEND": backend, "OPTIONS": {"model": model}}}
    assert [name for name, _ in found(checks.check_models)] == ids


@pytest.mark.parametrize("value", [1.01, -2, float("nan"), float("inf"), "0.3", True])
def test_e003_a_threshold_that_is_no_cosine(settings, value):
    settings.RECIPES_THRESHOLD = value
    assert found(checks.check_threshold) == [
        ("recipes.E003", f"RECIPES_THRESHOLD is {value!r}, which is no cosine similarity.")
    ]


@pytest.mark.parametrize("value", [None, -1, 0.35, 1])
def test_a_threshold_that_is_one(settings, value):
    settings.RECIPES_THRESHOLD = value
    assert found(checks.check_threshold) == []


@pytest.mark.parametrize("value", [0, -5, 101, 2.5, "20", None, True])
def test_e004_a_page_of_no_size(settings, value):
    settings.RECIPES_PAGE_SIZE = value
    assert found(checks.check_page_size) == [("recipes.E004", f"RECIPES_PAGE_SIZE is {value!r}.")]


@pytest.mark.parametrize(("debug", "ids"), [(False, ["recipes.W002"]), (True, [])])
def test_w002_no_host_is_allowed(settings, debug, ids):
    settings.ALLOWED_HOSTS, settings.DEBUG = [], debug
    assert [name for name, _ in found(checks.check_hosts)] == ids


def test_w003_static_files_are_not_collected(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    assert found(checks.check_static_files) == [
        (
            "recipes.W003",
            f"The static files are not in {tmp_path} yet: every page will be answered with an error.",
        )
    ]
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {}}')
    assert found(checks.check_static_files) == []


# ---------------------------------------------------------------- what is stored


@pytest.mark.django_db
def test_an_empty_collection_is_no_mistake(fake_embedders):
    assert stored() == []


@pytest.mark.django_db
def test_a_searchable_collection_is_right(fake_search):
    make_recipe("Pea soup")
    fake_search()
    assert stored() == []


def test_nothing_is_read_unless_the_database_is_asked_for(fake_embedders):
    assert found(checks.check_embeddings) == found(checks.check_embeddings, databases=["other"]) == []


@pytest.mark.django_db
def test_w004_nothing_is_embedded(fake_embedders):
    make_recipe("Pea soup")
    assert stored() == [("recipes.W004", "No embedding space serves: search can't answer.")]


@pytest.mark.django_db
def test_w005_counts_what_is_due(fake_search):
    make_recipe("Pea soup")
    fake_search()
    make_recipe("Bean soup")
    assert stored() == [("recipes.W005", "1 recipe is not searchable as now written.")]
    Recipe.objects.filter(title="Pea soup").update(title="Lentil soup", updated="2030-01-01T00:00Z")
    assert stored() == [("recipes.W005", "2 recipes are not searchable as now written.")]


@pytest.mark.django_db
def test_w006_no_embedder_makes_the_active_spaces_vectors(fake_search, settings):
    make_recipe("Pea soup")
    fake_search()
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.WordEmbedder", "OPTIONS": {"name": "another"}}}
    assert stored() == [
        (
            "recipes.W006",
            "No embedder in EMBEDDERS makes vectors of the active space words/40t/256d: search can't answer.",
        )
    ]


@pytest.mark.django_db
def test_the_active_space_is_found_behind_embedders_that_fail(fake_embedders, settings):
    settings.EMBEDDERS = {
        "default": {"BACKEND": "tests.test_checks.NoWeights"},
        "remote": {"BACKEND": "tests.test_checks.OnTheNetwork"},
        "serving": {"BACKEND": "tests.fakes.WordEmbedder"},
    }
    make_recipe("Pea soup")
    embed_all("serving")
    assert stored() == []


@pytest.mark.django_db
def test_w007_a_database_out_of_reach(tmp_path):
    outside = connections["default"]
    connections["default"] = type(outside)(outside.settings_dict | {"NAME": tmp_path}, "default")
    try:
        assert stored() == [("recipes.W007", "The database can't be reached: unable to open database file")]
    finally:
        connections["default"] = outside


# ---------------------------------------------------------------- in a process of its own

LIGHT = """
import sys
from django.core.management import call_command
import django
django.setup()
call_command("check")
call_command("migrate", verbosity=0)
call_command("migrate", check_unapplied=True, verbosity=0)
call_command("check", databases=["default"])
from django.test import Client
assert Client().get("/", headers={"host": "localhost"}).status_code == 200
print(sorted({"torch", "sentence_transformers", "transformers"} & set(sys.modules)))
"""


def run(*arguments: str, database: Path) -> subprocess.CompletedProcess:
    environment = {
        "PATH": "",
        "DJANGO_SETTINGS_MODULE": "recipes_site.settings",
        "DJANGO_ENV_FILE": os.devnull,
        "DJANGO_SECRET_KEY": "only-for-tests",
        "DJANGO_DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_before_the_first_migration_there_is_nothing_to_say(tmp_path):
    done = run("manage.py", "check", "--database", "default", database=tmp_path / "db.sqlite3")
    assert done.stdout + done.stderr == "System check identified no issues (0 silenced).\n"


def test_checking_migrating_and_the_home_page_load_no_model(tmp_path):
    done = run("-c", LIGHT, database=tmp_path / "db.sqlite3")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"
