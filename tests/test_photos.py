"""Photos: what is taken, what is refused with which words, and what becomes of a taken one."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from recipes import photos
from recipes.models import Recipe
from recipes.photos import shrink, validate_photo


def picture(file_format: str, mode: str = "RGB", size=(60, 40), color=None, **options) -> ContentFile:
    out = BytesIO()
    Image.new(mode, size, color).save(out, file_format, **options)
    return ContentFile(out.getvalue(), name=f"dish.{file_format.lower()}")


def two_pictures_in_one(file_format: str) -> ContentFile:
    second = Image.new("RGB", (60, 40), "blue")
    return picture(file_format, color="red", save_all=True, append_images=[second])


def kept(file: ContentFile) -> Image.Image:
    """The photo as it is kept."""
    validate_photo(file)
    return Image.open(shrink(file))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_webp(file_format):
    photo = kept(picture(file_format, size=(3200, 1600)))
    assert (photo.format, photo.mode, photo.size) == ("WEBP", "RGB", (1600, 800))


def test_a_photo_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = kept(picture("JPEG", exif=exif))
    assert (photo.size, dict(photo.getexif())) == ((40, 60), {})


@pytest.mark.parametrize("file_format", ["MPO", "PNG", "WEBP"])
def test_of_several_pictures_in_a_file_the_first_is_kept(file_format):
    photo = kept(two_pictures_in_one(file_format))
    red, green, blue = photo.convert("RGB").getpixel((30, 20))
    assert (photo.n_frames, red > 240, green < 15, blue < 15) == (1, True, True, True)


@pytest.mark.parametrize(
    ("file", "color"),
    [
        (picture("PNG", "RGBA", color=(0, 0, 0, 0)), (255, 255, 255)),
        (picture("PNG", "P", color=0, transparency=0), (255, 255, 255)),
        (picture("PNG", "LA", color=(0, 0)), (255, 255, 255)),
        (picture("PNG", "RGBA", color=(0, 0, 0, 255)), (0, 0, 0)),
        (picture("JPEG", "CMYK", color=(0, 0, 0, 255)), (0, 0, 0)),
    ],
)
def test_what_is_see_through_becomes_white(file, color):
    assert kept(file).getpixel((30, 20)) == color


def truncated(file: ContentFile) -> ContentFile:
    return ContentFile(file.read()[: file.size // 2], name=file.name)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (picture("GIF"), "GIF isn't taken: save the photo as JPEG"),
        (ContentFile(b"<svg></svg>", name="dish.png"), "can't be read as a picture"),
        (ContentFile(b"", name="dish.png"), "can't be read as a picture"),
        (picture("PNG", "1", size=(10_000, 5_001)), "10000 × 5001 pixels; at most 50 million"),
        (truncated(picture("JPEG", size=(600, 400))), "damaged or incomplete"),
    ],
)
def test_what_is_refused(file, says):
    with pytest.raises(ValidationError, match=says):
        validate_photo(file)


def test_a_file_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 10)
    with pytest.raises(ValidationError, match="at most 0 MB"):
        validate_photo(picture("PNG"))


def test_a_stored_photo_is_not_read_again():
    recipe = Recipe(title="Soup", photo=picture("GIF"))
    with pytest.raises(ValidationError, match="GIF isn't taken"):
        validate_photo(recipe.photo)
    stored = Recipe(title="Soup", photo="photos/nowhere.webp", photo_width=8, photo_height=6)
    assert validate_photo(stored.photo) is None
