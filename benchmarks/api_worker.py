"""`python -m benchmarks.api_worker [DIMENSIONS]`: the memory of a web worker whose vectors come from an API.

Not a test: it asserts nothing. The starter collection and its concepts, embedded by a server on this machine that knows
words alone, are served by gunicorn as docs/operations.md starts it; Linux only, for it reads /proc.
"""

import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote_plus

from tests.embeddings_server import MODEL, served
from tests.test_server import Server, manage, running

QUERIES = ("pea soup", "something warm for a cold night", "vegan dinner under 30 minutes", "chocolate cake", "no nuts")
CALIBRATE = """
from recipes.calibration import Calibration
from recipes.embedders import embedders
from recipes.indexing import register, store_calibration
store_calibration(register(embedders["default"]).space, Calibration(0.1, 0.5, 0.8))
"""


def main(dimensions: int) -> None:
    with served(dimensions=dimensions) as api, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        variables = {
            "RECIPES_EMBEDDER": "openai",
            "RECIPES_OPENAI_MODEL": MODEL,
            "RECIPES_OPENAI_DIMENSIONS": str(dimensions),
            "RECIPES_OPENAI_BATCH_SIZE": "256",
            "OPENAI_BASE_URL": api.url,
        }
        for command in (["migrate"], ["collectstatic", "--no-input"], ["load_starter"], ["shell", "-c", CALIBRATE]):
            manage(folder, *command, **variables)
        print(manage(folder, "embed_recipes", **variables).strip())
        with running(folder, **variables) as server:
            server.wait_for("Booting worker")
            (worker,) = children(server.process.pid)
            server.wait_for("The model is loaded.")
            search(server)
            tell(worker)
            print(f"torch is {'' if 'libtorch' in maps(worker) else 'not '}loaded in it.")


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def maps(pid: int) -> str:
    return Path(f"/proc/{pid}/maps").read_text()


def tell(pid: int) -> None:
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
    print(
        f"The worker takes {now:.0f} MB after {len(QUERIES)} searches and as many recipes; {most:.0f} MB at its start."
    )


def search(server: Server) -> None:
    for query in QUERIES:
        page = server.get(f"/?q={quote_plus(query)}")
        recipe = re.search(r'href="(/recipes/[^"/]+/)"', page.body.decode())
        answered = page.status, recipe and server.get(recipe[1]).status
        print(f"  {query!r}: {answered}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1536)
