"""One summary a source for what was recorded silently: first polls, backfills, what an outage held up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from warehouse.model import Event, EventKind

COUNTED = {
    EventKind.NOTICE_PUBLISHED: "notices",
    EventKind.NOTICE_CHANGED: "changed",
    EventKind.COMMITMENT_OVERDUE: "overdue",
    EventKind.COMMITMENT_DUE_SOON: "due_soon",
}
MOST_ITEMS = 10
MOST_TOLD = 5


def summarise_silent(events: Sequence[Event], now: datetime, reason: str = "first_poll") -> list[Event]:
    """One `notice.published` event a source that sums its silent events up; none where nothing was silent.

    `reason` is first_poll, backfill, recovered or reparse. The same events make the same summary.
    """
    by_source: dict[str, list[Event]] = {}
    for event in events:
        if event.silent and event.kind in COUNTED:
            by_source.setdefault(event.source_id, []).append(event)
    return [_summarise(source_id, group, now, reason) for source_id, group in by_source.items()]


def merge_recovered(events: Sequence[Event], back: Collection[str], now: datetime) -> list[Event]:
    """`events`, with more than five new notices of a source that is back from an outage summed up in one.

    `back` holds the ids of such sources. The merged events stay on record, silent.
    """
    held: dict[str, set[str]] = {}
    for event in events:
        new = event.kind is EventKind.NOTICE_PUBLISHED and event.notice_id and not event.silent
        if new and event.source_id in back:
            held.setdefault(event.source_id, set()).add(event.event_id)
    merged = {i for ids in held.values() if len(ids) > MOST_TOLD for i in ids}
    silenced = [replace(e, silent=True) for e in events if e.event_id in merged]
    others = [e for e in events if e.event_id not in merged]
    return [*others, *silenced, *summarise_silent(silenced, now, "recovered")]


def _summarise(source_id: str, events: Sequence[Event], now: datetime, reason: str) -> Event:
    counts: dict[str, Any] = {"reason": reason}
    for event in events:
        counts[COUNTED[event.kind]] = counts.get(COUNTED[event.kind], 0) + 1
    published = [e for e in events if e.kind is EventKind.NOTICE_PUBLISHED]
    counts["commitments"] = sum(len(e.payload.get("commitments") or ()) for e in published)
    newest = sorted(published, key=lambda e: str(e.payload.get("published_on") or ""), reverse=True)
    first = events[0].payload
    ids = "\x1f".join(sorted(e.event_id for e in events))
    return Event(
        event_id=hashlib.sha256(f"backlog\x1f{reason}\x1f{source_id}\x1f{ids}".encode()).hexdigest()[:24],
        kind=EventKind.NOTICE_PUBLISHED,
        at=now,
        source_id=source_id,
        payload={
            **{k: first.get(k) for k in ("source", "region", "publisher")},
            "backlog": counts,
            "items": [
                {k: e.payload.get(k) for k in ("title", "publisher", "url", "published_on")}
                for e in newest[:MOST_ITEMS]
            ],
        },
    )
