"""What `embed_recipes` does with concepts: count what is due, load the shipped ones. Not the embedding itself."""

from contextlib import closing

from recipes import indexing
from recipes.importing import load_shipped_concepts, missing_shipped_concepts
from recipes.management.progress import Progress


def count_due(embedder, *, force: bool) -> int:
    """How many concepts are to be embedded; those that ship with Larder, too, where none is stored yet."""
    return len(indexing.due_concepts(embedder, force=force)) + missing_shipped_concepts()


def embed_due(embedder, report: indexing.Report, stream, *, force: bool) -> None:
    """Embed what is due, after loading the shipped concepts into a table that has none; progress goes to the stream."""
    load_shipped_concepts()
    due = indexing.due_concepts(embedder, force=force)
    with closing(Progress(len(due), "concepts", stream)) as progress:
        indexing.embed_concepts(embedder, due, report=report, on_batch=progress.at)


def failures(report: indexing.Report) -> list[str]:
    """A line a recipe or concept that could not be embedded."""
    kinds = (("Recipe", report.failed), ("Concept", report.failed_concepts))
    return [f"{kind} {pk} could not be embedded: {reason}" for kind, failed in kinds for pk, reason in failed.items()]
