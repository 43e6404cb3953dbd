"""The forms of the admin: a recipe, and a file to be imported. Not the search form of the pages, no rules of import."""

from contextlib import closing
from itertools import islice

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models.fields.files import ImageFieldFile
from django.utils.html import format_html, format_html_join

from recipes.importing import SourceFileError, read_rows
from recipes.importing.slugs import free_slugs, slug_of
from recipes.models import COURSES, Recipe

SUGGESTIONS = 200
MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 20_000
BY_COMMAND = "copy it to the server and run manage.py import_recipes there"


class SuggestingInput(AdminTextInputWidget):
    """A text field with suggestions, from which anything else may be typed as well; `suggest` gives them."""

    def __init__(self, suggest):
        super().__init__()
        self.suggest = suggest

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{name}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.suggest()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class ThreeStates(forms.NullBooleanSelect):
    """Yes, no, or not said."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.choices = [("unknown", "not said"), ("true", "yes"), ("false", "no")]


def in_use(field: str) -> list[str]:
    """The values of a free-text field that recipes have, by the alphabet, bounded."""
    values = Recipe.objects.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    return list(values[:SUGGESTIONS])


def suggested_courses() -> list[str]:
    return list(dict.fromkeys([*COURSES, *in_use("course")]))


class RecipeForm(forms.ModelForm):
    """A recipe as the admin types it; an empty slug becomes the title's, made unique."""

    class Meta:
        widgets = {
            "course": SuggestingInput(suggested_courses),
            "cuisine": SuggestingInput(lambda: in_use("cuisine")),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):  # not there for somebody who may only look
            slug.required = False
            slug.help_text = "The last part of the page’s address. Left empty, it is made from the title."
            slug.error_messages["unique"] = "Another recipe has this address: change it, or empty it to get a free one."

    def clean_photo(self):
        """The photo; a stored one is opened here, since the model would do so later, where nobody can be told."""
        photo = self.cleaned_data["photo"]
        if isinstance(photo, ImageFieldFile):
            try:
                _ = photo.width
            except OSError as error:
                raise forms.ValidationError("The photo’s file is missing: clear it or upload it again.") from error
        return photo

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("title") and cleaned.get("slug") == "":
            [cleaned["slug"]] = free_slugs([slug_of(cleaned["title"])])
        return cleaned


class ImportForm(forms.Form):
    """A recipe file, bounded in size and rows, and what is to be done with it."""

    file = forms.FileField(
        label="Recipe file",
        widget=forms.FileInput({"accept": ".json,.jsonl,.ndjson,.jsonld,.csv,.tsv,.gz"}),
        help_text=f"JSON, JSON Lines, CSV or schema.org JSON-LD, gzipped or not; at most {MAX_BYTES // 2**20} MB and "
        f"{MAX_ROWS:,} recipes. For more, {BY_COMMAND}.",
    )
    source_name = forms.CharField(
        required=False,
        max_length=Recipe._meta.get_field("source_name").max_length,
        help_text="The book, site or person that recipes come from where the file itself doesn’t say.",
    )
    dry_run = forms.BooleanField(
        required=False, label="Only try it", help_text="Says what would be imported, and changes nothing."
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"{upload.name} has {upload.size / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} are taken: {BY_COMMAND}."
            )
        try:
            with closing(read_rows(upload.file, upload.name)) as rows:
                too_many = any(True for _ in islice(rows, MAX_ROWS, None))
        except SourceFileError as error:
            raise forms.ValidationError(str(error)) from error
        if too_many:
            raise forms.ValidationError(f"{upload.name} has more than {MAX_ROWS:,} rows: {BY_COMMAND}.")
        upload.file.seek(0)
        return upload
