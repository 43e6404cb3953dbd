"""On PostgreSQL, vectors become pgvector's type, each number as it was. On SQLite they stay the bytes that they are."""

import numpy as np
from django.core.management import CommandError
from django.db import ProgrammingError, migrations

import recipes.models.vectors

TABLE = "recipes_embedding"
ROWS_AT_ONCE = 2000
NO_PGVECTOR = (
    "This PostgreSQL server has no pgvector, which Larder keeps vectors in: install it there (on Debian the package "
    "postgresql-NN-pgvector, NN being the server's version; most managed services offer it), then migrate again."
)
NOT_ALLOWED = (
    "The site's role may not install pgvector, which Larder keeps vectors in: let a superuser of PostgreSQL run "
    '`psql --command="CREATE EXTENSION vector" NAME` once, NAME being the site\'s database, then migrate again.'
)
INSUFFICIENT_PRIVILEGE = "42501"


def to_vectors(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
        if cursor.fetchone() == (0,):
            raise CommandError(NO_PGVECTOR)
        install(cursor)
        replace_column(cursor, "vector", "vector", as_text)


def install(cursor):
    try:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
            raise
        raise CommandError(NOT_ALLOWED) from error


def to_bytes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        replace_column(cursor, "bytea", "vector_send(vector)", as_bytes)


def replace_column(cursor, kind, expression, convert):
    """The column in another type: its values go through this program, since SQL has no cast between the two."""
    cursor.execute(f"ALTER TABLE {TABLE} ADD COLUMN changed {kind}")
    last = 0
    while rows := batch(cursor, expression, last):
        ids, values = zip(*rows)
        cursor.execute(
            f"UPDATE {TABLE} SET changed = new.value::{kind} "
            f"FROM unnest(%s::bigint[], %s::{'text' if kind == 'vector' else 'bytea'}[]) AS new(id, value) "
            f"WHERE {TABLE}.id = new.id",
            [list(ids), [convert(value) for value in values]],
        )
        last = ids[-1]
    cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN vector")
    cursor.execute(f"ALTER TABLE {TABLE} RENAME COLUMN changed TO vector")
    cursor.execute(f"ALTER TABLE {TABLE} ALTER COLUMN vector SET NOT NULL")


def batch(cursor, expression, last):
    cursor.execute(f"SELECT id, {expression} FROM {TABLE} WHERE id > %s ORDER BY id LIMIT {ROWS_AT_ONCE}", [last])
    return cursor.fetchall()


def as_text(value):
    return str(np.frombuffer(value, "<f4").tolist())


def as_bytes(value):
    return np.frombuffer(value, ">f4", offset=4).astype("<f4").tobytes()


class Migration(migrations.Migration):

    dependencies = [
        ("recipes", "0005_embedded_recipe_written"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(to_vectors, to_bytes)],
            state_operations=[
                migrations.AlterField(
                    model_name="embedding",
                    name="vector",
                    field=recipes.models.vectors.VectorField(help_text="Little-endian float32, of length 1."),
                ),
            ],
        ),
    ]
