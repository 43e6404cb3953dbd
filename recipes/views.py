"""The pages for cooks: the search page, a recipe's page, the health page for monitoring.

Not here: what an address may say (forms), ranking (search), wording (templates).
"""

import logging
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url, replace_url

from recipes.forms import SearchForm, has_clutter, tidied
from recipes.health import health
from recipes.models import Recipe
from recipes.search import Filters, Ranking, SearchUnavailable, label, rank, similar_recipes

logger = logging.getLogger(__name__)

NEWEST = 8
RETRY_AFTER_SECONDS = 300
EXAMPLES = (
    gettext_lazy("something warm for a cold night"),
    gettext_lazy("light lunch I can take to the office"),
    gettext_lazy("spicy noodles"),
    gettext_lazy("what to cook when I have a cold"),
    gettext_lazy("food for a summer barbecue"),
    gettext_lazy("a cake for a birthday"),
)


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
    response = render(request, "recipes/search.html", context, status=503 if "error" in context else 200)
    if "error" in context:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def fragment(request: HttpRequest, form: SearchForm) -> HttpResponse:
    """The results alone, with the address that the browser is to show.

    Always 200, even where search can't answer: htmx leaves a 503 unshown, and told to show it would also swap in the
    error page of a proxy.
    """
    response = render(request, "recipes/_fragment.html", answer(form) | {"focus": request.htmx.boosted})
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


# ---------------------------------------------------------------- what `/` answers with


def answer(form: SearchForm) -> dict:
    """The context of the results: always `form` and `state`, which names the partial template that shows it."""
    context = {"form": form, "examples": EXAMPLES}
    if form.is_blank:
        return context | home()
    try:
        return context | (found(form) if form.query else browsed(form))
    except SearchUnavailable as error:
        logger.error("Search can't answer (%s): %s", error.reason, error)
        if error.reason == "no_recipes":
            return context | {"state": "no_recipes"}
        return context | {"state": "unavailable", "error": error}


def home() -> dict:
    latest = Recipe.objects.published().newest().defer("ingredients", "method")[: 6 * NEWEST]
    newest = assorted(list(latest))
    return {"state": "home", "newest": newest[:NEWEST]} if newest else {"state": "no_recipes"}


def assorted(recipes: list[Recipe]) -> list[Recipe]:
    """The same recipes, one of each course in front: else an import by courses would show one course only."""
    first_of_course = {recipe.course: recipe for recipe in reversed(recipes)}
    return sorted(recipes, key=lambda recipe: first_of_course[recipe.course] is not recipe)


def found(form: SearchForm) -> dict:
    filters = Filters(**form.limits) if form.limits else None
    ranking = rank(form.query, filters=filters, order=form.order)
    context = {"ranking": ranking, "read": ranking.query}
    if ranking.total:
        strengths = strengths_of(ranking)
        return context | {"state": "matches", "strengths": strengths} | listing(form, Ranked(ranking), ranking.met)
    without_limits = rank(form.query).total if filters else 0
    return context | {"state": "nothing", "without_limits": without_limits}


def strengths_of(ranking: Ranking) -> dict[str, int]:
    """How many of all hits, not of one page alone, are strong, good and loosely related."""
    counts = Counter(label(ranking.space, hit.score) for hit in ranking.hits)
    return {"strong": counts["strong match"], "good": counts["good match"], "loose": counts["loosely related"]}


def browsed(form: SearchForm) -> dict:
    recipes = Recipe.objects.published().limited(**form.limits)
    counts = recipes.aggregate(met=Count("pk", filter=Q(meets=True)), total=Count("pk"))
    if counts["total"]:
        ordered = recipes.quickest() if form.order == "time" else recipes.newest()
        if form.limits:
            # Without limits all meet them, and an order by that would keep the database from using its index.
            ordered = ordered.order_by("-meets", *ordered.query.order_by)
        return {"state": "browse"} | listing(form, Browsed(ordered, counts["total"]), counts["met"])
    return {"state": "empty" if Recipe.objects.published().exists() else "no_recipes"}


@dataclass(frozen=True)
class Ranked:
    """A ranking as a sequence that a Paginator takes."""

    ranking: Ranking

    def __len__(self):
        return self.ranking.total

    def __getitem__(self, part: slice):
        return self.ranking.matches(part.start, part.stop)


@dataclass(frozen=True)
class Listed:
    """A recipe in a list that nothing was searched for: a Match less its match."""

    recipe: Recipe
    meets: bool


@dataclass(frozen=True)
class Browsed:
    """Recipes in their order as a sequence that a Paginator takes."""

    recipes: QuerySet
    total: int

    def __len__(self):
        return self.total

    def __getitem__(self, part: slice):
        # Ids first: sorting whole recipes, texts and all, takes a database of 50,000 half a second.
        meets = dict(self.recipes.values_list("pk", "meets")[part])
        recipes = Recipe.objects.in_bulk(meets)
        return [Listed(recipes[pk], met) for pk, met in meets.items() if pk in recipes]


def listing(form: SearchForm, items, met: int) -> dict:
    """One page of matches in their two groups, the counts of all pages, and the links to the others."""
    paginator = Paginator(items, settings.RECIPES_PAGE_SIZE)
    page, problem = turned_to(paginator, form.page)
    return {
        "total": paginator.count,
        "met": met,
        "unknown": paginator.count - met,
        "page": page,
        "page_problem": problem,
        "page_links": page_links(form, page),
        "meeting": [match for match in page if match.meets],
        "unsure": [match for match in page if not match.meets],
    }


def turned_to(paginator: Paginator, text: str) -> tuple[Page, str]:
    """The page that an address asks for, or the nearest there is and what was wrong."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        return paginator.page(1), _("There is no page “%s”. This is the first.") % text
    if int(text) > paginator.num_pages:
        message = _("There is no page %(asked)s. This is the last, page %(last)s.")
        return paginator.page(paginator.num_pages), message % {"asked": text, "last": paginator.num_pages}
    return paginator.page(int(text)), ""


def page_links(form: SearchForm, page: Page) -> dict:
    """The addresses around a page: previous, next, and (number or “…”, address) of those between."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "previous": form.address(page=page.number - 1) if page.has_previous() else "",
        "next": form.address(page=page.number + 1) if page.has_next() else "",
        "numbers": [(number, form.address(page=number) if isinstance(number, int) else "") for number in numbers],
    }


# ---------------------------------------------------------------- other pages


@require_safe
def recipe(request: HttpRequest, slug: str) -> HttpResponse:
    """A recipe to cook from; a draft only for staff."""
    found = get_object_or_404(Recipe.objects.with_texts(), slug=slug)
    if not found.published and not request.user.is_staff:
        raise Http404(f"{slug} is a draft")
    context = {
        "recipe": found,
        "similar": similar_recipes(found),
        "allergens": by_statement(found.allergens),
        "diets": by_statement(found.diets),
    }
    return render(request, "recipes/recipe.html", context)


def by_statement(stated: dict[str, bool | None]) -> dict[str, list[str]]:
    """The names by what the recipe says of them."""
    groups = {"yes": True, "no": False, "unsaid": None}
    return {group: [name for name, value in stated.items() if value is said] for group, said in groups.items()}


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
