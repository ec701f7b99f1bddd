"""Looking after outgoing messages: listing them, and the operator's retry and drop."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from warehouse.events import events_by_id
from warehouse.model import Attempt, Event, Message, MessageState
from warehouse.write import fetch_rows, merge

COLUMNS = ", ".join(f.name for f in fields(Message))


def list_messages(
    con: Any,
    *,
    states: Collection[MessageState] = (),
    ids: Collection[str] = (),
    subscriber: str | None = None,
    since: datetime | None = None,
    limit: int = 1000,
) -> list[Message]:
    """Messages that match all that is given, newest first. `ids` may be beginnings of ids."""
    where: list[str] = ["true"]
    values: list[Any] = []
    if states:
        where.append("state IN (SELECT unnest(?))")
        values.append([s.value for s in states])
    if ids:
        where.append(f"({' OR '.join('starts_with(message_id, ?)' for _ in ids)})")
        values += list(ids)
    if subscriber:
        where.append("subscriber = ?")
        values.append(subscriber)
    if since:
        where.append("created_at >= ?")
        values.append(since)
    # Only fixed words and numbers are put together here; what a user gives goes in as values.
    query = f"""
        SELECT {COLUMNS} FROM messages WHERE {" AND ".join(where)}
        ORDER BY created_at DESC, message_id LIMIT {int(limit)}
    """  # noqa: S608
    return [_message(row) for row in fetch_rows(con, query, values)]


def list_attempts(con: Any, message_id: str) -> list[Attempt]:
    """The tries to deliver a message, oldest first."""
    query = "SELECT tried_at, ok, detail FROM deliveries WHERE message_id = ? ORDER BY tried_at"
    return [
        Attempt(message_id, row["tried_at"], row["ok"], row["detail"] or "")
        for row in fetch_rows(con, query, [message_id])
    ]


def retry_messages(con: Any, messages: Sequence[Message], now: datetime) -> list[Message]:
    """Make messages due again, as if made now; what was sent stays sent. Returns those that are due again."""
    again = [
        replace(m, state=MessageState.PENDING, created_at=now, not_before=now, attempts=0)
        for m in messages
        if m.state is not MessageState.SENT
    ]
    _update(con, again)
    return again


def drop_messages(con: Any, messages: Sequence[Message]) -> list[Message]:
    """Give messages up for good; what was sent stays sent. Returns those that are dropped."""
    dropped = [replace(m, state=MessageState.DROPPED) for m in messages if m.state is not MessageState.SENT]
    _update(con, dropped)
    return dropped


def postpone_messages(con: Any, messages: Sequence[Message], until: datetime) -> None:
    """Hold messages until a later time."""
    _update(con, [replace(m, not_before=until) for m in messages])


def digests_sent(con: Any, channels: Collection[str], now: datetime) -> set[tuple[str, str, datetime]]:
    """(subscriber, channel, due time) of what was sent over `channels`, due within a week of `now`."""
    query = """
        SELECT DISTINCT subscriber, channel, not_before FROM messages
        WHERE state = 'sent' AND channel IN (SELECT unnest(?)) AND not_before BETWEEN ? AND ?
    """
    week = timedelta(days=7)
    rows = fetch_rows(con, query, [list(channels), now - week, now + week])
    return {(r["subscriber"], r["channel"], r["not_before"]) for r in rows}


def events_since(con: Any, since: datetime) -> list[Event]:
    """The events that were noticed from `since` on, oldest first."""
    ids = con.execute("SELECT event_id FROM events WHERE happened_at >= ?", [since]).fetchall()
    return events_by_id(con, [i for (i,) in ids])


def _update(con: Any, messages: Sequence[Message]) -> None:
    rows = [
        {
            "message_id": m.message_id,
            "state": m.state.value,
            "created_at": m.created_at,
            "not_before": m.not_before,
            "attempts": m.attempts,
        }
        for m in messages
    ]
    merge(con, "messages", ("message_id",), rows, ("state", "created_at", "not_before", "attempts"))


def _message(row: dict[str, Any]) -> Message:
    return Message(
        **{
            **row,
            "event_ids": tuple(row["event_ids"] or ()),
            "state": MessageState(row["state"]),
            "attempts": row["attempts"] or 0,
            "last_error": row["last_error"] or "",
        }
    )
