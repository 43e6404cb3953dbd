"""What `manage.py check` says of Larder's settings, models and stored embeddings, with what to do about it.

It mends nothing, loads no model and asks nothing of the network. What reads the database runs where that is asked for:
`check --database default`, and `migrate`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from recipes.backends import BackendHandler
from recipes.embedders import alias_of, embedders
from recipes.embedders.base import EmbedderError
from recipes.embedders.openai import OpenAIEmbedder
from recipes.embedders.openvino import OpenVinoEmbedder, is_installed
from recipes.indexing import due_count
from recipes.models import EmbeddingSpace, Recipe
from recipes.vector_indexes import vector_indexes
from recipes.vector_indexes.pgvector import PgVectorIndex

MAX_PAGE_SIZE = 100
OLDEST_PGVECTOR = (0, 8)
"""The first that goes on through a graph until enough of what it meets passes the filters."""


@register()
def check_backends(**kwargs) -> list[CheckMessage]:
    """E001, E002: EMBEDDERS and VECTOR_INDEXES each name a "default", and every alias can be set up."""
    return [message for handler in (embedders, vector_indexes) for message in handler_messages(handler)]


def handler_messages(handler: BackendHandler) -> Iterator[CheckMessage]:
    entries = getattr(settings, handler.setting, None)
    if not isinstance(entries, dict) or "default" not in entries:
        yield Error(
            f'{handler.setting} has no "default".',
            hint=f'Set {handler.setting} = {{"default": {{"BACKEND": "dotted.path.to.Class", "OPTIONS": {{...}}}}}}.',
            id="recipes.E001",
        )
        return
    for alias in entries:
        try:
            handler[alias]
        except ImproperlyConfigured as error:
            yield Error(
                str(error),
                hint=f"Correct {handler.setting} in the settings; BACKEND names a class of {handler.base}'s kind, "
                "OPTIONS what its constructor takes.",
                id="recipes.E002",
            )


@register()
def check_vector_indexes(**kwargs) -> list[CheckMessage]:
    """From E005 on: what a vector index says of its own settings."""
    return [message for index in made(vector_indexes).values() for message in index.check()]


@register()
def check_models(**kwargs) -> list[CheckMessage]:
    """W001: the model of every embedder is there and is the one expected."""
    messages = []
    for alias, embedder in made(embedders).items():
        try:
            _ = embedder.space if embedder.is_here else None
        except EmbedderError as error:
            hint = f"Searches and embedding with EMBEDDERS[{alias!r}] fail until then; all else works."
            messages.append(CheckWarning(str(error), hint=hint, id="recipes.W001"))
    return messages


@register()
def check_openvino(**kwargs) -> list[CheckMessage]:
    """W011: where an embedder runs on OpenVINO, that is installed."""
    return [
        CheckWarning(
            f"EMBEDDERS[{alias!r}] runs on OpenVINO, which is not installed: searches and embedding with it fail.",
            hint="Run `pip install -r requirements-openvino.txt`, or set RECIPES_EMBEDDER=torch.",
            id="recipes.W011",
        )
        for alias, embedder in made(embedders).items()
        if isinstance(embedder, OpenVinoEmbedder) and not is_installed()
    ]


@register()
def check_api_embedders(**kwargs) -> list[CheckMessage]:
    """E010, W010: an embedder that asks an API knows all that it needs, and its key is there and kept secret."""
    asking = {alias: embedder for alias, embedder in made(embedders).items() if isinstance(embedder, OpenAIEmbedder)}
    hint = "Set the variables named in docs/operations.md, Embeddings from an API, or the OPTIONS of EMBEDDERS[{!r}]."
    faults = [
        Error(fault, hint=hint.format(alias), id="recipes.E010")
        for alias, embedder in asking.items()
        for fault in embedder.faults()
    ]
    # No error: `migrate` and `collectstatic` need no key, and where they run there may be none.
    return faults + [
        CheckWarning(doubt, hint=hint.format(alias), id="recipes.W010")
        for alias, embedder in asking.items()
        for doubt in embedder.doubts()
    ]


def made(handler: BackendHandler) -> dict[str, Any]:
    """The backends that can be made; `check_backends` reports the others."""
    found = {}
    for alias in handler if isinstance(getattr(settings, handler.setting), dict) else ():
        try:
            found[alias] = handler[alias]
        except ImproperlyConfigured:
            continue
    return found


@register()
def check_threshold(**kwargs) -> list[CheckMessage]:
    """E003: RECIPES_THRESHOLD is a cosine similarity, or None."""
    value = settings.RECIPES_THRESHOLD
    if value is None or (is_number(value) and -1 <= value <= 1):
        return []
    return [
        Error(
            f"RECIPES_THRESHOLD is {value!r}, which is no cosine similarity.",
            hint="Set it to a number from -1 to 1, or leave it out for the calibrated one.",
            id="recipes.E003",
        )
    ]


@register()
def check_page_size(**kwargs) -> list[CheckMessage]:
    """E004: RECIPES_PAGE_SIZE is a bounded number of results."""
    value = settings.RECIPES_PAGE_SIZE
    if is_number(value) and isinstance(value, int) and 1 <= value <= MAX_PAGE_SIZE:
        return []
    return [
        Error(
            f"RECIPES_PAGE_SIZE is {value!r}.",
            hint=f"Set it to a whole number from 1 to {MAX_PAGE_SIZE}, or leave it out for 20.",
            id="recipes.E004",
        )
    ]


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@register()
def check_hosts(**kwargs) -> list[CheckMessage]:
    """W002: outside debug some host is allowed, or every request would be answered with 400."""
    if settings.DEBUG or settings.ALLOWED_HOSTS:
        return []
    return [
        CheckWarning(
            "DJANGO_ALLOWED_HOSTS is not set: every request will be answered with 400 Bad Request.",
            hint="Set it to the names that browsers reach the site by, such as recipes.example.org,localhost.",
            id="recipes.W002",
        )
    ]


@register()
def check_static_files(**kwargs) -> list[CheckMessage]:
    """W003: where pages link to hashed files, these have been collected."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin) or (Path(settings.STATIC_ROOT) / storage.manifest_name).exists():
        return []
    return [
        CheckWarning(
            f"The static files are not in {settings.STATIC_ROOT} yet: every page will be answered with an error.",
            hint="Run `manage.py collectstatic --no-input`, now and after every upgrade.",
            id="recipes.W003",
        )
    ]


