"""A newer parser's readings: old parses stay, ids and states carry over, nobody is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.warehouse.following.test_following import current, done, first, take_in
from tests.warehouse.samples import DAY, ITEMS, NOW, Promise, make_document, make_notice
from warehouse.commitments import check_commitments
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Document
from warehouse.reparse import Reread, apply_readings, list_stale

AFTER = NOW + 400 * DAY


def read_again(con: Any, items: Any = ITEMS, **kinds: Any) -> Any:
    """Every stale version read by parser 2; what changed."""
    notice = make_notice(items, parser_version="2", **kinds)
    return apply_readings(con, [Reread(s, notice) for s in list_stale(con, "2")], now=AFTER)


def test_old_parses_stay_readable_and_the_new_one_is_current(con: Any) -> None:
    take_in(con, first())
    assert read_again(con, phone="020-87654321") == {"contacts": 1, "text": 1}
    rows = con.execute(
        "SELECT parser_version, is_current, contains(text, '020-12345678') FROM parse_texts ORDER BY 1"
    ).fetchall()
    assert rows == [("1", False, True), ("2", True, False)]


def test_ids_states_and_dismissals_survive(con: Any) -> None:
    take_in(con, first())
    take_in(con, done(), days=300)
    before = con.execute("SELECT commitment_id, state FROM current_commitments").fetchall()
    clause = "2026年12月底前完成所有清淤任务"
    promise = replace(ITEMS[1].promise, clause=clause)  # type: ignore[type-var]
    stale = [s for s in list_stale(con, "2") if "101" in s.url]
    items = (ITEMS[0], replace(ITEMS[1], promise=promise), ITEMS[2])
    notice = make_notice(items, parser_version="2")
    assert apply_readings(con, [Reread(s, notice) for s in stale], now=AFTER)["commitments"] == 1
    assert con.execute("SELECT commitment_id, state FROM current_commitments").fetchall() == before
    assert current(con)[0][2] == clause


def test_a_second_run_finds_nothing_and_the_next_poll_sees_no_edit(con: Any) -> None:
    take_in(con, first())
    read_again(con, phone="020-87654321")
    assert list_stale(con, "2") == []
    again = make_notice(parser_version="2", phone="020-87654321")
    assert ingest(con, [make_document(again, at=AFTER)], now=AFTER) == []


def test_a_batch_applied_twice_changes_nothing(con: Any) -> None:
    take_in(con, first())
    stale = list_stale(con, "2")
    readings = [Reread(s, make_notice(parser_version="2")) for s in stale]
    apply_readings(con, readings, now=AFTER)
    count = con.execute("SELECT count(*) FROM parses").fetchone()
    assert apply_readings(con, readings, now=AFTER) == {}
    assert con.execute("SELECT count(*) FROM parses").fetchone() == count


def test_closed_versions_are_read_again_too(con: Any) -> None:
    take_in(con, first())
    take_in(con, make_document(make_notice(phone="020-11112222"), at=NOW + DAY), days=1)
    assert [s.is_current for s in list_stale(con, "2")] == [True, False]


def test_what_is_no_longer_a_notice_keeps_its_old_parse_and_is_reported(con: Any) -> None:
    take_in(con, first())
    notice = replace(make_notice(parser_version="2"), is_notice=False, reason="公告")
    changed = apply_readings(con, [Reread(s, notice) for s in list_stale(con, "2")], now=AFTER)
    assert changed == {"no longer a notice": 1}
    assert con.execute("SELECT parser_version FROM parses").fetchall() == [("1",)]
    kinds = con.execute("SELECT DISTINCT kind FROM open_issues").fetchall()
    assert ("no_longer_notice",) in kinds


def test_a_promise_that_only_the_new_parser_finds_gets_an_id_of_its_own(con: Any) -> None:
    take_in(con, first())
    before = con.execute("SELECT commitment_id FROM current_commitments").fetchall()
    found = Promise("2026年10月底前修订管理办法", "2026年10月底前", ITEMS[1].promise.due_on)  # type: ignore[union-attr]
    read_again(con, (ITEMS[0], ITEMS[1], replace(ITEMS[2], promise=found)))
    after = con.execute("SELECT commitment_id FROM current_commitments ORDER BY position").fetchall()
    assert after[:1] == before
    assert len(set(after)) == 2


def without_promise() -> Document:
    return make_document(make_notice((ITEMS[0], replace(ITEMS[1], promise=None, left=""), ITEMS[2])))


def test_a_promise_that_only_the_new_parser_finds_is_held_against_later_notices_silently(con: Any) -> None:
    take_in(con, without_promise())
    assert take_in(con, done(), days=300) == []
    stale = [s for s in list_stale(con, "2") if "101" in s.url]
    apply_readings(con, [Reread(s, make_notice(parser_version="2")) for s in stale], now=AFTER)
    assert [state for state, _, _ in current(con)] == ["fulfilled"]
    rows = con.execute("SELECT silent FROM events WHERE kind = 'commitment.fulfilled'").fetchall()
    assert rows == [(True,)]


def test_what_the_old_parser_found_too_is_not_judged_again(con: Any) -> None:
    take_in(con, first())
    take_in(con, done(), days=300)
    before = con.execute("SELECT * FROM commitment_states ORDER BY ALL").fetchall()
    stale = [s for s in list_stale(con, "2") if "101" in s.url]
    apply_readings(con, [Reread(s, make_notice(parser_version="2")) for s in stale], now=AFTER)
    assert con.execute("SELECT * FROM commitment_states ORDER BY ALL").fetchall() == before


def test_what_a_newer_parser_finds_overdue_is_summed_up_and_not_told_one_by_one(con: Any) -> None:
    late = NOW + 310 * DAY
    take_in(con, without_promise())
    stale = list_stale(con, "2")
    apply_readings(con, [Reread(s, make_notice(parser_version="2")) for s in stale], now=late)
    events = check_commitments(con, now=late)
    assert [(e.silent, bool(e.commitment_id)) for e in events] == [(True, True), (False, False)]
    assert events[1].payload["backlog"] == {"reason": "reparse", "overdue": 1}
    record_events(con, events)
    (reminder,) = check_commitments(con, now=late + 30 * DAY)
    assert (reminder.silent, reminder.payload["stage"]) == (False, 30)
