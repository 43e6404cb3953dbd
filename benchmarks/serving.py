"""A gunicorn as docs/operations.md starts it, over a benchmark's database, and clients that ask it.

Not the test client, and not what is made of the times: sockets, the whole stack of middleware, another process.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 600
COMMAND = ("-m", "gunicorn", "-c", "python:recipes_site.gunicorn", "recipes_site.wsgi")
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def environment(folder: Path, database: Path, port: int) -> dict[str, str]:
    """Production settings less HTTPS; variables that choose backends (RECIPES_..., WEB_...) are passed on."""
    passed = {
        name: value for name, value in os.environ.items() if name in KEPT or name.startswith(("RECIPES_", "WEB_"))
    }
    return passed | {
        "DJANGO_ENV_FILE": os.devnull,
        "DJANGO_SECRET_KEY": "a-key-for-benchmarks-alone-of-more-than-fifty-characters",
        "DJANGO_ALLOWED_HOSTS": "127.0.0.1",
        "DJANGO_HTTPS": "false",
        "DJANGO_STATIC_ROOT": str(folder / "static"),
        "DJANGO_MEDIA_ROOT": str(folder / "media"),
        "DATABASE_URL": f"sqlite:///{database}",
        "HF_HUB_OFFLINE": "1",
        "PORT": str(port),
    }


def run(folder: Path, database: Path, *arguments: str) -> str:
    """What a Python with the server's environment prints; its errors end the benchmark."""
    command = [sys.executable, *arguments]
    env = environment(folder, database, 0)
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@dataclass
class Server:
    """A started server: its process, its port, and after how many seconds it served pages and answered searches."""

    process: subprocess.Popen
    port: int
    started: float = field(default_factory=time.perf_counter)
    seconds_to_page: float = 0.0
    seconds_to_search: float = 0.0

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)

    def status(self, address: str) -> int | None:
        """Of a new connection; None where nobody answers."""
        with closing(self.connect()) as connection:
            try:
                connection.request("GET", address)
                return connection.getresponse().status
            except OSError:
                return None

    def wait_for(self, address: str) -> float:
        """Seconds from the process's start until the address is answered with 200."""
        while self.status(address) != 200:
            if self.process.poll() is not None or time.perf_counter() - self.started > PATIENCE_SECONDS:
                raise RuntimeError(f"The server doesn't answer {address}: see its log beside the database.")
            time.sleep(0.02)
        return time.perf_counter() - self.started

    def worker(self) -> int:
        """The process id of gunicorn's one worker (Linux)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])


@contextmanager
def serving(folder: Path, database: Path):
    """Within it gunicorn serves the database; gives the server, ready to search."""
    port = free_port()
    with (folder / "server.log").open("w") as log:
        env = environment(folder, database, port)
        process = subprocess.Popen([sys.executable, *COMMAND], cwd=ROOT, env=env, stdout=log, stderr=log)
    server = Server(process, port)
    try:
        server.seconds_to_page = server.wait_for("/robots.txt")
        server.seconds_to_search = server.wait_for("/healthz")
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def ask(server: Server, query: str) -> int:
    """The status of the results page, read to its end; a connection of its own, as a cook's first search has."""
    with closing(server.connect()) as connection:
        connection.request("GET", "/?" + urlencode({"q": query}))
        response = connection.getresponse()
        response.read()
        return response.status


@dataclass(frozen=True)
class Load:
    """What several clients at once have seen: milliseconds of each answer, how many were lost, seconds in all."""

    milliseconds: list[float]
    lost: int
    seconds: float


def load(server: Server, queries: list[str], clients: int) -> Load:
    """All queries, shared among that many clients that ask at once. Lost: no answer, or another than 200."""

    def visit(own: list[str]) -> list[float | None]:
        return [answered(server, query) for query in own]

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        seen = [taken for part in pool.map(visit, [queries[n::clients] for n in range(clients)]) for taken in part]
    elapsed = time.perf_counter() - started
    return Load([taken for taken in seen if taken is not None], seen.count(None), elapsed)


def answered(server: Server, query: str) -> float | None:
    """Milliseconds; None where the request was lost."""
    started = time.perf_counter()
    try:
        status = ask(server, query)
    except (OSError, http.client.HTTPException):
        return None
    return (time.perf_counter() - started) * 1000 if status == 200 else None
