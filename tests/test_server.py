"""gunicorn for real, as docs/operations.md starts it: production settings, collected files, a model in its worker.

What is asked of it is what no test client shows: static files, headers of the whole stack, starting and stopping.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 90
RECIPE = {
    "id": "pea-soup",
    "title": "Pea soup",
    "description": "A thick, warming soup of split peas.",
    "ingredients": ["500 g split peas", "1 onion"],
    "instructions": ["Simmer the peas with the onion until soft."],
}
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform == "win32", reason="gunicorn does not run on Windows: test on Linux or macOS"),
]


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """The documented production settings, less HTTPS, with all files in the folder."""
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "DJANGO_ENV_FILE": os.devnull,
        "DJANGO_SECRET_KEY": "a-key-for-tests-alone-of-more-than-fifty-characters-0123456789",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_HTTPS": "false",
        "DJANGO_STATIC_ROOT": str(folder / "static"),
        "DJANGO_MEDIA_ROOT": str(folder / "media"),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "HF_HUB_OFFLINE": "1",
    } | variables


def manage(folder: Path, *arguments: str, **variables: str) -> str:
    """What a command prints; its errors end the test."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


GUNICORN = ("-m", "gunicorn", "-c", "python:recipes_site.gunicorn", "recipes_site.wsgi")
RUNSERVER = ("manage.py", "runserver", "--noreload", "{port}")
BARE_WSGI = """
import os
from wsgiref.simple_server import make_server
from recipes_site.wsgi import application
make_server("127.0.0.1", int(os.environ["PORT"]), application).serve_forever()
"""


class Server:
    """A started server, by default gunicorn; `command` is what Python is given."""

    def __init__(self, folder: Path, command: Sequence[str] = GUNICORN, **variables: str):
        self.port = free_port()
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *(part.format(port=self.port) for part in command)],
                cwd=ROOT,
                env=environment(folder, PORT=str(self.port), **variables),
                stdout=log,
                stderr=log,
            )

    def get(self, address: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    def wait_for(self, words: str) -> None:
        """Until the log holds the words."""
        self.wait_until(lambda: words in self.log.read_text())

    def wait_until(self, holds) -> None:
        """Until `holds()` is true; fails where it never is, or the server ends before."""
        for _ in range(PATIENCE_SECONDS * 10):
            if holds():
                return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        pytest.fail(self.log.read_text())

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def running(folder: Path, **options):
    server = Server(folder, **options)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site with one recipe, deployed step by step."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "recipes.jsonl").write_text(json.dumps(RECIPE))
    manage(folder, "migrate")
    manage(folder, "collectstatic", "--no-input")
    manage(folder, "import_recipes", str(folder / "recipes.jsonl"))
    manage(folder, "embed_recipes")
    return folder


@pytest.fixture(scope="module")
def server(site):
    with running(site) as server:
        server.wait_for("The model is loaded.")
        yield server
        assert server.stop() == 0


def test_health(server):
    response = server.get("/healthz")
    report = json.loads(response.body)
    assert (response.status, report["status"], report["due"]) == (200, "ok", 0)


def test_a_cook_finds_the_recipe(server):
    response = server.get("/?q=something+warm+with+peas")
    assert response.status == 200
    assert "/recipes/pea-soup/" in response.body.decode()


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_static_files_are_hashed_compressed_and_kept_for_ever(server, site, encoding):
    name = json.loads((site / "static" / "staticfiles.json").read_text())["paths"]["larder.css"]
    assert name != "larder.css"
    assert f"/static/{name}" in server.get("/").body.decode()
    response = server.get(f"/static/{name}", **{"Accept-Encoding": encoding})
    found = response.status, response.headers["Content-Encoding"], response.headers["Cache-Control"]
    assert found == (200, encoding, "max-age=315360000, public, immutable")
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("address", ["/", "/recipes/pea-soup/", "/admin/login/", "/no-such-page"])
def test_pages_carry_the_security_headers_once(server, address):
    headers = server.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"].split("; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    names = [name for name, _ in headers.items()]
    wanted = {
        "Content-Security-Policy": 1,
        "X-Content-Type-Options": 1,
        "X-Frame-Options": 1,
        "Referrer-Policy": 1,
        "Cross-Origin-Opener-Policy": 1,
        "Strict-Transport-Security": 0,
    }
    assert {name: names.count(name) for name in wanted} == wanted


def test_a_clients_headers_choose_no_other_page(server):
    assert json.loads(server.get("/healthz", PATH_INFO="/", SCRIPT_NAME="/x").body)["status"] == "ok"


def test_another_host_is_refused(server):
    assert server.get("/", Host="elsewhere.example").status == 400


def test_pages_are_served_where_search_cant_answer(site, tmp_path):
    empty = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    manage(site, "migrate", DATABASE_URL=empty)
    with running(site, DATABASE_URL=empty) as server:
        server.wait_for("Search can't answer yet: There is no published recipe")
        assert [server.get(address).status for address in ("/", "/healthz")] == [200, 503]
        assert server.stop() == 0


def test_settings_with_errors_dont_start(site):
    with running(site, RECIPES_PAGE_SIZE="500") as server:
        assert server.process.wait(PATIENCE_SECONDS) == 3
        assert "RECIPES_PAGE_SIZE is 500." in server.log.read_text()


HTTPS = {"DJANGO_HTTPS": "true", "DJANGO_BEHIND_PROXY": "true"}


def test_the_deployment_checks_have_nothing_to_say(site):
    said = manage(site, "check", "--deploy", "--database", "default", "--fail-level", "WARNING", **HTTPS)
    assert said == "System check identified no issues (0 silenced).\n"


def test_https_behind_a_proxy(site):
    with running(site, **HTTPS) as server:
        server.wait_for("The model is loaded.")
        insecure = server.get("/admin/login/", **{"X-Forwarded-Proto": "http"})
        assert (insecure.status, insecure.headers["Location"]) == (301, f"https://127.0.0.1:{server.port}/admin/login/")
        secure = server.get("/admin/login/", **{"X-Forwarded-Proto": "https"})
        assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert "; Secure" in secure.headers["Set-Cookie"]
        assert server.get("/healthz").status == 200


STOCK = "from tests.conftest import embed_all, make_recipe; make_recipe('Pea soup'); embed_all()"


@pytest.fixture
def gated(tmp_path):
    """Options of a server over one recipe whose model is loaded once there is a file `open` in the folder."""
    options = {
        "DJANGO_SETTINGS_MODULE": "tests.settings_gated",
        "TEST_DATABASE": str(tmp_path / "words.sqlite3"),
        "TEST_GATE": str(tmp_path),
    }
    (tmp_path / "open").touch()
    manage(tmp_path, "migrate", **options)
    manage(tmp_path, "shell", "-c", STOCK, **options)
    (tmp_path / "open").unlink()
    (tmp_path / "asked").unlink()
    return options


@pytest.mark.parametrize("command", [GUNICORN, RUNSERVER], ids=["gunicorn", "runserver"])
def test_the_model_is_loaded_when_the_server_has_started_and_no_cook_waits(gated, tmp_path, command):
    with running(tmp_path, command=command, **gated) as server:
        server.wait_until((tmp_path / "asked").exists)
        assert_comes_back(server, tmp_path)


def test_another_wsgi_server_may_fork_before_its_first_request(gated, tmp_path):
    """The model is loaded beside that request, whatever it asks for."""
    with running(tmp_path, command=("-c", BARE_WSGI), **gated) as server:
        server.wait_until(lambda: is_listening(server.port))
        assert not (tmp_path / "asked").exists()
        assert server.get("/").status == 200
        server.wait_until((tmp_path / "asked").exists)
        assert_comes_back(server, tmp_path)


def is_listening(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def assert_comes_back(server: Server, gate: Path) -> None:
    """Searches and the health page say that the model is still loaded, other pages are served; then all are."""
    server.wait_until(lambda: is_listening(server.port))
    asked = [server.get(address) for address in ("/?q=soup", "/healthz", "/", "/recipes/pea-soup/")]
    assert [response.status for response in asked] == [503, 503, 200, 200]
    assert "Starting: the kitchen is warming up" in asked[0].body.decode()
    assert json.loads(asked[1].body)["status"] == "starting"
    (gate / "open").touch()
    server.wait_for("The model is loaded.")
    server.wait_until(lambda: server.get("/healthz").status == 200)
    assert "/recipes/pea-soup/" in server.get("/?q=soup").body.decode()
