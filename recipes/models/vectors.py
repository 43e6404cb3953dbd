"""The column of a vector: bytes in Python and on SQLite, pgvector's own type on PostgreSQL, which can search it there.

One copy of each vector, not bytes and a vector beside them. Not what a vector means, nor any search.
"""

import numpy as np
from django.db import models

HEADER = 4
"""Bytes before the numbers in pgvector's binary form: how many there are, and two that are not used."""


class VectorField(models.BinaryField):
    """Little-endian float32 bytes of any number of dimensions, exact to the bit on both databases."""

    def db_type(self, connection) -> str:
        return "vector" if on_postgresql(connection) else super().db_type(connection)

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is None or not on_postgresql(connection):
            return super().get_db_prep_value(value, connection, prepared)
        return literal(np.frombuffer(value, "<f4"))

    def get_placeholder(self, value, compiler, connection) -> str:
        return "%s::vector" if on_postgresql(connection) else super().get_placeholder(value, compiler, connection)

    def select_format(self, compiler, sql, params):
        # The binary form: reading numbers as text takes some twenty times as long.
        return (f"vector_send({sql})", params) if on_postgresql(compiler.connection) else (sql, params)

    def get_db_converters(self, connection) -> list:
        return [from_binary] if on_postgresql(connection) else super().get_db_converters(connection)


def on_postgresql(connection) -> bool:
    return connection.vendor == "postgresql"


def literal(vector: np.ndarray) -> str:
    """A vector of shape (dimensions,) as pgvector reads it; a float32 comes back as it was."""
    return str(vector.tolist())


def from_binary(value, expression, connection) -> bytes | None:
    return None if value is None else np.frombuffer(value, ">f4", offset=HEADER).astype("<f4").tobytes()
