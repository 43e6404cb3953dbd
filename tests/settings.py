"""The project's settings as the tests run them: a key of their own, fast passwords, files in a scratch folder."""

import os
import tempfile

os.environ.setdefault("DJANGO_SECRET_KEY", "only-for-tests")
os.environ["DJANGO_ENV_FILE"] = os.devnull  # a developer's own .env is not the tests'
os.environ["DJANGO_DEBUG"] = "false"
os.environ["DJANGO_HTTPS"] = "false"
os.environ["DJANGO_ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own event loop runs in the test's thread
for name in [*os.environ]:
    if name == "DATABASE_URL" or name.startswith(("RECIPES_", "OPENAI_")):
        del os.environ[name]
if url := os.environ.get("TEST_DATABASE_URL"):  # set by tests/test_postgres.py for a run of its own
    os.environ |= {"DATABASE_URL": url, "RECIPES_VECTOR_INDEX": "pgvector"}

from recipes_site.settings import *  # noqa: E402, F403
from recipes_site.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = tempfile.mkdtemp(prefix="larder-test-media-")
