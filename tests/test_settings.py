"""The settings: what the environment may say, how a bad value is refused, and the headers that every answer carries."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.urls import include, path

from recipes_site.embeddings_api import openai_embedder
from recipes_site.environment import BASE_DIR, Environment, parsed

env = Environment()


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    """Python in a process that has these variables and no .env file."""
    environment = {"PATH": "", "DJANGO_ENV_FILE": os.devnull, "DJANGO_SECRET_KEY": "only-for-tests"} | variables
    return subprocess.run(
        [sys.executable, *arguments], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


# ---------------------------------------------------------------- a bad value stops the start

REFUSED = [
    ("DJANGO_SECRET_KEY", "", "DJANGO_SECRET_KEY is not set. `make run` makes one; by hand, "),
    ("DJANGO_DEBUG", "maybe", "DJANGO_DEBUG is 'maybe': set it to true or false, or leave it out."),
    ("DJANGO_HTTPS", "ja", "DJANGO_HTTPS is 'ja': set it to true or false, or leave it out."),
    ("DATABASE_URL", "junk", "DATABASE_URL names no database that Larder can use. Set it to "),
    ("DATABASE_URL", "mysql://cook:geheim@db/larder", "DATABASE_URL names no database that Larder can use. Set it to "),
    ("DATABASE_URL", "postgres://cook:ge/heim@db/larder", "DATABASE_URL names no database that Larder can use. "),
    ("DATABASE_URL", "postgres://cook:geheim@db", "DATABASE_URL names no database that Larder can use. Set it to "),
    ("DATABASE_URL", "sqlite://db.sqlite3", "DATABASE_URL names no database that Larder can use. Set it to "),
    ("DATABASE_URL", "sqlite:////no/folder/x", "DATABASE_URL names a file in /no/folder, which is no folder: make it"),
    ("RECIPES_THRESHOLD", "high", "RECIPES_THRESHOLD is 'high': set it to a number such as 0.35, or leave it out."),
    ("RECIPES_PAGE_SIZE", "-5", "RECIPES_PAGE_SIZE is '-5': set it to a whole number from 1 on, or leave it out."),
    ("RECIPES_PAGE_SIZE", "many", "RECIPES_PAGE_SIZE is 'many': set it to a whole number from 1 on, or leave it out."),
    ("RECIPES_VECTOR_INDEX", "faiss", "RECIPES_VECTOR_INDEX is 'faiss': set it to one of exact, pgvector"),
    ("RECIPES_HEMISPHERE", "west", "RECIPES_HEMISPHERE is 'west': set it to one of north, south, or leave it out."),
    ("RECIPES_VECTOR_INDEX", "faiss", "RECIPES_VECTOR_INDEX is 'faiss': set it to one of exact, "),
    ("RECIPES_EMBEDDER", "gpu", "RECIPES_EMBEDDER is 'gpu': set it to one of torch, "),
    ("DJANGO_TIME_ZONE", "Mars", "DJANGO_TIME_ZONE is 'Mars': set it to a name such as Europe/Berlin or UTC, or "),
    ("DJANGO_LOG_LEVEL", "loud", "DJANGO_LOG_LEVEL is 'loud': set it to one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
    ("DJANGO_ENV_FILE", "/no/file", "The file of settings /no/file can't be read ([Errno 2] No such file or directory"),
]


@pytest.mark.parametrize(("name", "value", "message"), REFUSED)
def test_a_bad_value_stops_the_start_with_one_line(name, value, message):
    done = run("manage.py", "check", **{name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert "heim" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("RECIPES_PAGE_SIZE", "500", "(recipes.E004) RECIPES_PAGE_SIZE is 500."),
        (
            "RECIPES_VECTOR_INDEX",
            "pgvector",
            "(recipes.E005) VECTOR_INDEXES names pgvector, and the database is SQLite.",
        ),
        ("RECIPES_THRESHOLD", "nan", "(recipes.E003) RECIPES_THRESHOLD is nan, which is no cosine similarity."),
    ],
)
def test_a_value_out_of_bounds_fails_the_checks(name, value, message):
    done = run("manage.py", "check", **{name: value})
    assert (done.returncode, message in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("RECIPES_OPENAI_DIMENSIONS", "-1", "is '-1': set it to a whole number from 0 on, or leave it out."),
        ("RECIPES_OPENAI_MAX_TOKENS", "8", "is '8': set it to a whole number from 32 on, or leave it out."),
        ("RECIPES_OPENAI_BATCH_SIZE", "0", "is '0': set it to a whole number from 1 on, or leave it out."),
        ("RECIPES_OPENAI_TIMEOUT", "soon", "is 'soon': set it to a whole number from 1 on, or leave it out."),
        ("RECIPES_OPENAI_SHORTEN", "512", "is '512': set it to true or false, or leave it out."),
    ],
)
def test_a_bad_value_of_an_api_stops_the_start(name, value, message):
    done = run("manage.py", "check", RECIPES_EMBEDDER="openai", OPENAI_API_KEY="sk-geheim", **{name: value})
    assert (done.returncode, done.stderr) == (2, f"{name} {message}\n")


def test_an_api_that_is_not_told_enough_fails_the_checks():
    done = run(
        "manage.py", "check", RECIPES_EMBEDDER="openai", RECIPES_OPENAI_MODEL="bge-m3", OPENAI_API_KEY="sk-geheim"
    )
    assert (done.returncode, "(recipes.E010) The length of bge-m3's vectors is not known" in done.stderr) == (1, True)
    assert "geheim" not in done.stderr


WITHOUT_PSYCOPG = """
import sys
sys.modules["psycopg"] = None
import recipes_site.settings
"""


def test_postgresql_without_its_driver_says_how_to_get_it():
    done = run("-c", WITHOUT_PSYCOPG, DATABASE_URL="postgres://cook:geheim@db/larder")
    assert done.stderr.splitlines()[-1].endswith(
        "DATABASE_URL names PostgreSQL, whose driver is not installed: pip install -r requirements-postgres.txt"
    )


# ---------------------------------------------------------------- what values mean


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("ON", True), ("1", True), ("No", False), ("off", False), ("0", False)]
)
def test_flags(monkeypatch, text, value):
    monkeypatch.setenv("FLAG", text)
    assert env.flag("FLAG", default=not value) is value


@pytest.mark.parametrize("text", [None, "", "  "])
def test_an_empty_variable_counts_as_not_set(monkeypatch, text):
    monkeypatch.delenv("X", raising=False)
    if text is not None:
        monkeypatch.setenv("X", text)
    found = env.text("X", "a"), env.words("X", ["b"]), env.flag("X", True), env.number("X", 0.5), env.count("X", 7)
    assert found == ("a", ["b"], True, 0.5, 7)


def test_words_and_numbers(monkeypatch):
    monkeypatch.setenv("WORDS", " a.example , ,b.example,")
    monkeypatch.setenv("NUMBER", "-0.25")
    monkeypatch.setenv("COUNT", "0")
    assert env.words("WORDS") == ["a.example", "b.example"]
    assert env.number("NUMBER") == -0.25
    assert env.count("COUNT", 3) == 0


OPENAI = "recipes.embedders.openai.OpenAIEmbedder"


def test_an_api_of_embeddings_by_its_defaults():
    assert openai_embedder() == {"BACKEND": OPENAI, "OPTIONS": {"max_tokens": 256, "batch_size": 32, "timeout": 60}}


def test_an_api_of_embeddings_as_the_variables_say(monkeypatch):
    said = {
        "OPENAI_BASE_URL": "http://localhost:8080/v1",
        "RECIPES_OPENAI_MODEL": "nomic-embed-text",
        "RECIPES_OPENAI_DIMENSIONS": "256",
        "RECIPES_OPENAI_SHORTEN": "true",
        "RECIPES_OPENAI_MAX_TOKENS": "400",
        "RECIPES_OPENAI_BATCH_SIZE": "64",
        "RECIPES_OPENAI_TIMEOUT": "5",
        "RECIPES_OPENAI_REVISION": "v1.5",
        "RECIPES_OPENAI_QUERY_PROMPT": "search_query:",
        "RECIPES_OPENAI_DOCUMENT_PROMPT": "search_document:",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert openai_embedder()["OPTIONS"] == {
        "model": "nomic-embed-text",
        "base_url": "http://localhost:8080/v1",
        "dimensions": 256,
        "shorten": True,
        "max_tokens": 400,
        "batch_size": 64,
        "timeout": 5,
        "revision": "v1.5",
        "prompts": {"query": "search_query: ", "document": "search_document: "},
    }


CHOSEN = """
import recipes_site.settings as chosen
print({alias: entry["BACKEND"].split(".")[-1] for alias, entry in chosen.EMBEDDERS.items()})
"""


def test_the_local_model_stays_beside_an_api_where_it_is_installed():
    found = [run("-c", CHOSEN, RECIPES_EMBEDDER=name).stdout.strip() for name in ("", "torch", "openai")]
    local = "'SentenceTransformerEmbedder'"
    assert found == [f"{{'default': {local}}}"] * 2 + [f"{{'default': 'OpenAIEmbedder', 'local': {local}}}"]
    without = "import sys; sys.modules['sentence_transformers'] = None\n" + CHOSEN
    assert run("-c", without, RECIPES_EMBEDDER="openai").stdout == "{'default': 'OpenAIEmbedder'}\n"


def test_openvino_takes_the_place_of_torch():
    assert run("-c", CHOSEN, RECIPES_EMBEDDER="openvino").stdout == "{'default': 'OpenVinoEmbedder'}\n"


def test_a_postgresql_address():
    config = parsed("X", "postgres://cook:p%40ss%2Fword@db.example:5433/larder?sslmode=require")
    assert config == {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "cook",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "larder",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_relative_sqlite_file_lies_beside_manage_py(monkeypatch):
    monkeypatch.setenv("X", "sqlite:///other.sqlite3")
    assert env.database("X", Path("unused"))["NAME"] == BASE_DIR / "other.sqlite3"


def test_a_file_of_settings(monkeypatch, tmp_path):
    file = tmp_path / "settings.env"
    file.write_text("# a comment\n\nFROM_FILE='$tart=1'\nBOTH=file\nexport EXPORTED=\"a b\"\n", "utf-8")
    monkeypatch.setenv("ENV_FILE", str(file))
    monkeypatch.setenv("BOTH", "environment")
    for name in ("FROM_FILE", "EXPORTED"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    env.read_file("ENV_FILE", default=tmp_path / "unused")
    assert [env.text(name) for name in ("FROM_FILE", "BOTH", "EXPORTED")] == ["$tart=1", "environment", "a b"]


def test_only_the_default_file_of_settings_may_be_missing(monkeypatch, tmp_path):
    monkeypatch.delenv("ENV_FILE", raising=False)
    env.read_file("ENV_FILE", default=tmp_path / "missing")
    with pytest.raises(ImproperlyConfigured, match="can't be read"):
        env.read_file("ENV_FILE", default=tmp_path)


WRITER_AND_READER = """
import sqlite3, django
django.setup()
from django.db import connection, transaction
file = connection.settings_dict["NAME"]
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE t (x)")
    for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys"):
        print(name, *cursor.execute(f"PRAGMA {name}").fetchone())
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SELECT 1")
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    print("reader", other.execute("SELECT count(*) FROM t").fetchone()[0])
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        print("writer", error)
"""


def test_sqlite_lets_readers_read_and_writers_queue(tmp_path):
    database = f"sqlite:///{tmp_path / 'a+b %20.sqlite3'}".replace("%", "%25").replace("+", "%2B")
    done = run("-c", WRITER_AND_READER, DJANGO_SETTINGS_MODULE="recipes_site.settings", DATABASE_URL=database)
    assert done.stdout.splitlines() == [
        "journal_mode wal",
        "synchronous 1",
        "busy_timeout 30000",
        "foreign_keys 1",
        "reader 0",
        "writer database is locked",
    ]
    assert (tmp_path / "a+b %20.sqlite3").exists()


# ---------------------------------------------------------------- the documented table


def documented() -> set[str]:
    text = (BASE_DIR / "docs" / "operations.md").read_text("utf-8")
    table = re.search(r"<!-- settings -->\n(.*?)<!-- /settings -->", text, re.DOTALL)[1]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def read() -> set[str]:
    sources = "".join(file.read_text("utf-8") for file in (BASE_DIR / "recipes_site").glob("*.py"))
    return set(re.findall(r"""\benv\.\w+\(["'](\w+)["']""", sources))


def test_the_documented_variables_are_those_that_are_read():
    assert documented() == read()


# ---------------------------------------------------------------- headers


def fails(request):
    raise RuntimeError("boiled over")


def suspicious(request):
    raise SuspiciousOperation


urlpatterns = [
    path("", include("recipes_site.urls")),
    path("fails", fails),
    path("suspicious", suspicious),
    path("plain", lambda request: HttpResponse("plain")),
]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ANSWERS = [
    ("/", 200),
    ("/admin/login/", 200),
    ("/admin/", 302),
    ("/healthz", 503),
    ("/nothing-here", 404),
    ("/media/nothing-here", 404),
    ("/suspicious", 400),
    ("/fails", 500),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_carries_the_policy(client, settings, address, status):
    settings.ROOT_URLCONF = "tests.test_settings"
    client.raise_request_exception = False
    response = client.get(address)
    assert response.status_code == status
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: response.get(name) for name in HEADERS} == HEADERS


def test_a_form_without_its_token_is_refused_with_the_policy():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert (response.status_code, set(response["Content-Security-Policy"].split("; "))) == (403, POLICY)


INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\b(?:src=|type=.application/json))[^>]*>")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["", "recipes/recipe/", "recipes/recipe/add/", "auth/user/add/", "password_change/"]
)
def test_the_admin_needs_no_inline_script_or_style(client, address):
    client.force_login(User.objects.create_superuser("admin"))
    response = client.get(f"/admin/{address}")
    assert response.status_code == 200
    assert INLINE.findall(response.content.decode()) == []


def test_photos_are_served_to_be_kept(client):
    name = default_storage.save("photos/a.webp", ContentFile(b"RIFF"))
    response = client.get(f"/media/{name}")
    assert (response.status_code, b"".join(response)) == (200, b"RIFF")
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "image/webp",
        "public, max-age=31536000, immutable",
    )


RESOLVE = """
import django
django.setup()
from django.urls import Resolver404, resolve
try:
    print(resolve("/media/photo.webp").route)
except Resolver404:
    print("nobody")
"""


@pytest.mark.parametrize(("value", "route"), [("true", "^media/(?P<path>.*)$"), ("false", "nobody")])
def test_photos_may_be_left_to_another_server(value, route):
    done = run("-c", RESOLVE, DJANGO_SETTINGS_MODULE="recipes_site.settings", DJANGO_SERVE_MEDIA=value)
    assert done.stdout.strip() == route
