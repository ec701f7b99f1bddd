"""The read copy: a checkpointed copy of the warehouse, put in place in one step."""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from warehouse.archive.writer import sync_folder
from warehouse.connect import holding
from warehouse.errors import explain_failure
from warehouse.place import Lake, Place

FICLONE = 0x40049409  # linux/fs.h: share the blocks of another file
NO_REFLINK = {errno.EOPNOTSUPP, errno.EXDEV, errno.EINVAL, errno.ENOTTY, errno.ENOSYS, errno.EPERM}
CHUNK = 1 << 26


def publish(warehouse: Place, read_copy: Path, *, force: bool = False) -> bool:
    """Copy the warehouse to the read copy, and say whether there was something to copy.

    Analysts who have the old copy open keep it; nobody ever sees half a copy. The copy carries the
    warehouse's time of change, by which the next call sees that nothing has changed since. `force` copies
    all the same. A lake has no read copy and needs none: nothing is copied.

    Raises:
        WarehouseError: the copy can't be written, or the disk is full: the old one stays.
    """
    if isinstance(warehouse, Lake):
        return False
    if not force and _is_current(warehouse, read_copy):
        return False
    temporary = read_copy.with_name(f".{read_copy.name}.new")
    try:
        read_copy.parent.mkdir(parents=True, exist_ok=True)
        with holding(warehouse) as con:
            con.execute("CHECKPOINT")
            stamp = warehouse.stat()
            # Closing any handle on a file drops the process's lock on it: DuckDB must be closed before.
            with warehouse.open("rb") as source:
                _copy(source, temporary)
                con.close()
        os.utime(temporary, ns=(stamp.st_mtime_ns, stamp.st_mtime_ns))
        temporary.replace(read_copy)
        sync_folder(read_copy.parent)
    except OSError as error:
        with suppress(OSError):  # on a read-only disk there is none
            temporary.unlink(missing_ok=True)
        raise explain_failure(
            f"{read_copy}: the read copy cannot be written, the old one stays", error
        ) from error
    return True


def _is_current(warehouse: Path, read_copy: Path) -> bool:
    log = warehouse.with_name(f"{warehouse.name}.wal")
    if not read_copy.exists() or not warehouse.exists() or (log.exists() and log.stat().st_size):
        return False
    ours, theirs = warehouse.stat(), read_copy.stat()
    return (ours.st_size, ours.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns)


def _copy(source: BinaryIO, target: Path) -> None:
    with target.open("wb") as file:
        try:
            fcntl.ioctl(file.fileno(), FICLONE, source.fileno())
        except OSError as error:
            if error.errno not in NO_REFLINK:
                raise
            while os.sendfile(file.fileno(), source.fileno(), None, CHUNK):
                pass
        file.flush()
        os.fsync(file.fileno())
