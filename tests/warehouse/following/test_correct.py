"""A corrected day holds whatever parser reads next, and what was told on the wrong one is taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from scrapers.model import UserError
from tests.warehouse.following.test_following import current, first, take_in
from tests.warehouse.samples import NOW, make_notice
from warehouse.commitments import check_commitments
from warehouse.correct_promise import correct_days
from warehouse.events import record_events
from warehouse.model import Event, EventKind, Message
from warehouse.outbox import enqueue
from warehouse.reparse import Reread, apply_readings, list_stale
from warehouse.told import heard_by

RIGHT = date(2027, 12, 31)
OVERDUE = datetime.fromisoformat("2027-01-05T04:00:00+00:00")


def load(con: Any) -> str:
    take_in(con, first())
    return str(con.execute("SELECT commitment_id FROM current_commitments").fetchone()[0])


def correct(con: Any, some_id: str, **kinds: Any) -> Event:
    return correct_days(con, some_id, due_on=RIGHT, reason="原文为次年年底", now=OVERDUE, **kinds)


def test_a_correction_survives_a_newer_parser(con: Any) -> None:
    commitment_id = load(con)
    correct(con, commitment_id[:10])
    notice = make_notice(parser_version="2")
    apply_readings(con, [Reread(s, notice) for s in list_stale(con, "2")], now=OVERDUE)
    assert current(con)[0][:2] == ("open", RIGHT)
    assert check_commitments(con, now=OVERDUE) == []


def test_what_was_told_on_the_wrong_day_is_taken_back_from_those_who_heard_it(con: Any) -> None:
    commitment_id = load(con)
    (told,) = record_events(con, check_commitments(con, now=OVERDUE))
    enqueue(con, [Message("m-1", "k-1", "editor", "MAIL", (told.event_id,), NOW, NOW)])
    event = correct(con, commitment_id)
    assert event is not None
    assert event.kind is EventKind.COMMITMENT_CORRECTED
    (published,) = con.execute("SELECT event_id FROM events WHERE kind = 'notice.published'").fetchone()
    assert event.payload["retracts"] == sorted([told.event_id, published])
    assert event.payload["detail"] == "原文为次年年底"
    assert heard_by(con, event.payload["retracts"]) == [("editor", "MAIL")]


def test_the_right_day_is_told_of_when_it_comes(con: Any) -> None:
    commitment_id = load(con)
    record_events(con, check_commitments(con, now=OVERDUE))
    correct(con, commitment_id)
    (event,) = check_commitments(con, now=datetime.fromisoformat("2028-01-02T04:00:00+00:00"))
    assert (event.kind, event.payload["due_on"]) == (EventKind.COMMITMENT_OVERDUE, RIGHT)


def test_a_wrong_id_order_or_missing_reason_is_one_clear_line(con: Any) -> None:
    commitment_id = load(con)
    with pytest.raises(UserError, match="no promise has the id or words"):
        correct(con, "ffff")
    with pytest.raises(UserError, match="later than the generous one"):
        correct(con, commitment_id, due_strict=date(2028, 1, 1))
    with pytest.raises(UserError, match="--reason"):
        correct_days(con, commitment_id, due_on=RIGHT, reason="", now=OVERDUE)
