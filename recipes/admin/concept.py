"""The admin of concepts: the list with what search knows of each, the form, and import and export as JSON.

Not the rules: what a row means is importing's, what is due indexing's, how concepts are found the module concepts'.
"""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.html import format_html

from recipes import indexing
from recipes.admin.concept_embedding import embed_saved_concepts
from recipes.admin.concept_importing import concept_import_view
from recipes.admin.embedding import EmbedAfterSave
from recipes.admin.importing import may_import
from recipes.admin.searchability import active_space, number_of
from recipes.exporting import exported_concepts
from recipes.indexing import Status
from recipes.models import Concept, EmbeddingSpace

WORDS = {Status.SEARCHABLE: "embedded", Status.STALE: "stale", Status.NOT_EMBEDDED: "not embedded"}
ROWS = {"phrasings": 14, "dishes": 20}


def label_statuses(concepts: list[Concept]) -> None:
    """Give every concept its Status in the space that serves as `search_status`: one query, however many."""
    space = active_space()
    found = indexing.concept_statuses(concepts, space) if space else {}
    for concept in concepts:
        concept.search_status = found.get(concept.pk, Status.NOT_EMBEDDED)


class ConceptChangeList(ChangeList):
    """One page of concepts, each with its `search_status`."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        label_statuses(self.result_list)


class ConceptStatusFilter(SimpleListFilter):
    title = "search status"
    parameter_name = "search_status"

    def lookups(self, request, model_admin):
        return [(status.name.lower(), words) for status, words in WORDS.items()]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        concepts = list(Concept.objects.all())
        label_statuses(concepts)
        wanted = [concept.pk for concept in concepts if concept.search_status.name.lower() == self.value()]
        return queryset.filter(pk__in=wanted)


@admin.action(description="Export as JSON", permissions=["view"])
def export_selected(model_admin, request, queryset):
    """A file that the import page reads back to the same concepts."""
    headers = {"Content-Disposition": 'attachment; filename="concepts.json"'}
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(exported_concepts(queryset), headers=headers, json_dumps_params=options)


@admin.action(description="Embed selected concepts", permissions=["change"])
def embed_selected(model_admin, request, queryset):
    embed_saved_concepts(request, queryset)


@admin.register(Concept)
class ConceptAdmin(EmbedAfterSave, admin.ModelAdmin):
    list_display = ["name", "family", "status", "active", "phrasing_count", "dish_count"]
    list_filter = ["family", ConceptStatusFilter, "active"]
    list_per_page = 100
    search_fields = ["name", "slug", "phrasings", "dishes"]
    search_help_text = "Words in names, phrasings and dishes."
    fields = ["name", "slug", "family", "phrasings", "dishes", "opposites", "active"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["opposites"]
    actions = [embed_selected, export_selected]
    change_list_template = "admin/recipes/concept/change_list.html"

    def get_changelist(self, request, **kwargs):
        return ConceptChangeList

    def changelist_view(self, request, extra_context=None):
        shown = {"may_import": may_import(self, request), "concept_problem": problem}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ROWS:
            field.widget.attrs["rows"] = ROWS[db_field.name]
        return field

    @admin.display(description="search")
    def status(self, concept):
        words = WORDS[concept.search_status] if concept.active else "not used"
        return format_html('<span class="larder-badge larder-{}">{}</span>', concept.search_status.name.lower(), words)

    @admin.display(description="phrasings")
    def phrasing_count(self, concept):
        return len(concept.phrasing_lines)

    @admin.display(description="dishes")
    def dish_count(self, concept):
        return len(concept.dish_lines)

    def after_save(self, request, form):
        """Embed it where that is wished; a name or an opposite, too, is read again by every process."""
        EmbeddingSpace.objects.publish_anew()
        if settings.RECIPES_EMBED_ON_SAVE:
            embed_saved_concepts(request, Concept.objects.filter(pk=form.instance.pk), quiet=True)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        EmbeddingSpace.objects.publish_anew()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        EmbeddingSpace.objects.publish_anew()

    def get_deleted_objects(self, objs, request):
        """Concepts alone, not the links to their opposites."""
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        return [item for item in to_delete if not isinstance(item, list)], counts, perms_needed, protected

    def get_urls(self):
        def imported(request):
            return concept_import_view(self, request)

        view = self.admin_site.admin_view
        return [
            path("import/", view(imported), name="recipes_concept_import"),
            path("export/", view(self.export_view), name="recipes_concept_export"),
            *super().get_urls(),
        ]

    def export_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return export_selected(self, request, Concept.objects.all())


def problem() -> str:
    """How many concepts search doesn't know as they are, and what to do; empty where all is well."""
    concepts = list(Concept.objects.active())
    label_statuses(concepts)
    due = sum(concept.search_status is not Status.SEARCHABLE for concept in concepts)
    if not due:
        return ""
    are = number_of(due, "concept is", "concepts are")
    return format_html(
        "{} not embedded, or changed since: select them and choose “Embed selected concepts”; or run <code>manage.py "
        "embed_recipes</code>.",
        are,
    )
