"""Recipes: what is stored, what the database refuses, and reusable queries.

Not here: what a cook asked for, and anything about embeddings.
"""

from collections.abc import Sequence

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, validate_slug
from django.db import connections, models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from recipes.models.limits import Limit, limits_of
from recipes.models.renditions import settle_photo, srcset
from recipes.models.tag import Tag
from recipes.photos import validate_photo

TITLE_LENGTH = 200
SUMMARY_LENGTH = 10_000
INGREDIENTS_LENGTH = 20_000
METHOD_LENGTH = 60_000
MAX_MINUTES = 60 * 24 * 90
MAX_SERVINGS = 1000

COURSES = ("breakfast", "starter", "soup", "salad", "main", "side", "bread", "dessert", "snack", "drink", "sauce")
DIETS = ("vegetarian", "vegan", "pescatarian", "halal", "kosher", "low_carb")
# The fourteen allergens that must be declared in the EU: Regulation (EU) No 1169/2011, Annex II.
ALLERGENS = (
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soybeans",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
)
# As one aggregate it would read every recipe, texts and all, and it is asked at each search.
STATE = """SELECT (SELECT COUNT(*) FROM recipes_recipe), (SELECT MAX(id) FROM recipes_recipe),
(SELECT MAX(updated) FROM recipes_recipe)"""
NOT_VEGETARIAN = ("crustaceans", "fish", "molluscs")
NOT_VEGAN = (*NOT_VEGETARIAN, "eggs", "milk")


def three_states(label: str) -> models.BooleanField:
    """A yes / no / not said field: True, False or None."""
    return models.BooleanField(label, null=True, blank=True, default=None)


def text_lines(text: str) -> list[str]:
    """The lines of a text that hold something, stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class RecipeQuerySet(models.QuerySet):
    def published(self):
        """What cooks may see."""
        return self.filter(published=True)

    def update(self, **changes) -> int:
        """As Django's, and `Recipe.collection_state` tells: `updated` becomes now where the changes don't name it."""
        return super().update(**{"updated": timezone.now(), **changes})

    def newest(self):
        return self.order_by("-created", "-pk")

    def quickest(self):
        """By total time; recipes that don't say it come last."""
        return self.order_by(F("total_minutes").asc(nulls_last=True), "title", "pk")

    def limited(self, diets=(), max_minutes=None, course="", cuisine=""):
        """Without the recipes that violate a limit; `meets` is True where all limits are known to be met.

        A recipe that doesn't say stays, with `meets` False. ValueError for a diet that isn't in DIET_LIMITS.
        """
        return self.limited_by(limits_of(diets, max_minutes, course, cuisine))

    def limited_by(self, limits: Sequence[Limit]):
        """As `limited`, by any limits."""
        kept = self.all()
        for limit in limits:
            kept = kept.exclude(limit.violated)
        met = Q(*(limit.met for limit in limits)) if limits else Q(pk__isnull=False)
        return kept.annotate(meets=Case(When(met, then=True), default=False, output_field=models.BooleanField()))

    def with_texts(self):
        """With all that passages are made of, in two queries."""
        return self.prefetch_related("tags")


