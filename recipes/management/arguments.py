"""Kinds of command-line arguments that several commands take. Not the commands."""

from argparse import ArgumentTypeError
from collections.abc import Callable


def positive(text: str) -> int:
    """A whole number from 1 on."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return number


def up_to(most: int) -> Callable[[str], int]:
    """A whole number from 1 to `most`."""

    def bounded(text: str) -> int:
        if (number := positive(text)) > most:
            raise ArgumentTypeError(f"{text!r} is more than {most}")
        return number

    return bounded


def cosine(text: str) -> float:
    """A number from -1 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = 2.0
    if not -1 <= number <= 1:
        raise ArgumentTypeError(f"{text!r} is not a number from -1 to 1")
    return number
