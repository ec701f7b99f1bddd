"""Events → messages: who hears of which event over which channel, and when at the earliest. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flows.alerts.backlog import items_of, keep_items
from flows.alerts.schedule import due_time, next_digest
from flows.alerts.subscribers import Filters, Subscriber, Subscribers
from warehouse.model import Event, EventKind, Message


def plan_messages(
    events: Sequence[Event], subscribers: Subscribers | Iterable[Subscriber], now: datetime
) -> list[Message]:
    """Plan the messages that `events` call for: one row an event, subscriber and channel.

    `deliver` joins what is due together: a digest's rows into one message, and more than a subscriber's
    `merge_over` rows into a summary. Silent events and what the parser was unsure of alert nobody. A
    subscriber who asked for empty digests gets a row a period without events. Ids and keys are hashes of
    event, subscriber and channel, so the same event planned twice is one message.
    """
    people = subscribers.people if isinstance(subscribers, Subscribers) else tuple(subscribers)
    messages = []
    for person in people:
        due = due_time(person, now)
        for event in events:
            if wants(person.filters, event):
                messages += [_message(event, person, channel, now, due) for channel in person.channels]
        if person.mode != "at_once" and person.empty_digest:
            messages += _empty_digest(person, now)
    return messages


def wants(filters: Filters, event: Event) -> bool:
    """Whether a subscriber with these filters hears of `event`; of a summary, whether of any of its items."""
    payload = event.payload
    if event.silent or payload.get("uncertain") or _kind(event) not in filters.kinds:
        return False
    return (
        (not filters.sources or event.source_id in filters.sources)
        and (not filters.regions or in_region(str(payload.get("region") or ""), filters.regions))
        and any(_matches(filters, event, row) for row in items_of(event) or [payload])
    )


def narrow(filters: Filters, event: Event) -> Event:
    """`event` as a subscriber with these filters is told it: a summary holds only the items that match.

    One that was planned for other filters and has nothing for these stays whole, since nothing may be lost.
    """
    items = items_of(event)
    kept = [item for item in items if _matches(filters, event, item)]
    return keep_items(event, kept) if 0 < len(kept) < len(items) else event


def _kind(event: Event) -> EventKind:
    """Whose readers hear of an event: a notice that was only missing is back for those who heard of that."""
    is_back = event.kind is EventKind.NOTICE_RESTORED and event.payload.get("was") == "missing"
    return EventKind.NOTICE_MISSING if is_back else event.kind


def in_region(region: str, wanted: Iterable[str]) -> bool:
    """Whether one of `wanted` is a level of a region, or its beginning: 广东 or 广州市 of 广东省/广州市."""
    return any(f"/{w.strip('/').lower()}" in f"/{region.lower()}" for w in wanted)


def message_key(event_id: str, subscriber: str, channel: str) -> str:
    """The idempotency key of one event (or digest period), subscriber and channel."""
    return hashlib.sha256("\x1f".join((event_id, subscriber, channel)).encode()).hexdigest()[:40]


def _message(event: Event, person: Subscriber, channel: str, now: datetime, due: datetime) -> Message:
    key = message_key(event.event_id, person.name, channel)
    return Message(f"m-{key[:24]}", key, person.name, channel, (event.event_id,), now, due)


def _empty_digest(person: Subscriber, now: datetime) -> list[Message]:
    due = next_digest(person, now)
    keys = {c: message_key(f"digest {due:%Y-%m-%d}", person.name, c) for c in person.channels}
    return [Message(f"m-{k[:24]}", k, person.name, c, (), now, due) for c, k in keys.items()]


def _matches(filters: Filters, event: Event, row: Mapping[str, Any]) -> bool:
    """Whether `row`, the payload of `event` or an item of a summary, is what the filters ask for."""
    source = event.payload.get("source") or ""
    publisher = f"{row.get('publisher') or ''}\n{source}"
    return (
        (not filters.publishers or any(p in publisher for p in filters.publishers))
        and row.get("days_overdue", filters.min_days_overdue) >= filters.min_days_overdue
        and (not filters.keywords or _has_word([source, row], filters.keywords))
    )


def _has_word(value: Any, keywords: Sequence[str]) -> bool:
    words = "\n".join(_texts(value))
    return any(k in words for k in keywords)


def _texts(value: Any) -> Iterable[str]:
    """Every text within a payload, so that a keyword finds titles, quotes and changed sentences alike."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("url", "page", "region"):
                yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
