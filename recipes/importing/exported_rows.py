"""Rows that Larder itself exported, taken to the letter. Not other people's rows, and not how an export is written.

Such a row says so under `MARK`. It is a whole statement: null and "" are values, nothing is cleaned, derived or read
out of tags, so that an export imports back to the same recipe. The slug identifies one without source id and address.
"""

import re

from recipes.importing.draft import LARGEST, LONGEST, LONGEST_TAG, SLUG_FORM, Draft, RowError
from recipes.importing.texts import refuse_surrogates
from recipes.models import ALLERGENS, DIETS

MARK, VERSION = "larder", 1
EXTENSION = "larder:recipe"
TEXTS = ("title", "slug", "summary", "ingredients", "method", "course", "cuisine", "source_name", "source_url")
LINES = ("ingredients", "method")
NUMBERS = tuple(LARGEST)
CLAIMS = {"diets": {name: name for name in DIETS}, "allergens": {name: f"contains_{name}" for name in ALLERGENS}}
TAGS = {"seasons": "season", "occasions": "occasion", "moods": "mood", "tags": "other"}


def exported_row(line: int, row: dict) -> Draft | None:
    """The draft of an exported row, None for any other. Raises RowError where somebody has broken one."""
    if EXTENSION in row:
        row = _from_json_ld(row)
    if MARK not in row:
        return None
    if row[MARK] != VERSION:
        raise RowError("exported by another version of Larder", f"form {str(row[MARK])[:20]}, this one reads {VERSION}")
    draft = Draft(line, _texts(row) | _numbers(row) | _claims(row), tags=_tags(row), is_export=True)
    draft.refuse_long_texts(tuple(LONGEST))
    return draft


def _from_json_ld(row: dict) -> dict:
    extension = row[EXTENSION]
    if not isinstance(extension, dict):
        raise _broken(EXTENSION, extension)
    steps = row.get("recipeInstructions", [])
    return {
        "title": row.get("name", ""),
        "summary": row.get("description", ""),
        "ingredients": row.get("recipeIngredient", []),
        "method": [step.get("text") if isinstance(step, dict) else step for step in steps],
    } | extension


def _broken(name: str, value) -> RowError:
    return RowError("not as Larder exports it", f"{name} is {str(value)[:60]!r}")


def _texts(row: dict) -> dict[str, object]:
    fields = {}
    for name in (name for name in TEXTS if name in row):
        value = row[name]
        if name in LINES and isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = "\n".join(value)
        fields[name] = _text(name, value)
    if "id" in row:
        fields["source_id"] = _text("id", row["id"])
    if "slug" in fields and not SLUG_FORM.fullmatch(fields["slug"]):
        raise _broken("slug", fields["slug"])
    if fields.get("source_url") and not re.match(r"(?:https?|ftps?)://\S+$", fields["source_url"]):
        raise _broken("source_url", fields["source_url"])
    if "published" in row:
        if not isinstance(row["published"], bool):
            raise _broken("published", row["published"])
        fields["published"] = row["published"]
    return fields


def _text(name: str, value) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise _broken(name, value)
    refuse_surrogates(value)
    return value


def _numbers(row: dict) -> dict[str, int | None]:
    fields = {}
    for name in (name for name in NUMBERS if name in row):
        value = row[name]
        whole = isinstance(value, int) and not isinstance(value, bool)
        if value is not None and not (whole and (name == "servings") <= value <= LARGEST[name]):
            raise _broken(name, value)
        fields[name] = value
    return fields


def _claims(row: dict) -> dict[str, bool | None]:
    fields = {}
    for group, names in CLAIMS.items():
        said = row.get(group, {})
        if not isinstance(said, dict):
            raise _broken(group, said)
        for name, value in said.items():
            if name not in names or not (value is None or isinstance(value, bool)):
                raise _broken(group, f"{name}: {value}")
            fields[names[name]] = value
    return fields


def _tags(row: dict) -> dict[str, list[str]]:
    found = {}
    for key, kind in TAGS.items():
        names = row.get(key, [])
        if not isinstance(names, list) or not all(
            isinstance(name, str) and 0 < len(name) <= LONGEST_TAG for name in names
        ):
            raise _broken(key, names)
        if key in row:
            found[kind] = [_text(key, name) for name in names]
    return found
