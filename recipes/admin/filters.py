"""Filters of the list of recipes. Each costs the same few queries however many recipes there are."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Count, Q

from recipes import indexing
from recipes.admin.searchability import active_space, embedded_in, stale_are_counted
from recipes.models import ALLERGENS, DIET_LIMITS, DIETS, Recipe, Tag
from recipes.search import SearchUnavailable, serving

LISTED = 30
NOT_SAID = "-"


class SearchStatusFilter(SimpleListFilter):
    """Embedded or not is asked of an index; stale, which takes reading every text, only where recipes are few."""

    title = "search status"
    parameter_name = "search_status"

    def lookups(self, request, model_admin):
        known = [("embedded", "embedded"), ("missing", "not embedded")]
        return [*known, ("stale", "stale")] if stale_are_counted() else known

    def queryset(self, request, queryset):
        space = active_space()
        if self.value() == "stale":
            return queryset.filter(pk__in=stale_ids() if stale_are_counted() else [])
        if self.value() in ("embedded", "missing"):
            embedded = embedded_in(space) if space else Q(pk__in=[])
            return queryset.filter(embedded if self.value() == "embedded" else ~embedded)
        return queryset


def stale_ids() -> list[int]:
    try:
        space, embedder = serving()
    except SearchUnavailable:
        return []
    return indexing.plan(embedder, Recipe.objects.filter(embedded_in(space.space))).due


class DietFilter(SimpleListFilter):
    title = "diet"
    parameter_name = "diet"

    def lookups(self, request, model_admin):
        return [*((name, name.replace("_", "-")) for name in DIET_LIMITS), (NOT_SAID, "no diet said")]

    def queryset(self, request, queryset):
        if self.value() == NOT_SAID:
            return queryset.filter(**dict.fromkeys(DIETS))
        limit = DIET_LIMITS.get(self.value())
        return queryset.filter(limit.met) if limit else queryset


class AllergensFilter(SimpleListFilter):
    title = "allergens"
    parameter_name = "allergens"

    def lookups(self, request, model_admin):
        return [("all", "all said"), ("some", "some or none said")]

    def queryset(self, request, queryset):
        unsaid = Q(*((f"contains_{name}", None) for name in ALLERGENS), _connector=Q.OR)
        kept = {"all": ~unsaid, "some": unsaid}.get(self.value())
        return queryset if kept is None else queryset.filter(kept)


class PhotoFilter(SimpleListFilter):
    title = "photo"
    parameter_name = "has_photo"

    def lookups(self, request, model_admin):
        return [("yes", "with a photo"), ("no", "without")]

    def queryset(self, request, queryset):
        kept = {"yes": ~Q(photo=""), "no": Q(photo="")}.get(self.value())
        return queryset if kept is None else queryset.filter(kept)


class NamedFilter(SimpleListFilter):
    """By the commonest values of a free-text field, which a subclass names."""

    def lookups(self, request, model_admin):
        values = Recipe.objects.exclude(**{self.parameter_name: ""}).order_by().values_list(self.parameter_name)
        commonest = values.annotate(count=Count("pk")).order_by("-count", self.parameter_name)[:LISTED]
        names = {name for name, _ in commonest} | {self.value()} - {None, NOT_SAID}
        return [*((name, name) for name in sorted(names, key=str.casefold)), (NOT_SAID, "not said")]

    def queryset(self, request, queryset):
        if (value := self.value()) is None:
            return queryset
        if "\0" in value:  # which PostgreSQL would refuse with an error
            return queryset.none()
        return queryset.filter(**{self.parameter_name: "" if value == NOT_SAID else value})


class CourseFilter(NamedFilter):
    title = parameter_name = "course"


class CuisineFilter(NamedFilter):
    title = parameter_name = "cuisine"


# A database's greatest id has 19: more would be an error there.
MAX_DIGITS = 19


class TagFilter(SimpleListFilter):
    """By the tags of one kind, which a subclass names."""

    def lookups(self, request, model_admin):
        tags = Tag.objects.filter(kind=self.parameter_name).order_by("name")[:LISTED]
        return [(str(tag.pk), tag.name) for tag in tags]

    def queryset(self, request, queryset):
        value = self.value()
        is_id = value and value.isdecimal() and len(value) < MAX_DIGITS
        return queryset.filter(tags=value) if is_id else queryset


class SeasonFilter(TagFilter):
    title, parameter_name = "season", Tag.Kind.SEASON.value


class OccasionFilter(TagFilter):
    title, parameter_name = "occasion", Tag.Kind.OCCASION.value


class MoodFilter(TagFilter):
    title, parameter_name = "mood", Tag.Kind.MOOD.value


FILTERS = [
    "published",
    SearchStatusFilter,
    CourseFilter,
    CuisineFilter,
    DietFilter,
    AllergensFilter,
    SeasonFilter,
    OccasionFilter,
    MoodFilter,
    PhotoFilter,
]
