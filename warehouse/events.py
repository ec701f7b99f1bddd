"""The record of what happened: append-only, each thing once."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from warehouse.ids import make_id
from warehouse.model import Event, EventKind
from warehouse.write import as_json, fetch_rows, insert


def make_event_id(kind: EventKind, *parts: object) -> str:
    """The id of an event: a hash of its kind and of what tells it from others of that kind."""
    return make_id("event", kind.value, *parts)


def record_events(con: Any, events: Sequence[Event]) -> list[Event]:
    """Append those events that are not recorded yet, and return them in the given order."""
    unique = {event.event_id: event for event in events}
    known = con.execute(
        """
        SELECT event_id FROM events WHERE event_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(unique)],
    ).fetchall()
    fresh = [event for event_id, event in unique.items() if (event_id,) not in set(known)]
    insert(con, "events", [_row(event) for event in fresh])
    return fresh


def events_by_id(con: Any, ids: Collection[str]) -> list[Event]:
    """The events of these ids, oldest first."""
    query = """
        SELECT * FROM events WHERE event_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        ORDER BY happened_at, event_id
    """
    return [_event(row) for row in fetch_rows(con, query, [as_json(ids)])]


def to_json(value: Any) -> str:
    """A payload as JSON text: Chinese as it is, days and times in ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=_plain, sort_keys=True)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a payload")


def _row(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "kind": event.kind.value,
        "happened_at": event.at,
        "source_id": event.source_id,
        "notice_id": event.notice_id,
        "commitment_id": event.commitment_id,
        "silent": event.silent,
        "payload": to_json(event.payload),
    }


def _event(row: dict[str, Any]) -> Event:
    return Event(
        event_id=row["event_id"],
        kind=EventKind(row["kind"]),
        at=row["happened_at"],
        source_id=row["source_id"],
        notice_id=row["notice_id"],
        commitment_id=row["commitment_id"],
        silent=row["silent"],
        payload=json.loads(row["payload"]),
    )
