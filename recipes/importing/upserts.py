"""Drafts into stored recipes, a batch at a time and in few queries. Not files, not rows, and never embedding.

Which recipe a draft is about: the one with its (source name, id); else the one with its source address, unless that
has an id and the draft another; else, for a row that Larder exported, the one with its slug and neither id nor address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from recipes.importing.claims import contradicted
from recipes.importing.draft import Draft, RowError
from recipes.importing.slugs import free_slugs, slug_of
from recipes.importing.tagging import store_tags, wanted_tags
from recipes.models import ALLERGENS, DIETS, Recipe

CLAIMS = (*DIETS, *(f"contains_{name}" for name in ALLERGENS))


@dataclass
class Upsert:
    """What one draft comes to: a recipe, new or stored, and which of its fields and tags it changes."""

    draft: Draft
    recipe: Recipe
    is_new: bool
    changed: set[str] = field(default_factory=set)
    tags_change: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        return "created" if self.is_new else "updated" if self.changed or self.tags_change else "unchanged"


def store(drafts: Sequence[Draft]) -> list[Upsert | tuple[Draft, RowError]]:
    """Write the drafts in one transaction. A batch that the database refuses is halved until the culprit is alone."""
    try:
        with transaction.atomic():
            return _store_all(drafts)
    except (IntegrityError, DataError) as error:
        if len(drafts) == 1:
            return [(drafts[0], RowError("the database refuses it", str(error).split("\n")[0][:200]))]
    middle = len(drafts) // 2
    return store(drafts[:middle]) + store(drafts[middle:])


def _store_all(drafts: Sequence[Draft]) -> list[Upsert | tuple[Draft, RowError]]:
    stored, results = _Stored(drafts), []
    for draft in drafts:
        try:
            results.append(_plan(draft, stored.find(draft), stored.taken_slugs))
        except RowError as error:
            results.append((draft, error))
    upserts = [result for result in results if isinstance(result, Upsert)]
    _give_new_slugs(upserts)
    Recipe.objects.bulk_create(upsert.recipe for upsert in upserts if upsert.is_new)
    _update([upsert for upsert in upserts if upsert.outcome == "updated"])
    store_tags([(upsert.recipe, upsert.draft.tags) for upsert in upserts if upsert.is_new or upsert.tags_change])
    return results


class _Stored:
    """The stored recipes that a batch may be about, locked until its transaction ends."""

    def __init__(self, drafts: Sequence[Draft]):
        ids = [draft.source_id for draft in drafts if draft.source_id]
        # The exclusions let the partial unique indexes serve these queries.
        with_id = Recipe.objects.exclude(source_id="").filter(
            source_name__in={name for name, _ in ids}, source_id__in={number for _, number in ids}
        )
        with_url = Recipe.objects.exclude(source_url="").filter(
            source_url__in={draft.source_url for draft in drafts if draft.source_url}
        )
        exported_slugs = {draft.exported_slug for draft in drafts if draft.exported_slug}
        by_hand = Recipe.objects.filter(slug__in=exported_slugs, source_id="", source_url="")
        slugs = {draft.fields["slug"] for draft in drafts if draft.fields.get("slug")}
        self.recipes: dict[int, Recipe] = {}
        self.by_id = {(recipe.source_name, recipe.source_id): recipe for recipe in self._fetch(with_id)}
        self.by_url = {recipe.source_url: recipe for recipe in self._fetch(with_url)}
        self.by_slug = {recipe.slug: recipe for recipe in self._fetch(by_hand)}
        self.taken_slugs = set(Recipe.objects.filter(slug__in=slugs).values_list("slug", flat=True))

    def _fetch(self, recipes) -> list[Recipe]:
        # bulk_update writes every field that any recipe of the batch changes, so nobody may save one in between; two
        # imports lock by id, lest each waits for the other.
        locked = recipes.with_texts().order_by("pk").select_for_update()
        return [self.recipes.setdefault(recipe.pk, recipe) for recipe in locked]

    def find(self, draft: Draft) -> Recipe | None:
        """The recipe that the draft is about; RowError where its source address is another recipe's."""
        same_id, same_url = self.by_id.get(draft.source_id), self.by_url.get(draft.source_url)
        two_ids = same_url and draft.source_id and same_url.source_id
        if same_url and same_url is not same_id and (same_id or two_ids):
            raise RowError("another recipe has this source address", f"{same_url.source_id}: {same_url.title}")
        if draft.source_id or draft.source_url:
            return same_id or same_url
        return self.by_slug.get(draft.exported_slug)


