"""The smaller sizes of photos: which are made, how pages name them, when they go, and what happens where one fails."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from recipes.models import Recipe
from recipes.photos import renditions
from tests.conftest import make_recipe
from tests.test_photos import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(media: Path) -> list[str]:
    """The stored files, without the folders of year and month and the digests in their names."""
    names = [path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()]
    return sorted(re.sub(r"photos/\d{4}/\d\d/|-[0-9a-f]{8}(?=\.webp$)", "", name) for name in names)


def photographed(size=(1600, 1200), **fields) -> Recipe:
    return make_recipe("Soup", photo=picture("JPEG", size=size), **fields)


@pytest.mark.parametrize(
    ("size", "made"),
    [
        ((1600, 1200), {240: (240, 180), 480: (480, 360), 800: (800, 600), 1200: (1200, 900)}),
        ((801, 1600), {240: (240, 479), 480: (480, 959), 800: (800, 1598)}),
        ((480, 300), {240: (240, 150)}),
        ((240, 300), {}),
        ((1600, 1), {240: (240, 1), 480: (480, 1), 800: (800, 1), 1200: (1200, 1)}),
    ],
)
def test_what_is_made_is_never_wider_than_the_photo(size, made):
    opened = {width: Image.open(file) for width, file in renditions(picture("WEBP", size=size)).items()}
    assert {width: image.size for width, image in opened.items()} == made
    assert {image.format for image in opened.values()} <= {"WEBP"}


def test_they_are_stored_with_the_photo(media):
    recipe = photographed()
    stored = Recipe.objects.get()
    assert (stored.photo_widths, stored.photo_width, stored.photo_height) == ([240, 480, 800, 1200], 1600, 1200)
    assert files(media) == [
        "dish.webp",
        "sizes/1200/dish.webp",
        "sizes/240/dish.webp",
        "sizes/480/dish.webp",
        "sizes/800/dish.webp",
    ]
    name = recipe.photo.name
    assert stored.photo_srcset == (
        f"/media/sizes/240/{name} 240w, /media/sizes/480/{name} 480w, /media/sizes/800/{name} 800w, "
        f"/media/sizes/1200/{name} 1200w, /media/{name} 1600w"
    )


def test_pages_offer_them(client):
    recipe = photographed()
    for address in ("/", recipe.get_absolute_url()):
        [shown] = re.findall(r'<img src="([^"]*)" srcset="([^"]*)"', client.get(address).content.decode())
        assert shown == (recipe.photo.url, recipe.photo_srcset)


def test_a_small_photo_shows_alone(client):
    recipe = photographed(size=(200, 150))
    page = client.get(recipe.get_absolute_url()).content.decode()
    assert (recipe.photo_srcset, page.count("srcset")) == ("", 0)


def test_saving_again_makes_nothing_anew(media):
    recipe = photographed()
    before = {path: path.stat().st_mtime_ns for path in media.rglob("*.webp")}
    recipe.title = "Pie"
    recipe.save()
    Recipe.objects.get().save()
    assert {path: path.stat().st_mtime_ns for path in media.rglob("*.webp")} == before


def test_a_new_photo_replaces_them(media, django_capture_on_commit_callbacks):
    recipe = photographed()
    with django_capture_on_commit_callbacks(execute=True):
        recipe.photo = ContentFile(picture("PNG", size=(900, 900)).read(), name="other.png")
        recipe.save()
    assert Recipe.objects.get().photo_widths == [240, 480, 800]
    assert files(media) == ["other.webp", "sizes/240/other.webp", "sizes/480/other.webp", "sizes/800/other.webp"]


def test_a_name_never_comes_to_show_another_photo(media, django_capture_on_commit_callbacks):
    recipe, seen = make_recipe("Soup"), {}
    for colour in ("red", "blue", "red", "green"):
        with django_capture_on_commit_callbacks(execute=True):
            recipe.photo = ContentFile(plain(colour), name="dish.png")
            recipe.save()
        seen.setdefault(Path(recipe.photo.name).name[:13], set()).add(colour)
    assert sorted(map(sorted, seen.values())) == [["blue"], ["green"], ["red"]]


def plain(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def test_a_replaced_photo_stays_until_the_change_is_certain(media):
    recipe = photographed(size=(200, 150))
    recipe.photo = ContentFile(picture("PNG", size=(150, 150)).read(), name="other.png")
    recipe.save()
    assert files(media) == ["dish.webp", "other.webp"]


def test_a_photo_that_another_recipe_shows_stays(media, django_capture_on_commit_callbacks):
    recipe = photographed()
    copy = make_recipe("Copy")
    Recipe.objects.filter(pk=copy.pk).update(photo=recipe.photo.name, photo_widths=recipe.photo_widths)
    before = files(media)
    with django_capture_on_commit_callbacks(execute=True):
        recipe.photo = ""
        recipe.save()
    assert files(media) == before
    with django_capture_on_commit_callbacks(execute=True):
        Recipe.objects.get(pk=copy.pk).delete()
    assert files(media) == []


def test_a_photo_dropped_but_not_saved_stays(media, django_capture_on_commit_callbacks):
    recipe = photographed()
    before = files(media)
    with django_capture_on_commit_callbacks(execute=True):
        recipe.photo = ""
        recipe.save(update_fields=["title"])
    assert (files(media), Recipe.objects.get().photo.name != "") == (before, True)


def test_a_photo_saved_alone_has_its_sizes():
    recipe = make_recipe("Soup")
    recipe.photo = picture("PNG", size=(900, 900))
    recipe.save(update_fields=["photo"])
    assert Recipe.objects.get().photo_widths == [240, 480, 800]


def test_they_go_with_the_photo(media, django_capture_on_commit_callbacks):
    recipe = photographed()
    with django_capture_on_commit_callbacks(execute=True):
        recipe.photo = ""
        recipe.save()
    assert (Recipe.objects.get().photo_widths, files(media)) == ([], [])


def test_they_go_with_the_recipe(media, django_capture_on_commit_callbacks):
    photographed()
    with django_capture_on_commit_callbacks(execute=True):
        Recipe.objects.all().delete()
    assert files(media) == []


def test_where_one_cannot_be_stored_the_photo_shows_alone(media, client):
    (media / "sizes").write_text("in the way")
    recipe = photographed()
    assert (recipe.photo_widths, client.get(recipe.get_absolute_url()).status_code) == ([], 200)
    assert files(media) == ["dish.webp", "sizes"]


def test_photos_of_before_get_theirs_by_a_command(media, capsys):
    photographed(source_name="Grandmother")
    Recipe.objects.update(photo_widths=[])
    before = Recipe.objects.get().updated
    call_command("resize_photos")
    stored = Recipe.objects.get()
    assert (stored.photo_widths, stored.updated) == ([240, 480, 800, 1200], before)
    assert capsys.readouterr().out == "Photos with all their sizes now: 1.\n"


def test_the_command_tells_of_a_lost_photo(media):
    recipe = photographed()
    recipe.photo.storage.delete(recipe.photo.name)
    with pytest.raises(CommandError, match="Photos that failed: 1"):
        call_command("resize_photos", all=True)
    assert Recipe.objects.get().photo_widths == []
