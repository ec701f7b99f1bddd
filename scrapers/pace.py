"""One request at a time and host, and no more than its pace allows: in this process and among all of them."""

from __future__ import annotations

import asyncio
import fcntl
import os
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

UNSAFE = re.compile(r"[^A-Za-z0-9.\-]")
LOOK_AGAIN = 0.05
# A stamp farther ahead than any hold can be comes from a clock that was set back.
LONGEST_HOLD = 86400.0


class OnHoldError(Exception):
    """A host that asked to be left alone for longer than the caller waits."""

    def __init__(self, host: str, seconds: float) -> None:
        self.host, self.seconds = host, seconds
        super().__init__(f"{host} asked to be left alone for another {seconds:.0f} s")


@dataclass(slots=True)
class Turn:
    """Leave for one request. `hold` keeps the host free of requests for so many seconds after it."""

    hold: float = 0.0


class Pace:
    """Turns to ask a host.

    `folder` holds one file a host: its lock is held during a request, its text is the moment (seconds since
    1970) before which nobody asks again. Without a folder the pace is this process's own. `concurrent` is how
    many hosts are asked at the same time. `clock` and `sleep` are replaced by tests.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        concurrent: int = 64,
        longest_wait: float = 120.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._folder, self._clock, self._sleep = folder, clock, sleep
        self._longest_wait = longest_wait
        self._slots = asyncio.Semaphore(concurrent)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    @asynccontextmanager
    async def turn(self, host: str, interval: float) -> AsyncIterator[Turn]:
        """Wait for leave to ask `host`; the next request starts at least `interval` seconds after this one.

        Raises:
            OnHoldError: the wait would be longer than `longest_wait`.
        """
        async with self._locks[host]:
            descriptor = await self._claim(host)
            turn, start = Turn(), self._clock()
            try:
                yield turn
            finally:
                hold = min(turn.hold, LONGEST_HOLD)
                self._write(host, descriptor, max(start + interval, self._clock() + hold))
                self._release(descriptor)

    async def _claim(self, host: str) -> int:
        while True:
            await self._slots.acquire()
            descriptor = self._lock(host)
            wait = LOOK_AGAIN if descriptor is None else self._wait(host, descriptor)
            if descriptor is not None and wait <= 0:
                return descriptor
            self._release(descriptor)
            if wait > self._longest_wait:
                raise OnHoldError(host, wait)
            await self._sleep(wait)

    def _release(self, descriptor: int | None) -> None:
        if descriptor is not None:
            os.close(descriptor)
        self._slots.release()

    def _wait(self, host: str, descriptor: int) -> float:
        text = os.pread(descriptor, 40, 0) if self._folder else b""
        try:
            moment = float(text or self._next.get(host, 0.0))
        except ValueError:
            moment = 0.0
        wait = moment - self._clock()
        return 0.0 if wait > LONGEST_HOLD else wait

    def _write(self, host: str, descriptor: int, moment: float) -> None:
        if self._folder:
            os.pwrite(descriptor, f"{moment:020.3f}".encode(), 0)
        else:
            self._next[host] = moment

    def _lock(self, host: str) -> int | None:
        """An open file with the host's lock, or None while another process has it."""
        path = self._folder / UNSAFE.sub("_", host) if self._folder else Path(os.devnull)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not self._folder:
            return descriptor
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor
