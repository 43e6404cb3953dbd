"""A matrix as a file that processes map into memory and so share: written whole or not at all, checked when opened.

Not what is in it, nor when it is out of date: everything in it can be made again from the database.
"""

import json
import mmap
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

import numpy as np
from django.core.files import locks

from recipes.vector_indexes.matrix import Matrix

MAGIC = b"Larder vectors\n"
VERSION = 1
"""Of the format: another one is not read."""

HEADER_BYTES = 4096
ALIGNMENT = 64
CHUNK_BYTES = 4 << 20
SUFFIX = ".vectors"
SMALL_COLUMNS = [each.name for each in fields(Matrix) if each.name != "vectors"]


class UnusableFileError(Exception):
    """The file is damaged, not ours, or of another database, space or format; the text says which."""


@dataclass(frozen=True)
class IndexFile:
    """Where one space of one database is kept."""

    folder: Path
    database: str
    space: str

    @property
    def path(self) -> Path:
        return self.folder / f"{digest(self.database)}-{digest(self.space)}{SUFFIX}"

    @property
    def owner(self) -> dict:
        return {"version": VERSION, "database": self.database, "space": self.space}

    @contextmanager
    def locked(self, *, wait: bool) -> Iterator[bool]:
        """Whether no other process is writing, nor begins to within it; OSError where the folder can't be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("ab") as file:
            # The system lets go of it when a process ends, however it ends.
            yield locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)

    def build(self) -> str | None:
        """What tells the file from any other that lay there; None where there is no usable one."""
        try:
            with self.path.open("rb") as file:
                return self.header(file.read(HEADER_BYTES))["build"]
        except (OSError, UnusableFileError):
            return None

    def open(self) -> tuple[str, Matrix] | None:
        """Its build and its matrix, mapped and checked byte by byte; None where there is no file.

        UnusableFileError where it must not be served, OSError where it can't be read.
        """
        try:
            with self.path.open("rb") as file:
                header = self.header(file.read(HEADER_BYTES))
                if os.fstat(file.fileno()).st_size != header["bytes"]:
                    raise UnusableFileError("it is cut short, or longer than it says")
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            return None
        if checksum(mapped) != header["checksum"]:
            raise UnusableFileError("its bytes are not those that were written")
        return header["build"], matrix_in(mapped, header["columns"])

    def header(self, start: bytes) -> dict:
        """What the first bytes say; UnusableFileError where they don't say that the file is this one."""
        if not start.startswith(MAGIC):
            raise UnusableFileError("it is no file of vectors")
        said, _, text = start[len(MAGIC) :].rstrip().partition(b"\n")
        if said != crc(text):
            raise UnusableFileError("its header is damaged")
        header = json.loads(text)
        if differing := [name for name, value in self.owner.items() if header.get(name) != value]:
            raise UnusableFileError(f"it is of another {', '.join(differing)}")
        return header

    def write(self, blocks: Iterable[Matrix]) -> tuple[str, Matrix]:
        """Put these recipes, by id, in place of what is there, and open it; call it within `locked`.

        OSError where there is no room or no right to; then, and after a crash, the old file stays.
        """
        for left in self.folder.glob(f"{self.path.stem}.*.tmp"):
            left.unlink(missing_ok=True)  # by a process that was ended: nobody else writes while we hold the lock
        scratch = self.path.with_suffix(f".{os.getpid()}-{token_hex(4)}.tmp")
        try:
            with scratch.open("xb+") as file:
                self.fill(file, blocks)
            scratch.replace(self.path)
        finally:
            scratch.unlink(missing_ok=True)
        return self.open()

    def fill(self, file, blocks: Iterable[Matrix]) -> None:
        file.write(bytes(HEADER_BYTES))
        rest = write_vectors(file, blocks)
        shape = [len(rest.positions), (file.tell() - HEADER_BYTES) // 4 // max(len(rest.positions), 1)]
        places = {"vectors": [HEADER_BYTES, "<f4", shape]}
        for name in SMALL_COLUMNS:
            column = getattr(rest, name)
            file.write(bytes(-file.tell() % ALIGNMENT))
            places[name] = [file.tell(), column.dtype.str, list(column.shape)]
            file.write(column.tobytes())
        file.write(bytes(-file.tell() % ALIGNMENT))
        self.write_header(file, {"build": token_hex(8), "bytes": file.tell(), "columns": places})

    def write_header(self, file, said: dict) -> None:
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            text = json.dumps({**self.owner, **said, "checksum": checksum(mapped)}).encode()
        file.seek(0)
        file.write((MAGIC + crc(text) + b"\n" + text).ljust(HEADER_BYTES))
        file.flush()
        os.fsync(file.fileno())


def write_vectors(file, blocks: Iterable[Matrix]) -> Matrix:
    """Write the vectors as they come, so that memory is bounded; the small columns, to be written behind them."""
    kept = []
    for block in blocks:
        file.write(np.ascontiguousarray(block.vectors, "<f4"))
        kept.append(replace(block, vectors=np.empty((len(block.positions), 0), np.float32)))
    return Matrix.joined(kept)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def crc(text: bytes) -> bytes:
    return f"{zlib.crc32(text):08x}".encode()


def checksum(mapped: mmap.mmap) -> int:
    """Of all after the header, where the order of its parts counts: at the speed of memory, unlike a hash."""
    total = 0
    for number, start in enumerate(range(HEADER_BYTES, len(mapped), CHUNK_BYTES), 1):
        words = np.frombuffer(mapped, "<u8", min(CHUNK_BYTES, len(mapped) - start) // 8, start)
        total += number * int(words.sum(dtype=np.uint64))
    return total % 2**64


def matrix_in(mapped: mmap.mmap, places: dict) -> Matrix:
    return Matrix(
        **{
            name: np.frombuffer(mapped, dtype, int(np.prod(shape)), offset).reshape(shape)
            for name, (offset, dtype, shape) in places.items()
        }
    )


def remove_others(file: IndexFile, spaces: Iterable[str]) -> None:
    """Delete the files of spaces that the file's database holds no more."""
    kept = {IndexFile(file.folder, file.database, space).path.stem for space in [*spaces, file.space]}
    for path in file.folder.glob(f"{digest(file.database)}-*"):
        if path.name.split(".")[0] not in kept:
            path.unlink(missing_ok=True)
