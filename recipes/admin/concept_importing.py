"""The page that takes a file of concepts and reports what became of every row. What a row means is importing's."""

from django import forms
from django.conf import settings
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse

from recipes.admin.concept_embedding import embed_saved_concepts
from recipes.admin.importing import may_import
from recipes.importing import SourceFileError, import_concepts, read_concepts
from recipes.models import Concept, EmbeddingSpace

MAX_BYTES = 5 * 1024 * 1024


class ConceptImportForm(forms.Form):
    """A file of concepts, bounded in size, and whether it is only to be tried; `rows` once it is valid."""

    file = forms.FileField(
        label="File of concepts",
        widget=forms.FileInput({"accept": ".json"}),
        help_text="JSON as “Export” writes it. A concept with the id of a stored one replaces it; others stay.",
    )
    dry_run = forms.BooleanField(
        required=False, label="Only try it", help_text="Says what would be imported, and changes nothing."
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"{upload.name} is larger than {MAX_BYTES // 2**20} MB: split it.")
        try:
            self.rows = read_concepts(upload.read())
        except SourceFileError as error:
            raise forms.ValidationError(str(error)) from error
        return upload


def concept_import_view(model_admin, request):
    """GET: the form. POST: the import, or a mere try, and its report; a form error where the file can't be read."""
    if not may_import(model_admin, request):
        raise PermissionDenied
    form = ConceptImportForm(request.POST or None, request.FILES or None)
    report, tried = None, False
    if form.is_bound and form.is_valid():
        tried = form.cleaned_data["dry_run"]
        report = import_concepts(form.rows, dry_run=tried)
        if not tried and report.created + report.updated:
            EmbeddingSpace.objects.publish_anew()
            embed_imported(request)
        form = ConceptImportForm()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Import concepts",
        "opts": model_admin.opts,
        "media": model_admin.media + form.media,
        "form": form,
        "fieldset_form": AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
        "report": report,
        "tried": tried,
    }
    return TemplateResponse(request, "admin/recipes/concept/import.html", context)


def embed_imported(request) -> None:
    if settings.RECIPES_EMBED_ON_SAVE:
        embed_saved_concepts(request, Concept.objects.all(), quiet=True)
