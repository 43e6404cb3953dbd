"""A recipe that nobody asked for: `/surprise/` leads to one by chance. Not what a cook searched for."""

import re
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recipes.models import Recipe

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,220}")


@require_safe
@never_cache
def surprise(request: HttpRequest) -> HttpResponse:
    """To a published recipe, another than the one that `not` names where there is another."""
    last = request.GET.get("not", "")
    slug = by_chance(last if SLUG.fullmatch(last) else "")
    return redirect(f"{Recipe(slug=slug).get_absolute_url()}?surprise=1" if slug else "search")


def by_chance(last: str) -> str | None:
    """The slug of a published recipe, each as likely as any; `last` only where it is the only one."""
    slugs = Recipe.objects.published().order_by("pk").values_list("slug", flat=True)
    others = slugs.exclude(slug=last)
    # Counted and skipped along the primary key: to sort by chance, a database would read and sort every row.
    if count := others.count():
        place = secrets.randbelow(count)
        return others[place : place + 1].first() or others.first()
    return slugs.filter(slug=last).first()
