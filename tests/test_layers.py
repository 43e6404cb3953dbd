"""The arrows of docs/architecture.md hold, and the code keeps its own limits of size."""

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP = ROOT / "recipes"


def documented_arrows() -> dict[str, set[str]]:
    """Layer -> the layers it may import, from the map in the docs."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    block = re.search(r"<!-- arrows -->\n```\n(.*?)\n```", text, re.DOTALL)[1]
    lines = (line.split(" -> ") for line in block.splitlines())
    return {left: set(right.split(", ")) for left, right in lines}


ARROWS = documented_arrows()
ONLY_HERE = {
    "sentence_transformers": "embedders/sentence_transformer.py",
    "torch": "embedders/sentence_transformer.py",
    "openvino": "embedders/openvino_export.py",
    "httpx2": "embedders/api_server.py",
    "chromadb": "vector_indexes/chroma.py",
}

SOURCES = [
    path for path in [*APP.rglob("*.py"), *(ROOT / "recipes_site").rglob("*.py")] if "migrations" not in path.parts
]


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {
                f"{node.module}.{alias.name}" if node.module == "recipes" else node.module for alias in node.names
            }
    return found


def test_every_layer_of_the_map_is_there():
    layers = {layer(path) for path in SOURCES if APP in path.parents}
    assert ARROWS.keys() | set().union(*ARROWS.values()) <= layers


def layer(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if APP in path.parents], ids=lambda path: path.relative_to(APP).as_posix()
)
def test_arrows(path):
    own = layer(path)
    targets = {name.split(".")[1] for name in imports(path) if name.startswith("recipes.")} - {own}
    assert targets <= ARROWS.get(own, set())


@pytest.mark.parametrize(("module", "home"), ONLY_HERE.items())
def test_heavy_libraries_have_one_home(module, home):
    users = {
        path.relative_to(APP).as_posix() for path in SOURCES if module in {name.split(".")[0] for name in imports(path)}
    }
    assert users <= {home}


LIGHT = """
import sys, django
django.setup()
from django.core.management import call_command
import recipes.admin, recipes.views, recipes.search, recipes.indexing, recipes.checks
call_command("check")
print(sorted({"torch", "sentence_transformers", "transformers", "openvino"} & set(sys.modules)))
"""


def test_starting_up_and_checking_load_no_model():
    done = subprocess.run(
        [sys.executable, "-c", LIGHT],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def functions():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1


def test_functions_are_short():
    lengths = dict(functions())
    assert {name: length for name, length in lengths.items() if length > 40} == {}
    assert statistics.median(lengths.values()) < 10


def test_files_are_short():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    commands = {name: length for name, length in lengths.items() if "commands/" in name}
    assert {name: length for name, length in lengths.items() if length > 300} == {}
    assert {name: length for name, length in commands.items() if length > 80} == {}


def test_every_module_says_what_it_is_and_what_it_is_not():
    silent = [
        path.relative_to(ROOT).as_posix() for path in SOURCES if path.read_text("utf-8").strip() and not docstring(path)
    ]
    assert silent == []


def docstring(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text("utf-8")))
