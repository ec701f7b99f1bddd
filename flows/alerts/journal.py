"""The synced journal of deliveries: a result is on disk before the lane's next message goes out."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from warehouse.errors import explain_failure
from warehouse.model import Attempt

ROOM = 1 << 16  # bytes: some two hundred results


class JournalBusyError(Exception):
    """Another process is delivering from the same warehouse."""


class Journal:
    """A file of JSON lines, one an attempt, held by one process at a time.

    `append` returns once its lines are synced; threads that append at the same time share one sync. A line
    that a kill tore is dropped at the next start: its message was in flight, and is sent again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._explain_writing():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: what a full disk refused must not come again with the next line.
            self._file = path.open("a+b", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise JournalBusyError(f"{path}: another process is delivering") from None
        self._changed = threading.Condition()
        self._written = 0
        self._synced = 0
        self._syncing = False

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @contextmanager
    def _explain_writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise explain_failure(f"{self.path}: the journal cannot be written", error) from error

    def check_room(self) -> None:
        """Make sure that results can be written, before anything is sent whose result could not be kept.

        Raises:
            WarehouseError: the disk is full.
        """
        with self._changed, self._explain_writing():
            end = os.fstat(self._file.fileno()).st_size
            try:
                self._write(bytes(ROOM))
                os.fdatasync(self._file.fileno())
            finally:
                self._file.truncate(end)

    def read(self) -> list[Attempt]:
        """The attempts that are in the journal, in order."""
        self._file.seek(0)
        attempts = []
        for line in self._file.read().split(b"\n"):
            if attempt := _parse(line):
                attempts.append(attempt)
        return attempts

    def append(self, attempts: Sequence[Attempt]) -> None:
        """Write attempts and wait until they are on disk.

        Raises:
            WarehouseError: the disk is full or failing.
        """
        data = b"".join(_format(a) for a in attempts)
        with self._changed, self._explain_writing():
            self._write(data)
            self._written += 1
            mine = self._written
            while self._synced < mine:
                if self._syncing:
                    self._changed.wait()
                    continue
                self._sync()

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def _sync(self) -> None:
        """Sync all that is written, with the lock let go meanwhile so that others can write."""
        self._syncing, upto = True, self._written
        self._changed.release()
        try:
            os.fdatasync(self._file.fileno())
        finally:
            self._changed.acquire()
            self._syncing = False
            self._changed.notify_all()
        self._synced = upto

    def clear(self) -> None:
        """Empty the journal, once its attempts stand in the warehouse."""
        with self._changed:
            self._file.truncate(0)
            os.fsync(self._file.fileno())


def _format(attempt: Attempt) -> bytes:
    row = {
        "message_id": attempt.message_id,
        "at": attempt.at.isoformat(),
        "ok": attempt.ok,
        "detail": attempt.detail,
    }
    # The newline leads too: after a torn line the next one still stands alone.
    return b"\n" + json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _parse(line: bytes) -> Attempt | None:
    try:
        row = json.loads(line)
        return Attempt(
            row["message_id"], datetime.fromisoformat(row["at"]), row["ok"] is True, str(row["detail"])
        )
    except (ValueError, KeyError, TypeError):
        return None
