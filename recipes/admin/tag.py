"""The admin of tags. A tag's name is part of what is embedded, so a renamed one makes its recipes due."""

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from recipes.admin.embedding import WHAT_TO_DO, EmbedAfterSave, embed_many
from recipes.admin.searchability import number_of, say
from recipes.models import Recipe, Tag

Link = Recipe.tags.through


@admin.register(Tag)
class TagAdmin(EmbedAfterSave, admin.ModelAdmin):
    list_display = ["name", "kind", "recipe_count"]
    list_filter = ["kind"]
    list_per_page = 100
    search_fields = ["name"]
    fields = ["name", "kind"]
    radio_fields = {"kind": admin.HORIZONTAL}

    def get_queryset(self, request):
        """With `uses`; a subquery, so that it is counted for the tags of one page only."""
        uses = Link.objects.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(uses=Coalesce(Subquery(uses), 0))

    @admin.display(description="recipes", ordering="uses")
    def recipe_count(self, tag):
        address = reverse("admin:recipes_recipe_changelist", query={"tags__id__exact": tag.pk})
        return format_html('<a href="{}">{}</a>', address, tag.uses) if tag.uses else 0

    def after_save(self, request, form):
        recipes = Recipe.objects.filter(tags=form.instance)
        if not form.changed_data or not recipes.exists():
            return
        if settings.RECIPES_EMBED_ON_SAVE:
            embed_many(request, recipes, quiet=True)
        else:
            say_due(request, recipes.count())

    def delete_model(self, request, obj):
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        losing = Link.objects.filter(tag__in=queryset.values("pk")).values("recipe").distinct().count()
        super().delete_queryset(request, queryset)
        say_due(request, losing)

    def get_deleted_objects(self, objs, request):
        """Tags alone, not every recipe that has them."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return [item for item in to_delete if not isinstance(item, list)], counts, perms_needed, protected


def say_due(request, count: int) -> None:
    if count:
        recipes = number_of(count, "recipe", "recipes")
        say(request, messages.WARNING, f"Search goes by the former tags of {recipes}: {WHAT_TO_DO}.")
