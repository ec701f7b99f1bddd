"""Run delivery in processes that are killed: `python -m tests.flows.alerts.killer NOW FOLDER=POINT…`.

A point is a name below, or `random:MESSAGES`. Everything is imported once; each pass runs in a fork that
kills itself with SIGKILL at its point, or is killed from outside once it has begun to send so many messages:
whatever its threads are doing then. It begins no further one, however late the killer comes.
Prints a line a pass: whether it was killed or ended by itself.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.alerts import deliver as delivery
from flows.alerts import journal, lanes
from tests.flows.alerts.post import Post


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at_call(number: int, function: Callable[..., Any], *, after: bool = False) -> Callable[..., Any]:
    """`function`, but the process dies before (or after) its call of that number."""
    calls = [0]
    lock = threading.Lock()

    def call(*args: Any, **kwargs: Any) -> Any:
        with lock:
            calls[0] += 1
            mine = calls[0] == number
        if mine and not after:
            die()
        result = function(*args, **kwargs)
        if mine:
            die()
        return result

    return call


def tear(self: journal.Journal, attempts: Any) -> None:
    """Write half a line, as a full disk or a power cut would leave it, and die."""
    self._file.write(journal._format(attempts[0])[:25])
    self._file.flush()
    die()


POINTS: dict[str, Callable[[], None]] = {
    "before the first message goes out": lambda: setattr(lanes, "_send", at_call(1, lanes._send)),
    "after a service took a message, before the journal": lambda: setattr(
        lanes, "_send", at_call(7, lanes._send, after=True)
    ),
    "in the middle of a journal line": lambda: setattr(journal.Journal, "append", tear),
    "after a journal line, before its sync": lambda: setattr(os, "fdatasync", at_call(5, os.fdatasync)),
    "after a sync": lambda: setattr(os, "fdatasync", at_call(5, os.fdatasync, after=True)),
    "before results are folded": lambda: setattr(delivery.outbox, "fold", at_call(1, delivery.outbox.fold)),
    "while results are folded": lambda: setattr(
        delivery.outbox, "fold", at_call(1, delivery.outbox.fold, after=True)
    ),
    "after the fold, before the journal is emptied": lambda: setattr(
        journal.Journal, "clear", at_call(1, journal.Journal.clear)
    ),
    "after the journal is emptied": lambda: setattr(
        journal.Journal, "clear", at_call(1, journal.Journal.clear, after=True)
    ),
}


def run_pass(post: Post, now: datetime, point: str) -> bool:
    """One pass in a fork; whether it was killed."""
    begun, begin = os.pipe()
    child = os.fork()
    if child == 0:
        if point in POINTS:
            POINTS[point]()
        send = lanes._send
        permits = threading.Semaphore(int(point.removeprefix("random:"))) if ":" in point else None

        def announce(job: lanes.Job) -> Any:
            if permits:
                permits.acquire()
            os.write(begin, b".")
            return send(job)

        lanes._send = announce
        delivery.deliver(post.settings, now)
        os._exit(0)
    os.close(begin)
    if point.startswith("random:"):
        left = int(point.removeprefix("random:"))
        while left and (some := os.read(begun, left)):
            left -= len(some)
        os.kill(child, signal.SIGKILL)
    os.close(begun)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    now = datetime.fromisoformat(sys.argv[1])
    from flows.alerts import channels, render
    from flows.alerts.channels import base, foreign
    from tests.flows.alerts.events import make_event

    # What a process that has been running for a while has ready.
    channels.register()
    base._certificates(True)
    render.render_events([make_event()], render.Style(), "", now)
    assert foreign
    for order in sys.argv[2:]:
        folder, _, name = order.partition("=")
        killed = run_pass(Post(Path(folder)), now, name)
        sys.stdout.write(f"{'killed' if killed else 'ended'} {name}\n")
