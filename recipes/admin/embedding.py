"""Embedding from the admin: right after a save and for a selection, bounded, and telling what came of it.

Not what is due or how it is embedded: that is indexing's.
"""

import logging
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet

from recipes import indexing
from recipes.admin.searchability import active_space, cannot_answer, label_statuses, number_of, say
from recipes.embedders import embedders
from recipes.indexing import Report, Status
from recipes.models import Recipe

AT_ONCE = 50
"""Recipes embedded within one request at most: about ten seconds on two cores, well within a server's time limit."""

LONGEST_REASON = 300
REASONS = 5
WHAT_TO_DO = "choose “Embed selected recipes” in the list of recipes, or run `manage.py embed_recipes`"
KNOWN = {
    Status.SEARCHABLE: "Search finds it",
    Status.STALE: "Search goes by its former text",
    Status.NOT_EMBEDDED: "Search can’t find it yet",
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What came of embedding: the report, how many due recipes were left, and what went wrong altogether."""

    report: Report = field(default_factory=Report)
    left: int = 0
    trouble: str = ""

    @property
    def embedded(self) -> int:
        return self.report.done - self.report.overtaken - len(self.report.failed)


def embed_now(recipes: QuerySet) -> Outcome:
    """Embed the first AT_ONCE of these recipes that are due. Never raises: what went wrong is in the outcome."""
    try:
        embedder = embedders[indexing.serving_alias()]
        due = indexing.plan(embedder, recipes).due
        report = indexing.embed_recipes(Recipe.objects.filter(pk__in=due[:AT_ONCE]))
    except Exception as error:
        # What the admin typed is stored by now: an error page, whatever its cause, would look like a lost save.
        logger.exception("Recipes could not be embedded from the admin")
        return Outcome(trouble=str(error)[:LONGEST_REASON] or type(error).__name__)
    return Outcome(report, left=max(len(due) - AT_ONCE, 0))


def embed_saved(request, recipe_id: int) -> None:
    """Embed a recipe that was just saved, if the setting says so, and tell the admin whether search finds it now."""
    recipes = Recipe.objects.filter(pk=recipe_id)
    outcome = embed_now(recipes) if settings.RECIPES_EMBED_ON_SAVE else None
    for recipe in recipes.with_texts():
        label_statuses([recipe], active_space())
        say(request, *verdict(recipe, outcome))


def verdict(recipe: Recipe, outcome: Outcome | None) -> tuple[int, str]:
    """The level and the text of what to say of one saved recipe; `outcome` None where embedding on save is off."""
    known, status = KNOWN[recipe.search_status], recipe.search_status
    if status is Status.SEARCHABLE:
        if trouble := cannot_answer():
            return messages.WARNING, f"The recipe is embedded, but search can’t answer now: {trouble}"
        return messages.SUCCESS, f"{known} now." if recipe.published else f"{known} once it is published."
    if outcome is None:
        return messages.WARNING, f"{known}, since embedding on save is off: {WHAT_TO_DO}."
    if trouble := outcome.trouble or outcome.report.failed.get(recipe.pk, "")[:LONGEST_REASON]:
        return messages.WARNING, (
            f"The recipe is saved, but it could not be embedded: {trouble.rstrip('.')}. {known}: mend this, "
            f"then {WHAT_TO_DO}."
        )
    if outcome.report.overtaken:
        return messages.WARNING, "Another run is embedding this recipe right now: look at its status in a minute."
    return messages.WARNING, f"The recipe is embedded. {known}: {cannot_answer() or WHAT_TO_DO}"


def embed_many(request, recipes: QuerySet, *, quiet: bool = False) -> None:
    """Embed up to AT_ONCE of these recipes and tell the admin what was done, what failed and what is left.

    `quiet`: say nothing where nothing was due.
    """
    outcome = embed_now(recipes)
    if outcome.trouble:
        text = f"Embedding stopped: {outcome.trouble.rstrip('.')}. Mend this, then {WHAT_TO_DO}."
        say(request, messages.ERROR, text)
        return
    if outcome.embedded:
        say(request, messages.SUCCESS, f"{number_of(outcome.embedded, 'recipe', 'recipes')} embedded.")
    elif not (outcome.report.done or quiet):
        say(request, messages.INFO, "Nothing was due: search knows these recipes as they are.")
    say_what_is_left(request, outcome)


def say_what_is_left(request, outcome: Outcome) -> None:
    failed = outcome.report.failed
    for recipe in Recipe.objects.filter(pk__in=list(failed)[:REASONS]):
        reason = failed[recipe.pk][:LONGEST_REASON].rstrip(".")
        say(request, messages.WARNING, f"“{recipe}” could not be embedded: {reason}. Search doesn’t know it as it is.")
    if len(failed) > REASONS:
        say(
            request,
            messages.WARNING,
            f"{len(failed) - REASONS:,} more could not be embedded: the server’s log says why.",
        )
    if outcome.report.overtaken:
        say(request, messages.INFO, f"{number_of(outcome.report.overtaken, 'recipe', 'recipes')} left to another run.")
    if outcome.left:
        due = number_of(outcome.left, "recipe is", "recipes are")
        advice = f"at most {AT_ONCE} are embedded at once. Do the same again, or run `manage.py embed_recipes`."
        say(request, messages.WARNING, f"{due} still due: {advice}")
    if outcome.embedded and (trouble := cannot_answer()):
        say(request, messages.WARNING, f"Search can’t answer yet: {trouble}")


class EmbedAfterSave:
    """For a ModelAdmin: `after_save(request, form)` is called once a save with its tags is committed.

    Within its transaction a failure would undo the save, and the database be locked for as long as the model works.
    """

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.larder_saved_form = form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if form := getattr(request, "larder_saved_form", None):
            self.after_save(request, form)
        return response
