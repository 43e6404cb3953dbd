"""`python -m tests.take_screenshots [NAME...]`: every kind of page as PNGs in ./screenshots/, light and dark.

The real model on the starter collection, in a database of its own, or with --database in a copy of one that is embedded
already, which saves most of the time. Not a test: people look at the pictures.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test.testcases import LiveServerThread  # noqa: E402

from recipes.embedders import embedders  # noqa: E402
from recipes.embedders.sentence_transformer import SentenceTransformerEmbedder  # noqa: E402
from recipes.models import EmbeddingSpace, Recipe  # noqa: E402
from recipes.warming import warming  # noqa: E402
from tests.chromium import ARGUMENTS, CHROMIUM, missing  # noqa: E402

FOLDER = settings.BASE_DIR / "screenshots"
WIDTHS = {390: 844, 768: 1024, 1280: 900}
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


STARTING = {"starting": "/?q=a+hearty+soup+for+winter"}
UNAVAILABLE = {"unavailable": "/?q=soup"}
NO_RECIPES = {"no-recipes": "/"}
# A page is opened once: pictures that would wait for scrolling are fetched, whatever the window becomes.
FETCH_ALL = "document.querySelectorAll('img').forEach((image) => { image.loading = 'eager' })"
ALL_FETCHED = "[...document.images].every((image) => image.complete)"


def main() -> int:
    options = arguments()
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory(prefix="larder-") as folder:
        settings.DATABASES["default"]["NAME"] = Path(folder) / "screenshots.sqlite3"
        # The last pictures are of a site whose recipes were deleted: never those of the developer's own.
        assert connection.connection is None
        assert Path(connection.settings_dict["NAME"]).parent == Path(folder)
        fill(options.database)
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.start()
        server.is_ready.wait()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            shoot_all(browser, f"http://127.0.0.1:{server.port}", options.names)
            browser.close()
        server.terminate()
        connections.close_all()
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="which pages, by their names; left out: all")
    parser.add_argument("--database", type=Path, help="a copy of this SQLite file instead of the starter collection")
    options = parser.parse_args()
    if unknown := set(options.names) - {*PAGES, *STARTING, *UNAVAILABLE, *NO_RECIPES}:
        parser.error(f"no page is called {', '.join(sorted(unknown))}; there are {', '.join(PAGES)}")
    return options


def fill(database: Path | None) -> None:
    if database:
        shutil.copy(database, settings.DATABASES["default"]["NAME"])
    for command in ("migrate", "embed_recipes") if database else ("migrate", "load_starter", "embed_recipes"):
        call_command(command, verbosity=0)


def shoot_all(browser, site: str, names: list[str]) -> None:
    def chosen(pages: dict[str, str]) -> dict[str, str]:
        return {name: path for name, path in pages.items() if not names or name in names}

    shoot(browser, site, chosen(PAGES))
    with starting():
        shoot(browser, site, chosen(STARTING))
    EmbeddingSpace.objects.all().delete()
    shoot(browser, site, chosen(UNAVAILABLE))
    Recipe.objects.all().delete()
    shoot(browser, site, chosen(NO_RECIPES))


class SlowToLoad(SentenceTransformerEmbedder):
    """The same model, once the pictures of a site that loads it are taken."""

    gate = Event()

    def encode(self, texts, *, is_query):
        self.gate.wait()
        return super().encode(texts, is_query=is_query)


@contextmanager
def starting() -> Iterator[None]:
    """Within it the server has just started."""
    with embedders.lend("default", SlowToLoad()):
        warming.start()
        yield
        SlowToLoad.gate.set()


def shoot(browser, site: str, pages: dict[str, str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for name, path in pages.items():
        page.goto(site + path)
        page.evaluate(FETCH_ALL)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                page.wait_for_function(ALL_FETCHED)
                page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
        print(name, flush=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
