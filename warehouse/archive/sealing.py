"""Seal the archive files that a killed process left open."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.archive.reader import DamagedError, TornError, read_records
from warehouse.archive.writer import OPEN, explain_writing, sync_folder


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was left open: its final name, its whole records, and the torn bytes cut from its end."""

    file: Path
    records: int
    torn_bytes: int


def recover(folder: Path) -> list[Sealed]:
    """Give the files of dead processes their final names; a torn tail moves into a `.torn` file beside them.

    Files that a living process still writes are left alone. One that is damaged elsewhere than at its end is
    sealed as it is: `verify` tells where.

    Raises:
        WarehouseError: the disk is full or failing; what is not sealed yet stays as it is.
    """
    sealed = []
    for path in sorted(folder.glob(f"*/*{OPEN}")):
        with explain_writing(folder), _taking(path) as taken:
            if taken:
                sealed.append(_seal(path))
    return sealed


def is_written(path: Path) -> bool:
    """Whether a living process writes this file."""
    if not path.name.endswith(OPEN) or not os.access(path, os.W_OK):
        return False
    with _taking(path) as taken:
        return not taken


@contextmanager
def _taking(path: Path) -> Iterator[bool]:
    """Whether the file is nobody's and still there; for the time of the block it is ours then."""
    try:
        file = path.open("r+b")
    except FileNotFoundError:  # its writer has just sealed it
        yield False
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield path.exists() and path.stat().st_ino == os.fstat(file.fileno()).st_ino


def _seal(path: Path) -> Sealed:
    records, torn_bytes = 0, 0
    target = path.with_name(path.name.removesuffix(OPEN))
    try:
        for _ in read_records(path):
            records += 1
    except TornError as torn:
        data = path.read_bytes()
        torn_bytes = len(data) - torn.offset
        target.with_name(f"{target.name}.torn").write_bytes(data[torn.offset :])
        with path.open("r+b") as file:
            file.truncate(torn.offset)
    except DamagedError:  # damaged before its end: cutting there would lose what follows
        pass
    path.rename(target)
    sync_folder(path.parent)
    return Sealed(target, records, torn_bytes)