class Recipe(models.Model):
    title = models.CharField(max_length=TITLE_LENGTH, help_text="The dish's own name: “Harira”, “Crème brûlée”.")
    slug = models.SlugField(max_length=TITLE_LENGTH + 20, unique=True, help_text="The last part of the page's address.")
    summary = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(SUMMARY_LENGTH)],
        help_text="One or two specific sentences: what it is, how it tastes and feels. Search reads this first. "
        "Good: “Chickpeas, lentils and tomato in a thick, lemony Moroccan soup scented with cinnamon.” "
        "Too vague to be found: “A tasty soup everybody loves.”",
    )
    ingredients = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(INGREDIENTS_LENGTH)],
        help_text="One a line, with its amount: “200 g dried chickpeas, soaked overnight”.",
    )
    method = models.TextField(
        blank=True, validators=[MaxLengthValidator(METHOD_LENGTH)], help_text="One step a line, in order."
    )
    course = models.CharField(max_length=60, blank=True, db_index=True, help_text="Such as soup, main or dessert.")
    cuisine = models.CharField(max_length=60, blank=True, db_index=True, help_text="Such as Moroccan or Georgian.")
    tags = models.ManyToManyField(Tag, blank=True, related_name="recipes")

    vegetarian = three_states("vegetarian")
    vegan = three_states("vegan")
    pescatarian = three_states("pescatarian")
    halal = three_states("halal")
    kosher = three_states("kosher")
    low_carb = three_states("low-carb")
    contains_gluten = three_states("gluten")
    contains_crustaceans = three_states("crustaceans")
    contains_eggs = three_states("eggs")
    contains_fish = three_states("fish")
    contains_peanuts = three_states("peanuts")
    contains_soybeans = three_states("soybeans")
    contains_milk = three_states("milk")
    contains_nuts = three_states("nuts")
    contains_celery = three_states("celery")
    contains_mustard = three_states("mustard")
    contains_sesame = three_states("sesame")
    contains_sulphites = three_states("sulphites")
    contains_lupin = three_states("lupin")
    contains_molluscs = three_states("molluscs")

    prep_minutes = models.PositiveIntegerField(
        "preparation", null=True, blank=True, validators=[MaxValueValidator(MAX_MINUTES)], help_text="In minutes."
    )
    cook_minutes = models.PositiveIntegerField(
        "cooking", null=True, blank=True, validators=[MaxValueValidator(MAX_MINUTES)], help_text="In minutes."
    )
    total_minutes = models.PositiveIntegerField(
        "in all",
        null=True,
        blank=True,
        db_index=True,
        validators=[MaxValueValidator(MAX_MINUTES)],
        help_text="In minutes, from start to plate, resting and chilling included. "
        "Left empty, it becomes preparation plus cooking.",
    )
    servings = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MAX_SERVINGS)]
    )

    source_name = models.CharField(max_length=200, blank=True, help_text="The book, site or person it comes from.")
    source_url = models.URLField("source address", max_length=500, blank=True)
    source_id = models.CharField(
        max_length=200,
        blank=True,
        help_text="Its id at the source; a later import with this id updates the recipe.",
    )
    photo = models.ImageField(
        upload_to="photos/%Y/%m/",
        blank=True,
        validators=[validate_photo],
        width_field="photo_width",
        height_field="photo_height",
        help_text="JPEG, PNG or WebP, at most 20 MB; it is turned upright, made smaller and stripped of its metadata.",
    )
    photo_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    photo_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    photo_widths = models.JSONField(default=list, blank=True, editable=False)

    published = models.BooleanField(default=True, db_index=True, help_text="Cooks never see a draft.")
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    updated = models.DateTimeField(auto_now=True, db_index=True)

    objects = RecipeQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="recipe_has_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="recipe_has_slug"),
            models.CheckConstraint(
                condition=~Q(summary="", ingredients="", method=""),
                name="recipe_has_text",
                violation_error_message="Write a summary, ingredients or a method: a title alone can't be cooked.",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("summary"), SUMMARY_LENGTH)
                & LessThanOrEqual(Length("ingredients"), INGREDIENTS_LENGTH)
                & LessThanOrEqual(Length("method"), METHOD_LENGTH),
                name="recipe_texts_bounded",
            ),
            models.CheckConstraint(
                condition=Q(prep_minutes__lte=MAX_MINUTES)
                & Q(cook_minutes__lte=MAX_MINUTES)
                & Q(total_minutes__lte=MAX_MINUTES),
                name="recipe_minutes_bounded",
                violation_error_message=f"No time may be longer than {MAX_MINUTES:,} minutes.",
            ),
            models.CheckConstraint(
                condition=Q(total_minutes__gte=F("prep_minutes")) & Q(total_minutes__gte=F("cook_minutes")),
                name="recipe_total_covers_parts",
                violation_error_message="The time in all can't be less than preparation or cooking.",
            ),
            models.CheckConstraint(
                condition=Q(servings__gte=1) & Q(servings__lte=MAX_SERVINGS), name="recipe_servings_bounded"
            ),
            models.CheckConstraint(
                condition=~Q(vegan=True, vegetarian=False)
                & ~Q(vegan=True, pescatarian=False)
                & ~Q(vegetarian=True, pescatarian=False),
                name="recipe_diets_agree",
                violation_error_message="Vegan implies vegetarian, and vegetarian implies pescatarian.",
            ),
            *(
                models.CheckConstraint(
                    condition=~Q(vegetarian=True, **{f"contains_{food}": True}),
                    name=f"recipe_vegetarian_no_{food}",
                    violation_error_message=f"A vegetarian recipe contains no {food}.",
                )
                for food in NOT_VEGETARIAN
            ),
            *(
                models.CheckConstraint(
                    condition=~Q(vegan=True, **{f"contains_{food}": True}),
                    name=f"recipe_vegan_no_{food}",
                    violation_error_message=f"A vegan recipe contains no {food}.",
                )
                for food in NOT_VEGAN
            ),
            models.UniqueConstraint(
                fields=["source_name", "source_id"],
                condition=~Q(source_id=""),
                name="recipe_once_a_source_id",
                violation_error_message="There is a recipe with this source id already.",
            ),
            models.UniqueConstraint(
                fields=["source_url"],
                condition=~Q(source_url=""),
                name="recipe_once_a_source_url",
                violation_error_message="There is a recipe with this source address already.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        validate_slug(self.slug)  # one that no address can hold would break every page that links to it
        settle_photo(self)
        if "photo" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "photo_widths"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("recipe", args=[self.slug])

    @classmethod
    def collection_state(cls) -> tuple:
        """Another one wherever a recipe came, went, or was saved or updated: three look-ups in indexes."""
        with connections[cls.objects.db].cursor() as cursor:
            cursor.execute(STATE)
            return tuple(cursor.fetchone())

    def clean(self):
        if self.total_minutes is None and None not in (self.prep_minutes, self.cook_minutes):
            self.total_minutes = self.prep_minutes + self.cook_minutes

    @property
    def photo_srcset(self) -> str:
        return srcset(self)

    @property
    def ingredient_lines(self) -> list[str]:
        return text_lines(self.ingredients)

    @property
    def method_steps(self) -> list[str]:
        return text_lines(self.method)

    @property
    def diets(self) -> dict[str, bool | None]:
        """Each diet -> yes, no or not said."""
        return {name: getattr(self, name) for name in DIETS}

    @property
    def allergens(self) -> dict[str, bool | None]:
        """Each allergen -> contained, not contained or not said."""
        return {name: getattr(self, f"contains_{name}") for name in ALLERGENS}