def _plan(draft: Draft, stored: Recipe | None, taken_slugs: set[str]) -> Upsert:
    """The upsert of a draft, its recipe changed in memory only. Raises RowError with the recipe as it was."""
    upsert = Upsert(draft, stored or Recipe(), stored is None)
    before = {name: getattr(upsert.recipe, name) for name in (*draft.fields, *draft.weak)}
    _apply(upsert, before, taken_slugs)
    try:
        _refuse_nonsense(upsert.recipe, is_new=upsert.is_new)
    except RowError:
        for name, value in before.items():
            setattr(upsert.recipe, name, value)
        raise
    current = set() if upsert.is_new else {(tag.kind, tag.name.casefold()) for tag in upsert.recipe.tags.all()}
    kept = {tag for tag in current if tag[0] not in draft.tags}
    upsert.tags_change = kept | wanted_tags(draft.tags).keys() != current
    return upsert


def _apply(upsert: Upsert, before: dict, taken_slugs: set[str]) -> None:
    recipe = upsert.recipe
    values = dict(upsert.draft.fields)
    if recipe.source_id:
        # It stays with the source that its id is of: found by its address, it must still be found by its id.
        values.pop("source_name", None)
    if not upsert.is_new and values.get("slug") in taken_slugs:
        values.pop("slug")
    for name, value in (_weak_values(upsert, before, values) | values).items():
        if value != before[name]:
            setattr(recipe, name, value)
            upsert.changed.add(name)
    if "title" in upsert.changed and recipe.source_id and not upsert.is_new and not recipe.source_name:
        upsert.notes.append(("another title under an id without a source name", f"{before['title']} → {recipe.title}"))


def _weak_values(upsert: Upsert, before: dict, values: dict) -> dict[str, object]:
    """What the row implies, where nothing is said; none of its claims where one contradicts what is stored."""
    weak = {
        name: value for name, value in upsert.draft.weak.items() if before[name] in (None, "") and name not in values
    }
    claims = {name: getattr(upsert.recipe, name) for name in CLAIMS} | values
    if not contradicted(claims) and contradicted(claims | weak):
        upsert.notes.append(("claims of tags left out, since they contradict what is stored", ""))
        return {name: value for name, value in weak.items() if name not in CLAIMS}
    return weak


def _refuse_nonsense(recipe: Recipe, is_new: bool) -> None:
    """Raise RowError for what the database would refuse too, with a reason that the row's owner understands."""
    if not recipe.title.strip():
        raise RowError("no title")
    if not (recipe.summary or recipe.ingredients or recipe.method):
        raise RowError("no text: neither summary nor ingredients nor method")
    with_what = "the row contradicts itself" if is_new else "the row contradicts what is stored: change one of them"
    if diets := contradicted({name: getattr(recipe, name) for name in CLAIMS}):
        raise RowError(with_what, f"{' and '.join(diets)}, against another diet or allergen")
    if recipe.total_minutes is not None and recipe.total_minutes < max(
        recipe.prep_minutes or 0, recipe.cook_minutes or 0
    ):
        raise RowError(with_what, "total_minutes is less than preparation or cooking")


def _give_new_slugs(upserts: Sequence[Upsert]) -> None:
    recipes = [upsert.recipe for upsert in upserts if upsert.is_new]
    slugs = free_slugs(recipe.slug or slug_of(recipe.title) for recipe in recipes)
    for recipe, slug in zip(recipes, slugs, strict=True):
        recipe.slug = slug


def _update(upserts: Sequence[Upsert]) -> None:
    now, recipes, fields = timezone.now(), {}, {"updated"}
    for upsert in upserts:
        upsert.recipe.updated = now
        recipes[upsert.recipe.pk] = upsert.recipe
        fields |= upsert.changed
    Recipe.objects.bulk_update(recipes.values(), sorted(fields))
