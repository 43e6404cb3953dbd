"""The pages for when there is no answer: nothing stored, nothing embedded, no model, no page; and the health page."""

import json
import re

import pytest
from django.urls import reverse

from recipes.models import EmbeddingSpace
from tests.conftest import make_recipe
from tests.dishes import two_soups_and_a_cake
from tests.reading import text, titles

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def soups(fake_search):
    two_soups_and_a_cake()
    fake_search()


COMMANDS = ["python manage.py load_starter", "python manage.py import_recipes FILE", "python manage.py embed_recipes"]


@pytest.mark.parametrize("address", ["/", "/?q=warm", "/?page=1", "/?diet=vegan"])
def test_no_recipes(client, fake_embedders, address):
    response = client.get(address)
    assert response.status_code == 200
    assert "Nothing here yet" in text(response)
    assert "manage.py" not in text(response)


def test_no_recipes_tells_staff_what_to_do(staff_client):
    response = staff_client.get("/")
    assert [command in text(response) for command in COMMANDS] == [True, True, True]


NOT_EMBEDDED = ("Search isn’t ready yet", "they have yet to be prepared for a search by meaning", "embed_recipes")
NO_MODEL = ("Search is resting", "We can’t look recipes up by meaning at the moment", "check --database default")
SENTENCES = (NOT_EMBEDDED[1], NO_MODEL[1])


def shown_commands(response) -> list[str]:
    return re.findall(r"<pre><code>python manage.py (.*?)</code></pre>", response.content.decode())


def unembedded(fake_search, settings):
    make_recipe("Warm soup")


def model_changed(fake_search, settings):
    make_recipe("Warm soup")
    fake_search()
    EmbeddingSpace.objects.update(space="of/another/model")


def model_broken(fake_search, settings):
    make_recipe("Warm soup")
    fake_search()
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.AbsentEmbedder"}}


@pytest.mark.parametrize(
    ("arrange", "headline", "sentence", "command", "says"),
    [
        (unembedded, *NOT_EMBEDDED, "No recipe is embedded yet"),
        (model_changed, *NO_MODEL, "of/another/model"),
        (model_broken, *NO_MODEL, "install it"),
    ],
)
class TestUnavailable:
    @pytest.fixture(autouse=True)
    def _arranged(self, arrange, fake_search, settings):
        arrange(fake_search, settings)

    def test_the_page(self, client, headline, sentence, command, says):
        response = client.get("/?q=warm")
        assert (response.status_code, response["Retry-After"]) == (503, "300")
        assert re.findall(r"<h2>(.*?)\s*</h2>", response.content.decode()) == [headline]
        assert [one in text(response) for one in SENTENCES] == [one == sentence for one in SENTENCES]
        assert (says in text(response), shown_commands(response)) == (False, [])
        assert titles(client.get("/?page=1")) == ["Warm soup"]

    def test_staff_are_told_what_to_do(self, staff_client, headline, sentence, command, says):
        response = staff_client.get("/?q=warm")
        assert (says in text(response), shown_commands(response)) == (True, [command])

    def test_htmx_swaps_it_in(self, client, headline, sentence, command, says):
        response = client.get("/?q=warm", headers=HTMX)
        assert response.status_code == 200
        announced = re.search(r'<p id="status"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)[1]
        assert announced.strip() == headline

    def test_it_is_logged(self, client, headline, sentence, command, says, caplog):
        caplog.set_level("ERROR", "recipes")
        client.get("/?q=warm", headers=HTMX)
        assert [record.name for record in caplog.records] == ["recipes.views.answers"]
        assert says in caplog.text


def test_health(client, soups):
    response = client.get(reverse("healthz"))
    report = json.loads(response.content)
    assert (response.status_code, report["status"], report["due"], report["threshold"]) == (200, "ok", 0, 0.3)
    assert list(report) == ["status", "space", "due", "threshold"]
    assert "no-store" in response["Cache-Control"]


def test_health_where_search_cannot_answer(client, fake_embedders):
    make_recipe("Harira")
    response = client.get(reverse("healthz"))
    assert (response.status_code, json.loads(response.content)["status"]) == (503, "not_embedded")


@pytest.mark.parametrize("address", ["/", "/recipes/harira/", "/healthz"])
def test_pages_are_only_read(client, address):
    assert client.post(address).status_code == 405


def test_not_found(client):
    response = client.get("/recipes/nothing/")
    assert response.status_code == 404
    assert "This page isn’t in the larder" in text(response)


def test_a_bad_request(client):
    response = client.get("/?" + "&".join(f"diet={number}" for number in range(2_000)))
    assert response.status_code == 400
    assert "We couldn’t read that address" in text(response)


def test_a_broken_page_says_so(client, settings):
    client.raise_request_exception = False
    settings.RECIPES_PAGE_SIZE = "broken"
    make_recipe("Harira")
    response = client.get("/?page=1")
    assert response.status_code == 500
    assert "Something boiled over" in text(response)
