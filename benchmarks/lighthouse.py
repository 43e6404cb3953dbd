"""`python -m benchmarks.lighthouse`: what Lighthouse says of home, results and recipe, on a phone with a slow network.

Production as docs/operations.md starts it (gunicorn, debug off) on the starter collection in a database
of its own, with a photo in each of the 20 results. Needs Chromium, and npx to fetch Lighthouse. Not a test.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from benchmarks import serving
from tests.chromium import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).parent.parent
# The last that runs under Node.js 20: 13 wants 22.
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLOOR = 95
QUERY = "a hearty soup for winter"
# A busy machine's trace may lack its beginning (NO_NAVSTART): Lighthouse itself says to run it again.
ATTEMPTS = 3
SERVED_WITHIN_SECONDS = 120
PHOTO_SIZE = (1600, 1200)


def prepare(folder: Path, database: Path | None) -> str:
    """Fill the site that the environment names, embed what is due, and give the path of a recipe with a photo."""
    django.setup()
    from django.core.management import call_command

    if database:
        shutil.copy(database, folder / "db.sqlite3")
    call_command("migrate", verbosity=0)
    if not database:
        call_command("load_starter", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("embed_recipes")
    return photograph()


def photograph() -> str:
    """Upload a photo for each of the first 20 results."""
    from django.core.files.base import ContentFile

    from recipes.search import find_recipes

    recipes = [match.recipe for match in find_recipes(QUERY, top_k=20)]
    if len(recipes) < 20:
        raise SystemExit(f"{QUERY!r} finds {len(recipes)} recipes; 20 are wanted: measure on another database.")
    for number, recipe in enumerate(recipes):
        recipe.photo = ContentFile(draw(number), name=f"{recipe.slug}.jpg")
        recipe.save()
    return recipes[0].get_absolute_url()


def draw(seed: int) -> bytes:
    """A JPEG about as hard to compress as a photo of food: soft colours, blobs with edges, a little grain."""
    from PIL import Image, ImageChops, ImageDraw, ImageFilter

    pick = random.Random(seed)
    image = Image.new("RGB", PHOTO_SIZE, tuple(pick.randrange(90, 220) for _ in range(3)))
    brush = ImageDraw.Draw(image)
    for _ in range(250):
        x, y, radius = pick.randrange(PHOTO_SIZE[0]), pick.randrange(PHOTO_SIZE[1]), pick.randrange(10, 160)
        colour = tuple(pick.randrange(256) for _ in range(3))
        brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    grain = Image.effect_noise(PHOTO_SIZE, 24).convert("RGB")
    out = BytesIO()
    ImageChops.overlay(image.filter(ImageFilter.GaussianBlur(3)), grain).save(out, "JPEG", quality=88)
    return out.getvalue()


def wait_for(site: str) -> None:
    """Until the home page and a search have been answered once: the model is loaded then."""
    deadline = time.monotonic() + SERVED_WITHIN_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{site}/?q=warm", timeout=SERVED_WITHIN_SECONDS).read()
            return
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def report_on(address: str, folder: Path) -> dict:
    """Lighthouse's whole report on one page, in its mobile setting."""
    file = folder / "report.json"
    flags = " ".join(["--headless=new", *ARGUMENTS])
    options = ["--output=json", f"--output-path={file}", "--quiet", f"--chrome-flags={flags}"]
    options.append(f"--only-categories={','.join(CATEGORIES)}")
    command = ["npx", "--yes", LIGHTHOUSE, address, *options]
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run(
            command, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return json.loads(file.read_text("utf-8"))
        print(f"attempt {attempt} of {ATTEMPTS} on {address}: {done.stderr.strip()}", file=sys.stderr)
    raise SystemExit("Lighthouse could not measure the page.")


def scores(report: dict) -> dict[str, int]:
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}


def failing(report: dict) -> list[str]:
    """Every audit short of its full score, with what it counts for and what it found."""
    lines = []
    for name in CATEGORIES:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if audit["score"] is not None and audit["score"] < 1:
                found = audit.get("displayValue") or ""
                lines.append(f"{name}: {audit['title']} [{ref['id']}, weight {ref['weight']}] {found}")
    return lines


def performance(report: dict) -> int:
    return scores(report)["performance"]


def measure(pages: dict[str, str], folder: Path, runs: int) -> int:
    """Print scores and failing audits of each page's median run; 1 where a score is under the floor."""
    lowest = 100
    for name, address in pages.items():
        reports = sorted((report_on(address, folder) for _ in range(runs)), key=performance)
        median = reports[(runs - 1) // 2]
        found = scores(median)
        lowest = min(lowest, *found.values())
        print(f"{name:10}" + "".join(f"{category} {score:3}   " for category, score in found.items()), end="")
        print(f"(performance of {runs} runs: {', '.join(str(performance(report)) for report in reports)})", flush=True)
        for line in failing(median):
            print(f"    {line}")
    return int(lowest < FLOOR)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", type=Path, help="a copy of this SQLite file instead of the starter collection")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is asked; the median counts")
    options = parser.parse_args()
    if not (shutil.which("npx") and CHROMIUM):
        print("Lighthouse needs npx (Node.js) and Chromium: apt-get install nodejs npm chromium", file=sys.stderr)
        return 2
    with TemporaryDirectory(prefix="larder-lighthouse-") as name:
        folder, port = Path(name), serving.free_port()
        os.environ |= serving.environment(folder, folder / "db.sqlite3", port)
        os.environ |= {"DJANGO_SETTINGS_MODULE": "recipes_site.settings", "DJANGO_DEBUG": "false"}
        recipe = prepare(folder, options.database)
        site = f"http://127.0.0.1:{port}"
        query = QUERY.replace(" ", "+")
        pages = {"home": f"{site}/", "results": f"{site}/?q={query}", "recipe": f"{site}{recipe}"}
        with (folder / "log").open("w") as log:
            command = [sys.executable, "-m", "gunicorn", "-c", "python:recipes_site.gunicorn", "recipes_site.wsgi"]
            server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            wait_for(site)
            return measure(pages, folder, max(1, options.runs))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(main())
