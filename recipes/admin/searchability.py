"""What search knows of the recipes, in words for the admin: statuses, and what keeps recipes from being found.

Not what is due (that is indexing's), and nothing is embedded here.
"""

import re

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from recipes import indexing
from recipes.indexing import Status
from recipes.models import EmbeddedRecipe, EmbeddingSpace, Recipe
from recipes.search import SearchUnavailable, serving

STALE_UP_TO = 10_000
"""Recipes up to which stale ones are counted and listed: every text has to be read for that, 1.4 s for these."""

BACKTICKS = re.compile("`([^`]+)`")


def active_space() -> str | None:
    """The name of the space that serves, None where none does yet."""
    space = EmbeddingSpace.objects.active()
    return space and space.space


def label_statuses(recipes: list[Recipe], space: str | None) -> None:
    """Give every recipe, fetched `with_texts`, its Status as `search_status`: one query, however many they are."""
    found = indexing.statuses(recipes, space) if space else {}
    for recipe in recipes:
        recipe.search_status = found.get(recipe.pk, Status.NOT_EMBEDDED)


def status_badge(recipe: Recipe) -> str:
    """ "searchable", "stale" or "not embedded"; of a draft "draft, embedded" and so on."""
    status: Status = recipe.search_status
    words = status.value
    if not recipe.published:
        words = f"draft, {'embedded' if status is Status.SEARCHABLE else words}"
    return format_html('<span class="larder-badge larder-{}">{}</span>', status.name.lower(), words)


def embedded_in(space: str) -> Exists:
    """The condition that a recipe has embeddings in the space, current or stale: answered by an index."""
    return Exists(EmbeddedRecipe.objects.filter(space=space, recipe=OuterRef("pk")))


def stale_are_counted() -> bool:
    return Recipe.objects.count() <= STALE_UP_TO


def cannot_answer() -> str:
    """Why search can't answer at all and what to do; empty where it can."""
    try:
        serving()
    except SearchUnavailable as error:
        return str(error)
    return ""


def problems() -> list[str]:
    """Everything that keeps recipes from being found as they are now, each with what to do; empty where all is well."""
    try:
        space, embedder = serving()
    except SearchUnavailable as error:
        return [with_code(error)]
    missing = Recipe.objects.filter(~embedded_in(space.space))
    counts = missing.aggregate(all=Count("pk"), published=Count("pk", filter=Q(published=True)))
    stale = indexing.due_count(embedder) - counts["all"] if stale_are_counted() else 0
    found = []
    if counts["published"]:
        are = number_of(counts["published"], "published recipe is", "published recipes are")
        found.append(
            advice(f"{are} not embedded: no search finds what isn’t.", "search_status=missing&published__exact=1")
        )
    if stale > 0:
        have = number_of(stale, "recipe has", "recipes have")
        found.append(advice(f"{have} changed since embedded: search goes by the former texts.", "search_status=stale"))
    return found


def advice(text: str, filters: str) -> str:
    return format_html(
        '{} <a href="?{}">Show</a>, select, and choose “Embed selected recipes”; or run <code>manage.py embed_recipes'
        "</code>.",
        text,
        filters,
    )


def with_code(text) -> str:
    """The text as HTML, escaped, with what stands in backticks as code."""
    return mark_safe(BACKTICKS.sub(r"<code>\1</code>", conditional_escape(str(text))))  # noqa: S308  (escaped)


def say(request, level: int, text: str) -> None:
    messages.add_message(request, level, with_code(text))


def number_of(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
