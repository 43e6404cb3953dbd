"""The page "Search quality": figures, where scores lie, the threshold to set, a query to try, summaries to mend.

Not the measuring (evaluation and calibration do that, from commands) and not the ranking (search does).
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm, NumberInput
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from recipes import evaluation
from recipes.admin.plot import plot
from recipes.admin.searchability import say
from recipes.models import EmbeddingSpace, Recipe
from recipes.search import Match, SearchUnavailable, cut_off_of, rank, serving, threshold_in_force

SHOWN = 20
BELOW = 5
CHECKED = 300
SETTING_WINS = (
    "The setting RECIPES_THRESHOLD is {}, and it wins: what is chosen here is kept, but not used until that is gone."
)


class ThresholdForm(ModelForm):
    """The one number of a space that may be changed."""

    class Meta:
        model = EmbeddingSpace
        fields = ["chosen_threshold"]
        widgets = {"chosen_threshold": NumberInput({"min": -1, "max": 1, "step": "any"})}


@dataclass(frozen=True)
class Trial:
    """What a query finds without a cut-off: what a cook is shown, and the first of what is cut off."""

    text: str
    threshold: float
    total: int
    shown: int
    above: list[Match]
    below: list[Match]


def quality_view(model_admin, request):
    """GET: the page; with `q` a query is tried. POST: the threshold is set."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    try:
        space, _ = serving()
    except SearchUnavailable as error:
        return page(model_admin, request, {"trouble": str(error)})
    form = ThresholdForm(request.POST or None, instance=space)
    if request.method == "POST" and model_admin.has_change_permission(request, space) and form.is_valid():
        form.save()
        say_threshold(request, space)
        return redirect(request.get_full_path())
    stored = EmbeddingSpace.objects.get(pk=space.pk)
    found = trial(request.GET.get("q", ""), stored)
    context = {
        "space": stored,
        "form": form,
        "may_change": model_admin.has_change_permission(request, space),
        "figures": stored.provenance.get("figures", {}),
        "measured": stored.provenance,
        "plot": plot(stored.provenance.get("histograms", {}), marks(stored)),
        "in_force": threshold_in_force(stored),
        "setting": settings.RECIPES_THRESHOLD,
        "trial": found,
        **check(space.space),
    }
    return page(model_admin, request, context)


def page(model_admin, request, context: dict):
    shared = {**model_admin.admin_site.each_context(request), "title": "Search quality", "opts": model_admin.opts}
    return TemplateResponse(request, "admin/recipes/embeddingspace/quality.html", {**shared, **context})


def say_threshold(request, space: EmbeddingSpace) -> None:
    if settings.RECIPES_THRESHOLD is not None:
        say(request, messages.WARNING, SETTING_WINS.format(settings.RECIPES_THRESHOLD))
    else:
        say(request, messages.SUCCESS, f"Searches use the threshold {space.threshold_in_force} from now on.")


def marks(space: EmbeddingSpace) -> dict[str, float]:
    named = {"threshold": threshold_in_force(space), "good": space.good, "strong": space.strong}
    return {name: score for name, score in named.items() if score is not None}


def trial(text: str, space: EmbeddingSpace) -> Trial | None:
    """None where there is nothing to try, or search went away meanwhile."""
    if not text.strip():
        return None
    try:
        ranking = rank(text, threshold=None)
    except SearchUnavailable:
        return None
    cut_off = cut_off_of(space, ranking.hits, ranking.doubt)
    shown = int((ranking.hits.scores >= cut_off).sum())
    first = min(shown, SHOWN)
    return Trial(
        text=text,
        threshold=cut_off,
        total=ranking.total,
        shown=shown,
        above=ranking.matches(0, first),
        below=ranking.matches(shown, shown + BELOW),
    )


def check(space: str) -> dict:
    """The vague summaries among the recipes changed last."""
    recipes = list(Recipe.objects.published().order_by("-updated", "-pk")[:CHECKED])
    return {"checked": len(recipes), "vague": evaluation.vague_summaries(recipes, space)}
