"""Favourites: a button that keeps a recipe, and the page of what is kept. Not how they are kept (favourites)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from recipes.favourites import drop, keep, kept
from recipes.models import Recipe

KEPT_SECONDS = 366 * 24 * 3600
"""A year from when something was last kept; who is logged in keeps the session of the login."""

ADDRESS_LENGTH = 4000

ON_CARD = "heart-"
"""How the ids of the buttons on cards begin; the others are on recipes' pages."""


@require_safe
@never_cache
def favourites(request: HttpRequest) -> HttpResponse:
    """All that a visitor keeps, the latest first; what is a draft or gone by now isn't shown."""
    found = Recipe.objects.published().defer("ingredients", "method").in_bulk(kept_by(request))
    recipes = [found[pk] for pk in kept_by(request) if pk in found]
    return render(request, "recipes/favourites.html", {"recipes": recipes})


@require_POST
def favourite(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a recipe, or with `keep=0` keep it no longer; for htmx its button alone, else back to where it was."""
    recipe = get_object_or_404(Recipe.objects.published(), slug=slug)
    if request.POST.get("keep") == "0":
        drop(request.session, recipe.pk)
    else:
        keep(request.session, recipe.pk)
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)
    if not request.htmx:
        return redirect(address_before(request) or recipe)
    on_card = (request.htmx.trigger or "").startswith(ON_CARD)
    context = {"recipe": recipe, "is_kept": recipe.pk in kept(request.session), "on_card": on_card}
    return render(request, "recipes/_kept.html", context)


def address_before(request: HttpRequest) -> str:
    """The page of this site that the button was pressed on, as the form says it; nothing where it doesn't."""
    address = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return iri_to_uri(address) if own and len(address) <= ADDRESS_LENGTH else ""


def kept_by(request: HttpRequest) -> list[int]:
    """What the visitor keeps; the session is left alone where there is none, so that pages stay the same for all."""
    session = getattr(request, "session", None)
    has_one = session is not None and (settings.SESSION_COOKIE_NAME in request.COOKIES or session.modified)
    return kept(session) if has_one else []


def for_templates(request: HttpRequest) -> dict:
    """For every template, and made only where one asks: `kept_pks`, and `favourite_count`, less what is gone."""

    def favourite_count() -> int:
        pks = kept_by(request)
        return Recipe.objects.published().filter(pk__in=pks).count() if pks else 0

    return {"kept_pks": lambda: kept_by(request), "favourite_count": favourite_count}
