"""Passages with their vectors, which recipes they are current for, and which embedding space serves.

Not here: splitting, encoding, ranking. A space is a string made by an embedder: two vectors may be compared only where
it is the same.
"""

from secrets import randbits
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from recipes.models.recipe import Recipe
from recipes.models.vectors import VectorField

SPACE_LENGTH = 200


class Embedding(models.Model):
    """One passage of a recipe and where it lies in one space."""

    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="embeddings")
    position = models.PositiveSmallIntegerField(help_text="0 is the bare title.")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    fingerprint = models.CharField(max_length=64)
    space = models.CharField(max_length=SPACE_LENGTH)
    vector = VectorField(help_text="Little-endian float32, of length 1.")

    class Meta:
        ordering = ["recipe_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["space", "recipe", "position"], name="embedding_once"),
            models.CheckConstraint(condition=~Q(text=""), name="embedding_has_text"),
        ]

    def __str__(self):
        return f"{self.kind} of recipe {self.recipe_id}"


def new_mark() -> int:
    """A random number that a signed 64-bit column holds."""
    return randbits(63)


class EmbeddedRecipe(models.Model):
    """That a recipe's embeddings in a space were made from the texts behind `source_hash`.

    `written` is another number whenever one of them was written or removed: what holds copies of vectors compares it.
    """

    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="embedded")
    space = models.CharField(max_length=SPACE_LENGTH)
    source_hash = models.CharField(max_length=64)
    # Random rather than counted, so that a restored backup never looks like what a copy was made from.
    written = models.BigIntegerField(default=new_mark, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "recipe"], name="embedded_recipe_once")]

    def __str__(self):
        return f"recipe {self.recipe_id} in {self.space}"


class EmbeddingSpaceQuerySet(models.QuerySet):
    def active(self) -> "EmbeddingSpace | None":
        """The one space that serves searches, or None before the first."""
        return self.filter(is_active=True).first()

    def mark_written(self, space: str) -> None:
        """Note, in a batch's own transaction, that there is something new to publish."""
        self.filter(space=space).update(written=uuid4().hex)

    def publish(self, space: str) -> None:
        """Let every process see what was written: a search compares `published` with what it holds in memory."""
        self.filter(space=space).update(published=F("written"))

    def publish_anew(self) -> None:
        """Let every process read again what it holds of the space that serves: something else than vectors changed."""
        serving = self.filter(is_active=True)
        for space in serving.values_list("space", flat=True):
            self.mark_written(space)
            self.publish(space)

    def activate(self, space: str) -> None:
        """Make this the space that serves; call inside a transaction."""
        self.filter(is_active=True).exclude(space=space).update(is_active=False)
        self.filter(space=space).update(is_active=True, activated=timezone.now())


class EmbeddingSpace(models.Model):
    """A space that embeddings exist in, the threshold calibrated for it, and whether it serves."""

    space = models.CharField(max_length=SPACE_LENGTH, unique=True, editable=False)
    is_active = models.BooleanField(default=False, editable=False)
    activated = models.DateTimeField(null=True, editable=False)
    # Random rather than counted, so that a restored backup never looks like what a process already holds.
    written = models.CharField(max_length=32, blank=True, editable=False)
    published = models.CharField(max_length=32, blank=True, editable=False)
    threshold = models.FloatField("calibrated threshold", null=True, editable=False)
    good = models.FloatField("“good match” from", null=True, editable=False)
    strong = models.FloatField("“strong match” from", null=True, editable=False)
    reach = models.FloatField(
        null=True, editable=False, help_text="How much less near than the best a match may be that is no good match."
    )
    provenance = models.JSONField(default=dict, editable=False, help_text="How the threshold was measured.")
    chosen_threshold = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-1), MaxValueValidator(1)],
        help_text="A cosine similarity from -1 to 1, used instead of the calibrated one. "
        "Higher: fewer, surer matches. Empty: the calibrated threshold.",
    )

    objects = EmbeddingSpaceQuerySet.as_manager()

    class Meta:
        ordering = ["-is_active", "space"]
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="one_active_space"),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(threshold__isnull=False), name="active_space_is_calibrated"
            ),
            models.CheckConstraint(
                condition=Q(chosen_threshold__isnull=True) | (Q(chosen_threshold__gte=-1) & Q(chosen_threshold__lte=1)),
                name="chosen_threshold_is_a_cosine",
            ),
        ]

    def __str__(self):
        return self.space

    @property
    def threshold_in_force(self) -> float | None:
        """The admin's threshold, else the calibrated one; None before there is either."""
        return self.threshold if self.chosen_threshold is None else self.chosen_threshold
