"""The WSGI entry point, for gunicorn, runserver and other servers. Not where the model is loaded (recipes.warming)."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django_application = get_wsgi_application()

from recipes.warming import warming  # noqa: E402  (its settings are set up now)

# What imports this may fork yet, and a thread would stay behind; runserver has done so when it comes here.
if "runserver" in sys.argv[1:2]:
    warming.start()


def application(environ, start_response):
    """Django; with the first request of a process the model is loaded beside it, where that has not begun before."""
    warming.start()
    return django_application(environ, start_response)
