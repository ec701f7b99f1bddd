"""When a source is polled next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from scrapers.source import Source
from warehouse.model import ListState

LONGEST_PAUSE = timedelta(days=3)


def next_poll_at(source: Source, states: Mapping[str, ListState]) -> datetime | None:
    """Its interval after the last poll, doubled by each failure after the first, and its share of jitter.

    The jitter is a hash of source and last poll: the same for every process that asks. `None` for a source of
    which a list was never polled: at once.
    """
    past = [states[entry.url] for entry in source.lists if entry.url in states]
    last = min((s.last_polled_at for s in past if s.last_polled_at), default=None)
    if last is None or len(past) < len(source.lists):
        return None
    every = source.schedule.every
    again = max(max(s.failures for s in past) - 1, 0)
    pause = min(every * (1 << min(again, 8)), max(LONGEST_PAUSE, every))
    share = int(sha256(f"{source.id} {last.isoformat()}".encode()).hexdigest()[:4], 16) / 0xFFFF
    return last + pause + source.schedule.jitter * share
