"""The starter collection fills an empty table, and touches no other unless it is told to."""

from io import StringIO

import pytest
from django.core.management import call_command

from recipes.importing import load_starter
from recipes.importing.starter import SOURCE_NAME, starter_rows
from recipes.models import Recipe
from tests.conftest import make_recipe

pytestmark = pytest.mark.django_db
COUNT = len(list(starter_rows()))


def run(*arguments) -> str:
    out = StringIO()
    call_command("load_starter", *arguments, stdout=out)
    return out.getvalue()


def test_an_empty_table_is_filled():
    assert run() == f"Starter collection: {COUNT} created, 0 updated, 0 unchanged, 0 rejected.\n"
    assert set(Recipe.objects.values_list("source_name", "published", "photo")) == {(SOURCE_NAME, True, "")}


def test_a_table_with_recipes_is_left_alone():
    make_recipe("Mine")
    assert run() == "Nothing loaded, since there are recipes. load_starter --update adds and resets its own.\n"
    assert load_starter() is None
    assert Recipe.objects.count() == 1


def test_update_adds_what_is_missing_and_resets_what_changed():
    make_recipe("Mine")
    load_starter(update=True)
    changed, missing = Recipe.objects.exclude(title="Mine")[:2]
    Recipe.objects.filter(pk=changed.pk).update(summary="Changed")
    missing.delete()
    assert run("--update") == f"Starter collection: 1 created, 1 updated, {COUNT - 2} unchanged, 0 rejected.\n"
    assert Recipe.objects.get(pk=changed.pk).summary == changed.summary
    assert Recipe.objects.filter(title="Mine").count() == 1


def test_a_rejected_recipe_ends_with_1(monkeypatch, tmp_path):
    (tmp_path / "soup.json").write_text('[{"title": "Soup"}]')
    monkeypatch.setattr("recipes.importing.starter.FOLDER", tmp_path)
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
