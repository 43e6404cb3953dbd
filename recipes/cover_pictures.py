"""A recipe's cover in pixels, for the sites and apps that show a shared recipe and take no SVG. Same words, same bytes.

Not which cover a recipe has (covers), and no drawing: `python -m tests.draw_figures` made the figures.
"""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from recipes.covers import DATA, GROUNDS, PALETTES, Cover

FIGURES = Path(__file__).parent / "data" / "figures"
SIZE = WIDTH, HEIGHT = 1200, 900
FIGURE_SIZE = 648
"""Of its width and height: 72% of the cover's height, as static/larder.css has it."""

FINER = 2
"""How many times larger a ground is drawn before it is made smaller, so that its edges are smooth."""

KEPT = 64
"""Pictures kept in memory, of some 15 kB: a recipe that is shared is asked for by many at once."""


def name_of(cover: Cover) -> str:
    """What stands in the address of its picture: "soup-0-3"."""
    return f"{cover.figure}-{cover.palette}-{cover.ground}"


@lru_cache(KEPT)
def picture(name: str) -> bytes | None:
    """The PNG of that name, 1200 × 900; None where no cover has it."""
    figure, _, numbers = name.partition("-")
    palette, _, ground = numbers.partition("-")
    known = palette in map(str, range(PALETTES)) and ground in map(str, range(GROUNDS))
    if not known or figure not in figures():
        return None
    out = BytesIO()
    drawn(Cover(figure, int(palette), int(ground))).save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def figures() -> frozenset[str]:
    return frozenset(path.stem for path in FIGURES.glob("*.webp"))


def drawn(cover: Cover) -> Image.Image:
    colours = {role: rgb(colour) for role, colour in DATA["colours"][cover.palette].items()}
    image = ground(cover.ground, colours["ground"], colours["shade"])
    left, top = (WIDTH - FIGURE_SIZE) // 2, (HEIGHT - FIGURE_SIZE) // 2
    box = (left, top, left + FIGURE_SIZE, top + FIGURE_SIZE)
    under = np.asarray(image.crop(box), np.float32)
    parts = shares(cover.figure)
    inked = sum(parts[role][..., None] * np.array(colours[role], np.float32) for role in "abcd")
    seen = inked + (1 - sum(parts.values()))[..., None] * under
    image.paste(Image.fromarray(np.rint(seen).astype(np.uint8)), box)
    return image


def shares(figure: str) -> dict[str, np.ndarray]:
    """Role of a colour -> how much of each pixel it covers, from 0 to 1; what is left is the ground's."""
    with Image.open(FIGURES / f"{figure}.webp") as image:
        red, green, blue, alpha = np.moveaxis(np.asarray(image.convert("RGBA"), np.float32) / 255, -1, 0)
    a, b, c = red * alpha, green * alpha, blue * alpha
    return {"a": a, "b": b, "c": c, "d": np.maximum(alpha - a - b - c, 0)}


def ground(number: int, colour: tuple[int, ...], shade: tuple[int, ...]) -> Image.Image:
    """One of the four grounds of static/larder.css: a disc, a table, stripes, a corner."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), colour)
    brush, width, height = ImageDraw.Draw(image), WIDTH * FINER, HEIGHT * FINER
    if number == 0:
        brush.circle((width / 2, height * 0.54), width * 0.296, shade)
    elif number == 1:
        brush.rectangle((0, height * 0.66, width, height), shade)
    elif number == 2:
        for stripe in range(1, 12, 2):
            brush.rectangle((width * stripe / 12, 0, width * (stripe + 1) / 12 - 1, height), shade)
    else:
        brush.circle((width, 0), width * 0.65, shade)
    return image.resize(SIZE, Image.Resampling.BOX)


def rgb(colour: str) -> tuple[int, ...]:
    """ "#b53d24" -> (181, 61, 36)."""
    return tuple(bytes.fromhex(colour.removeprefix("#")))
