"""`python -m tests.take_screenshots`: every kind of page as a PNG in ./screenshots/, phone and desk, light and dark.

The real model on the starter collection, in a database of its own. Not a test: people look at the pictures.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402

from recipes.models import EmbeddingSpace, Recipe  # noqa: E402
from tests.chromium import ARGUMENTS, CHROMIUM, missing  # noqa: E402

FOLDER = settings.BASE_DIR / "screenshots"
WIDTHS = {390: 844, 1280: 900}
SCHEMES = ("light", "dark")
PAGES = {
    "home": "/",
    "results": "/?q=a+hearty+soup+for+winter",
    "narrowed": "/?q=spicy+noodles&diet=vegan&max_minutes=60",
    "no-match": "/?q=how+do+I+reset+my+password",
    "read-as": "/?q=something+warm+for+a+cold+night,+vegetarian,+under+an+hour,+no+mushrooms&off=max-60",
    "misspelt": "/?q=choclate+mouse",
    "limits-only": "/?q=vegan,+under+30+minutes",
    "contradiction": "/?q=vegan+chicken+curry",
    "nothing-left": "/?q=vegan+dessert+with+chicken+for+2",
    "browse": "/?course=soup&sort=time",
    "notices": "/?q=birthday+cake&max_minutes=soon&without=7&page=99",
    "recipe": "/recipes/harira-with-lamb-and-chickpeas/",
    "turn": "/recipes/harira-with-lamb-and-chickpeas/?like=meatless",
    "not-found": "/recipes/manna/",
}


def main() -> int:
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory(prefix="larder-") as folder:
        settings.DATABASES["default"]["NAME"] = Path(folder) / "screenshots.sqlite3"
        # The last pictures are of a site whose recipes were deleted: never those of the developer's own.
        assert connection.connection is None
        assert Path(connection.settings_dict["NAME"]).parent == Path(folder)
        for command in ("migrate", "load_starter", "embed_recipes"):
            call_command(command, verbosity=0)
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.start()
        server.is_ready.wait()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            shoot_all(browser, f"http://127.0.0.1:{server.port}")
            browser.close()
        server.terminate()
        connections.close_all()
    return 0


def shoot_all(browser, site: str) -> None:
    shoot(browser, site, PAGES)
    EmbeddingSpace.objects.all().delete()
    shoot(browser, site, {"unavailable": "/?q=soup"})
    Recipe.objects.all().delete()
    shoot(browser, site, {"no-recipes": "/"})


def shoot(browser, site: str, pages: dict[str, str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
            page = context.new_page()
            for name, path in pages.items():
                page.goto(site + path)
                page.wait_for_load_state("networkidle")
                file = FOLDER / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=file, full_page=True)
                print(file.relative_to(settings.BASE_DIR))
            context.close()


if __name__ == "__main__":
    sys.exit(main())
