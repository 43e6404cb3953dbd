"""Environment variables, and those of a `.env` file, as checked values: a bad one is an error that names its variable.

Not the settings themselves. What is in the environment wins over the file; an empty variable counts as not set.
"""

import os
import warnings
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = {"true", "yes", "on", "1"}
FALSE = {"false", "no", "off", "0"}
BASE_DIR = Path(__file__).resolve().parent.parent
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"


class Environment:
    """Each method reads one variable; ImproperlyConfigured says what is wrong with it and what it may be."""

    def read_file(self, name: str, default: Path) -> None:
        """Add the lines NAME=value of the file that the variable names; only the default one may be missing."""
        path = self.path(name, default)
        try:
            with path.open(encoding="utf-8") as file:
                Env.read_env(file)
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, FileNotFoundError) and not self.text(name):
                return
            raise ImproperlyConfigured(
                f"The file of settings {path} can't be read ({error}): mend it, its permissions, or {name}."
            ) from error

    def text(self, name: str, default: str = "") -> str:
        return os.environ.get(name, "").strip() or default

    def words(self, name: str, default: Iterable[str] = ()) -> list[str]:
        """What stands between commas."""
        text = self.text(name)
        return [word.strip() for word in text.split(",") if word.strip()] if text else list(default)

    def path(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().absolute()

    def flag(self, name: str, default: bool) -> bool:
        text = self.text(name).lower()
        if text in TRUE | FALSE:
            return text in TRUE
        return default if not text else refuse(name, text, "true or false")

    def number(self, name: str, default: float | None = None) -> float | None:
        text = self.text(name)
        try:
            return float(text) if text else default
        except ValueError:
            return refuse(name, text, "a number such as 0.35")

    def count(self, name: str, default: int, *, low: int = 0) -> int:
        """A whole number from `low` on."""
        text = self.text(name) or str(default)
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        return number if number >= low else refuse(name, text, f"a whole number from {low} on")

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = self.text(name, default)
        return text if text in choices else refuse(name, text, f"one of {', '.join(choices)}")

    def time_zone(self, name: str, default: str) -> str:
        text = self.text(name, default)
        try:
            return ZoneInfo(text).key
        except (ValueError, OSError, LookupError):
            return refuse(name, text, "a name such as Europe/Berlin or UTC")

    def database(self, name: str, default: Path) -> dict:
        """A database's address as Django wants it, a relative file's being beside manage.py.

        No message repeats the address, which may hold a password.
        """
        text = self.text(name)
        return database_at(name, text) if text else sqlite_file(name, {"ENGINE": SQLITE, "NAME": default})


DATABASE_FORMS = (
    "Set it to sqlite:////absolute/path/to/db.sqlite3 (four slashes) or postgres://user:password@host:5432/name "
    "(%-encode what is not a letter or digit in the password), or leave it out for db.sqlite3 beside manage.py."
)


def refuse(name: str, text: str, wanted: str):
    raise ImproperlyConfigured(f"{name} is {text!r}: set it to {wanted}, or leave it out.")


def parsed(name: str, text: str) -> dict:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what django-environ warns of is refused below, and it would show the password
        try:
            config = Env.db_url_config(text)
        except ValueError:
            config = {}
    if config.get("ENGINE") not in (SQLITE, POSTGRESQL) or config["NAME"] in ("", ":memory:"):
        raise ImproperlyConfigured(f"{name} names no database that Larder can use. {DATABASE_FORMS}")
    return config


def database_at(name: str, text: str) -> dict:
    """As Environment.database, of an address that `name` gave."""
    config = parsed(name, text)
    if config["ENGINE"] == SQLITE:
        return sqlite_file(name, config)
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            f"{name} names PostgreSQL, whose driver is not installed: pip install -r requirements-postgres.txt"
        )
    return config


def sqlite_file(name: str, config: dict) -> dict:
    path = BASE_DIR / config["NAME"]
    if not path.parent.is_dir():
        raise ImproperlyConfigured(f"{name} names a file in {path.parent}, which is no folder: make it first.")
    return config | {"NAME": path}


env = Environment()
env.read_file("DJANGO_ENV_FILE", default=BASE_DIR / ".env")
