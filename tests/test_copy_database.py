"""The command copy_database, from SQLite to a real PostgreSQL and back: nothing is lost, and nothing is due again."""

import datetime
import shutil

import numpy as np
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command

from recipes.copying import tables
from recipes.embedders import embedders
from recipes.indexing import plan
from recipes.models import Concept, ConceptEmbedding, EmbeddedRecipe, Embedding, EmbeddingSpace, Recipe, Tag
from recipes.scratch import default_database
from recipes_site.environment import database_at
from tests.conftest import embed_all, make_recipe

OLD = datetime.datetime(2019, 2, 28, 23, 59, 59, 123456, tzinfo=datetime.UTC)
ODD = np.array([0.1, -0.0, 1e-45, -3.4028235e38, 1 / 3], "<f4")
"""Numbers that a detour by text or half precision would not leave as they are."""


@pytest.fixture(autouse=True)
def _any_database(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def migrated_file(tmp_path_factory, django_db_blocker):
    path = tmp_path_factory.mktemp("migrated") / "migrated.sqlite3"
    with django_db_blocker.unblock(), at(f"sqlite:///{path}"):
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture
def site(tmp_path, migrated_file):
    """Call it with a name for the address of a new, migrated SQLite file."""

    def make(name: str) -> str:
        shutil.copyfile(migrated_file, tmp_path / f"{name}.sqlite3")
        return f"sqlite:///{tmp_path / name}.sqlite3"

    return make


@pytest.fixture(scope="module")
def migrated_name(postgres_server, django_db_blocker):
    address = postgres_server.database()
    with django_db_blocker.unblock(), at(address):
        call_command("migrate", verbosity=0)
    return address.rpartition("/")[2]


@pytest.fixture
def postgres(postgres_server, migrated_name):
    """The address of a new, migrated PostgreSQL database."""
    return postgres_server.database(like=migrated_name)


def at(address: str):
    return default_database(database_at("The address", address))


def fill() -> None:
    """A row or more of every table, with what is easily lost."""
    soup = make_recipe("Pea soup", method="Simmer — “long”.\n汤 🍲")
    pie = make_recipe("Pie", published=False, vegan=True)
    soup.tags.add(Tag.objects.create(kind="season", name="Winter"), Tag.objects.create(name="Crème"))
    Recipe.objects.filter(pk=soup.pk).update(
        created=OLD, updated=OLD, photo="photos/2026/11/soup.webp", photo_width=1600, photo_height=900,
        photo_widths=[480, 800],
    )  # fmt: skip
    embed_all()
    for space, vector in {"a/5d": ODD, "b/2d": ODD[:2]}.items():
        EmbeddingSpace.objects.create(space=space, threshold=0.1, chosen_threshold=-0.25, provenance={"queries": [1]})
        EmbeddedRecipe.objects.create(recipe=pie, space=space, source_hash="x" * 64)
        Embedding.objects.create(
            recipe=pie, space=space, position=3, kind="method", text="Bake.", fingerprint="f", vector=vector.tobytes()
        )
    warm, cold = (Concept.objects.create(slug=name, name=name, phrasings=name) for name in ("hot", "icy"))
    warm.opposites.add(cold)
    ConceptEmbedding.objects.create(concept=warm, space="a/5d", fingerprint="g", phrasings=b"\0\1", prototype=b"\xff")
    cook = User.objects.create_user("cook", "cook@example.org", "secret", last_login=OLD)
    group = Group.objects.create(name="editors")
    group.permissions.add(Permission.objects.get(codename="change_recipe"))
    cook.groups.add(group)
    cook.user_permissions.add(Permission.objects.get(codename="add_tag"))
    LogEntry.objects.create(user=cook, content_type=ContentType.objects.get_for_model(Recipe), action_flag=CHANGE)
    visitor = SessionStore()
    visitor["favourites"] = [soup.pk]
    visitor.create()


def rows(address: str) -> dict[str, list[tuple]]:
    """Table -> its rows as Python sees them, floats and all."""
    with at(address):
        return {
            model._meta.db_table: [
                tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
                for row in model._base_manager.order_by("pk").values_list()
            ]
            for model in tables()
        }


def copy(source: str, target: str) -> None:
    with at(target):
        call_command("copy_database", source)


def test_there_and_back_every_row_is_as_it_was_and_nothing_is_due(site, postgres, fake_embedders):
    first, last = site("first"), site("last")
    with at(first):
        fill()
    before = rows(first)
    assert [table for table, found in before.items() if not found] == []
    copy(first, postgres)
    assert rows(postgres) == before
    copy(postgres, last)
    assert rows(last) == before
    for address in (postgres, last):
        with at(address):
            assert plan(embedders["default"]).due == []
            assert User.objects.get().check_password("secret")


def test_new_rows_go_on_after_the_copied_ones(site, postgres):
    first = site("first")
    with at(first):
        make_recipe("One", pk=41)
    copy(first, postgres)
    with at(postgres):
        assert make_recipe("Two").pk == 42


def test_what_was_copied_is_said(site, postgres, capsys):
    first = site("first")
    with at(first):
        make_recipe("One")
    copy(first, postgres)
    said = dict(line.split(maxsplit=1)[::-1] for line in capsys.readouterr().out.splitlines())
    assert (said["recipes"], said["embeddings"], said["users"]) == ("1", "0", "0")


def test_a_database_that_holds_something_is_left_alone(site):
    first, second = site("first"), site("second")
    for address in (first, second):
        with at(address):
            make_recipe("Mine")
    before = rows(second)
    with pytest.raises(CommandError, match="holds recipes already: let it name an empty one") as caught:
        copy(first, second)
    assert (caught.value.returncode, rows(second)) == (2, before)


def test_a_source_of_another_version_is_refused(site, tmp_path):
    target, old = site("target"), f"sqlite:///{tmp_path / 'old.sqlite3'}"
    with at(old):
        call_command("migrate", "recipes", "0001", verbosity=0)
    with pytest.raises(CommandError, match=r"`manage.py migrate` on both databases first: .*recipes\.0002_concepts"):
        copy(old, target)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("sqlite:///{}/missing.sqlite3", "There is no file .*missing.sqlite3: name the database to copy from"),
        ("mysql://cook:geheim@db/larder", "^The source names no database that Larder can use"),
    ],
)
def test_a_source_that_is_none_is_said_in_one_line(site, tmp_path, source, message):
    target = site("target")
    with pytest.raises(CommandError, match=message) as caught:
        copy(source.format(tmp_path), target)
    assert "geheim" not in str(caught.value)
    assert not (tmp_path / "missing.sqlite3").exists()
