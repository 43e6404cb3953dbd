"""What a first visit to a page weighs, as production sends it: `python -m benchmarks.weight [ADDRESS]`.

On the starter collection, which has no photos. Bytes are not time: tests/test_weight.py holds the budget with the
code that is here.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from re import findall
from tempfile import TemporaryDirectory
from urllib.parse import urldefrag, urljoin

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from recipes.evaluation import collection  # noqa: E402

RESULTS = "/?q=soup"
PAGE_BUDGET = 60_000
OWN_SCRIPT_BUDGET = 8_000
LINKED = {"link": "href", "script": "src", "img": "src", "use": "href", "image": "href"}
FETCHED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}
ACCEPT = {"accept-encoding": "gzip, deflate, br"}


@dataclass(frozen=True)
class Resource:
    path: str
    type: str
    encoding: str
    sent: int

    @property
    def is_own_script(self) -> bool:
        return self.type.endswith("javascript") and "/django_htmx/" not in self.path


class Links(HTMLParser):
    """The addresses that a browser fetches with a page, each once, in their order; fragments are no request."""

    def __init__(self, html: str):
        super().__init__()
        self.found: dict[str, None] = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        address = values.get(LINKED.get(tag, "")) or ""
        is_fetched = tag != "link" or FETCHED_LINKS & set((values.get("rel") or "").split())
        if address and is_fetched and not address.startswith(("data:", "#")):
            self.found[urldefrag(address).url] = None


@contextmanager
def as_deployed() -> Iterator[Client]:
    """Within it static files are hashed, compressed and served as in production; gives a new visitor."""
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    whitenoise = {"WHITENOISE_AUTOREFRESH": False, "WHITENOISE_USE_FINDERS": False}
    with (
        TemporaryDirectory(prefix="larder-static-") as folder,
        override_settings(STORAGES=storages, STATIC_ROOT=folder, **whitenoise),
    ):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
        yield Client()


def fetch(visitor: Client, path: str) -> tuple[Resource, str]:
    """One resource as it is sent, and as text."""
    response = visitor.get(path, headers=ACCEPT)
    if response.status_code != 200:
        raise LookupError(f"{path} answers {response.status_code}")
    text = b"".join(visitor.get(path)).decode("utf-8", "replace")
    kind = response.headers["Content-Type"].partition(";")[0]
    return Resource(path, kind, response.headers.get("Content-Encoding", ""), len(b"".join(response))), text


def first_load(visitor: Client, path: str) -> list[Resource]:
    """The page and all that a browser fetches with it, also what style sheets name."""
    page, html = fetch(visitor, path)
    found = {path: page}
    waiting = [urljoin(path, link) for link in Links(html).found]
    for address in waiting:
        if address not in found:
            found[address], text = fetch(visitor, address)
            if found[address].type == "text/css":
                named = findall(r"url\(\s*['\"]?(?!data:|#)([^'\")]+)", text)
                waiting += [urldefrag(urljoin(address, link)).url for link in named]
    return list(found.values())


def own_script(resources: list[Resource]) -> int:
    return sum(resource.sent for resource in resources if resource.is_own_script)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("address", nargs="?", default=RESULTS)
    address = parser.parse_args().address
    print("Embedding...")
    with collection("default"), as_deployed() as visitor:
        resources = first_load(visitor, address)
    print(f"\n{'bytes sent':>10}  {'':6}{'':26}address")
    for resource in resources:
        print(f"{resource.sent:10,}  {resource.encoding or '-':6}{resource.type:26}{resource.path}")
    total = sum(resource.sent for resource in resources)
    print(f"{total:10,}  in all (at most {PAGE_BUDGET:,})")
    print(f"{own_script(resources):10,}  of own script (at most {OWN_SCRIPT_BUDGET:,})")


if __name__ == "__main__":
    main()
