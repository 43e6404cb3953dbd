"""All settings of Larder. Everything that differs between machines is an environment variable.

Not a place for rules of the app. docs/operations.md lists the variables; recipes_site.environment reads them, and a bad
value stops the start with a message that names it.
"""

from importlib.util import find_spec

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from recipes_site.embeddings_api import openai_embedder
from recipes_site.environment import BASE_DIR, SQLITE, env

DEBUG = env.flag("DJANGO_DEBUG", default=False)
SECRET_KEY = env.text("DJANGO_SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "DJANGO_SECRET_KEY is not set. `make run` makes one; by hand, write a line DJANGO_SECRET_KEY=... into a file "
        'named .env beside manage.py, with a key from: python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
ALLOWED_HOSTS = env.words("DJANGO_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.words("DJANGO_CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "recipes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "recipes_site.urls"
WSGI_APPLICATION = "recipes_site.wsgi.application"
ASGI_APPLICATION = "recipes_site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "recipes.views.favourites.for_templates",
            ]
        },
    }
]

# ---------------------------------------------------------------- database

DATABASES = {"default": env.database("DATABASE_URL", default=BASE_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == SQLITE:
    # A web process reads while embed_recipes writes: WAL lets them, IMMEDIATE makes writers queue instead of failing.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        timeout=30,
        transaction_mode="IMMEDIATE",
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.count("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that is gone without a word would hold a request, and the health page, for minutes.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    DATABASES["default"]["OPTIONS"].setdefault("tcp_user_timeout", 10_000)

# ---------------------------------------------------------------- Larder

TORCH = {"BACKEND": "recipes.embedders.sentence_transformer.SentenceTransformerEmbedder"}
OPENVINO = {
    "BACKEND": "recipes.embedders.openvino.OpenVinoEmbedder",
    "OPTIONS": {"cache": env.path("RECIPES_MODEL_CACHE", default=BASE_DIR / "model_cache")},
}
RECIPES_EMBEDDER = env.choice("RECIPES_EMBEDDER", ("torch", "openvino", "openai"), default="torch")
EMBEDDERS = {"default": OPENVINO if RECIPES_EMBEDDER == "openvino" else TORCH}
if RECIPES_EMBEDDER == "openai":
    # The local model goes on serving what it has embedded until all is embedded by the API.
    local = {"local": TORCH} if find_spec("sentence_transformers") else {}
    EMBEDDERS = {"default": openai_embedder(), **local}
VECTOR_INDEX_BACKENDS = {
    "exact": {"BACKEND": "recipes.vector_indexes.exact.ExactIndex"},
    "pgvector": {"BACKEND": "recipes.vector_indexes.pgvector.PgVectorIndex"},
    "chroma": {
        "BACKEND": "recipes.vector_indexes.chroma.ChromaIndex",
        "OPTIONS": {
            "path": env.path("RECIPES_CHROMA_PATH", default=BASE_DIR / "chroma"),
            "url": env.text("RECIPES_CHROMA_URL"),
        },
    },
}
VECTOR_INDEX = env.choice("RECIPES_VECTOR_INDEX", tuple(VECTOR_INDEX_BACKENDS), default="exact")
VECTOR_INDEXES = {"default": VECTOR_INDEX_BACKENDS[VECTOR_INDEX]}
# Files that processes share, made again where they are missing; None: a folder beside the database.
RECIPES_INDEX_ROOT = env.path("RECIPES_INDEX_ROOT", default=BASE_DIR) if env.text("RECIPES_INDEX_ROOT") else None
RECIPES_THRESHOLD = env.number("RECIPES_THRESHOLD")
RECIPES_EMBED_ON_SAVE = env.flag("RECIPES_EMBED_ON_SAVE", default=True)
RECIPES_HEMISPHERE = env.choice("RECIPES_HEMISPHERE", ("north", "south"), default="north")
RECIPES_PAGE_SIZE = env.count("RECIPES_PAGE_SIZE", default=20, low=1)

# ---------------------------------------------------------------- accounts, language, time

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_CODE = env.choice("DJANGO_LANGUAGE_CODE", tuple(code for code, _name in LANGUAGES), default="en")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.time_zone("DJANGO_TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- files

STATIC_URL = "/static/"
STATIC_ROOT = env.path("DJANGO_STATIC_ROOT", default=BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("DJANGO_MEDIA_ROOT", default=BASE_DIR / "media")
# One small machine needs no second server for photos: all are WebP files that Larder itself has written.
SERVE_MEDIA = env.flag("DJANGO_SERVE_MEDIA", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644

# ---------------------------------------------------------------- security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
HTTPS = env.flag("DJANGO_HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.count("DJANGO_HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.flag("DJANGO_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ---------------------------------------------------------------- logs: one line each, to standard output

LOG_LEVEL = env.choice("DJANGO_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": "WARNING"},
    "loggers": {
        "recipes": {"handlers": ["stdout"], "level": LOG_LEVEL, "propagate": False},
        "django": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
    },
}
