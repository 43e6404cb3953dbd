"""How gunicorn serves Larder: `gunicorn -c python:recipes_site.gunicorn recipes_site.wsgi`. Not for Windows.

Not Django's settings. Whatever else gunicorn can do is set by its own GUNICORN_CMD_ARGS.
"""

import ctypes
import gc
import logging
from threading import Thread

from recipes_site.environment import env

bind = f"{env.text('HOST', '127.0.0.1')}:{env.count('PORT', 8000, low=1)}"
# A model and a copy of the vectors each: threads share them, so add workers only for cores that have nothing to do.
workers = env.count("WEB_CONCURRENCY", 1, low=1)
worker_class = "gthread"
threads = env.count("WEB_THREADS", 4, low=1)
# A new worker loads the model again, so by default none is ever replaced.
max_requests = env.count("WEB_MAX_REQUESTS", 0)
max_requests_jitter = max_requests // 10
timeout = 60
graceful_timeout = 30
accesslog = "-"
# Where these names came from a client's own headers, they would choose the page: no proxy needs to set them.
forwarder_headers = ""
control_socket_disable = True


def post_worker_init(worker) -> None:
    """Stop where the settings have errors, as runserver does; then load the model while pages are served already."""
    from django.core.management import call_command

    call_command("check")
    Thread(target=warm_up, name="warm-up", daemon=True).start()


def warm_up() -> None:
    """Load the model after the fork; where that can't be, say so and serve all that needs no model."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    from recipes import search

    logger = logging.getLogger("recipes.server")
    try:
        search.warm_up()
        logger.info("The model is loaded.")
    except (search.SearchUnavailable, ImproperlyConfigured, DatabaseError) as error:
        logger.error("Search can't answer yet: %s", error)
    finally:
        connection.close()
        return_memory()


def return_memory() -> None:
    """Hand back to the system what was needed only while loading: glibc would keep it. Elsewhere this does nothing."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
