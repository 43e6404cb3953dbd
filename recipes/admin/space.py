"""The admin of embedding spaces: what serves, how its threshold was measured, and the one number that may be changed.

Spaces are made, calibrated, switched and removed by commands, never here.
"""

from django.conf import settings
from django.contrib import admin
from django.forms import NumberInput
from django.urls import path
from django.utils.html import format_html, format_html_join

from recipes.admin.quality import SETTING_WINS, quality_view, say_threshold
from recipes.admin.searchability import with_code
from recipes.models import EmbeddedRecipe, EmbeddingSpace
from recipes.search import threshold_in_force

MEASURED = ["threshold", "good", "strong", "reach"]


@admin.register(EmbeddingSpace)
class EmbeddingSpaceAdmin(admin.ModelAdmin):
    list_display = ["space", "serves", "in_force", "recipe_count"]
    actions = None
    readonly_fields = ["space", "serves", "activated", "recipe_count", "in_force", *MEASURED, "how_measured"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fieldsets(self, request, obj=None):
        wins = settings.RECIPES_THRESHOLD is not None
        note = {"description": SETTING_WINS.format(settings.RECIPES_THRESHOLD), "classes": ["larder-overruled"]}
        threshold = {"fields": ["in_force", "chosen_threshold", *MEASURED], **(note if wins else {})}
        return [
            (None, {"fields": ["space", "serves", "activated", "recipe_count"]}),
            ("Threshold", threshold),
            ("How it was measured", {"fields": ["how_measured"]}),
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "chosen_threshold":
            kwargs["widget"] = NumberInput({"min": -1, "max": 1, "step": "any"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="serves searches", boolean=True)
    def serves(self, space):
        return space.is_active

    @admin.display(description="recipes embedded")
    def recipe_count(self, space):
        return f"{EmbeddedRecipe.objects.filter(space=space.space).count():,}"

    @admin.display(description="in force")
    def in_force(self, space):
        value = threshold_in_force(space)
        if settings.RECIPES_THRESHOLD is not None:
            return f"{value} (the setting RECIPES_THRESHOLD)"
        if value is None:
            return with_code("none yet: run `manage.py calibrate_threshold --write`")
        return f"{value} ({'calibrated' if space.chosen_threshold is None else 'chosen here'})"

    @admin.display(description="provenance")
    def how_measured(self, space):
        if not space.provenance:
            return "not said"
        rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", flat(space.provenance))
        return format_html('<dl class="larder-facts">{}</dl>', rows)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.is_active or settings.RECIPES_THRESHOLD is not None:
            say_threshold(request, obj)

    def get_urls(self):
        page = self.admin_site.admin_view(lambda request: quality_view(self, request))
        return [path("quality/", page, name="recipes_embeddingspace_quality"), *super().get_urls()]


LABELS = {
    "queries": "query file",
    "real": "queries with an answer",
    "none": "queries without an answer",
    "recipes": "recipes searched",
    "rates": "share at this threshold",
}


def flat(facts: dict, before: str = "") -> list[tuple[str, object]]:
    """("share at this threshold: answered", 0.95) and so on, from dictionaries within dictionaries."""
    found = []
    for name, value in facts.items():
        label = before + LABELS.get(name, str(name).replace("_", " "))
        found += flat(value, f"{label}: ") if isinstance(value, dict) else [(label, value)]
    return found
