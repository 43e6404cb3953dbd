"""Larder's icons: what a phone's home screen and old browsers are given."""

import json

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

pytestmark = pytest.mark.django_db


def sizes(name: str) -> set[tuple[int, int]]:
    with Image.open(finders.find(name)) as image:
        return image.info.get("sizes", {image.size})


def test_the_manifest_names_icons_of_the_sizes_it_says(client):
    response = client.get("/manifest.webmanifest")
    said = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert [(icon["src"], icon["sizes"], icon["purpose"]) for icon in said.pop("icons")] == [
        ("/static/icons/icon-192.png", "192x192", "any"),
        ("/static/icons/icon-512.png", "512x512", "any"),
        ("/static/icons/maskable-512.png", "512x512", "maskable"),
    ]
    assert said == {
        "name": "Larder",
        "short_name": "Larder",
        "description": "Recipe search by meaning",
        "lang": "en",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf6ec",
        "theme_color": "#fbf6ec",
    }


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("icon-192.png", {(192, 192)}),
        ("icon-512.png", {(512, 512)}),
        ("maskable-512.png", {(512, 512)}),
        ("apple-touch-icon.png", {(180, 180)}),
        ("favicon.ico", {(16, 16), (32, 32), (48, 48)}),
    ],
)
def test_icons_have_their_sizes(name, drawn):
    assert sizes(f"icons/{name}") == drawn


def test_what_asks_for_an_icon_without_reading_a_page_gets_one(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/icons/favicon.ico"


def test_pages_name_the_icons(client):
    page = client.get("/").content.decode()
    assert '<link rel="apple-touch-icon" href="/static/icons/apple-touch-icon.png">' in page
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
