"""The synced journal of deliveries: a result is on disk before the lane's next message goes out."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from warehouse.model import Attempt


class JournalBusyError(Exception):
    """Another process is delivering from the same warehouse."""


class Journal:
    """A file of JSON lines, one an attempt, held by one process at a time.

    `append` returns once its lines are synced; threads that append at the same time share one sync. A line
    that a kill tore is dropped at the next start: its message was in flight, and is sent again.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file: IO[bytes] = path.open("a+b")
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

    def read(self) -> list[Attempt]:
        """The attempts that are in the journal, in order."""
        self._file.seek(0)
        attempts = []
        for line in self._file.read().split(b"\n"):
            if attempt := _parse(line):
                attempts.append(attempt)
        return attempts

    def append(self, attempts: Sequence[Attempt]) -> None:
        """Write attempts and wait until they are on disk."""
        data = b"".join(_format(a) for a in attempts)
        with self._changed:
            self._file.write(data)
            self._file.flush()
            self._written += 1
            mine = self._written
            while self._synced < mine:
                if self._syncing:
                    self._changed.wait()
                    continue
                self._sync()

    def _sync(self) -> None:
        """Sync all that is written, with the lock let go meanwhile so that others can write."""
        self._syncing, upto = True, self._written
        self._changed.release()
        try:
            os.fdatasync(self._file.fileno())
        finally:
            self._changed.acquire()
            self._syncing = False
        self._synced = upto
        self._changed.notify_all()

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
