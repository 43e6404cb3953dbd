"""Figures of a benchmark as SVG, drawn by hand: bars on a scale of powers of ten. Not the figures."""

import math
from html import escape
from pathlib import Path

from benchmarks.measuring import Row, figure

COLOURS = ("#a8321a", "#1f6c74", "#c98a12", "#66702b", "#85304f", "#5b6f7a", "#8f7d68")
LEFT, BAR, GAP, WIDTH, RIGHT = 330, 18, 12, 860, 90

SEARCH = (
    "bare matrix @ query",
    "FAISS flat",
    "semantic_search (sentence-transformers)",
    "index, best 20 recipes",
    "index, all published recipes in order",
)
REQUEST = (
    "query embedding",
    "bare matrix @ query",
    "whole request less embedding and product",
    "whole request",
    "whole request, 8 clients at once",
)


def draw_all(found: dict, folder: Path) -> None:
    """`search.svg` and `request.svg` in the folder, of the rows that there are."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [Row(**row) for row in found["rows"]]
    for part, names, title in (
        ("index search", SEARCH, "The nearest to a vector, milliseconds"),
        ("request", REQUEST, "A results page over HTTP, milliseconds"),
    ):
        chosen = [row for row in rows if row.part == part and row.name in names and row.value > 0]
        if chosen:
            path = folder / f"{part.split()[-1]}.svg"
            path.write_text(bars(title, chosen, names), "utf-8")


def bars(title: str, rows: list[Row], names: tuple[str, ...]) -> str:
    """Grouped by the number of recipes, a bar a name in the order of `names`, on one scale of powers of ten."""
    low = 10 ** math.floor(math.log10(min(row.value for row in rows)))
    high = 10 ** math.ceil(math.log10(max(row.value for row in rows)))
    sizes = sorted({row.recipes for row in rows})
    parts, top = [text(8, 20, title, size=16, weight=600)], 40
    begin = top
    for recipes in sizes:
        parts.append(text(8, top + 14, f"{recipes:,} recipes", weight=600))
        top += 22
        group = sorted((row for row in rows if row.recipes == recipes), key=lambda row: names.index(row.name))
        for row in group:
            parts.append(bar(row, names, top, place(row.value, low, high)))
            top += BAR + 4
        top += GAP
    parts[1:1] = scale(low, high, begin, top)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 24}" font-family="sans-serif" '
    return f'{head}font-size="13"><title>{escape(title)}</title><rect width="100%" height="100%" fill="#fffdf8"/>' + (
        "\n".join(parts) + "</svg>\n"
    )


def place(value: float, low: float, high: float) -> float:
    """Pixels to the right of where the bars begin."""
    return (WIDTH - LEFT - RIGHT) * math.log10(value / low) / math.log10(high / low)


def bar(row: Row, names: tuple[str, ...], top: int, length: float) -> str:
    colour = COLOURS[names.index(row.name) % len(COLOURS)]
    return (
        text(LEFT - 8, top + 14, row.name, anchor="end")
        + f'<rect x="{LEFT}" y="{top}" width="{max(length, 2):.1f}" height="{BAR}" fill="{colour}"/>'
        + text(LEFT + max(length, 2) + 6, top + 14, figure(row))
    )


def scale(low: float, high: float, top: int, bottom: int) -> list[str]:
    """A line and a number at each power of ten."""
    lines = []
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        x = LEFT + place(10**power, low, high)
        lines.append(f'<path d="M{x:.1f} {top}V{bottom}" stroke="#e2d5c0"/>')
        lines.append(text(x, bottom + 16, f"{10**power:g}", anchor="middle"))
    return lines


def text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 13, weight: int = 400) -> str:
    style = f'text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="#261d15"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'
