"""Promises that come due or pass their day are told once a stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.warehouse.samples import ITEMS, NOW, Promise, make_document, make_notice
from warehouse.commitments import check_commitments
from warehouse.events import record_events
from warehouse.ids import make_id
from warehouse.ingest import ingest
from warehouse.model import Event, EventKind
from warehouse.write import insert


def on(day: str) -> datetime:
    """Noon in China on that day."""
    return datetime.fromisoformat(f"{day}T04:00:00+00:00")


def check(con: Any, day: str) -> list[Event]:
    return record_events(con, check_commitments(con, now=on(day)))


def load(con: Any, promise: Promise, at: datetime = NOW, silent: bool = False) -> str:
    items = (ITEMS[0], replace(ITEMS[1], promise=promise))
    record_events(con, ingest(con, [make_document(make_notice(items))], now=at, silent=silent))
    return con.execute("SELECT commitment_id FROM commitments").fetchone()[0]


def december(**kinds: Any) -> Promise:
    return Promise("2026年12月前完成清淤", "2026年12月前", date(2026, 12, 31), date(2026, 11, 30), **kinds)


def put_state(con: Any, commitment_id: str, state: str, due_on: date | None = None) -> None:
    row = {
        "state_id": make_id(commitment_id, state),
        "commitment_id": commitment_id,
        "subject": "commitment",
        "state": state,
        "recorded_at": NOW + timedelta(days=1),
        "due_on": due_on,
        "due_strict": due_on,
    }
    insert(con, "commitment_states", [row])


def test_due_soon_counts_from_the_strict_day_and_overdue_from_the_generous_one(con: Any) -> None:
    load(con, december())
    told = {day: [(e.kind, e.payload["stage"]) for e in check(con, day)] for day in DAYS}
    assert {day: events for day, events in told.items() if events} == {
        "2026-10-31": [(EventKind.COMMITMENT_DUE_SOON, 30)],
        "2026-11-23": [(EventKind.COMMITMENT_DUE_SOON, 7)],
        "2027-01-01": [(EventKind.COMMITMENT_OVERDUE, 1)],
        "2027-01-30": [(EventKind.COMMITMENT_OVERDUE, 30)],
        "2027-03-31": [(EventKind.COMMITMENT_OVERDUE, 90)],
    }


DAYS = [(date(2026, 10, 1) + timedelta(days=n)).isoformat() for n in range(220)]


def test_the_day_is_that_of_china(con: Any) -> None:
    load(con, december())
    assert check_commitments(con, now=datetime(2026, 12, 31, 15, 59, tzinfo=UTC)) == []
    events = check_commitments(con, now=datetime(2026, 12, 31, 16, 1, tzinfo=UTC))
    assert [e.payload["days_overdue"] for e in events] == [1]


def test_after_a_pause_only_the_last_stage_is_told(con: Any) -> None:
    load(con, december())
    assert [e.payload["stage"] for e in check(con, "2027-02-15")] == [30]
    assert check(con, "2027-02-16") == []


def test_what_was_overdue_before_it_was_first_seen_is_silent_and_summed_up(con: Any) -> None:
    load(con, Promise("2025年6月底前完成清淤", "2025年6月底前", date(2025, 6, 30)), silent=True)
    events = check(con, "2026-03-02")
    assert [(e.silent, e.commitment_id is None) for e in events] == [(True, False), (False, True)]
    summary = events[1].payload
    assert (summary["backlog"], summary["items"][0]["quote"]) == (1, "2025年6月底前完成清淤")
    assert summary["items"][0]["publisher"] == events[0].payload["publisher"] is not None
    assert "publisher" not in summary, "it sums up the promises of many"
    assert check(con, "2026-03-03") == []


def test_a_stage_reached_after_it_was_first_seen_is_told_aloud(con: Any) -> None:
    load(con, Promise("2026年2月20日前完成清淤", "2026年2月20日前", date(2026, 2, 20)), silent=True)
    assert [e.silent for e in check(con, "2026-03-02")] == [True, False]
    assert [(e.silent, e.payload["stage"]) for e in check(con, "2026-03-22")] == [(False, 30)]


def test_uncertain_fulfilled_and_dismissed_promises_alert_nobody(con: Any) -> None:
    load(con, december(uncertain=True))
    assert check(con, "2027-01-01") == []
    commitment_id = con.execute("SELECT commitment_id FROM commitments").fetchone()[0]
    put_state(con, commitment_id, "confirmed")
    assert len(check(con, "2027-01-01")) == 1
    put_state(con, commitment_id, "fulfilled")
    assert check(con, "2027-02-01") == []


def test_a_new_date_starts_the_stages_again(con: Any) -> None:
    commitment_id = load(con, december())
    assert len(check(con, "2027-01-01")) == 1
    put_state(con, commitment_id, "extended", date(2027, 6, 30))
    assert check(con, "2027-01-02") == []
    (soon,) = check(con, "2027-06-01")
    assert (soon.kind, soon.payload["state"]) == (EventKind.COMMITMENT_DUE_SOON, "extended")
    assert [e.kind for e in check(con, "2027-07-01")] == [EventKind.COMMITMENT_OVERDUE]


def test_the_views_for_a_day_agree_with_the_events(con: Any) -> None:
    load(con, december())
    overdue = "SELECT days_overdue FROM overdue_commitments(DATE '{}')"
    assert con.execute(overdue.format("2026-12-31")).fetchall() == []
    assert con.execute(overdue.format("2027-01-01")).fetchall() == [(1,)]
    assert con.execute("SELECT days_left FROM due_soon(DATE '2026-11-23', within := 7)").fetchall() == [(7,)]
