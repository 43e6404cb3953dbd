"""What machines ask for: whether searches are answered, the site's icon, what to crawl. Not pages for cooks."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recipes.health import health

PAPER = "#fbf6ec"
ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))

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
    return redirect(static("icons/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put Larder on its home screen; a view, since the icons' names change with their content."""
    said = {
        "name": "Larder",
        "short_name": "Larder",
        "description": gettext("Recipe search by meaning"),
        "lang": get_language(),
        "id": reverse("search"),
        "start_url": reverse("search"),
        "scope": reverse("search"),
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(f"icons/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")
