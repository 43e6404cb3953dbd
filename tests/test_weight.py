"""How pages are delivered: what a first visit weighs, compression, what crawlers are told. Bytes, never time."""

import gzip

from benchmarks.weight import OWN_SCRIPT_BUDGET, PAGE_BUDGET, RESULTS, Links, as_deployed, first_load, own_script
from recipes.importing import load_starter
from recipes.models import Recipe
from tests.conftest import make_recipe
from tests.pages import photo


def test_a_first_visit_to_the_results_weighs_little(fake_search):
    load_starter()
    first = Recipe.objects.order_by("pk").values_list("pk", flat=True)[:40]
    Recipe.objects.exclude(pk__in=list(first)).delete()
    fake_search(threshold=-1)
    with as_deployed() as visitor:
        assert visitor.get(RESULTS).content.count(b'<article class="card') >= 20
        resources = first_load(visitor, RESULTS)
    assert {"text/html", "text/css", "text/javascript", "image/svg+xml"} <= {resource.type for resource in resources}
    assert own_script(resources) <= OWN_SCRIPT_BUDGET
    assert sum(resource.sent for resource in resources) <= PAGE_BUDGET


def test_what_a_browser_fetches_with_a_page():
    html = """<link rel="icon" href="/i.svg"><link rel="canonical" href="/no"><script src="/a.js"></script>
        <use href="/c.svg#one"/><use href="/c.svg#two"/><use href="#here"/><img src="data:,"><a href="/no">"""
    assert list(Links(html).found) == ["/i.svg", "/a.js", "/c.svg"]


def test_pages_are_compressed_and_photos_are_not(client, fake_search):
    recipe = make_recipe("Warm soup", photo=photo("soup.jpg"))
    fake_search()
    for path in ("/", "/?q=soup", recipe.get_absolute_url()):
        response = client.get(path, headers={"accept-encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response.headers["Vary"]
        assert b"<h1" in gzip.decompress(response.content)
    for path in (recipe.photo.url, "/admin/login/"):
        assert "Content-Encoding" not in client.get(path, headers={"accept-encoding": "gzip"}).headers


def test_robots_are_told_what_to_leave(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.content == b"User-agent: *\nDisallow: /admin/\nDisallow: /*&\nDisallow: /surprise/\n"
