"""Stored recipes as JSON Lines or schema.org JSON-LD that import back to the same. No photos, no embeddings.

Both are streamed. What schema.org can't say stands under "larder:recipe", a JSON literal that other readers skip.
"""

import gzip
import json
import os
from pathlib import Path
from typing import TextIO

from recipes.amounts import iso_duration
from recipes.importing.exported_rows import CLAIMS, EXTENSION, MARK, NUMBERS, TAGS, VERSION
from recipes.models import Concept, Recipe
from recipes.models.recipe import text_lines

FORMATS = ("jsonl", "jsonld")
CHUNK = 500
CONTEXT = ["https://schema.org", {"larder": "urn:larder:", EXTENSION: {"@type": "@json"}}]
SCHEMA_DIETS = {"vegetarian": "VegetarianDiet", "vegan": "VeganDiet", "halal": "HalalDiet", "kosher": "KosherDiet"}
DURATIONS = {"prep_minutes": "prepTime", "cook_minutes": "cookTime", "total_minutes": "totalTime"}


class ExportError(Exception):
    """The export can't be written there; the message says what to do."""


def export_file(path: Path, file_format: str, *, force: bool = False) -> int:
    """Write all recipes to `path`, gzipped if it ends in .gz; how many. The file appears only when it is complete.

    Raises ExportError where it exists (unless `force`) or can't be written.
    """
    if path.exists() and not force:
        raise ExportError(f"{path} exists already: give another name, or --force to replace it.")
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with _opened(unfinished, gzipped=path.suffix == ".gz") as file:
            count = export(file, file_format)
        os.replace(unfinished, path)
    except OSError as error:
        raise ExportError(f"{path} can't be written: {error.strerror}.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def export(file: TextIO, file_format: str) -> int:
    """Write all recipes, drafts too, by id; how many."""
    rows = (exported(recipe) for recipe in Recipe.objects.with_texts().order_by("pk").iterator(chunk_size=CHUNK))
    json_ld_document = file_format == "jsonld"
    if json_ld_document:
        file.write(f'{{"@context": {_json(CONTEXT)}, "@graph": [')
    count = 0
    for row in rows:
        comma = "," if count else ""
        file.write(f"{comma}\n{_json(json_ld(row))}" if json_ld_document else f"{_json(row)}\n")
        count += 1
    if json_ld_document:
        file.write("\n]}\n")
    return count


def exported(recipe: Recipe) -> dict:
    """A recipe as a row: its fields under their own names, its tags by kind, diets and allergens as true/false/null."""
    row = {MARK: VERSION, "id": recipe.source_id, "title": recipe.title, "slug": recipe.slug, "summary": recipe.summary}
    row |= {
        "ingredients": _lines(recipe.ingredients, recipe.ingredient_lines),
        "method": _lines(recipe.method, recipe.method_steps),
        "course": recipe.course,
        "cuisine": recipe.cuisine,
    }
    row |= {group: {name: getattr(recipe, field) for name, field in names.items()} for group, names in CLAIMS.items()}
    tags = sorted((tag.kind, tag.name) for tag in recipe.tags.all())
    row |= {key: [name for tag_kind, name in tags if tag_kind == kind] for key, kind in TAGS.items()}
    row |= {name: getattr(recipe, name) for name in (*NUMBERS, "source_name", "source_url", "published")}
    return row


def json_ld(row: dict) -> dict:
    """The same row as a schema.org Recipe, without its @context."""
    whole = [name for name in ("ingredients", "method") if isinstance(row[name], list)]
    lines = {name: row[name] if name in whole else text_lines(row[name]) for name in ("ingredients", "method")}
    said = {
        "@type": "Recipe",
        "name": row["title"],
        "description": row["summary"],
        "recipeIngredient": lines["ingredients"],
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in lines["method"]],
        "recipeCategory": row["course"],
        "recipeCuisine": row["cuisine"],
        "keywords": [name for key in TAGS for name in row[key]],
        "recipeYield": row["servings"] and str(row["servings"]),
        "url": row["source_url"],
        "publisher": row["source_name"] and {"@type": "Organization", "name": row["source_name"]},
        "suitableForDiet": _schema_diets(row),
    }
    said |= {key: iso_duration(row[name]) for name, key in DURATIONS.items() if row[name] is not None}
    kept = {name: value for name, value in said.items() if value or name == "name"}
    repeated = {"title", "summary", *whole}
    return kept | {EXTENSION: {name: value for name, value in row.items() if name not in repeated}}


def _schema_diets(row: dict) -> list[str]:
    diets = [schema for diet, schema in SCHEMA_DIETS.items() if row["diets"][diet]]
    diets += ["GlutenFreeDiet"] if row["allergens"]["gluten"] is False else []
    return [f"https://schema.org/{diet}" for diet in diets]


def _lines(text: str, lines: list[str]) -> list[str] | str:
    """The lines, or the text itself where the lines alone wouldn't give it back (blank lines, other line ends)."""
    return lines if "\n".join(lines) == text else text


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _opened(path: Path, *, gzipped: bool) -> TextIO:
    return gzip.open(path, "wt", encoding="utf-8") if gzipped else path.open("w", encoding="utf-8")


def exported_concepts(concepts) -> dict:
    """The concepts of a QuerySet as a document that imports back to the same."""
    return {"concepts": [exported_concept(concept) for concept in concepts.prefetch_related("opposites")]}


def exported_concept(concept: Concept) -> dict:
    return {
        "id": concept.slug,
        "name": concept.name,
        "family": concept.family,
        "active": concept.active,
        "opposites": sorted(other.slug for other in concept.opposites.all()),
        "phrasings": concept.phrasing_lines,
        "dishes": concept.dish_lines,
    }
