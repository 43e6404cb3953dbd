"""One row of somebody else's file, with keys and values as they come, as a Draft. Not the database.

What a row doesn't carry (no key, null, an empty text or list) stays out of the draft. A text that can't be kept whole
is a RowError; a smaller fact that can't be read or kept (minutes, a course, a tag, an address) is left out and noted.
"""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from recipes import amounts, titles
from recipes.importing import claims, keys
from recipes.importing.draft import LARGEST, LONGEST, LONGEST_TAG, MAX_TAGS, MINUTES, SLUG_FORM, Draft, RowError
from recipes.importing.exported_rows import exported_row
from recipes.importing.files import Unreadable
from recipes.importing.texts import NOTHING, NotUnicodeError, as_line, as_lines, as_list, as_text, as_words

COURSE_WORDS = {
    "breakfast": ("breakfasts", "brunch"),
    "starter": ("starters", "appetizer", "appetizers", "appetiser", "appetisers", "first course", "hors d'oeuvre"),
    "soup": ("soups",),
    "salad": ("salads",),
    "main": ("mains", "main course", "main courses", "main dish", "main dishes", "entree", "entrée", "entrees"),
    "side": ("sides", "side dish", "side dishes"),
    "bread": ("breads",),
    "dessert": ("desserts",),
    "snack": ("snacks",),
    "drink": ("drinks", "beverage", "beverages"),
    "sauce": ("sauces",),
}
COURSES = {word: course for course, words in COURSE_WORDS.items() for word in (course, *words)}
KIND_WORDS = re.compile(r"\s+(?:recipes?|cuisine|cooking|dishes)$", re.IGNORECASE)
NUMBERED = re.compile(r"(?:str)?ingredient(\d{1,2})")
WITHOUT_SCHEME = re.compile(r"(?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)
DEEPEST = 6
_check_url = URLValidator(schemes=["http", "https"])


def recipes_in(value, depth: int = DEEPEST) -> Iterator[dict | Unreadable]:
    """The recipes in a value: itself, those of a list, a schema.org graph or a wrapper; Unreadable for what is none."""
    if isinstance(value, Unreadable):
        yield value
    elif isinstance(value, list) and depth:
        for item in value:
            yield from recipes_in(item, depth - 1)
    elif isinstance(value, dict):
        inner = next(
            (value[key] for key in ("@graph", "recipes", "itemListElement", "mainEntity", "item") if key in value), 0
        )
        if isinstance(inner, list | dict) and depth and "Recipe" not in _types(value):
            yield from recipes_in(inner, depth - 1)
        else:
            yield value
    else:
        yield Unreadable("not a recipe", f"expected an object, met {str(value)[:60]!r}")


def other_type(row: dict) -> str:
    """The schema.org type of something that is no recipe, such as "WebPage"; "" for recipes and rows without a type."""
    types = _types(row)
    return "" if not types or "Recipe" in types else types[0]


def read_row(line: int, row: dict, source_name: str = "") -> Draft:
    """The draft of a row; `source_name` is for rows that don't name their source. Raises RowError."""
    try:
        if draft := exported_row(line, row):
            return draft
        draft = _Row(row).draft(line, source_name)
    except NotUnicodeError:
        raise RowError("not UTF-8: convert the file, for example with: iconv -f LATIN1 -t UTF-8") from None
    draft.refuse_long_texts(("title", "summary", "ingredients", "method", "source_name", "source_id"))
    return draft


def _types(row: dict) -> list[str]:
    return [re.split("[/:#]", item)[-1] for item in as_list(row.get("@type")) if isinstance(item, str) and item]


def _is_empty(value) -> bool:
    if isinstance(value, str):
        return value.strip() in NOTHING
    return value is None or value == [] or value == {} or value != value


class _Row:
    """A row while it is being read: which keys are still unread, and what there is to note."""

    def __init__(self, row: dict):
        self.values, self.names = {}, {}
        for name, value in row.items():
            key = keys.plain(str(name))
            if not _is_empty(value):
                self.values.setdefault(key, value)
                self.names.setdefault(key, str(name))
        self.unread = set(self.values) - keys.BOILERPLATE
        self.notes: list[tuple[str, str]] = []

    def draft(self, line: int, source_name: str) -> Draft:
        fields = self.texts() | self.amounts() | self.source(source_name)
        others = self.course_and_cuisine(fields)
        if (published := self.take(keys.NAMES["published"])) is not None:
            self.keep(fields, "published", claims.flag(published), published)
        declared = self.declared(others)
        tags = self.tags(others)
        weak = self.weak(fields, declared, tags)
        self.notes += [(f"not used: {as_line(self.names[key])[:40]}", "") for key in sorted(self.unread)]
        return Draft(line, fields | declared, weak, tags, self.notes)

    def take(self, names: tuple[str, ...]):
        """The first value there is under these names, or None."""
        self.unread.difference_update(names)
        return next((self.values[name] for name in names if name in self.values), None)

    def note(self, reason: str, detail="") -> None:
        self.notes.append((reason, as_line(detail)[:80] if isinstance(detail, str) else str(detail)[:80]))

    def keep(self, fields: dict, name: str, read, written) -> None:
        """Put what was read into the fields, or note that it wasn't understood or is out of bounds."""
        if read is None:
            self.note(f"{name} not understood", written)
        elif name in LARGEST and read > LARGEST[name]:
            self.note(f"{name} over {LARGEST[name]:,}", written)
        else:
            fields[name] = read

    def texts(self) -> dict[str, str]:
        fields = {
            "title": as_line(self.take(keys.NAMES["title"])),
            "summary": as_text(self.take(keys.NAMES["summary"])),
            "ingredients": "\n".join(self.ingredients()),
            "method": "\n".join(as_lines(self.take(keys.NAMES["method"]))),
        }
        if slug := as_line(self.take(("slug",))):
            self.keep(fields, "slug", slug if _is_slug(slug) else None, slug)
        return {name: text for name, text in fields.items() if text}

    def ingredients(self) -> list[str]:
        numbered = {key: match[1] for key in self.values if (match := NUMBERED.fullmatch(key))}
        self.unread -= {*numbered, *(f"strmeasure{number}" for number in numbered.values())}
        return as_lines(self.take(keys.NAMES["ingredients"])) or [
            f"{as_line(self.values.get(f'strmeasure{number}'))} {as_line(self.values[key])}".strip()
            for key, number in numbered.items()
        ]

    def amounts(self) -> dict[str, int]:
        fields = {}
        for name in MINUTES:
            if (written := self.take(keys.NAMES[name])) is not None:
                number = isinstance(written, int | float)
                self.keep(fields, name, amounts.minutes(written if number else as_line(written)), written)
        if (written := self.take(keys.NAMES["servings"])) is not None:
            lines = [item if isinstance(item, int | float) else as_line(item) for item in as_list(written)]
            self.keep(fields, "servings", amounts.servings(lines) or None, written)
        longest_part = max(fields.get("prep_minutes", 0), fields.get("cook_minutes", 0))
        if "total_minutes" in fields and fields["total_minutes"] < max(longest_part, 1):
            self.note("total_minutes is 0 or less than preparation or cooking", fields.pop("total_minutes"))
        return fields

    def source(self, source_name: str) -> dict[str, str]:
        named, author = self.take(keys.NAMES["source_name"]), self.take(keys.NAMES["author"])
        name = next((n for n in (as_line(named), source_name, as_line(author)) if n and "://" not in n), "")
        number = self.take(keys.NAMES["source_id"])
        if isinstance(number, dict):
            number = number.get("value") or number
        fields = {"source_name": name, "source_id": as_line(number), "source_url": self.source_url()}
        return {name: text for name, text in fields.items() if text}

    def source_url(self) -> str:
        names = keys.NAMES["source_url"]
        self.unread.difference_update(names)
        written = [url for name in names if name in self.values for url in [_address(self.values[name])] if url]
        written += [url for url in [_address(self.values.get("source"))] if "://" in url]
        valid = next(filter(_is_url, written), "")
        if written and not valid and written != [_address(self.values.get("@id"))]:
            self.note("source_url is no web address, or too long", written[0])
        return valid

    def course_and_cuisine(self, fields: dict) -> list[str]:
        """Sets both; a row's further courses and cuisines are returned, to become tags."""
        others = []
        for name in ("course", "cuisine"):
            words = as_words(self.take(keys.NAMES[name]))
            if words and len(words[0]) > LONGEST[name]:
                self.note(f"{name} is too long", words[0])
            elif words:
                said = KIND_WORDS.sub("", words[0]) or words[0]
                fields[name] = COURSES.get(said.casefold(), said) if name == "course" else said
            others += words[1:]
        return others

    def declared(self, others: list[str]) -> dict[str, bool]:
        """Claims under keys that are there for them; what is no claim is appended to `others`, to become tags."""
        found = {}
        diets, allergens = (as_list(self.take(keys.NAMES[name])) for name in ("diets", "allergens"))
        for item in diets:
            for word in [] if isinstance(item, dict) and "@id" not in item else as_words(item):
                if not (said := claims.word_claims(word)):
                    others.append(word.rsplit("/", 1)[-1])
                found.update(said)
        for item in (item for item in allergens if not isinstance(item, dict)):
            for word in as_words(item):
                if not (said := claims.allergen_claims(word)):
                    self.note("allergen not known", word)
                found.update(said)
        for group, prefix in ((diets, ""), (allergens, "contains")):
            for item in (item for item in group if isinstance(item, dict) and "@id" not in item):
                found.update(self.flags(item, prefix))
        flags = {key: said for key in sorted(self.unread) if (said := claims.flag_claims(key, self.values[key]))}
        self.unread -= set(flags)
        return found | {field: claim for said in flags.values() for field, claim in said.items()}

    def flags(self, group: dict, prefix: str) -> dict[str, bool]:
        """{"vegan": true, "low_carb": null} under `diets`, or {"milk": false} under `allergens`."""
        found = {}
        for name, value in group.items():
            key = keys.plain(str(name))
            said = claims.flag_claims(key if key.startswith(prefix) else prefix + key, value)
            if not said and not _is_empty(value):
                self.note("diet or allergen not understood", f"{name}: {value}")
            found.update(said)
        return found

    def tags(self, others: list[str]) -> dict[str, list[str]]:
        found = {}
        for kind, names in keys.TAG_NAMES.items():
            words = [word for name in names for word in as_words(self.values.get(name))]
            self.unread.difference_update(names)
            words = as_words(words + others) if kind == "other" else words
            if long := [word for word in words if len(word) > LONGEST_TAG]:
                self.note(f"tag longer than {LONGEST_TAG}", long[0])
            if len(words) > MAX_TAGS:
                self.note(f"more than {MAX_TAGS} tags", len(words))
            if kept := [word for word in words if len(word) <= LONGEST_TAG][:MAX_TAGS]:
                found[kind] = kept
        return found

    def weak(self, fields: dict, declared: dict, tags: dict) -> dict[str, object]:
        """What follows from the row and isn't said in it; `declared` loses the diets that another claim contradicts."""
        weak = self.claims_of_tags(tags.get("other", []), declared)
        for diet, line in claims.doubted(weak | claims.implied(weak), fields.get("ingredients", "")):
            if weak.pop(diet, None):
                self.note(f"tag not believed: {diet}", line)
        said = declared | weak
        for diet in claims.contradicted(said | claims.implied(said)):
            self.note(f"{diet} contradicts another claim of the row", "")
            declared.pop(diet, None)
            weak.pop(diet, None)
        weak |= claims.implied(declared | weak) | titles_kinds(fields, tags.get("other", []))
        if "total_minutes" not in fields and {"prep_minutes", "cook_minutes"} <= fields.keys():
            total = fields["prep_minutes"] + fields["cook_minutes"]
            weak |= {"total_minutes": total} if 0 < total <= LARGEST["total_minutes"] else {}
        return weak

    def claims_of_tags(self, words: list[str], declared: dict) -> dict[str, bool | None]:
        found = {}
        for word in words:
            for field, claim in claims.word_claims(word).items():
                if found.setdefault(field, claim) is not claim:
                    self.note("tags contradict each other", word)
                    found[field] = None
        return {field: claim for field, claim in found.items() if claim is not None and field not in declared}


def titles_kinds(fields: dict, tags: list[str]) -> dict[str, str]:
    """The course that one tag or the title says, and the cuisine that the title says, of a row that says neither."""
    title, tagged = fields.get("title", ""), {COURSES[word.lower()] for word in tags if word.lower() in COURSES}
    course = tagged.pop() if len(tagged) == 1 else titles.course_of(title)
    found = {"course": course, "cuisine": titles.cuisine_of(title)}
    return {name: text for name, text in found.items() if text and name not in fields}


def _address(value) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    text = as_line(value) if isinstance(value, str) else ""
    return f"https://{text.removeprefix('//')}" if WITHOUT_SCHEME.fullmatch(text) else text


def _is_slug(text: str) -> bool:
    return bool(SLUG_FORM.fullmatch(text)) and len(text) <= LONGEST["slug"]


def _is_url(text: str) -> bool:
    try:
        _check_url(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST["source_url"]
