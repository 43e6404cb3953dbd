"""JSON read value by value from a text of any length, each with its line. Not what the values mean.

One value is in memory at a time: an item of the outermost array, or of a list under one of the `LISTS` keys of the
outermost object, so that {"recipes": [...]} and {"@graph": [...]} of any size are read in constant memory.
"""

import json
import re
from collections.abc import Callable, Iterator

LISTS = ("recipes", "@graph", "itemListElement", "data", "results")
TITLES, TEXTS = ("title", "name"), ("ingredients", "instructions", "directions", "recipeIngredient", "method", "steps")
ONE_RECIPE = ("recipe", "mainEntity", "item")
CHUNK = 1 << 16
SPACE = re.compile("[ \t\r\n\ufeff]*")
_decode = json.JSONDecoder().raw_decode


class JsonError(ValueError):
    """Where it stops being JSON: the message says what was met, `line` where."""

    def __init__(self, message: str, line: int):
        super().__init__(message)
        self.line = line


class JsonStream:
    """A window on `read(count) -> text`, at most `longest` characters of one value wide."""

    def __init__(self, read: Callable[[int], str], longest: int):
        self.read, self.longest = read, longest
        self.window, self.position, self.line, self.ended = "", 0, 1, False
        self.passed = 0

    def values(self) -> Iterator[tuple[int, object]]:
        """(line, value) of every item; several values one after another are items too. JsonError ends it."""
        while sign := self.peek():
            if sign == "[":
                yield from self._items()
            elif sign == "{":
                yield from self._object()
            else:
                yield self.line, self.value()

    def peek(self) -> str:
        """The next character that isn't space; "" at the end."""
        while True:
            self._advance(SPACE.match(self.window, self.position).end() - self.position)
            if self.position < len(self.window) or self.ended:
                return self.window[self.position : self.position + 1]
            self._fill()

    def value(self) -> object:
        """The value that begins here."""
        self.peek()
        while True:
            try:
                value, end = _decode(self.window, self.position)
                if end < len(self.window) or self.ended:
                    self._advance(end - self.position)
                    return value
            except (ValueError, RecursionError) as error:
                self._refuse_if_final(error)
            self._fill()

    def _refuse_if_final(self, error: Exception) -> None:
        if len(self.window) - self.position > self.longest:
            raise JsonError(f"a value doesn't end within {self.longest:,} characters", self.line) from None
        if isinstance(error, RecursionError):
            raise JsonError("nested too deeply", self.line) from None
        if self.ended:
            where = self.line + self.window.count("\n", self.position, getattr(error, "pos", self.position))
            raise JsonError(getattr(error, "msg", "a number with too many digits"), where) from None

    def _items(self) -> Iterator[tuple[int, object]]:
        self._take("[")
        while self.peek() != "]":
            line = self.line
            yield line, self.value()
            if self.peek() != "]":
                self._take(",")
        self._take("]")

    def _object(self) -> Iterator[tuple[int, object]]:
        """The items of its lists, the recipes that are its values (with their keys as ids), or else itself."""
        line, whole, start, itemised = self.line, {}, self.passed, False
        self._take("{")
        while self.peek() != "}":
            at, key = self.line, str(self.value())
            self._take(":")
            if key in LISTS and self.peek() == "[":
                itemised = True
                yield from self._items()
            elif _is_recipe(value := self.value()):
                itemised = True
                yield at, value if key in ONE_RECIPE else {"id": key} | value
            else:
                whole[key] = value
                self._refuse_if_longer(start, line, itemised)
            if self.peek() != "}":
                self._take(",")
        self._take("}")
        if not itemised:
            yield line, whole

    def _refuse_if_longer(self, start: int, line: int, itemised: bool) -> None:
        if not itemised and self.passed - start > self.longest:
            raise JsonError(f"an object doesn't end within {self.longest:,} characters", line)

    def _take(self, sign: str) -> None:
        met = self.peek()
        if met != sign:
            raise JsonError(f"expected {sign!r}, met {met or 'the end'!r}", self.line)
        self._advance(1)

    def _advance(self, count: int) -> None:
        self.line += self.window.count("\n", self.position, self.position + count)
        self.position += count
        self.passed += count

    def _fill(self) -> None:
        """Read on, as much again as is held, so that a long value is decoded only a few times over."""
        rest = self.window[self.position :]
        more = self.read(max(CHUNK, len(rest)))
        self.window, self.position, self.ended = rest + more, 0, not more


def _is_recipe(value) -> bool:
    return isinstance(value, dict) and any(key in value for key in TITLES) and any(key in value for key in TEXTS)
