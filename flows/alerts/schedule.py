"""When a message may go out: digest times and quiet hours, reckoned in Asia/Shanghai on any machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.alerts.subscribers import Subscriber

SHANGHAI = ZoneInfo("Asia/Shanghai")


def due_time(subscriber: Subscriber, now: datetime) -> datetime:
    """The first moment from `now` on at which `subscriber` may be told of what happened at `now`."""
    if subscriber.mode == "at_once":
        return after_quiet(subscriber, now)
    return next_digest(subscriber, now)


def next_digest(subscriber: Subscriber, now: datetime) -> datetime:
    """The first digest time at or after `now`."""
    local = now.astimezone(SHANGHAI)
    due = local.replace(
        hour=subscriber.at.hour, minute=subscriber.at.minute, second=0, microsecond=0, tzinfo=SHANGHAI
    )
    if subscriber.mode == "weekly":
        due += timedelta(days=(subscriber.weekday - due.weekday()) % 7)
    if due < local:
        due += timedelta(days=7 if subscriber.mode == "weekly" else 1)
    return due


def after_quiet(subscriber: Subscriber, now: datetime) -> datetime:
    """`now`, or the end of the quiet hours that `now` falls into."""
    if subscriber.quiet is None:
        return now
    start, end = subscriber.quiet
    local = now.astimezone(SHANGHAI)
    clock = local.time().replace(tzinfo=None)
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    if not inside:
        return now
    wake = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return wake + timedelta(days=1) if start > end and clock >= start else wake
