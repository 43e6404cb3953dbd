"""The ASGI entry point, for servers such as uvicorn. Not where the model is loaded (recipes.warming)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recipes_site.settings")
django_application = get_asgi_application()

from recipes.warming import warming  # noqa: E402  (its settings are set up now)


async def application(scope, receive, send):
    """Django, and what it leaves out: the server's word that it has started, with which the model is loaded.

    Where a server gives no such word, it is loaded with the first request.
    """
    warming.start()
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    else:
        await django_application(scope, receive, send)


async def lifespan(receive, send) -> None:
    """Agree to the server's start and to its end: there is nothing to open and nothing to close."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
