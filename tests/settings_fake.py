"""The tests' settings for another process: words for meaning, and a database file named by TEST_DATABASE."""

import os

os.environ.pop("TEST_DATABASE_URL", None)  # another process of a run on PostgreSQL

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

EMBEDDERS = {"default": {"BACKEND": "tests.fakes.WordEmbedder"}}
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
