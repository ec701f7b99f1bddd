"""Mend a promise's days, drop what is no promise, and take back what was told of either.

These are rows of `commitment_states` on the promise's lasting id, which hold whatever parser reads the notice
next. Each is told by the event `commitment.corrected`, for `record_events` to record: silent where nobody was
told before, else to be sent to those who were (`retracts` names what they were told).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from scrapers.model import UserError
from warehouse.corrections import as_text
from warehouse.events import make_event_id
from warehouse.ids import make_id
from warehouse.mends import need_reason
from warehouse.model import Event, EventKind
from warehouse.payloads import load_descriptions
from warehouse.told import Misread, find_told
from warehouse.write import fetch_rows, merge

Row = dict[str, Any]
VIEWS = {
    "commitment": ("current_commitments", "commitment_id"),
    "open_item": ("current_open_items", "open_item_id"),
}


def correct_days(
    con: Any,
    named: str,
    *,
    due_on: date,
    due_strict: date | None = None,
    reason: str,
    now: datetime,
) -> Event:
    """Give a promise the days that a reader of the notice finds in it.

    `named` is a commitment_id, its beginning, or words; `due_strict` is `due_on` where left out.

    Raises:
        UserError: no promise, or more than one, is named so; the days are in the wrong order; no reason.
    """
    strict = due_strict or due_on
    need_reason(reason)
    if strict > due_on:
        raise UserError(f"the strict day {strict} is later than the generous one {due_on}")
    row = find_promise(con, named, "commitment")
    _record_state(con, row, "corrected", reason, now, {"due_on": due_on, "due_strict": strict})
    told = find_told(con, row, _misread(row, as_text(row["due_on"]))) if row["due_on"] != due_on else []
    change = {"type": "deadline", "old": row["due_on"], "new": due_on}
    said = {"due_on": due_on, "due_strict": strict, "change": change}
    return _take_back(con, row, told, said, ["corrected", due_on, strict, now], reason, now)


def dismiss_promise(
    con: Any, named: str, *, subject: str = "commitment", reason: str, now: datetime
) -> Event:
    """Drop a promise, or an open item (`subject` open_item), that is none; what was told of it is taken back.

    Raises:
        UserError: none, or more than one, is named so (by id, its beginning, or words); or no reason.
    """
    need_reason(reason)
    row = find_promise(con, named, subject)
    _record_state(con, row, "dismissed", reason, now, {})
    told = find_told(con, row, _misread(row, None)) if row["subject"] == "commitment" else []
    return _take_back(con, row, told, {"withdrawn": "dismissed"}, ["dismissed", now], reason, now)


def reopen_promise(con: Any, refused: Row, *, reason: str, now: datetime) -> list[Event]:
    """Take back that a promise was told to be fulfilled or extended; `refused` is that row of its states.

    There is no event for a promise that an edit has taken away since.
    """
    rows = _find(con, refused["commitment_id"], refused["subject"])
    if not rows:
        return []
    row = rows[0]
    told = [
        event
        for event in find_told(con, row, _misread(row, None))
        if event.payload.get("evidence_version_id") == refused["evidence_version_id"]
    ]
    said = {"withdrawn": "reopened", "evidence": refused["evidence_quote"]}
    return [_take_back(con, row, told, said, ["reopened", refused["state_id"]], reason, now)]


def find_promise(con: Any, named: str, subject: str) -> Row:
    """The one promise (`subject` commitment) or open item that an id, the beginning of one, or words name.

    Raises:
        UserError: none is, or several are.
    """
    view, _ = VIEWS[subject]
    rows = _find(con, named, subject)
    what = subject.replace("commitment", "promise").replace("_", " ")
    if not rows:
        raise UserError(f"no {what} has the id or words {named!r}; `xuncha sql 'FROM {view}'` shows all")
    if len(rows) > 1:
        some = "; ".join(f"{row['commitment_id'][:12]} {row['quote'][:40]}" for row in rows[:8])
        raise UserError(f"{named!r} names {len(rows)} {what}s: {some}")
    return rows[0]


def _find(con: Any, named: str, subject: str) -> list[Row]:
    view, key = VIEWS[subject]
    query = f"""
        SELECT v.*, v.{key} AS commitment_id, n.source_id, $subject AS subject
        FROM {view} v JOIN notices n USING (notice_id)
        WHERE starts_with(v.{key}, $named) OR contains(v.quote, $named) ORDER BY v.published_on DESC, v.{key}
    """  # noqa: S608 - our own names
    return fetch_rows(con, query, {"named": named or "?", "subject": subject})


def _misread(row: Row, was: str | None) -> Misread:
    return Misread("promise", "due_on", was, commitment_id=row["commitment_id"], quote=row["quote"])


def _record_state(con: Any, row: Row, state: str, reason: str, now: datetime, days: Row) -> None:
    merge(
        con,
        "commitment_states",
        ("state_id",),
        [
            {
                "state_id": make_id("state", row["commitment_id"], state, *days.values(), now),
                "commitment_id": row["commitment_id"],
                "subject": row["subject"],
                "state": state,
                "recorded_at": now,
                "actor": "operator",
                "reason": reason,
            }
            | days
        ],
    )


def _take_back(
    con: Any, row: Row, told: Sequence[Event], said: Row, key: Sequence[object], reason: str, now: datetime
) -> Event:
    ids = sorted(event.event_id for event in told)
    keys = ("commitment_id", "quote", "due_expression", "due_on", "path", "finding")
    payload = load_descriptions(con, [row["notice_id"]])[row["notice_id"]]
    payload |= {k: row.get(k) for k in keys} | said | {"detail": reason, "retracts": ids}
    return Event(
        event_id=make_event_id(EventKind.COMMITMENT_CORRECTED, row["commitment_id"], *key),
        kind=EventKind.COMMITMENT_CORRECTED,
        at=now,
        source_id=row["source_id"],
        notice_id=row["notice_id"],
        commitment_id=row["commitment_id"],
        silent=not ids,
        payload=payload,
    )
