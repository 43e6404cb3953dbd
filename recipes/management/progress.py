"""How a long command says how far it is: a bar on a terminal, a quiet line now and then in a log. Not what it does."""

import time

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 15


class Progress:
    """`at(n)` says that n of `total` are done: a bar on a terminal, a line every 15 seconds on any other stream."""

    def __init__(self, total: int, unit: str, stream):
        self.total, self.unit, self.stream = total, unit, stream
        is_terminal = hasattr(stream, "isatty") and stream.isatty()
        self._bar = tqdm(total=total, unit=f" {unit}", file=stream, dynamic_ncols=True) if is_terminal else None
        self._said = time.monotonic()

    def at(self, done: int) -> None:
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
        elif time.monotonic() - self._said >= SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            self.stream.write(f"{done:,} of {self.total:,} {self.unit}\n")

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
