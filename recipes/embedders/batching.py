"""Which texts go through a model together: those of like length, so that little of a batch is padding. Pure."""

from collections.abc import Iterator


def by_tokens(lengths: list[int], budget: int, step: int = 1) -> Iterator[tuple[list[int], int]]:
    """(rows, padded length) a batch, longest first: at most `budget` tokens, padding included, or a single text.

    `step`: padded lengths are multiples of it, so that a model meets few shapes.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    start = 0
    while start < len(order):
        length = -(-max(lengths[order[start]], 1) // step) * step
        end = start + max(1, budget // length)
        yield order[start:end], length
        start = end
