"""Embedding concepts from the admin: bounded, and telling what came of it. Not how they are embedded."""

import logging

from django.contrib import messages

from recipes import indexing
from recipes.admin.embedding import LONGEST_REASON
from recipes.admin.searchability import number_of, say
from recipes.embedders import embedders

AT_ONCE = 50
"""Concepts embedded within one request at most: some two thousand short texts, a few seconds on two cores."""

logger = logging.getLogger(__name__)


def embed_saved_concepts(request, concepts, *, quiet: bool = False) -> None:
    """Embed up to AT_ONCE of these concepts that are due and tell the admin; never raises.

    `quiet`: say nothing where nothing was due.
    """
    try:
        embedder = embedders[indexing.serving_alias()]
        chosen = set(concepts.values_list("pk", flat=True))
        due = [pk for pk in indexing.due_concepts(embedder) if pk in chosen]
        report = indexing.embed_concepts(embedder, due[:AT_ONCE])
    except Exception as error:
        # What the admin typed is stored by now: an error page, whatever its cause, would look like a lost save.
        logger.exception("Concepts could not be embedded from the admin")
        reason = (str(error)[:LONGEST_REASON] or type(error).__name__).rstrip(".")
        say(request, messages.ERROR, f"Embedding stopped: {reason}. Mend this, then run `manage.py embed_recipes`.")
        return
    if report.concepts:
        say(request, messages.SUCCESS, f"{number_of(report.concepts, 'concept', 'concepts')} embedded.")
    elif not due and not quiet:
        say(request, messages.INFO, "Nothing was due: search knows these concepts as they are.")
    for reason in list(report.failed_concepts.values())[:3]:
        say(request, messages.WARNING, f"A concept could not be embedded: {reason[:LONGEST_REASON].rstrip('.')}.")
    if len(due) > AT_ONCE:
        are = number_of(len(due) - AT_ONCE, "concept is", "concepts are")
        say(request, messages.WARNING, f"{are} still due: do the same again, or run `manage.py embed_recipes`.")
