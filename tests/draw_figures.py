"""`python -m tests.draw_figures`: the figures of static/covers.svg as pixels, in recipes/data/figures/. Not a test.

Each is drawn in red, green, blue and black for its four colours, so that recipes/cover_pictures.py can put any palette
there. Run it after a change of a figure, look at a cover and commit what came out: Larder draws no SVG itself.
"""

import re
import sys
from io import BytesIO

from PIL import Image

from recipes.cover_pictures import FIGURE_SIZE, FIGURES
from recipes_site.environment import BASE_DIR
from tests.chromium import ARGUMENTS, CHROMIUM, missing

INKS = "--a: #f00; --b: #0f0; --c: #00f; --d: #000"


def main() -> int:
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    drawing = (BASE_DIR / "static" / "covers.svg").read_text("utf-8")
    FIGURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS).new_page()
        page.set_viewport_size({"width": FIGURE_SIZE, "height": FIGURE_SIZE})
        for name in re.findall(r'<symbol id="(\w+)"', drawing):
            if name != "jar":
                (FIGURES / f"{name}.webp").write_bytes(smaller(drawn(page, drawing, name)))
    return 0


def drawn(page, drawing: str, name: str) -> bytes:
    page.set_content(
        f"""<style>body {{ margin: 0; {INKS} }} svg:last-child {{ display: block; width: 100vw; height: 100vw }}
        svg:first-child {{ display: none }}</style>{drawing}<svg viewBox="0 0 200 200"><use href="#{name}"/></svg>"""
    )
    return page.screenshot(omit_background=True)


def smaller(png: bytes) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(png)).convert("RGBA").save(out, "WEBP", lossless=True, quality=100, method=6)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
