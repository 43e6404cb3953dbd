"""Which browser drives the browser tests and takes the screenshots, and how it is started. Starts nothing itself."""

import shutil
from importlib.util import find_spec

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing() -> str:
    """What stands in the way of a browser and how to get it; empty where nothing does."""
    if not find_spec("playwright"):
        return "no Playwright: pip install -r requirements-dev.txt"
    return "" if CHROMIUM else "no browser: apt-get install chromium (any Chromium on the PATH will do)"
