"""What a cuisine takes in: "Chinese" Cantonese and Sichuan, "Eastern European" Polish.

Not which cuisine was asked for.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data" / "cuisines.json"


def folded(name: str) -> str:
    """A name as it is compared: without case and accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).strip()


@cache
def takes_in() -> dict[str, tuple[str, ...]]:
    """Cuisine -> the narrower ones, all folded."""
    written = json.loads(DATA.read_text("utf-8"))["takes_in"]
    return {folded(name): tuple(map(folded, narrower)) for name, narrower in written.items()}


@cache
def placed() -> frozenset[str]:
    """Every cuisine that takes in others or is taken in by one, folded."""
    return frozenset(takes_in()).union(*takes_in().values())


@cache
def cuisines_within(cuisine: str) -> frozenset[str]:
    """The cuisine and all that it takes in, folded."""
    found, due = set(), [folded(cuisine)]
    while due:
        name = due.pop()
        if name not in found:
            found.add(name)
            due += takes_in().get(name, ())
    return frozenset(found)
