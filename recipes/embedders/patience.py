"""How long to go on asking a server that is busy or fails, and when to give up. Not what is asked."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class PassingTrouble(Exception):
    """What may be gone at the next try; `retry_after` is how many seconds the server itself asks to wait, or None."""

    def __init__(self, message: str, retry_after: float | None = None):
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Patience:
    """Seconds an answer may take, tries in all, seconds before the second try, and the longest wait between two."""

    timeout: float
    tries: int
    first_wait: float
    longest_wait: float

    def wait(self, tries_made: int, asked: float | None) -> float | None:
        """Seconds until the next try, None where there is none: as asked for, else twice as long each time.

        Up to half of it is left to chance, so that processes that failed together don't come back together.
        """
        if tries_made >= self.tries or (asked or 0) > self.longest_wait:
            return None
        if asked is not None:
            return asked
        doubled = min(self.first_wait * 2 ** (tries_made - 1), self.longest_wait)
        return doubled * random.uniform(0.5, 1)  # noqa: S311 (no secret)


def insist(ask: Callable[[], Answer], patience: Patience, sleep: Callable[[float], None] = time.sleep) -> Answer:
    """What `ask` returns, asked again while it raises PassingTrouble; the last one where patience ends."""
    tries = 0
    while True:
        tries += 1
        try:
            return ask()
        except PassingTrouble as trouble:
            wait = patience.wait(tries, trouble.retry_after)
            if wait is None:
                raise PassingTrouble(f"{trouble} {given_up(tries, trouble.retry_after)}") from None
            logger.warning("%s Asking again in %.1f s.", trouble, wait)
            sleep(wait)


def given_up(tries: int, asked: float | None) -> str:
    waits = f"It asks to wait {asked:,.0f} s. " if asked else ""
    return f"{waits}Given up after {tries} {'try' if tries == 1 else 'tries'}."


def seconds_asked(header: str | None) -> float | None:
    """What a Retry-After header asks for, of either form (RFC 9110, 10.2.3); None where it says nothing readable."""
    if not header:
        return None
    try:
        return max(float(header), 0.0)
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((zoned - datetime.now(UTC)).total_seconds(), 0.0)
