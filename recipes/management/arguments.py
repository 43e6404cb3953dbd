"""Kinds of command-line arguments that several commands take. Not the commands."""

from argparse import ArgumentTypeError


def positive(text: str) -> int:
    """A whole number from 1 on."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return number


def cosine(text: str) -> float:
    """A number from -1 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = 2.0
    if not -1 <= number <= 1:
        raise ArgumentTypeError(f"{text!r} is not a number from -1 to 1")
    return number