# ---------------------------------------------------------------- what is stored


@register(Tags.database)
def check_embeddings(databases=None, **kwargs) -> list[CheckMessage]:
    """E006, W004 to W007: the database answers, an embedder makes the active space's vectors, no recipe is due."""
    if "default" not in (databases or ()):
        return []
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return unreachable(error)
    try:
        return [*old_pgvector(), *stored_messages()]
    except DatabaseError:
        return []  # before the first migration there is nothing to say


def stored_messages() -> list[CheckMessage]:
    active = EmbeddingSpace.objects.active()
    if active is None:
        return nothing_embedded() if Recipe.objects.exists() else []
    alias = alias_of(active.space)
    return no_maker(active.space) if alias is None else work_due(due_count(embedders[alias]))


def old_pgvector() -> list[CheckMessage]:
    used = any(isinstance(index, PgVectorIndex) for index in made(vector_indexes).values())
    if connection.vendor != "postgresql" or not used:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        version = next(iter(cursor.fetchone() or ()), None)
    if version is None or tuple(map(int, version.split(".")[:2])) >= OLDEST_PGVECTOR:
        return []
    return [
        Error(
            f"pgvector is {version} here: searching a graph with filters needs 0.8.",
            hint="Install a newer one on the server and run ALTER EXTENSION vector UPDATE there, or leave "
            "RECIPES_VECTOR_INDEX out.",
            id="recipes.E006",
        )
    ]


def unreachable(error: DatabaseError) -> list[CheckMessage]:
    return [
        CheckWarning(
            f"The database can't be reached: {str(error).strip()}",
            hint="Correct DATABASE_URL, or see to it that the server runs and that the file may be written.",
            id="recipes.W007",
        )
    ]


def nothing_embedded() -> list[CheckMessage]:
    return [
        CheckWarning(
            "No embedding space serves: search can't answer.",
            hint="Run `manage.py embed_recipes`; where it finds no threshold it says how to calibrate one.",
            id="recipes.W004",
        )
    ]


def no_maker(space: str) -> list[CheckMessage]:
    # No error: `migrate` stops at errors, and an upgrade that brings a new model may need it first.
    return [
        CheckWarning(
            f"No embedder in EMBEDDERS makes vectors of the active space {space}: search can't answer.",
            hint="Restore the model or the entry in EMBEDDERS that made them, or embed all recipes with the model "
            "of now: `manage.py embed_recipes`.",
            id="recipes.W006",
        )
    ]


def work_due(due: int) -> list[CheckMessage]:
    if not due:
        return []
    return [
        CheckWarning(
            f"{due:,} recipe{'s are' if due > 1 else ' is'} not searchable as now written.",
            hint="Run `manage.py embed_recipes`.",
            id="recipes.W005",
        )
    ]
