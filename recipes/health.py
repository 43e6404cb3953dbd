"""Whether search works, for monitoring. It computes nothing of its own and changes nothing."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from recipes.embedders.base import EmbedderError
from recipes.indexing import due_count
from recipes.search import SearchUnavailable, require_embedded, require_index, serving, threshold_in_force
from recipes.warming import warming


def health() -> dict:
    """`status` ("ok" or why search can't answer), the active `space`, recipes `due`, the `threshold` in force.

    "starting": it will within seconds. Reads the database and asks the vector index whether it is there, never the
    model: a monitor may call it every few seconds.
    """
    unknown = {"space": None, "due": None, "threshold": None}
    try:
        space, embedder = serving()
        require_embedded(space)
        require_index(space)
        due = due_count(embedder)
    except SearchUnavailable as error:
        return {"status": error.reason, **unknown}
    except (EmbedderError, ImproperlyConfigured):
        return {"status": "no_model", **unknown}
    except DatabaseError:
        return {"status": "no_database", **unknown}
    status = "starting" if warming.is_starting() else "ok"
    return {"status": status, "space": space.space, "due": due, "threshold": threshold_in_force(space)}
