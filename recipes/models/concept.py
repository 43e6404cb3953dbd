"""Concepts that a cook's sentence may speak of, and where they lie in each space. Not how they are found."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from recipes.models.embedding import SPACE_LENGTH

FEWEST_PHRASINGS = 3
FEWEST_DISHES = 5
MOST_LINES = 200
OFF_TOPIC = "off topic"
LONGEST_LINE = 200


def lines(text: str) -> list[str]:
    """The lines of a text that hold something, with single spaces, each once."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


class ConceptQuerySet(models.QuerySet):
    def active(self) -> "ConceptQuerySet":
        """Those that searches go by."""
        return self.filter(active=True)


class Concept(models.Model):
    """What cooks mean by many phrasings, shown by the dishes that have it."""

    slug = models.SlugField("id", max_length=60, unique=True)
    name = models.CharField(max_length=60, help_text="One to three words, as cooks are shown it: “Read as: winter”.")
    family = models.CharField(
        max_length=40,
        help_text="A word to sort concepts by: weather, mood, cuisine. “off topic” is for phrasings that no recipe "
        "answers: a query near them matches only what it is all the nearer to.",
    )
    phrasings = models.TextField(
        help_text="How cooks say it, one a line: bare words and short sentences. A query near them is taken to mean it."
    )
    dishes = models.TextField(
        blank=True,
        help_text="Dishes that have it, one a line, described in a few words and as different as can be: queries are "
        "moved towards what they have in common. None where it is off topic.",
    )
    opposites = models.ManyToManyField(
        "self", blank=True, help_text="Concepts that push the other way; of two found, only the nearer one counts."
    )
    active = models.BooleanField(default=True, help_text="Whether searches go by it.")
    updated = models.DateTimeField(auto_now=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ["family", Lower("name"), "slug"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="concept_has_name")]

    def __str__(self):
        return self.name

    @property
    def is_off_topic(self) -> bool:
        return self.family == OFF_TOPIC

    @property
    def phrasing_lines(self) -> list[str]:
        return lines(self.phrasings)

    @property
    def dish_lines(self) -> list[str]:
        return lines(self.dishes)

    def clean(self):
        """ValidationError by field for too few, too many or too long phrasings and dishes."""
        fewest = {"phrasings": FEWEST_PHRASINGS, "dishes": 0 if self.is_off_topic else FEWEST_DISHES}
        problems = {field: problem_of(lines(getattr(self, field)), least) for field, least in fewest.items()}
        wrong = {field: problem for field, problem in problems.items() if problem}
        if self.is_off_topic and self.dish_lines:
            wrong["dishes"] = "What is off topic has no dishes."
        if wrong:
            raise ValidationError(wrong)


def problem_of(found: list[str], fewest: int) -> str:
    if not fewest <= len(found) <= MOST_LINES:
        return f"{len(found)} different lines, where {fewest} to {MOST_LINES} are needed."
    longest = max(found, key=len, default="")
    return f"A line has more than {LONGEST_LINE} characters: {longest[:40]}…" if len(longest) > LONGEST_LINE else ""


class ConceptEmbedding(models.Model):
    """A concept in one space: its phrasings' vectors and its prototype, made from the texts behind `fingerprint`."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="embeddings")
    space = models.CharField(max_length=SPACE_LENGTH)
    fingerprint = models.CharField(max_length=64)
    phrasings = models.BinaryField(help_text="Little-endian float32, a row of length 1 a phrasing.")
    prototype = models.BinaryField(help_text="Little-endian float32: the mean of the dishes' vectors of length 1.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "concept"], name="concept_embedded_once")]

    def __str__(self):
        return f"concept {self.concept_id} in {self.space}"
