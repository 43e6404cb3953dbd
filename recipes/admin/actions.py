"""Actions on recipes selected in the list. None of them leaves a published recipe unsearchable without saying so."""

import json

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils import timezone

from recipes.admin.embedding import AT_ONCE, embed_many
from recipes.admin.searchability import number_of, say
from recipes.exporting import exported
from recipes.models import Recipe


@admin.action(description="Embed selected recipes", permissions=["change"])
def embed_selected(model_admin, request, queryset):
    embed_many(request, queryset)


@admin.action(description="Publish", permissions=["change"])
def publish(model_admin, request, queryset):
    """Publish, and embed at once what isn't yet; more than AT_ONCE are left to the warning above the list."""
    ids = set_published(request, queryset, True)
    say(request, messages.SUCCESS, f"{number_of(len(ids), 'recipe', 'recipes')} published.")
    if settings.RECIPES_EMBED_ON_SAVE and 0 < len(ids) <= AT_ONCE:
        embed_many(request, Recipe.objects.filter(pk__in=ids), quiet=True)


@admin.action(description="Turn into drafts", permissions=["change"])
def turn_into_drafts(model_admin, request, queryset):
    ids = set_published(request, queryset, False)
    say(
        request,
        messages.SUCCESS,
        f"{number_of(len(ids), 'recipe', 'recipes')} turned into drafts: cooks don’t see drafts.",
    )


def set_published(request, queryset, published: bool) -> list[int]:
    """Change those that aren't so yet, with an entry in each one's history; their ids."""
    changed = queryset.filter(published=not published)
    with transaction.atomic():
        recipes = list(changed.only("title"))
        note = [{"changed": {"fields": ["Published"]}}]
        if recipes:
            LogEntry.objects.log_actions(request.user.pk, recipes, CHANGE, note)
        changed.update(published=published, updated=timezone.now())
    return [recipe.pk for recipe in recipes]


@admin.action(description="Export as JSON Lines", permissions=["view"])
def export_selected(model_admin, request, queryset):
    """A file that `import_recipes` reads back to the same recipes."""
    recipes = queryset.with_texts().iterator(chunk_size=500)
    lines = (json.dumps(exported(recipe), ensure_ascii=False) + "\n" for recipe in recipes)
    headers = {"Content-Disposition": 'attachment; filename="recipes.jsonl"'}
    return StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8", headers=headers)


ACTIONS = [embed_selected, publish, turn_into_drafts, export_selected]
