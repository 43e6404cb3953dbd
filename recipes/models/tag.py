"""Words that recipes share: seasons, occasions, moods and others. Not courses, cuisines and diets, which are fields."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Tag(models.Model):
    """A season, an occasion, a mood, or any other word that recipes share."""

    class Kind(models.TextChoices):
        SEASON = "season"
        OCCASION = "occasion"
        MOOD = "mood"
        OTHER = "other"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    name = models.CharField(max_length=60)
    updated = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "kind", name="tag_once", violation_error_message="There is such a tag already."
            ),
            models.CheckConstraint(condition=~Q(name=""), name="tag_has_name"),
            models.CheckConstraint(condition=Q(kind__in=["season", "occasion", "mood", "other"]), name="tag_kind"),
        ]

    def __str__(self):
        return self.name
