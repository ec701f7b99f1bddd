"""Mend what the parser read wrong in a promise, and take back what was told of it.

A correction is a row of `commitment_states` on the promise's lasting id: `current_commitments` reads its days
instead of the parser's, whatever parser reads the notice next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from scrapers.model import UserError
from warehouse.events import events_by_id, make_event_id
from warehouse.ids import make_id
from warehouse.model import Event, EventKind
from warehouse.payloads import load_descriptions
from warehouse.write import as_json, fetch_rows, merge

TOLD = ("commitment.due_soon", "commitment.overdue")


def correct_days(
    con: Any,
    some_id: str,
    *,
    due_on: date,
    due_strict: date | None = None,
    reason: str,
    now: datetime,
) -> Event | None:
    """Give a promise the days that a reader of the notice finds in it.

    `some_id` is a commitment_id or its beginning; `due_strict` is `due_on` where left out. Returns the event
    `commitment.corrected` where subscribers were told of the wrong days, to be sent to those who were.

    Raises:
        UserError: no promise, or more than one, has that id; the days are in the wrong order; no reason.
    """
    strict = due_strict or due_on
    if not reason.strip():
        raise UserError("a correction needs a reason: --reason TEXT")
    if strict > due_on:
        raise UserError(f"the strict day {strict} is later than the generous one {due_on}")
    row = _find(con, some_id)
    commitment_id = row["commitment_id"]
    state = {
        "state_id": make_id("state", commitment_id, "corrected", due_on, strict, now),
        "commitment_id": commitment_id,
        "subject": "commitment",
        "state": "corrected",
        "recorded_at": now,
        "due_on": due_on,
        "due_strict": strict,
        "actor": "operator",
        "reason": reason,
    }
    merge(con, "commitment_states", ("state_id",), [state])
    told = _told_of(con, row) if row["due_on"] != due_on else []
    if not told:
        return None
    return _retract(con, row, told, due_on, strict, reason, now)


def heard_by(con: Any, event_ids: Sequence[str]) -> list[tuple[str, str]]:
    """The (subscriber, channel) pairs that messages with any of these events were planned for."""
    rows = con.execute(
        """
        SELECT DISTINCT m.subscriber, m.channel FROM messages m, unnest(m.event_ids) AS u(event_id)
        WHERE u.event_id IN (SELECT unnest(from_json(?, '["VARCHAR"]'))) AND m.state <> 'dropped'
        ORDER BY 1, 2
        """,
        [as_json(event_ids)],
    ).fetchall()
    return [(subscriber, channel) for subscriber, channel in rows]


def _find(con: Any, some_id: str) -> dict[str, Any]:
    rows = fetch_rows(
        con, "SELECT * FROM current_commitments WHERE starts_with(commitment_id, ?)", [some_id or "?"]
    )
    if len(rows) != 1:
        many = f"{len(rows)} promises have ids that begin with" if rows else "no promise has the id"
        raise UserError(f"{many} {some_id!r}; `xuncha overdue --json` and `xuncha sql` show ids")
    return rows[0]


def _told_of(con: Any, row: dict[str, Any]) -> list[Event]:
    """What was told aloud on the days that are being corrected, and not taken back yet."""
    ids = con.execute(
        """
        SELECT event_id FROM events
        WHERE commitment_id = ? AND NOT silent AND list_contains(?, kind) AND (payload ->> 'due_on') = ?
        """,
        [row["commitment_id"], list(TOLD), row["due_on"].isoformat()],
    ).fetchall()
    return events_by_id(con, [event_id for (event_id,) in ids])


def _retract(
    con: Any,
    row: dict[str, Any],
    told: Sequence[Event],
    due_on: date,
    due_strict: date,
    reason: str,
    now: datetime,
) -> Event:
    ids = sorted(event.event_id for event in told)
    keys = ("commitment_id", "quote", "due_expression", "path", "finding")
    change = {"type": "deadline", "old": row["due_on"], "new": due_on}
    payload = load_descriptions(con, [row["notice_id"]])[row["notice_id"]]
    payload |= {key: row[key] for key in keys}
    payload |= {"due_on": due_on, "due_strict": due_strict, "change": change, "detail": reason}
    return Event(
        event_id=make_event_id(EventKind.COMMITMENT_CORRECTED, row["commitment_id"], ids, due_on),
        kind=EventKind.COMMITMENT_CORRECTED,
        at=now,
        source_id=row["source_id"],
        notice_id=row["notice_id"],
        commitment_id=row["commitment_id"],
        payload=payload | {"retracts": ids},
    )
