"""The page that takes a recipe file and reports what became of every row. What a row means is decided in importing."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone

from recipes.admin.embedding import AT_ONCE, embed_many
from recipes.admin.forms import ImportForm
from recipes.admin.searchability import number_of, say
from recipes.importing import ImportReport, import_rows, read_rows
from recipes.models import Recipe


def may_import(model_admin, request) -> bool:
    return model_admin.has_add_permission(request) and model_admin.has_change_permission(request)


def import_view(model_admin, request):
    """GET: the form. POST: the import, or a mere try, and its report; a form error where the file can't be read."""
    if not may_import(model_admin, request):
        raise PermissionDenied
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    report, tried = None, False
    if form.is_bound and form.is_valid():
        report, tried = run(request, form.cleaned_data), form.cleaned_data["dry_run"]
        form = ImportForm(initial={"source_name": form.cleaned_data["source_name"]})
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Import recipes",
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
        "form": form,
        "fieldset_form": AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
        "report": report,
        "tried": tried,
    }
    return TemplateResponse(request, "admin/recipes/recipe/import.html", context)


def run(request, cleaned: dict) -> ImportReport:
    started = timezone.now()
    rows = read_rows(cleaned["file"].file, cleaned["file"].name)
    report = import_rows(rows, source_name=cleaned["source_name"], dry_run=cleaned["dry_run"])
    changed = report.created + report.updated
    if changed and not cleaned["dry_run"]:
        embed_imported(request, changed, Recipe.objects.filter(updated__gte=started))
    return report


def embed_imported(request, changed: int, recipes) -> None:
    """Embed a small import at once; of a large one say what to do."""
    if settings.RECIPES_EMBED_ON_SAVE and changed <= AT_ONCE:
        embed_many(request, recipes, quiet=True)
        return
    text = f"Search doesn’t know the {number_of(changed, 'recipe', 'recipes')} imported yet"
    say(request, messages.WARNING, f"{text}: run `manage.py embed_recipes` on the server.")
