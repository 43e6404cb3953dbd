"""How recipes are worded and drawn on pages: durations, names, covers, and why a recipe matched. No queries."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recipes import covers, explaining, forms
from recipes.explaining import Explanation, Part
from recipes.models import Recipe

register = template.Library()

MOST_TAGS = 2

ALLERGEN_NAMES = {
    "gluten": gettext_lazy("gluten"),
    "crustaceans": gettext_lazy("crustaceans"),
    "eggs": gettext_lazy("eggs"),
    "fish": gettext_lazy("fish"),
    "peanuts": gettext_lazy("peanuts"),
    "soybeans": gettext_lazy("soybeans"),
    "milk": gettext_lazy("milk"),
    "nuts": gettext_lazy("nuts"),
    "celery": gettext_lazy("celery"),
    "mustard": gettext_lazy("mustard"),
    "sesame": gettext_lazy("sesame"),
    "sulphites": gettext_lazy("sulphites"),
    "lupin": gettext_lazy("lupin"),
    "molluscs": gettext_lazy("molluscs"),
}


@register.filter
def duration(minutes: int) -> str:
    """Minutes as a cook says them: “1 h 50 min”."""
    return forms.duration(minutes)


@register.filter
def limit_words(found) -> str:
    """A limit that was found in a sentence, in the page's language: “without nuts”."""
    return forms.limit_words(found)


@register.filter
def course_name(course: str) -> str:
    return forms.course_name(course)


@register.filter
def names(keys: list[str]) -> str:
    """Keys of diets or allergens as a list in words: “gluten, milk, low-carb”."""
    known = forms.DIET_NAMES | ALLERGEN_NAMES
    return ", ".join(str(known[key]) for key in keys)


@register.filter
def cover_class(recipe: Recipe) -> str:
    """The colours and the ground of a recipe's cover, always the same for the same recipe."""
    cover = covers.cover_of(recipe)
    return f"cover-{cover.palette} ground-{cover.ground}"


@register.filter
def cover_figure(recipe: Recipe) -> str:
    """The id of a recipe's figure in static/covers.svg."""
    return covers.cover_of(recipe).figure


@register.filter
def course_figure(course: str) -> str:
    return covers.course_figure(course)


@register.filter
def web_address(url: str) -> str:
    """The address where it is one of the web, else nothing: a stored `javascript:` never becomes a link."""
    return url if url.casefold().startswith(("https://", "http://")) else ""


@register.simple_tag
def explanation(match, reading) -> Explanation | None:
    """Why a match of what was read was found; None where it was asked for nothing but to keep limits.

    What a cook wants to leave out carries no match; what one wants to use does, and alone it is found in ingredients.
    """
    used = [str(found.value) for found in reading.query.found if found.kind == "use"]
    if reading.is_limits_only and not used:
        return None
    kind, wanted = match.passage.kind, [reading.wanted]
    if reading.is_limits_only:
        kind, wanted = "ingredients", used
    told = explaining.Told(match.recipe.title, match.recipe.summary, match.recipe.ingredient_lines)
    words = explaining.telling_words(*wanted)
    found = explaining.explain(kind, match.passage.text, words, told)
    if found.place != "short":
        return found
    # What a passage says in so many words of when one wants a dish reads like a machine: its tags say the same.
    names = [tag.name for tag in match.recipe.tags.all()]
    return explaining.traits(names, match.passage.text, words) or found


@register.filter
def marked(parts: tuple[Part, ...]) -> SafeString:
    """The parts as HTML, escaped, the shared ones marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if is_shared else text,) for text, is_shared in parts)
    )


@register.filter
def in_common(likeness) -> str:
    """What two recipes share: “Moroccan soup · with chickpea and lentil · warming · for Ramadan”."""
    foods, moods, occasions = map(list, (likeness.foods, likeness.moods, likeness.occasions))
    parts = (
        f"{likeness.cuisine} {forms.course_name(likeness.course)}".strip(),
        _("with %s") % forms.in_words(foods) if foods else "",
        ", ".join(moods[:MOST_TAGS]),
        _("for %s") % forms.in_words(occasions[:MOST_TAGS]) if occasions else "",
    )
    return " · ".join(filter(None, parts))
