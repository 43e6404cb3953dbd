"""While the model is loaded beside the pages: what is answered meanwhile, and that nothing waits for it.

Where a server process begins to load it is in test_server.py, the page in a browser in test_browser_starting.py.
"""

import asyncio
import json
import re
import threading

import pytest
from asgiref.testing import ApplicationCommunicator

from recipes.search import find_recipes
from recipes.warming import warming
from tests.conftest import make_recipe
from tests.fakes import HeldEmbedder
from tests.reading import text, titles

HTMX = {"HX-Request": "true"}
AGAIN = HTMX | {"HX-Trigger": "starting"}
HEADLINE = "Starting: the kitchen is warming up"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def starting(held_model):
    """A server process that has just started, with two soups; call it to let the model be there."""
    make_recipe("Warm soup", course="soup")
    make_recipe("Cold soup", course="soup")
    return held_model()


def wait_for_warm_up() -> None:
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join()


def headlines(response) -> list[str]:
    return [words.strip() for words in re.findall(r"<h2[^>]*>(.*?)</h2>", response.content.decode(), re.DOTALL)]


def test_a_search_is_told_to_come_back(client, starting):
    response = client.get("/?q=warm+soup&course=soup")
    assert (response.status_code, response["Retry-After"], headlines(response)) == (503, "2", [HEADLINE])
    page = response.content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert re.search(r'<input[^>]* name="q"[^>]*>', page)[0].count('value="warm soup"') == 1
    assert re.findall(r'hx-get="([^"]*)" hx-trigger="every 1s"', page) == ["/?q=warm+soup&amp;course=soup"]


def test_htmx_swaps_it_in_and_announces_it(client, starting):
    response = client.get("/?q=warm", headers=HTMX)
    assert (response.status_code, headlines(response), response["HX-Push-Url"]) == (200, [HEADLINE], "/?q=warm")
    announced = re.search(r'<p id="status"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)[1]
    assert announced.strip() == HEADLINE


def test_what_asks_again_changes_nothing_until_the_model_is_there(client, starting):
    meanwhile = client.get("/?q=warm", headers=AGAIN)
    assert (meanwhile.status_code, meanwhile.content, meanwhile["Cache-Control"]) == (204, b"", "no-store")
    starting()
    response = client.get("/?q=warm", headers=AGAIN)
    assert (response.status_code, titles(response)) == (200, ["Warm soup"])


def test_the_model_that_is_there_answers_at_once(client, starting):
    starting()
    response = client.get("/?q=warm")
    assert (response.status_code, titles(response)) == (200, ["Warm soup"])
    assert "http-equiv" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/?page=1", "/?course=soup", "/recipes/warm-soup/", "/favourites/", "/admin/login/"]
)
def test_other_pages_do_not_wait(client, starting, address):
    assert client.get(address).status_code == 200
    assert warming.is_starting()


def test_health(client, starting):
    response = client.get("/healthz")
    report = json.loads(response.content)
    assert (response.status_code, report["status"], report["due"], report["threshold"]) == (503, "starting", 0, 0.3)
    starting()
    response = client.get("/healthz")
    assert (response.status_code, json.loads(response.content)["status"]) == (200, "ok")


def test_in_python_one_waits_for_the_model(starting):
    """Commands never say "starting": they are there for their answer."""
    found = []
    asked = threading.Thread(target=lambda: found.extend(match.recipe.title for match in find_recipes("warm")))
    asked.start()
    assert found == []
    HeldEmbedder.gate.set()
    asked.join()
    assert found == ["Warm soup"]


def test_a_model_that_cannot_be_loaded_is_said_as_ever(client, fake_search, settings, caplog):
    caplog.set_level("ERROR", "recipes")
    make_recipe("Warm soup")
    fake_search()
    settings.EMBEDDERS = {"default": {"BACKEND": "tests.fakes.AbsentEmbedder"}}
    warming.start()
    wait_for_warm_up()
    response = client.get("/?q=warm")
    assert (response.status_code, response["Retry-After"], headlines(response)) == (503, "300", ["Search is resting"])
    assert "Search can't answer yet: the model is not installed: install it" in caplog.text


def test_recipes_embedded_after_the_start_are_warmed_up_for(client, held_model, fake_embedders):
    """A site that was empty when its server started: the first search after `embed_recipes` does not wait either."""
    warming.start()
    wait_for_warm_up()
    assert headlines(client.get("/?q=warm")) == ["Nothing here yet"]
    make_recipe("Warm soup")
    assert headlines(client.get("/?q=warm")) == ["Search isn’t ready yet"]
    let_go = held_model()
    assert headlines(client.get("/?q=warm")) == [HEADLINE]
    let_go()
    assert titles(client.get("/?q=warm")) == ["Warm soup"]


def test_a_server_that_speaks_asgi_loads_the_model_as_it_starts(held_model):
    make_recipe("Warm soup")
    held_model(start=False)

    async def serve() -> list[str]:
        from recipes_site.asgi import application

        server = ApplicationCommunicator(application, {"type": "lifespan"})
        await server.send_input({"type": "lifespan.startup"})
        said = [(await server.receive_output())["type"]]
        await server.send_input({"type": "lifespan.shutdown"})
        return [*said, (await server.receive_output())["type"]]

    assert not warming.is_starting()
    assert asyncio.run(serve()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert warming.is_starting()


def test_a_server_that_speaks_wsgi_loads_the_model_with_the_first_request(held_model, rf):
    make_recipe("Warm soup")
    held_model(start=False)
    from recipes_site.wsgi import application

    assert not warming.is_starting()
    environ = rf.get("/recipes/warm-soup/").environ
    statuses = []
    application(environ, lambda status, headers: statuses.append(status))
    assert (statuses, warming.is_starting()) == (["200 OK"], True)


def test_the_page_says_no_more_to_staff(staff_client, starting):
    assert "manage.py" not in text(staff_client.get("/?q=warm"))
