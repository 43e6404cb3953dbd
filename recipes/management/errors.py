"""What keeps a command from its work, said in one line with exit status 2 instead of a traceback. Not the commands."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError

from recipes.embedders.base import EmbedderError
from recipes.search import SearchUnavailable
from recipes.vector_indexes.base import VectorIndexError

WHAT_AN_OPERATOR_MENDS = (EmbedderError, ImproperlyConfigured, SearchUnavailable, VectorIndexError)
DATABASE_ADVICE = (
    "Check DATABASE_URL, that its disk has room and that you may write there; run `manage.py migrate` where a table or "
    "column is missing; where it is locked, wait for the other process and run this again."
)


@contextmanager
def said_in_one_line(*also: type[Exception]) -> Iterator[None]:
    """Turn what an operator can mend (models, settings, the database; `also`) into CommandError with exit status 2."""
    try:
        yield
    except (*WHAT_AN_OPERATOR_MENDS, *also) as error:
        raise CommandError(str(error), returncode=2) from error
    except DatabaseError as error:
        raise CommandError(f"The database can't be used: {error}. {DATABASE_ADVICE}", returncode=2) from error


@contextmanager
def said_how_far(report, stdout) -> Iterator[None]:
    """Say what is done already where an error ends the work of an indexing report."""
    try:
        yield
    except CommandError:
        if report.done or report.concepts:
            stdout.write(f"Stopped: {report}. The next run carries on.")
        raise


@contextmanager
def until_nobody_reads() -> Iterator[None]:
    """End quietly where standard output is a pipe whose reader has read enough, as `| head` does."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # Python would complain again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
