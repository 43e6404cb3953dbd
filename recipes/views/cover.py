"""The picture of a cover, by its name: what sites and apps show of a shared recipe that has no photo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recipes.cover_pictures import picture

WEEK = 7 * 24 * 3600


@require_safe
@cache_control(public=True, max_age=WEEK)
def cover(request: HttpRequest, name: str) -> HttpResponse:
    """A PNG; the same name gives the same picture, until somebody draws the figure anew."""
    png = picture(name)
    if png is None:
        raise Http404(f"no cover is called {name}")
    return HttpResponse(png, content_type="image/png")
