"""The recipes that a visitor keeps, in the session and without an account. Not whether they are still there to show."""

from collections.abc import MutableMapping

KEY = "favourites"
MOST = 500
"""Kept recipes a visitor: the oldest make room."""


def kept(session: MutableMapping) -> list[int]:
    """Primary keys of recipes, the one that was kept last first; what is no list of numbers counts as none."""
    stored = session.get(KEY)
    return [pk for pk in stored if isinstance(pk, int)] if isinstance(stored, list) else []


def keep(session: MutableMapping, pk: int) -> None:
    session[KEY] = [pk, *(other for other in kept(session) if other != pk)][:MOST]


def drop(session: MutableMapping, pk: int) -> None:
    """Nothing is left in the session where it was the last."""
    if others := [other for other in kept(session) if other != pk]:
        session[KEY] = others
    else:
        session.pop(KEY, None)
