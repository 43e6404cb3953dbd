"""Photos of recipes: what is accepted, and the one form in which they are kept. Files in, bytes out; no database."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import get_image_dimensions
from PIL import Image, ImageOps

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 1600
WIDTHS = (240, 480, 800, 1200)
"""Of the renditions: a card on a phone, a card on a desk, a recipe's page, the same where two pixels make a point."""

QUALITY = 82
STEM_LENGTH = 40
DIGEST_LENGTH = 8
"""Together with their folder they fit the column, so that no storage cuts the digest off."""

# Many phones write JPEG files with a second picture (depth, brightness) inside: MPO.
FORMATS = ("JPEG", "MPO", "PNG", "WEBP")


def validate_photo(file) -> None:
    """Raise ValidationError unless the file is a whole JPEG, PNG or WebP of a bounded size; a stored one isn't read."""
    if getattr(file, "_committed", False):
        return
    if file.size > MAX_BYTES:
        raise ValidationError(f"The photo has {file.size / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} MB are taken.")
    width, height = get_image_dimensions(file)
    if not width:
        raise ValidationError("This file can't be read as a picture: save it as JPEG, PNG or WebP and try again.")
    if width * height > MAX_PIXELS:
        raise ValidationError(f"The photo has {width} × {height} pixels; at most 50 million are taken.")
    file.seek(0)
    with Image.open(file) as image:
        if image.format not in FORMATS:
            raise ValidationError(f"{image.format} isn't taken: save the photo as JPEG, PNG or WebP and try again.")
        try:
            image.load()
        except Exception as error:  # every format's decoder has errors of its own
            raise ValidationError(f"The photo is damaged or incomplete ({error}): copy it again and retry.") from error
    file.seek(0)


def shrink(file) -> ContentFile:
    """The photo upright, its longest side at most 1600 pixels, as WebP without metadata (no place, no camera).

    Its name ends in a digest of the picture: browsers keep photos for long, and a name must never come to show another.
    """
    file.seek(0)
    with Image.open(file) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA" if image.has_transparency_data else "RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = BytesIO()
        on_white(upright).save(out, "WEBP", quality=QUALITY)
    return ContentFile(out.getvalue(), name=name_of(Path(file.name).stem, out.getvalue()))


def name_of(stem: str, content: bytes) -> str:
    return f"{stem[:STEM_LENGTH]}-{sha256(content).hexdigest()[:DIGEST_LENGTH]}.webp"


def renditions(file) -> dict[int, ContentFile]:
    """Width -> the photo in that width; of WIDTHS those that make it smaller."""
    file.seek(0)
    with Image.open(file) as image:
        return {width: narrowed(image, width) for width in WIDTHS if width < image.width}


def narrowed(image: Image.Image, width: int) -> ContentFile:
    out = BytesIO()
    height = max(1, round(image.height * width / image.width))
    image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS).save(out, "WEBP", quality=QUALITY)
    return ContentFile(out.getvalue())


def rendition_name(name: str, width: int) -> str:
    """Where a photo's rendition lies: in a tree of its own, where no other photo can have its name."""
    return f"sizes/{width}/{name}"


def on_white(image: Image.Image) -> Image.Image:
    """Without transparency: what was see-through would otherwise show colours that nobody ever saw."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
