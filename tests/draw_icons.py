"""`python -m tests.draw_icons`: the jar of static/favicon.svg as the PNGs and the ICO in static/icons/. Not a test.

Run it after a change of the jar, look at what came out and commit it: Larder serves the files and draws nothing.
"""

import sys
from io import BytesIO

from PIL import Image

from recipes_site.environment import BASE_DIR
from tests.chromium import ARGUMENTS, CHROMIUM, missing

STATIC = BASE_DIR / "static"
PAPER = "#fbf6ec"
# name -> (pixels, how much of them the jar takes, how round the ground's corners are); a maskable icon may be cut to a
# circle of four fifths, and iOS rounds corners itself.
ICONS = {
    "icon-192": (192, 0.84, 0.22),
    "icon-512": (512, 0.84, 0.22),
    "maskable-512": (512, 0.66, 0),
    "apple-touch-icon": (180, 0.8, 0),
}
FAVICON_SIZES = [(16, 16), (32, 32), (48, 48)]


def main() -> int:
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    jar = (STATIC / "favicon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS).new_page()
        for name, (size, share, corner) in ICONS.items():
            (STATIC / "icons" / f"{name}.png").write_bytes(smaller(drawn(page, jar, size, share, corner, PAPER)))
        largest = Image.open(BytesIO(drawn(page, jar, 256, 1, 0, "transparent")))
        largest.save(STATIC / "icons" / "favicon.ico", sizes=FAVICON_SIZES)
    return 0


def drawn(page, jar: str, size: int, share: float, corner: float, ground: str) -> bytes:
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"""<style>body {{ margin: 0 }} div {{ display: grid; place-items: center; height: 100vh; background: {ground};
        border-radius: {corner:.0%} }} svg {{ width: {share:.0%} }}</style><div>{jar}</div>"""
    )
    return page.screenshot(omit_background=True)


def smaller(png: bytes) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(png)).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
