"""Fixtures that many tests share. Without `fake_search` or `real_model` no test loads a model."""

import json
import threading

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder
from recipes.importing import concepts, starter
from recipes.indexing import embed, plan, register, store_calibration, switch
from recipes.models import Recipe
from recipes.warming import warming
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.fakes import HeldEmbedder
from tests.labelled import TITLES, write_queries


def pytest_addoption(parser):
    parser.addoption("--fail-on-skip", action="store_true", help="end with exit status 1 where any test was skipped")


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--fail-on-skip") and exitstatus == 0 and reporter.stats.get("skipped"):
        session.exitstatus = 1


FAKES = {
    "default": {"BACKEND": "tests.fakes.WordEmbedder"},
    "other": {"BACKEND": "tests.fakes.WordEmbedder", "OPTIONS": {"name": "other"}},
    "stubborn": {"BACKEND": "tests.fakes.StubbornEmbedder", "OPTIONS": {"name": "stubborn"}},
    "absent": {"BACKEND": "tests.fakes.AbsentEmbedder", "OPTIONS": {"name": "absent"}},
}


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _no_shipped_concepts(request, monkeypatch, tmp_path_factory):
    """A test that wants the concepts that ship asks for `shipped_concepts`: there are thousands of texts in them."""
    if "shipped_concepts" not in request.fixturenames:
        file = tmp_path_factory.getbasetemp() / "no_concepts.json"
        file.write_text("[]")
        monkeypatch.setattr(concepts, "SHIPPED_CONCEPTS", file)


@pytest.fixture
def shipped_concepts():
    """With it the concepts that ship are loaded where a command loads them."""


@pytest.fixture
def fake_embedders(settings):
    """EMBEDDERS with words for meaning: "default", "other", "stubborn" and "absent"."""
    settings.EMBEDDERS = FAKES
    return embedders


def make_recipe(title: str, **fields) -> Recipe:
    """A stored, published recipe; one that says nothing else has a summary of its title's words."""
    fields.setdefault("slug", title.lower().replace(" ", "-"))
    fields.setdefault("summary", f"{title}, as it is made at home")
    return Recipe.objects.create(title=title, **fields)


def embed_all(alias: str = "default", threshold: float = 0.3) -> None:
    """Embed what is due with the alias, calibrated by decree, and let its space serve."""
    embedder = embedders[alias]
    register(embedder)
    store_calibration(embedder.space, Calibration(threshold, good=0.5, strong=0.8))
    embed(embedder, plan(embedder))
    switch(embedder)


@pytest.fixture
def fake_search(db, fake_embedders):
    """Call it after making recipes: they are embedded by their words and searchable, threshold 0.3."""
    return embed_all


@pytest.fixture
def held_model(settings, fake_search):
    """Call it after making recipes: they are embedded, and a server process starts whose model takes its time to load.

    It gives what to call to let the loading end, which waits until it has. `start=False`: nothing is loaded yet.
    """
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.HeldEmbedder"}}

    def let_go() -> None:
        HeldEmbedder.gate.set()
        for thread in threading.enumerate():
            if thread.name == "warm-up":
                thread.join()

    def embed(*, start: bool = True):
        HeldEmbedder.gate.set()
        fake_search()
        HeldEmbedder.gate.clear()
        if start:
            warming.start()
        return let_go

    yield embed
    let_go()


@pytest.fixture(scope="session")
def real_embedder():
    """The bundled all-MiniLM-L6-v2, loaded once a test run."""
    return SentenceTransformerEmbedder(device="cpu")


@pytest.fixture(scope="session")
def postgres_server():
    """A real PostgreSQL with pgvector, started once a test run; `database()` gives the address of a new database."""
    from tests.postgres import postgres_server

    with postgres_server(fsync="off", synchronous_commit="off", full_page_writes="off") as server:
        yield server


@pytest.fixture
def staff_client(client, db):
    """A browser of somebody who may see drafts and what an operator should do."""
    client.force_login(User.objects.create_user("cook", is_staff=True))
    return client


@pytest.fixture
def small_starter(tmp_path, monkeypatch):
    """A starter collection of four recipes, and the file of queries about them."""
    folder = tmp_path / "starter"
    folder.mkdir()
    rows = [
        {
            "id": title.lower().replace(" ", "-"),
            "title": title,
            "summary": f"{title}, homemade",
            "ingredients": ["salt"],
        }
        for title in TITLES
    ]
    (folder / "all.json").write_text(json.dumps(rows))
    monkeypatch.setattr(starter, "FOLDER", folder)
    return write_queries(tmp_path)


# htmx writes down that it dropped a request, as it is meant to.
DROPPED = ("htmx:afterRequest", "htmx:sendAbort")


@pytest.fixture(scope="module")
def browser():
    """One Chromium a module; a module that asks for it skips itself where there is none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def is_complaint(message) -> bool:
    return message.type == "error" and not message.text.startswith(DROPPED)


@pytest.fixture
def visitor(browser, live_server):
    """Call it with Playwright's options for a new tab of a new visitor; tabs list what the console complained of."""
    contexts = []

    def arrive(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: is_complaint(message) and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def page(visitor):
    """A new visitor's tab, which fails its test at the end for any console error."""
    page = visitor()
    yield page
    assert page.complaints == []
