"""Outgoing messages: planned in the transaction of their events, sent later, folded back in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from warehouse.events import events_by_id
from warehouse.ids import make_id
from warehouse.model import Attempt, Message, MessageState
from warehouse.write import as_json, fetch_rows, merge

__all__ = ["enqueue", "events_by_id", "fold", "pending"]

MOST_ATTEMPTS = 12
LONGEST_PAUSE = timedelta(hours=6)


def enqueue(con: Any, messages: Sequence[Message]) -> None:
    """Add messages to be sent; one whose key was planned before is left as it stands."""
    rows = {message.key: asdict(message) | {"state": message.state.value} for message in messages}
    merge(con, "messages", ("key",), list(rows.values()))


def pending(con: Any, now: datetime) -> list[Message]:
    """The messages that may go out by `now`, oldest first."""
    query = """
        SELECT * FROM messages WHERE state IN ('pending', 'failed') AND not_before <= ?
        ORDER BY created_at, message_id
    """
    return [_message(row) for row in fetch_rows(con, query, [now])]


def fold(con: Any, attempts: Sequence[Attempt], now: datetime, *, most: int = MOST_ATTEMPTS) -> None:
    """Record tries to deliver and what follows from them; the same tries folded again change nothing.

    A message that was refused waits 1, 2, 4 … minutes, at most 6 hours, and is dead after `most` tries.
    """
    rows = {
        make_id("delivery", a.message_id, a.at): {
            "message_id": a.message_id,
            "tried_at": a.at,
            "ok": a.ok,
            "detail": a.detail,
        }
        for a in attempts
    }
    merge(con, "deliveries", ("delivery_id",), [{"delivery_id": key} | row for key, row in rows.items()])
    tallies = fetch_rows(
        con,
        """
        SELECT message_id, count(*) AS attempts, bool_or(ok) AS sent, max(tried_at) AS last_at,
            max_by(detail, tried_at) AS last_error
        FROM deliveries WHERE message_id IN (SELECT unnest(from_json(?, '["VARCHAR"]'))) GROUP BY message_id
        """,
        [as_json(a.message_id for a in attempts)],
    )
    columns = ("state", "attempts", "last_error")
    final = [_settled(row, most) for row in tallies if row["sent"] or row["attempts"] >= most]
    merge(con, "messages", ("message_id",), final, columns)
    again = [
        _settled(row, most) | {"not_before": _next_try(row)}
        for row in tallies
        if not row["sent"] and row["attempts"] < most
    ]
    merge(con, "messages", ("message_id",), again, (*columns, "not_before"))


def _settled(row: dict[str, Any], most: int) -> dict[str, Any]:
    state = MessageState.FAILED
    if row["sent"]:
        state = MessageState.SENT
    elif row["attempts"] >= most:
        state = MessageState.DEAD
    return {
        "message_id": row["message_id"],
        "state": state.value,
        "attempts": row["attempts"],
        "last_error": "" if row["sent"] else row["last_error"],
    }


def _next_try(row: dict[str, Any]) -> datetime:
    pause = timedelta(minutes=2 ** min(row["attempts"] - 1, 12))
    at: datetime = row["last_at"]
    return at + min(pause, LONGEST_PAUSE)


def _message(row: dict[str, Any]) -> Message:
    return Message(**row | {"event_ids": tuple(row["event_ids"]), "state": MessageState(row["state"])})
