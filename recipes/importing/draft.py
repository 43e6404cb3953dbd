"""What one row says about a recipe, in Larder's own fields. Not how it was written, and not what is stored already."""

import re
from dataclasses import dataclass, field

from recipes.models import Recipe, Tag
from recipes.models.recipe import (
    INGREDIENTS_LENGTH,
    MAX_MINUTES,
    MAX_SERVINGS,
    METHOD_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
)

MAX_TAGS = 100
MINUTES = ("prep_minutes", "cook_minutes", "total_minutes")
LONGEST = {
    "title": TITLE_LENGTH,
    "summary": SUMMARY_LENGTH,
    "ingredients": INGREDIENTS_LENGTH,
    "method": METHOD_LENGTH,
} | {
    name: Recipe._meta.get_field(name).max_length
    for name in ("slug", "course", "cuisine", "source_name", "source_url", "source_id")
}
LONGEST_TAG = Tag._meta.get_field("name").max_length
LARGEST = dict.fromkeys(MINUTES, MAX_MINUTES) | {"servings": MAX_SERVINGS}

SLUG_FORM = re.compile(r"[-a-zA-Z0-9_]+")


class RowError(ValueError):
    """Why a row can't be taken: the reason in words that many rows may share, and this row's details."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason, self.detail = reason, detail


@dataclass
class Draft:
    """`fields` and the tags of a kind replace what is stored; `weak` fields only fill in what nobody has said yet."""

    line: int
    fields: dict[str, object]
    weak: dict[str, object] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    is_export: bool = False

    @property
    def source_id(self) -> tuple[str, str] | None:
        """(source name, id), where it has an id."""
        number = self.fields.get("source_id")
        return (self.fields.get("source_name", ""), number) if number else None

    @property
    def source_url(self) -> str:
        return self.fields.get("source_url", "")

    @property
    def exported_slug(self) -> str:
        """The slug that identifies it, where Larder exported it."""
        return self.fields.get("slug", "") if self.is_export else ""

    def refuse_long_texts(self, names: tuple[str, ...]) -> None:
        """Raise RowError where a text is longer than a recipe can hold: cut off, it would be another recipe."""
        for name in names:
            length = len(self.fields.get(name, ""))
            if length > LONGEST[name]:
                raise RowError(f"{name} is too long", f"{length:,} characters, at most {LONGEST[name]:,}")
