"""All that one database holds into another, row by row as it is: ids, times, vectors, accounts, favourites.

Nothing is embedded again and nothing of the source is changed. Not the photos' files, which are in no database.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from recipes.scratch import connected

SOURCE = "copied"
ROWS_AT_ONCE = 2000
MADE_BY_MIGRATE = (Permission, ContentType)
Copied = tuple[str, int]
"""What a table holds, in words, and how many rows of it were copied."""


class CopyError(Exception):
    """A database can't be copied; the message says why and what to do. Nothing was written."""


def copy_from(config: dict) -> list[Copied]:
    """Copy the database of these Django settings into the default one, which is migrated and holds nothing yet.

    All or nothing. CopyError where the two can't be source and target, DatabaseError where a row is refused.
    """
    name = config["NAME"]
    if isinstance(name, Path) and not name.is_file():
        raise CopyError(f"There is no file {name}: name the database to copy from.")
    with connected(SOURCE, config), transaction.atomic(using=SOURCE), transaction.atomic():
        require_same_migrations()
        require_empty()
        for model in MADE_BY_MIGRATE:
            model._base_manager.all().delete()
        copied = [(str(model._meta.verbose_name_plural), copy_table(model)) for model in tables()]
        go_on_counting()
    ContentType.objects.clear_cache()
    return copied


def tables() -> list[type[models.Model]]:
    """Every table's model, those that link many to many among them."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def require_same_migrations() -> None:
    source, target = (
        MigrationRecorder(connections[alias]).applied_migrations().keys() for alias in (SOURCE, DEFAULT_DB_ALIAS)
    )
    if source != target:
        apart = sorted(".".join(migration) for migration in source ^ target)
        raise CopyError(f"Run `manage.py migrate` on both databases first: only one of them has {', '.join(apart)}.")


def require_empty() -> None:
    for model in tables():
        if model not in MADE_BY_MIGRATE and model._base_manager.exists():
            raise CopyError(
                f"The database of DATABASE_URL holds {model._meta.verbose_name_plural} already: let it name an empty "
                "one, and run `manage.py migrate` there."
            )


def copy_table(model: type[models.Model]) -> int:
    connection, fields = connections[DEFAULT_DB_ALIAS], model._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join("%s" for _ in fields)
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
    copied = 0
    with connection.cursor() as cursor:
        for rows in stored(model, fields):
            cursor.executemany(statement, [as_stored(row, fields, connection) for row in rows])
            copied += len(rows)
    if copied != model._base_manager.count():
        raise CopyError(f"{copied} {model._meta.verbose_name_plural} were read, and other rows are there now.")
    return copied


def stored(model: type[models.Model], fields) -> Iterator[list[tuple]]:
    """The source's rows, some thousand at a time: values, not instances, whose saving would change them."""
    values = model._base_manager.using(SOURCE).order_by("pk").values_list(*(field.attname for field in fields))
    rows = values.iterator(chunk_size=ROWS_AT_ONCE)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def as_stored(row: tuple, fields, connection) -> list:
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def go_on_counting() -> None:
    """Let new rows take ids after those copied."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)
