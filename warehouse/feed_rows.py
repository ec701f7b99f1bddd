"""What feeds tell of: the latest notices and edits as events, and the days on which promises fall due."""

from __future__ import annotations

from typing import Any

from warehouse.events import events_by_id
from warehouse.model import Event
from warehouse.write import fetch_rows

EDITS = ("notice.changed", "notice.removed", "notice.restored")


def latest_notices(con: Any, limit: int) -> list[Event]:
    """The publications that stand in the warehouse, newest publication day first; backlogs are among them."""
    query = """
        SELECT event_id FROM events WHERE kind = 'notice.published' AND notice_id IS NOT NULL
        ORDER BY coalesce(payload ->> 'published_on', '') DESC, happened_at DESC, event_id LIMIT ?
    """
    return _in_order(con, query, [limit])


def latest_edits(con: Any, limit: int) -> list[Event]:
    """The latest edits, removals and returns, newest first."""
    query = """
        SELECT event_id FROM events WHERE kind IN (SELECT unnest(?)) AND NOT silent
        ORDER BY happened_at DESC, event_id LIMIT ?
    """
    return _in_order(con, query, [list(EDITS), limit])


def due_days(con: Any) -> list[dict[str, Any]]:
    """The open and extended promises that are certain, by the day on which they fall due."""
    query = """
        SELECT commitment_id, publisher, title, region, url, quote, due_expression, due_on, due_strict, state,
            greatest(first_seen_at, coalesce(state_at, first_seen_at)) AS changed_at
        FROM current_commitments WHERE state IN ('open', 'extended') AND NOT uncertain
        ORDER BY due_on, commitment_id
    """
    return fetch_rows(con, query)


def _in_order(con: Any, query: str, values: list[Any]) -> list[Event]:
    ids = [i for (i,) in con.execute(query, values).fetchall()]
    events = {e.event_id: e for e in events_by_id(con, ids)}
    return [events[i] for i in ids]
