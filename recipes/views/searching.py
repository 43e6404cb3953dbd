"""The one page of `/` and the fragment of it that htmx swaps in, with the address that the browser is to show.

Not what the results are (answers).
"""

from urllib.parse import urlsplit

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url, replace_url

from recipes.forms import SearchForm, has_clutter, tidied
from recipes.views.answers import answer

RETRY_AFTER_SECONDS = {"unavailable": 300, "starting": 2}
"""State in which searches aren't answered -> when to ask again."""

WAITING = "starting"
"""The id of what asks again by itself while the model is loaded."""


@require_safe
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """The one page of `/`: home, browsing or results; for htmx its changing part alone."""
    form = SearchForm(request.GET)
    if request.htmx and not request.htmx.history_restore_request:
        return fragment(request, form)
    if has_clutter(request.GET):
        return redirect(form.address())
    context = answer(form)
    seconds = context["retry_after"] = RETRY_AFTER_SECONDS.get(context["state"])
    response = render(request, "recipes/search.html", context, status=503 if seconds else 200)
    if seconds:
        response["Retry-After"] = seconds
    return response


def fragment(request: HttpRequest, form: SearchForm) -> HttpResponse:
    """The results alone, with the address that the browser is to show.

    Always 200, even where search can't answer: htmx leaves a 503 unshown, and told to show it would also swap in the
    error page of a proxy. What asks again while the model is loaded is told that nothing has changed (204): shown anew
    each time, the page would be announced each time, and a focus on it lost.
    """
    context = answer(form) | {"focus": request.htmx.boosted}
    if context["state"] == "starting" and request.htmx.trigger == WAITING:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    response = render(request, "recipes/_fragment.html", context)
    # A browser that kept the fragment could show it alone when the cook comes Back to the same address.
    response["Cache-Control"] = "no-store"
    typing = request.headers.get("Larder-Typing") == "true"
    shown, shown_query = shown_address(request)
    address = form.address()
    if address == shown or (typing and refines(shown_query, form)):
        return replace_url(response, address)
    return push_url(response, address)


def shown_address(request: HttpRequest) -> tuple[str, QueryDict]:
    """The address that the browser says it shows, from its path on, and what that asks for; empty if unreadable."""
    try:
        shown = urlsplit(request.htmx.current_url or "")
        return f"{shown.path}?{shown.query}".rstrip("?"), QueryDict(shown.query)
    except (ValueError, TooManyFieldsSent):
        return "", QueryDict()


def refines(shown_query: QueryDict, form: SearchForm) -> bool:
    """Whether the words asked for are those of the address shown, typed on or taken back a little."""
    before, now = tidied(shown_query).get("q", ""), form.query
    return bool(before and now) and (before.startswith(now) or now.startswith(before))
