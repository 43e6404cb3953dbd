"""The tags of imported recipes, stored and linked for a whole batch at once. Not which words are tags."""

from collections.abc import Iterable, Sequence

from django.db.models import Value
from django.db.models.functions import Lower

from recipes.models import Recipe, Tag

CHUNK = 400
Key = tuple[str, str]
Link = Recipe.tags.through


def wanted_tags(tags: dict[str, list[str]]) -> dict[Key, str]:
    """(kind, name in one case) -> name as written."""
    return {(kind, name.casefold()): name for kind, names in reversed(tags.items()) for name in reversed(names)}


def store_tags(recipes: Sequence[tuple[Recipe, dict[str, list[str]]]]) -> None:
    """Give each recipe exactly these tags of the kinds that are there; its tags of other kinds stay."""
    wanted = {}
    for _, tags in recipes:
        wanted = wanted_tags(tags) | wanted
    stored = _found_or_made(wanted)
    links = {(recipe.pk, stored[key].pk) for recipe, tags in recipes for key in wanted_tags(tags)}
    replaced = {(recipe.pk, kind) for recipe, tags in recipes for kind in tags}
    surplus = []
    for link in _links_of([recipe.pk for recipe, _ in recipes]):
        if (link.recipe_id, link.tag.kind) in replaced and (link.recipe_id, link.tag_id) not in links:
            surplus.append(link.pk)
        links.discard((link.recipe_id, link.tag_id))
    for part in _parts(surplus):
        Link.objects.filter(pk__in=part).delete()
    Link.objects.bulk_create(Link(recipe_id=recipe, tag_id=tag) for recipe, tag in sorted(links))


def _found_or_made(wanted: dict[Key, str]) -> dict[Key, Tag]:
    stored = _stored(wanted)
    missing = [Tag(kind=key[0], name=name) for key, name in wanted.items() if key not in stored]
    if missing:
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        stored |= _stored({key: name for key, name in wanted.items() if key not in stored})
    for kind, name in wanted.keys() - stored.keys():  # Python and the database differ on a letter's lower case
        same = Tag.objects.annotate(lower=Lower("name")).filter(kind=kind, lower=Lower(Value(wanted[kind, name])))
        stored[kind, name] = same.get()
    return stored


def _stored(wanted: dict[Key, str]) -> dict[Key, Tag]:
    """Compared by the database's own LOWER, which its unique index uses too."""
    names = sorted(set(wanted.values()))
    return {
        (tag.kind, tag.name.casefold()): tag
        for part in _parts(names)
        for tag in Tag.objects.annotate(lower=Lower("name")).filter(lower__in=[Lower(Value(name)) for name in part])
    }


def _links_of(recipes: Sequence[int]) -> Iterable[Link]:
    for part in _parts(recipes):
        yield from Link.objects.filter(recipe_id__in=part).select_related("tag")


def _parts(items: Sequence) -> list[Sequence]:
    return [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
