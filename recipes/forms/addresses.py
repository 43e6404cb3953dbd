"""Which parameters the address of `/` has, and how they are bounded and tidied. Not here: what their values mean."""

from django.http import QueryDict

# Longer than the 300 characters that are read, so that a page can say that it read only a part; short enough that the
# percent-encoded address stays under the 4,094 bytes that gunicorn takes as a request line.
QUERY_LENGTH = 400
VALUE_LENGTH = 60
REPEATS = 30
"""How often one parameter may stand in an address: a sentence holds fewer limits, and a cook names fewer foods."""

NAMES = ("q", "off", "with", "without", "diet", "max_minutes", "course", "cuisine", "sort", "page")
FOODS = ("with", "without")
"""Several may be given at once, with commas between them."""

REPEATED = ("off", "with", "without", "diet")


def tidied(address: QueryDict) -> QueryDict:
    """The parameters that mean something, bounded, without the empty, the repeated and the default ones."""
    tidy = QueryDict(mutable=True)
    for name in NAMES:
        values = tidy_values(name, address.getlist(name))
        if values and (name, values[-1]) != ("sort", "match"):
            tidy.setlist(name, values[:REPEATS] if name in REPEATED else values[-1:])
    if "q" not in tidy:
        # Of no sentence nothing can be turned off.
        tidy.pop("off", None)
    return tidy


def tidy_values(name: str, given: list[str]) -> list[str]:
    length = QUERY_LENGTH if name == "q" else VALUE_LENGTH
    if name in FOODS:
        given = [food for value in given for food in value.split(",")]
    values = (value.replace("\0", " ").strip()[:length].strip() for value in given)
    return list(dict.fromkeys(filter(None, values)))


def has_clutter(address: QueryDict) -> bool:
    """Whether the address holds parameters that say nothing, as a form sent without JavaScript does."""
    return any("" in values for name, values in address.lists() if name in NAMES) or address.get("sort") == "match"
