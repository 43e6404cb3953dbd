"""The admin of recipes: the list with what search knows of each, and the form. Not what is done with a selection."""

from functools import reduce
from operator import or_

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models import Q
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.text import smart_split, unescape_string_literal

from recipes.admin.actions import ACTIONS
from recipes.admin.embedding import EmbedAfterSave, embed_saved
from recipes.admin.filters import FILTERS
from recipes.admin.forms import RecipeForm, ThreeStates
from recipes.admin.importing import import_view, may_import
from recipes.admin.searchability import active_space, label_statuses, problems, status_badge
from recipes.models import ALLERGENS, DIETS, Embedding, Recipe

SEARCH_WORDS = 10
ROWS = {"summary": 4, "ingredients": 12, "method": 14}
UNSURE = "“Not said” is right where you aren’t sure: nothing is ever shown as free from what nobody has declared."
GRID = {"classes": ["larder-grid"]}
FIELDSETS = [
    ("What it is", {"fields": ["title", "slug", "summary", ("course", "cuisine"), "tags"]}),
    ("How it’s made", {"fields": ["ingredients", "method"]}),
    ("Times and servings", {"fields": [("prep_minutes", "cook_minutes", "total_minutes", "servings")], **GRID}),
    ("Suits these diets", {"fields": [DIETS], "description": UNSURE, **GRID}),
    ("Contains these allergens", {"fields": [tuple(f"contains_{name}" for name in ALLERGENS)], **GRID}),
    ("Photo", {"fields": ["photo"]}),
    ("Source", {"fields": ["source_name", "source_url", "source_id"]}),
    ("Publication", {"fields": ["published"]}),
]
STORED = [("created", "updated"), "what_search_sees"]


class RecipeChangeList(ChangeList):
    """One page of recipes, each with its `search_status`."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list.with_texts())
        label_statuses(self.result_list, active_space())


@admin.register(Recipe)
class RecipeAdmin(EmbedAfterSave, admin.ModelAdmin):
    form = RecipeForm
    list_display = ["title", "search_status", "published", "course", "cuisine", "total_time"]
    list_filter = FILTERS
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    ordering = ["-updated", "-pk"]
    search_fields = ["title", "summary", "ingredients"]
    search_help_text = "Words in titles, summaries, ingredients and tags."
    actions = ACTIONS
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["tags"]
    readonly_fields = ["photo_preview", "created", "updated", "what_search_sees"]
    save_on_top = True

    # ------------------------------------------------------------ the list

    def get_changelist(self, request, **kwargs):
        return RecipeChangeList

    def changelist_view(self, request, extra_context=None):
        shown = {"search_problems": problems, "may_import": may_import(self, request)}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def get_search_results(self, request, queryset, search_term):
        """Every word must be somewhere. Tags are asked for by a subquery: a join would need DISTINCT on long texts."""
        for word in list(smart_split(search_term.replace("\0", "")))[:SEARCH_WORDS]:
            text = unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word
            tagged = Recipe.tags.through.objects.filter(tag__name__icontains=text).values("recipe_id")
            places = (Q((f"{field}__icontains", text)) for field in self.search_fields)
            queryset = queryset.filter(reduce(or_, places, Q(pk__in=tagged)))
        return queryset, False

    @admin.display(description="time", ordering="total_minutes")
    def total_time(self, recipe):
        return None if recipe.total_minutes is None else f"{recipe.total_minutes:,} min"

    @admin.display(description="search")
    def search_status(self, recipe):
        return status_badge(recipe)

    # ------------------------------------------------------------ the form

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return FIELDSETS
        stored = ("What is stored", {"fields": STORED})
        with_preview = ("Photo", {"fields": ["photo_preview", "photo"] if obj.photo else ["photo"]})
        return [with_preview if name == "Photo" else (name, options) for name, options in FIELDSETS] + [stored]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.BooleanField) and db_field.null:
            kwargs["widget"] = ThreeStates
        elif isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ROWS:
            field.widget.attrs["rows"] = ROWS[db_field.name]
        return field

    def view_on_site(self, recipe):
        return recipe.get_absolute_url()

    @admin.display(description="photo of now")
    def photo_preview(self, recipe):
        return format_html('<img class="larder-photo" src="{}" alt="">', recipe.photo.url) if recipe.photo else None

    @admin.display(description="what search sees")
    def what_search_sees(self, recipe):
        space = active_space()
        [stored] = Recipe.objects.filter(pk=recipe.pk).with_texts()
        label_statuses([stored], space)
        passages = Embedding.objects.filter(space=space or "", recipe=recipe).order_by("position")
        items = format_html_join(
            "", "<li><b>{}</b> <span>{}</span></li>", passages.values_list("kind", "text").iterator()
        )
        return format_html('<div>{}<ol class="larder-passages">{}</ol></div>', status_badge(stored), items)

    def after_save(self, request, form):
        embed_saved(request, form.instance.pk)

    def get_deleted_objects(self, objs, request):
        """Recipes alone: nobody who deletes one wants to read through the list of its passages and tags."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return [item for item in to_delete if not isinstance(item, list)], counts, perms_needed, protected

    # ------------------------------------------------------------ import

    def get_urls(self):
        page = self.admin_site.admin_view(lambda request: import_view(self, request))
        return [path("import/", page, name="recipes_recipe_import"), *super().get_urls()]
