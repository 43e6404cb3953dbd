"""The settings of settings_fake with a model that is loaded when a test says so. Not for the test's own process."""

from tests.settings_fake import *  # noqa: F403

EMBEDDERS = {"default": {"BACKEND": "tests.fakes.GatedEmbedder"}}
