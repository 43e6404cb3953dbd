"""docs/backends.md: the embedder that it shows works, and what it shows of Chroma is what is there."""

import re
from pathlib import Path

import pytest

from tests.contracts import EmbedderContract

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "backends.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


class TestTheEmbedderShown(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        names = {}
        exec(BLOCKS[0], names)
        return names["ThreeLetterEmbedder"]()


def test_what_is_shown_of_chroma_is_its_code():
    source = (ROOT / "recipes" / "vector_indexes" / "chroma.py").read_text("utf-8")
    copy, server = BLOCKS[2:]
    assert copy in source
    assert server.removeprefix("class Server:\n    # ...\n\n") in source
