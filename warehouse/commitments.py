"""Promises that come due or pass their day: derived from the day, told once a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from warehouse.events import make_event_id
from warehouse.model import Event, EventKind
from warehouse.payloads import load_descriptions
from warehouse.write import as_json, fetch_rows

ZONE = ZoneInfo("Asia/Shanghai")
Row = dict[str, Any]


def check_commitments(
    con: Any,
    *,
    now: datetime,
    due_soon_days: Sequence[int] = (30, 7),
    reminders: Sequence[int] = (1, 30, 90),
) -> list[Event]:
    """Tell which open commitments come due or are overdue on the day of `now` in Asia/Shanghai.

    The events are for `record_events` to record; until they are, the same call returns them again.

    Due soon is told as `due_strict` comes within each of `due_soon_days`; overdue as each of `reminders` days
    have passed since `due_on`; each stage once, and of several reached at once only the last. Uncertain,
    fulfilled and dismissed ones are left out. What was overdue before it was first read, with its notice or
    by a newer parser, is told silently, and summed up in one event a source, which has `backlog` in its
    payload and no commitment.
    """
    today = now.astimezone(ZONE).date()
    rows = fetch_rows(
        con,
        """
        SELECT * FROM current_commitments
        WHERE state IN ('open', 'extended') AND NOT uncertain AND due_strict <= ?::DATE + ?::INTEGER
        ORDER BY due_on, notice_id, position
        """,
        [today, max(due_soon_days)],
    )
    told = _told_stages(con, [row["commitment_id"] for row in rows])
    found: list[tuple[EventKind, int, Row]] = []
    for row in rows:
        kind, stage = _stage(row, today, due_soon_days, reminders)
        if kind is None:
            continue
        earlier = told[kind.value, row["commitment_id"], row["due_on"].isoformat()]
        is_later = all(stage < s if kind is EventKind.COMMITMENT_DUE_SOON else stage > s for s in earlier)
        if is_later:
            found.append((kind, stage, row))
    words = load_descriptions(con, sorted({row["notice_id"] for _, _, row in found}))
    first_read = _load_first_read(con, [row["commitment_id"] for _, _, row in found])
    for _, _, row in found:
        row["first_read_at"] = max(row["first_seen_at"], first_read[row["commitment_id"]])
    events = [_event(kind, stage, row, words[row["notice_id"]], now, today) for kind, stage, row in found]
    later = {row["commitment_id"] for _, _, row in found if row["first_read_at"] > row["first_seen_at"]}
    silent = [event for event in events if event.silent]
    return [
        *events,
        *_sum_up([e for e in silent if e.commitment_id not in later], now, today),
        *_sum_up([e for e in silent if e.commitment_id in later], now, today, "reparse"),
    ]


def _stage(
    row: Row, today: date, due_soon_days: Sequence[int], reminders: Sequence[int]
) -> tuple[EventKind | None, int]:
    late, left = (today - row["due_on"]).days, (row["due_strict"] - today).days
    passed = [days for days in reminders if late >= days]
    if passed:
        return EventKind.COMMITMENT_OVERDUE, max(passed)
    ahead = [days for days in due_soon_days if 0 <= left <= days]
    if ahead:
        return EventKind.COMMITMENT_DUE_SOON, min(ahead)
    return None, 0


def _told_stages(con: Any, ids: list[str]) -> dict[tuple[str, str, str], list[int]]:
    told: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for kind, commitment_id, due_on, stage in con.execute(
        """
        SELECT kind, commitment_id, payload ->> 'due_on', (payload ->> 'stage')::INTEGER FROM events
        WHERE kind IN ('commitment.due_soon', 'commitment.overdue')
            AND commitment_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(ids)],
    ).fetchall():
        told[kind, commitment_id, due_on].append(stage)
    return told


def _load_first_read(con: Any, ids: list[str]) -> dict[str, datetime]:
    """When the first parse that has each promise was made: an edit's, or a newer parser's, comes later."""
    rows = con.execute(
        """
        SELECT c.commitment_id, min(p.parsed_at) FROM commitments c JOIN parses p USING (parse_id)
        WHERE c.commitment_id IN (SELECT unnest(from_json(?, '["VARCHAR"]'))) GROUP BY c.commitment_id
        """,
        [as_json(ids)],
    ).fetchall()
    return dict(rows)


def _event(kind: EventKind, stage: int, row: Row, notice: Row, now: datetime, today: date) -> Event:
    is_overdue = kind is EventKind.COMMITMENT_OVERDUE
    late, left = (today - row["due_on"]).days, (row["due_strict"] - today).days
    span = {"days_overdue": late} if is_overdue else {"days_left": left}
    keys = (
        "commitment_id",
        "quote",
        "due_expression",
        "due_on",
        "due_strict",
        "path",
        "finding",
        "uncertain",
        "state",
    )
    return Event(
        event_id=make_event_id(kind, row["commitment_id"], row["due_on"], stage),
        kind=kind,
        at=now,
        source_id=row["source_id"],
        notice_id=row["notice_id"],
        commitment_id=row["commitment_id"],
        silent=is_overdue and _is_backlog(row, stage),
        payload=notice | {key: row[key] for key in keys} | {"stage": stage} | span,
    )


def _is_backlog(row: Row, stage: int) -> bool:
    """Whether this stage of being overdue was reached before the promise was first read."""
    first_read = row["first_read_at"].astimezone(ZONE).date()
    return bool((first_read - row["due_on"]).days >= stage)


def _sum_up(backlog: list[Event], now: datetime, today: date, reason: str = "") -> list[Event]:
    by_source: dict[str, list[Event]] = defaultdict(list)
    for event in backlog:
        by_source[event.source_id].append(event)
    events = []
    told_of = (
        "title",
        "publisher",
        "url",
        "quote",
        "finding",
        "due_expression",
        "due_on",
        "due_strict",
        "days_overdue",
    )
    for source_id, told in sorted(by_source.items()):
        words = told[0].payload
        late = sorted(told, key=lambda e: -e.payload["days_overdue"])
        items = [{k: e.payload[k] for k in told_of} for e in late]
        kind = EventKind.COMMITMENT_OVERDUE
        counts = {"reason": reason, "overdue": len(told)} if reason else len(told)
        events.append(
            Event(
                event_id=make_event_id(kind, "backlog", source_id, sorted(e.event_id for e in told)),
                kind=kind,
                at=now,
                source_id=source_id,
                payload={key: words[key] for key in ("region", "source")}
                | {"backlog": counts, "as_of": today, "items": items},
            )
        )
    return events
