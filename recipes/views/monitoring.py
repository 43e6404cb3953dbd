"""What machines ask for: whether searches are answered, the site's icon, what to crawl. Not pages for cooks."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recipes.health import health

# An address with "&" in it is one of countless combinations of filters: each costs a search and leads to no new recipe.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /*&
Disallow: /surprise/
"""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitoring: 200 while searches are answered, else 503."""
    report = health()
    return JsonResponse(report, status=200 if report["status"] == "ok" else 503)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks for /favicon.ico without reading a page: browsers that show JSON, the admin."""
    return redirect(static("favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")
