"""Seal the archive files that a killed process left open."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path

from warehouse.archive.reader import TornError, read_records
from warehouse.archive.writer import OPEN, sync_folder


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was left open: its final name, its whole records, and the torn bytes cut from its end."""

    file: Path
    records: int
    torn_bytes: int


def recover(folder: Path) -> list[Sealed]:
    """Give the files of dead processes their final names; a torn tail moves into a `.torn` file beside them.

    Files that a living process still writes are left alone.

    Raises:
        ArchiveError: a file is damaged elsewhere than at its end; it stays as it is.
    """
    sealed = []
    for path in sorted(folder.glob(f"*/*{OPEN}")):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            sealed.append(_seal(path))
    return sealed


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
    path.rename(target)
    sync_folder(path.parent)
    return Sealed(target, records, torn_bytes)
