"""One summary a source for what was recorded silently: first polls, backfills, what an outage held up.

A summary holds an item for each thing that it sums up: each reader is told of those that the filters let
through.
"""

from __future__ import annotations

import hashlib
from collections import Counter
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
TOLD_OF = ("title", "publisher", "url", "published_on")
MOST_TOLD = 5
Item = dict[str, Any]


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


def items_of(event: Event) -> list[Item]:
    """What a summary sums up, one by one; nothing where `event` is no summary."""
    return list(event.payload.get("items") or ()) if event.payload.get("backlog") else []


def keep_items(event: Event, items: Sequence[Item]) -> Event:
    """The summary of only these of its items, counted anew."""
    backlog = event.payload["backlog"]
    if isinstance(backlog, int):
        counted: Any = len(items)
    else:
        counted = {"reason": backlog.get("reason"), **_count(items, event.kind)}
    return replace(event, payload=event.payload | {"backlog": counted, "items": list(items)})


def _summarise(source_id: str, events: Sequence[Event], now: datetime, reason: str) -> Event:
    newest = sorted(events, key=lambda e: str(e.payload.get("published_on") or ""), reverse=True)
    items = [_item(event) for event in newest]
    ids = "\x1f".join(sorted(e.event_id for e in events))
    return Event(
        event_id=hashlib.sha256(f"backlog\x1f{reason}\x1f{source_id}\x1f{ids}".encode()).hexdigest()[:24],
        kind=EventKind.NOTICE_PUBLISHED,
        at=now,
        source_id=source_id,
        payload={
            **{k: events[0].payload.get(k) for k in ("source", "region")},
            "backlog": {"reason": reason, **_count(items, EventKind.NOTICE_PUBLISHED)},
            "items": items,
        },
    )


def _item(event: Event) -> Item:
    """One thing of a summary; `quotes` are its promises, for keywords to find."""
    quotes = [c.get("quote") for c in event.payload.get("commitments") or ()]
    return {
        "kind": event.kind.value,
        **{k: event.payload.get(k) for k in TOLD_OF},
        "quotes": quotes,
    }


def _count(items: Sequence[Item], kind: EventKind) -> dict[str, int]:
    """How many things of each kind; `kind` is that of items which name none."""
    counts = Counter(COUNTED[EventKind(item.get("kind") or kind)] for item in items)
    return {**counts, "commitments": sum(len(item.get("quotes") or ()) for item in items)}
