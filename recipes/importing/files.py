"""Recipe files as streams of (line, value): JSON, JSON Lines and CSV, gzipped or not. Not what a value means.

A value is what stood there, read, or an `Unreadable` in its place. Memory stays constant: nothing longer than
`LONGEST_ROW` is ever held.
"""

import csv
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from recipes.importing.json_stream import JsonError, JsonStream
from recipes.importing.keys import names_a_title

LONGEST_ROW = 5_000_000
HEAD = 1 << 16
FORMATS = ("json", "jsonl", "csv")
JSONL_ENDINGS = (".jsonl", ".ndjson", ".jsonlines")
DELIMITERS = ",;\t|"
READ_ERRORS = (EOFError, OSError, zlib.error)
TOO_LONG = f"longer than {LONGEST_ROW // 1_000_000} MB"
csv.field_size_limit(LONGEST_ROW)


class SourceFileError(Exception):
    """The file can't be read as recipes at all; the message says why and what to do."""


@dataclass(frozen=True)
class Unreadable:
    """What stands in the place of a row that can't be read: why, in words that many rows may share, and the details."""

    reason: str
    detail: str = ""


def read_rows(file: BinaryIO, name: str, file_format: str = "") -> Iterator[tuple[int, object]]:
    """(line, value) of each row of a seekable binary file; `name` helps to tell the format, and is used in messages.

    Raises SourceFileError at once where it is no recipe file. What goes wrong later comes as an Unreadable.
    """
    try:
        plain = _unpacked(file)
        head = plain.read(HEAD)
        plain.seek(0)
    except READ_ERRORS as error:
        raise SourceFileError(f"{name} can't be unpacked ({error}): fetch or make it again.") from None
    _refuse_other_files(head, name)
    found = file_format or _format_of(head, name)
    readers = {"json": _json_rows, "jsonl": _json_lines, "csv": _csv_rows}
    return _until_broken(readers[found](plain, name))


def _unpacked(file: BinaryIO) -> BinaryIO:
    magic = file.read(2)
    file.seek(0)
    return gzip.GzipFile(fileobj=file) if magic == b"\x1f\x8b" else file


def _refuse_other_files(head: bytes, name: str) -> None:
    if not head.strip(b" \t\r\n\xef\xbb\xbf"):
        raise SourceFileError(f"{name} is empty.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceFileError(f"{name} is UTF-16: save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8.")
    if head.startswith((b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"%PDF", b"Rar!", b"7z\xbc\xaf")):
        raise SourceFileError(f"{name} is an archive or a document: unpack it, or export it as JSON Lines or CSV.")
    if head.count(0) * 20 > len(head):
        raise SourceFileError(f"{name} isn't a text file: expected JSON, JSON Lines or CSV in UTF-8, gzipped or not.")


def _format_of(head: bytes, name: str) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] not in (b"{", b"["):
        return "jsonl" if _ending(name).endswith(JSONL_ENDINGS) else "csv"
    first, _, rest = text.partition(b"\n")
    if first.strip() in (b"{", b"["):
        return "json"
    if _ending(name).endswith(JSONL_ENDINGS):
        return "jsonl"
    return "jsonl" if rest.strip() and isinstance(_parsed(first), dict) else "json"


def _ending(name: str) -> str:
    return name.lower().removesuffix(".gz")


def _until_broken(rows: Iterator[tuple[int, object]]) -> Iterator[tuple[int, object]]:
    """The rows up to where the file is damaged, and then one Unreadable that says so."""
    line = 0
    try:
        for line, value in rows:
            yield line, value
    except READ_ERRORS as error:
        yield line + 1, Unreadable("the file is damaged from here on: fetch or make it again", str(error))


# ---------------------------------------------------------------- JSON


def _parsed(text: bytes) -> object:
    try:
        return json.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Unreadable("not UTF-8: convert it, for example with: iconv -f LATIN1 -t UTF-8", str(error))
    except RecursionError:
        return Unreadable("not JSON", "nested too deeply")
    except ValueError as error:
        return Unreadable("not JSON", str(error)[:200])


def _json_lines(file: BinaryIO, name: str) -> Iterator[tuple[int, object]]:
    for number, line in _bounded_lines(file):
        if line is None:
            yield number, Unreadable(TOO_LONG)
        elif text := line.strip():
            yield number, _parsed(text)


def _json_rows(file: BinaryIO, name: str) -> Iterator[tuple[int, object]]:
    # What isn't UTF-8 becomes lone surrogates, which cost only the row that holds them.
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
    try:
        yield from JsonStream(text.read, LONGEST_ROW).values()
    except JsonError as error:
        advice = "not JSON from here on: mend it, or make it JSON Lines, where only the bad line is lost"
        yield error.line, Unreadable(advice, str(error))
    finally:
        text.detach()


def _bounded_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """(number, line) with None for a line that is longer than LONGEST_ROW, which is skipped unread."""
    number = 0
    while line := file.readline(LONGEST_ROW + 1):
        number += 1
        if len(line) > LONGEST_ROW:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_ROW)
            yield number, None
        else:
            yield number, line


# ---------------------------------------------------------------- CSV


class _TextLines:
    """The lines of a file for csv.reader, which must see no error: the lines that are left out are in `skipped`."""

    def __init__(self, file: BinaryIO):
        self.lines, self.skipped = _bounded_lines(file), []

    def __iter__(self) -> Iterator[str]:
        for number, line in self.lines:
            if line is None:
                self.skipped.append(number)
            text = (line or b"\n").decode("utf-8", "surrogateescape")
            yield text.removeprefix("\ufeff") if number == 1 else text


def _csv_rows(file: BinaryIO, name: str) -> Iterator[tuple[int, object]]:
    """SourceFileError, at once, where no column is a title."""
    first = file.readline(HEAD).decode("utf-8", "replace")
    file.seek(0)
    lines = _TextLines(file)
    reader = csv.reader(lines, delimiter=max(DELIMITERS, key=first.count))
    try:
        header = next(reader, [])
    except csv.Error:
        header = []
    if not any(names_a_title(column) for column in header):
        raise SourceFileError(
            f"{name} isn't a recipe file: neither JSON nor CSV with a column named title or name. "
            f"It begins: {first[:80]!r}"
        )
    return _csv_body(reader, lines, header)


def _csv_body(reader, lines: _TextLines, header: list[str]) -> Iterator[tuple[int, object]]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield number, Unreadable("not CSV: look for a quotation mark that is never closed", str(error))
            continue
        if any(cells):
            yield number, _csv_row(header, cells)
        while lines.skipped:
            yield lines.skipped.pop(0), Unreadable(TOO_LONG)


def _csv_row(header: list[str], cells: list[str]) -> object:
    if len(cells) > len(header):
        return Unreadable("more cells than columns", f"{len(cells)} cells, {len(header)} columns")
    return dict(zip(header, cells, strict=False))
