"""Lanes: one thread a bot or mail server, so that a channel that hangs or fails holds up no other."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.alerts.channels.base import Channel
from flows.alerts.channels.errors import DeliveryError
from flows.alerts.journal import Journal
from flows.alerts.letter import Letter
from flows.alerts.limits import Pace
from warehouse.model import Attempt

# After so many failures in a row a lane rests until the next pass. Refusals come at once and may be about
# single messages; silence costs a time limit each, and nothing behind it will fare better.
MOST_REFUSED = 20
MOST_BROKEN = 2


@dataclass(frozen=True, slots=True)
class Job:
    """One letter to send: for which messages, over which channel, and how to write it."""

    message_ids: tuple[str, ...]
    channel: Channel
    write: Callable[[Channel], Letter]
    subscriber: str = ""
    event_ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Lane:
    """The jobs of one lane, and what became of them."""

    name: str
    jobs: Sequence[Job]
    pace: Pace
    sent: int = 0
    failed: int = 0
    closed: str = ""
    unsent: list[Job] = field(default_factory=list)
    in_flight: Job | None = None
    error: BaseException | None = None
    refused: int = 0
    broken: int = 0


def run_lanes(lanes: Sequence[Lane], journal: Journal, now: datetime, time_limit: float) -> None:
    """Send the jobs of all lanes side by side, and journal every result.

    A lane that is not done after `time_limit` seconds is left: the message in flight counts as failed, the
    rest stays pending. What a closed lane did not try counts as failed, with the reason.
    """
    deadline = time.monotonic() + time_limit
    threads = []
    for lane in lanes:
        thread = threading.Thread(
            target=_run, args=(lane, journal, now, deadline), daemon=True, name=lane.name[:40]
        )
        thread.start()
        threads.append(thread)
    for thread, lane in zip(threads, lanes, strict=True):
        thread.join(max(deadline + 1 - time.monotonic(), 0.0))
        if thread.is_alive():
            _abandon(lane, journal, now)
    for lane in lanes:
        if lane.error is not None:
            raise lane.error


def _run(lane: Lane, journal: Journal, now: datetime, deadline: float) -> None:
    try:
        _send_all(lane, journal, now, deadline)
    except BaseException as error:  # noqa: BLE001 raised again where the lanes are joined
        lane.error = error
    finally:
        for channel in {id(j.channel): j.channel for j in lane.jobs}.values():
            channel.close()


def _send_all(lane: Lane, journal: Journal, now: datetime, deadline: float) -> None:
    jobs = deque(lane.jobs)
    while jobs and not lane.closed:
        pause = lane.pace.wait()
        if time.monotonic() + pause >= deadline:
            break
        if pause:
            time.sleep(pause)
            continue
        job = jobs.popleft()
        lane.in_flight = job
        lane.pace.note()
        error = _send(job)
        if lane.in_flight is None:
            return
        lane.in_flight = None
        _record(lane, job, error, journal, now)
    if lane.closed and jobs:
        journal.append([a for job in jobs for a in _attempts(job, now, f"not tried: {lane.closed}")])
        lane.failed += len(jobs)
    else:
        lane.unsent = list(jobs)


def _send(job: Job) -> DeliveryError | None:
    try:
        job.channel.deliver(job.write(job.channel))
    except DeliveryError as error:
        return error
    except Exception as error:  # noqa: BLE001 a letter that cannot be written must not stop its lane
        return DeliveryError(job.channel.hide(f"{type(error).__name__}: {error}"))
    return None


def _record(lane: Lane, job: Job, error: DeliveryError | None, journal: Journal, now: datetime) -> None:
    journal.append(_attempts(job, now, "" if error is None else str(error), error is None))
    if error is None:
        lane.sent += 1
        lane.refused = lane.broken = 0
        return
    lane.failed += 1
    lane.refused += 1
    lane.broken = lane.broken + 1 if error.broken else 0
    if error.slow or lane.refused >= MOST_REFUSED or lane.broken >= MOST_BROKEN:
        lane.closed = str(error)


def _abandon(lane: Lane, journal: Journal, now: datetime) -> None:
    """Leave a lane whose thread hangs: end its connection, and count the message in flight as failed."""
    job, lane.in_flight = lane.in_flight, None
    for channel in {id(j.channel): j.channel for j in lane.jobs}.values():
        channel.close()
    lane.closed = lane.closed or "no answer within the pass's time limit"
    if job is not None:
        journal.append(_attempts(job, now, lane.closed))
        lane.failed += 1


def _attempts(job: Job, now: datetime, detail: str, ok: bool = False) -> list[Attempt]:
    first = Attempt("", now, ok, detail)
    return [replace(first, message_id=m) for m in job.message_ids]
