"""The site's addresses."""

import mimetypes

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve

YEAR = 365 * 24 * 60 * 60

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("recipes.urls")),
]
if settings.SERVE_MEDIA:
    mimetypes.add_type("image/webp", ".webp")  # older Pythons know it only where /etc/mime.types does
    photos = cache_control(public=True, max_age=YEAR, immutable=True)(serve)
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", photos, {"document_root": settings.MEDIA_ROOT}))
