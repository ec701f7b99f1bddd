"""Mend what the parser read wrong in a notice, and take back what was told of it.

A correction is a row of `corrections`; it holds whatever parser reads the notice next. It is told by the
event `notice.corrected`, for `record_events` to record: silent where nobody was told of the wrong value,
else to be sent to those who were (`retracts` names what they were told).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scrapers.model import UserError
from warehouse.corrections import Target, as_text, load_targets, restates
from warehouse.events import make_event_id
from warehouse.ids import make_id
from warehouse.mends import Mend, choose_target, need_reason, read_value
from warehouse.model import Event, EventKind
from warehouse.payloads import load_descriptions
from warehouse.told import Misread, find_told
from warehouse.write import fetch_rows, merge

Row = dict[str, Any]
SAID_STATUS = {
    "completed": "已完成",
    "basically_completed": "基本完成",
    "in_progress": "正在整改",
    "": "未说明",
}


def correct_values(con: Any, notice_id: str, mends: Sequence[Mend], *, reason: str, now: datetime) -> Event:
    """Mend values of a notice's current version: fields, figures, problems; dismiss contacts.

    Raises:
        UserError: what is to be mended is not there, is named by nothing or by several, can't take the value
            or has it already; or no reason is given. Nothing is written then.
    """
    need_reason(reason)
    notice = fetch_rows(con, "SELECT * FROM current_notices WHERE notice_id = ?", [notice_id])[0]
    targets = load_targets(con, notice["parse_id"])
    held = _load_held(con, notice["parse_id"])
    chosen = [(choose_target(targets, mend), read_value(mend)) for mend in mends]
    changes = [_change(t, _shown(t, held, notice), value) for t, value in chosen]
    for (target, value), change in zip(chosen, changes, strict=True):
        if (_was(change) or "") == value:
            raise UserError(f"{target.field} is {value or 'none'} already")
    rows = [
        {
            "correction_id": make_id("correction", notice_id, t.subject, t.field, t.target_id, value, now),
            "notice_id": notice_id,
            "subject": t.subject,
            "field": t.field,
            "value": value,
            "read_value": t.own,
            "words": t.words,
            "path": list(t.path),
            "version_id": notice["version_id"],
            "actor": "operator",
            "reason": reason,
            "recorded_at": now,
            "parse_id": notice["parse_id"],
            "target_id": t.target_id,
            "own_value": t.own,
            "holds": True,
        }
        for t, value in chosen
    ]
    told = [e for (t, _), c in zip(chosen, changes, strict=True) for e in _told_of(con, notice, t, c)]
    for target, _ in chosen:
        _end_earlier(con, notice_id, target, now)
    merge(con, "corrections", ("correction_id",), rows)
    return _make_event(con, notice, changes, told, [row["correction_id"] for row in rows], reason, now)


def withdraw(con: Any, some_id: str, *, reason: str, now: datetime) -> Event:
    """End a correction, so that the parser's own value shows again.

    Raises:
        UserError: no correction that stands, or more than one, has that id; or no reason is given.
    """
    need_reason(reason)
    row = find_correction(con, some_id)
    notice = fetch_rows(con, "SELECT * FROM current_notices WHERE notice_id = ?", [row["notice_id"]])[0]
    target = Target(
        row["subject"], row["field"], row["own_value"], None, tuple(row["path"] or ()), row["target_id"]
    )
    changes = [_change(target, row["value"] or None, row["own_value"] or "")] if row["holds"] else []
    told = [e for change in changes for e in _told_of(con, notice, target, change)]
    end_correction(con, row, now)
    return _make_event(con, notice, changes, told, ["withdrawn", row["correction_id"]], reason, now)


def find_correction(con: Any, some_id: str) -> Row:
    """The one correction that stands and whose id begins so.

    Raises:
        UserError: there is none, or several.
    """
    query = "SELECT * FROM corrections WHERE ended_at IS NULL AND starts_with(correction_id, ?)"
    rows = fetch_rows(con, query, [some_id or "?"])
    if len(rows) != 1:
        many = f"{len(rows)} corrections have ids that begin with" if rows else "no correction has the id"
        raise UserError(f"{many} {some_id!r}; `xuncha correct` lists those that were made")
    return rows[0]


def end_correction(con: Any, row: Row, now: datetime) -> None:
    """Let a correction hold no more, and resolve the issue that says it could not be placed."""
    con.execute(
        "UPDATE corrections SET ended_at = ?, holds = false WHERE correction_id = ?",
        [now, row["correction_id"]],
    )
    con.execute(
        """
        UPDATE issues SET resolved_at = ?
        WHERE kind = 'correction_not_placed' AND resolved_at IS NULL AND starts_with(message, ?)
        """,
        [now, f"{row['correction_id']} "],
    )


def _load_held(con: Any, parse_id: str) -> dict[tuple[str, str, str | None], str]:
    rows = con.execute(
        "SELECT subject, field, target_id, value FROM corrections WHERE holds AND parse_id = ?", [parse_id]
    ).fetchall()
    return {(subject, field, target_id): value for subject, field, target_id, value in rows}


def _shown(target: Target, held: dict[tuple[str, str, str | None], str], notice: Row) -> str | None:
    """The value that the views show, None for nothing: as corrected before, else as read."""
    if target.subject == "notice":
        return as_text(notice[target.field])
    value = held.get((target.subject, target.field, target.target_id))
    return target.own if value is None else value or None


def _change(target: Target, was: str | None, value: str) -> Row:
    """A mended value as a change, with what names it."""
    row: Row = {"type": target.field, "old": was, "new": value or None}
    if target.subject == "figure":
        return row | {"type": "figure", "key": target.field}
    if target.subject == "contact":
        return row | {"type": "contact"}
    if target.subject == "problem":
        row |= {"path": list(target.path)}
        if target.field == "status":
            old, new = SAID_STATUS[was or ""], SAID_STATUS[value]
            row |= {
                "finding": target.finding,
                "old": old,
                "new": new,
                "old_status": was,
                "new_status": value or None,
            }
    return row


def _told_of(con: Any, notice: Row, target: Target, change: Row) -> list[Event]:
    misread = Misread(target.subject, target.field, _was(change), target.path, target.finding)
    return find_told(con, notice, misread)


def _was(change: Row) -> str | None:
    was: str | None = change.get("old_status", change["old"])
    return was


def _end_earlier(con: Any, notice_id: str, target: Target, now: datetime) -> None:
    """End the corrections of the same thing, also those that lost their place when its words were edited."""
    rows = fetch_rows(
        con,
        """
        SELECT * FROM corrections
        WHERE ended_at IS NULL AND notice_id = ? AND subject = ? AND field = ?
            AND (target_id IS NOT DISTINCT FROM ? OR NOT holds)
        """,
        [notice_id, target.subject, target.field, target.target_id],
    )
    for row in rows:
        if row["holds"] or target.subject in ("notice", "figure") or restates(row, target):
            end_correction(con, row, now)


def _make_event(
    con: Any,
    notice: Row,
    changes: Sequence[Row],
    told: Sequence[Event],
    key: Sequence[object],
    reason: str,
    now: datetime,
) -> Event:
    notice_id = notice["notice_id"]
    ids = sorted({event.event_id for event in told})
    payload = load_descriptions(con, [notice_id])[notice_id]
    return Event(
        event_id=make_event_id(EventKind.NOTICE_CORRECTED, notice_id, *key),
        kind=EventKind.NOTICE_CORRECTED,
        at=now,
        source_id=notice["source_id"],
        notice_id=notice_id,
        silent=not ids,
        payload=payload | {"changes": list(changes), "detail": reason, "retracts": ids},
    )
