"""What an operator mends shows everywhere, outlives parsers, and is taken back from those who were told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scrapers.model import Notice, UserError
from tests.warehouse.following.test_following import done, first, take_in
from tests.warehouse.samples import DAY, ITEMS, NOW, TITLE, Item, make_document, make_fetch, make_notice
from warehouse.correct import correct_values, withdraw
from warehouse.correct_promise import dismiss_promise
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.lookup import list_corrections
from warehouse.mends import Mend
from warehouse.model import Event, EventKind
from warehouse.removal import observe
from warehouse.reparse import Reread, apply_readings, list_stale
from warehouse.review import confirm, dismiss, list_waiting
from warehouse.search import search

PUBLISHER = "中共甲市水利局党组"
STATUS = Mend("problem", "status", "in_progress", "1.")
AFTER = NOW + 5 * DAY


def load(con: Any) -> str:
    take_in(con, first())
    return str(con.execute("SELECT notice_id FROM notices").fetchone()[0])


def mend(con: Any, *mends: Mend, reason: str = "误读") -> Event:
    (notice_id,) = con.execute("SELECT notice_id FROM notices").fetchone()
    event = correct_values(con, notice_id, mends, reason=reason, now=AFTER)
    record_events(con, [event])
    return event


def read_again(con: Any, notice: Notice) -> None:
    stale = list_stale(con, notice.parser_version)
    apply_readings(con, [Reread(s, notice) for s in stale], now=AFTER)


def edit(con: Any, notice: Notice) -> list[Event]:
    events = ingest(con, [make_document(notice, at=AFTER)], now=AFTER)
    record_events(con, events)
    return events


def statuses(con: Any) -> list[str | None]:
    return [s for (s,) in con.execute("SELECT status FROM current_problems ORDER BY position").fetchall()]


def test_a_mended_status_counts_in_every_view_and_the_parser_s_own_stays_readable(con: Any) -> None:
    load(con)
    mend(con, STATUS)
    row = con.execute(
        "SELECT status, read_status, corrected FROM current_problems WHERE position = 1"
    ).fetchone()
    assert row == ("in_progress", "completed", ["status"])
    for view in ("current_notices", "publisher_record"):
        assert con.execute(f"SELECT completed FROM {view}").fetchone() == (1,)
    assert con.execute("SELECT read_completed, read_in_progress FROM claims_and_counts").fetchone() == (1, 2)
    assert con.execute("SELECT completed FROM parses").fetchone() == (2,)
    assert con.execute("SELECT status FROM problems WHERE position = 1").fetchone() == ("completed",)


def test_a_mended_field_shows_in_every_view_that_names_it(con: Any) -> None:
    load(con)
    mend(
        con,
        Mend("notice", "publisher", PUBLISHER),
        Mend("notice", "title", "通报"),
        Mend("notice", "published_on", "2026-02-28"),
        Mend("notice", "inspection_start", "2025-03-01"),
        Mend("notice", "signed_on", "2026-02-26"),
    )
    for view in ("current_notices", "publisher_record", "claims_and_counts", "timeline", "open_commitments"):
        assert con.execute(f"SELECT DISTINCT publisher FROM {view}").fetchall() == [(PUBLISHER,)]
    row = con.execute(
        "SELECT title, published_on, inspection_start, signed_on, corrected FROM current_notices"
    ).fetchone()
    fields = ["inspection_start", "published_on", "publisher", "signed_on", "title"]
    assert row == ("通报", date(2026, 2, 28), date(2025, 3, 1), date(2026, 2, 26), fields)
    assert con.execute("SELECT title, signed_on FROM parses").fetchone() == (TITLE, None)


def test_a_mended_finding_names_the_promise_and_the_open_item_of_its_problem(con: Any) -> None:
    load(con)
    mend(con, Mend("problem", "finding", "河道清淤进展缓慢", "河道清淤"))
    for view in ("current_commitments", "current_open_items", "open_commitments"):
        assert con.execute(f"SELECT finding FROM {view}").fetchall() == [("河道清淤进展缓慢",)]


def test_figures_are_mended_added_and_emptied(con: Any) -> None:
    load(con)
    mend(con, Mend("figure", "problems", "30"), Mend("figure", "as_of", "2026-01-31"))
    row = con.execute("SELECT claimed_problems, claimed_as_of FROM claims_and_counts").fetchone()
    assert row == (30, date(2026, 1, 31))
    mend(con, Mend("figure", "problems", "none"))
    rows = con.execute("SELECT key, value, day, read_value FROM current_figures").fetchall()
    assert rows == [("as_of", None, date(2026, 1, 31), None)]
    assert con.execute("SELECT key, value FROM figures").fetchall() == [("problems", 3)]


def test_a_dismissed_contact_is_gone_after_a_newer_parser_too(con: Any) -> None:
    load(con)
    mend(con, Mend("contact", "dismissed", "", "12345678"))
    assert con.execute("FROM current_contacts").fetchall() == []
    read_again(con, make_notice(parser_version="2"))
    assert con.execute("FROM current_contacts").fetchall() == []
    assert con.execute("SELECT count(*) FROM contacts").fetchone() == (2,)


def test_a_dismissed_open_item_counts_no_more_and_is_not_followed_up(con: Any) -> None:
    load(con)
    event = dismiss_promise(con, "剩余3处", subject="open_item", reason="已有时限", now=AFTER)
    assert (event.silent, event.payload["retracts"]) == (True, [])
    assert con.execute("SELECT open_items FROM current_notices").fetchone() == (0,)
    assert con.execute("SELECT state FROM current_open_items").fetchone() == ("dismissed",)
    read_again(con, make_notice(parser_version="2"))
    take_in(con, done(), days=300)
    assert con.execute("SELECT state FROM current_open_items").fetchone() == ("dismissed",)
    assert con.execute("SELECT sum(open_items) FROM publisher_record").fetchone() == (0,)


def test_corrections_survive_a_newer_parser_that_reads_other_numbers(con: Any) -> None:
    load(con)
    mend(con, STATUS, Mend("notice", "publisher", PUBLISHER), Mend("figure", "problems", "30"))
    notice = make_notice(parser_version="2")
    moved = tuple(replace(p, path=("一、", *p.path)) for p in notice.problems)
    read_again(con, replace(notice, problems=moved))
    assert statuses(con)[0] == "in_progress"
    row = con.execute("SELECT publisher, completed, in_progress FROM current_notices").fetchone()
    assert row == (PUBLISHER, 1, 2)
    assert con.execute("SELECT value FROM current_figures").fetchone() == (30,)
    assert con.execute("FROM open_issues").fetchall() == []


def test_a_parser_that_reads_it_right_itself_is_not_counted_twice(con: Any) -> None:
    load(con)
    mend(con, STATUS)
    items = (replace(ITEMS[0], status="正在推进"), *ITEMS[1:])
    right = make_notice(items, parser_version="2")
    body = make_notice(parser_version="2")
    first_problem = replace(body.problems[0], status=right.problems[0].status)
    read_again(con, replace(body, problems=(first_problem, *body.problems[1:])))
    assert con.execute("SELECT completed, in_progress FROM current_notices").fetchone() == (1, 2)


def test_a_problem_that_the_new_parser_lost_sends_its_correction_to_review(con: Any) -> None:
    load(con)
    mend(con, STATUS)
    notice = make_notice(parser_version="2")
    read_again(con, replace(notice, problems=notice.problems[1:]))
    (row,) = list_waiting(con)
    assert row["kind"] == "correction"
    assert "in_progress" in row["evidence"] and "误读" in row["evidence"]
    assert con.execute("SELECT kind FROM open_issues").fetchall() == [("correction_not_placed",)]
    with pytest.raises(UserError, match="mend the value anew"):
        confirm(con, row["id"], now=AFTER)
    read_again(con, make_notice(parser_version="3"))
    assert statuses(con)[0] == "in_progress"
    assert list_waiting(con) == con.execute("FROM open_issues").fetchall() == []


def test_a_correction_that_lost_its_place_can_be_dismissed(con: Any) -> None:
    load(con)
    mend(con, STATUS)
    notice = make_notice(parser_version="2")
    read_again(con, replace(notice, problems=notice.problems[1:]))
    (row,) = list_waiting(con)
    said, (event,) = dismiss(con, row["id"], now=AFTER, reason="不再需要")
    assert (said, event.silent) == ("withdrawn", True)
    assert list_waiting(con) == con.execute("FROM open_issues").fetchall() == []


def test_a_correction_holds_through_an_edit_elsewhere(con: Any) -> None:
    load(con)
    mend(con, STATUS, Mend("notice", "publisher", PUBLISHER))
    (event,) = edit(con, make_notice(phone="020-87654321"))
    assert statuses(con)[0] == "in_progress"
    assert event.payload["publisher"] == PUBLISHER
    assert event.payload["counts"]["completed"] == 1
    assert con.execute("FROM open_issues").fetchall() == []


def test_an_edit_of_the_words_ends_no_correction_in_silence(con: Any) -> None:
    load(con)
    mend(con, STATUS)
    items = (replace(ITEMS[0], measures=("一是重新制定学习制度，逐项检查。",)), *ITEMS[1:])
    edit(con, make_notice(items))
    assert statuses(con)[0] == "completed"
    (row,) = list_waiting(con)
    assert "edited" in row["evidence"]
    mend(con, STATUS)
    assert statuses(con)[0] == "in_progress"
    assert list_waiting(con) == []


def test_what_was_published_with_a_wrong_name_is_corrected(con: Any) -> None:
    load(con)
    (published,) = con.execute("SELECT event_id FROM events").fetchone()
    event = mend(con, Mend("notice", "publisher", PUBLISHER))
    assert (event.kind, event.silent) == (EventKind.NOTICE_CORRECTED, False)
    assert event.payload["retracts"] == [published]
    (change,) = event.payload["changes"]
    assert (change["type"], change["old"], change["new"]) == ("publisher", "中共甲市水务局党组", PUBLISHER)
    again = mend(con, Mend("notice", "publisher", "中共甲市水利局委员会"))
    assert again.payload["retracts"] == [event.event_id]


def test_what_nobody_was_told_of_is_mended_silently(con: Any) -> None:
    load(con)
    assert mend(con, STATUS, Mend("notice", "signed_on", "2026-02-26")).silent


def test_a_status_that_an_edit_was_told_with_is_taken_back(con: Any) -> None:
    load(con)
    items = (ITEMS[0], replace(ITEMS[1], status="基本完成"), ITEMS[2])
    (changed,) = edit(con, make_notice(items))
    event = mend(con, Mend("problem", "status", "in_progress", "2."))
    assert event.payload["retracts"] == [changed.event_id]
    assert mend(con, STATUS).silent


def test_a_summary_that_named_the_notice_is_taken_back_too(con: Any) -> None:
    take_in(con, first(), silent=True)
    (url, source_id) = con.execute("SELECT url, source_id FROM current_notices").fetchone()
    items = [{"title": TITLE, "publisher": "中共甲市水务局党组", "url": url}]
    payload = {"backlog": {"reason": "first_poll"}, "items": items}
    record_events(con, [Event("sum", EventKind.NOTICE_PUBLISHED, NOW, source_id, payload=payload)])
    assert mend(con, Mend("notice", "publisher", PUBLISHER)).payload["retracts"] == ["sum"]


def test_a_dismissed_promise_is_taken_back_from_those_who_were_alerted(con: Any) -> None:
    load(con)
    event = dismiss_promise(con, "清淤任务", reason="不是承诺", now=AFTER)
    told = con.execute("SELECT event_id FROM events WHERE kind = 'notice.published'").fetchall()
    assert [(i,) for i in event.payload["retracts"]] == told
    assert event.payload["withdrawn"] == "dismissed"
    assert con.execute("SELECT commitments FROM current_notices").fetchone() == (0,)
    assert con.execute("SELECT commitments, overdue, open FROM publisher_record").fetchone() == (0, 0, 0)


def test_an_overturned_match_takes_back_that_the_promise_was_kept(con: Any) -> None:
    load(con)
    (kept,) = take_in(con, done(), days=300)
    query = "SELECT state_id FROM commitment_states WHERE state = 'fulfilled' AND subject = 'commitment'"
    (state_id,) = con.execute(query).fetchone()
    _, (event,) = dismiss(con, state_id, now=AFTER, reason="另一条河")
    assert (event.kind, event.payload["retracts"]) == (EventKind.COMMITMENT_CORRECTED, [kept.event_id])
    assert event.payload["withdrawn"] == "reopened"


def test_a_withdrawn_correction_leaves_what_the_parser_reads(con: Any) -> None:
    load(con)
    mend(con, STATUS, Mend("notice", "publisher", PUBLISHER))
    rows = list_corrections(con)
    assert {(r["what"], r["was"], r["is"]) for r in rows} == {
        ("1. status", "completed", "in_progress"),
        ("publisher", "中共甲市水务局党组", PUBLISHER),
    }
    for row in rows:
        record_events(con, [withdraw(con, row["id"][:10], reason="原读法无误", now=AFTER)])
    assert statuses(con)[0] == "completed"
    row = con.execute("SELECT publisher, completed FROM current_notices").fetchone()
    assert row == ("中共甲市水务局党组", 2)
    assert list_corrections(con) == []
    with pytest.raises(UserError, match="no correction has the id"):
        withdraw(con, rows[0]["id"], reason="再次", now=AFTER)


def test_what_happens_later_is_told_with_the_mended_name(con: Any) -> None:
    load(con)
    mend(con, Mend("notice", "publisher", PUBLISHER))
    (event,) = observe(con, [make_fetch("gone", AFTER)], now=AFTER)
    assert event.payload["publisher"] == PUBLISHER


@pytest.mark.parametrize(
    ("mend_", "said"),
    [
        (Mend("notice", "colour", "红"), "no field 'colour' can be mended; there are title, publisher"),
        (Mend("figure", "people", "3"), "no figure 'people' can be mended; there are aspects"),
        (Mend("problem", "status", "completed", "9."), "the notice has 1. 学习制度落实不够到位; 2. 河道"),
        (Mend("problem", "status", "completed", "不够"), "names 2 problems"),
        (Mend("problem", "status", "done", "1."), "'done' is no status; there are completed"),
        (Mend("problem", "status", "completed", "1."), "status is completed already"),
        (Mend("problem", "finding", "", "1."), "finding can't be empty"),
        (Mend("contact", "dismissed", "", "110"), "the notice has 020-12345678"),
        (Mend("notice", "signed_on", "去年"), "'去年' is no day"),
        (Mend("figure", "completed", "十"), "'十' is no count"),
    ],
)
def test_what_cannot_be_mended_is_one_line_that_names_what_there_is(con: Any, mend_: Mend, said: str) -> None:
    load(con)
    with pytest.raises(UserError) as caught:
        mend(con, Mend("notice", "publisher", PUBLISHER), mend_)
    assert said in str(caught.value)
    assert con.execute("SELECT count(*) FROM corrections").fetchone() == (0,)


def test_a_correction_without_a_reason_is_refused(con: Any) -> None:
    load(con)
    with pytest.raises(UserError, match="--reason"):
        mend(con, STATUS, reason=" ")


def test_problems_of_the_same_number_are_told_apart_by_their_headings(con: Any) -> None:
    notice = make_notice((Item("甲事项进展缓慢"), Item("乙事项进展缓慢")))
    paths = (("一、", "1."), ("二、", "1."))
    problems = tuple(replace(p, path=path) for p, path in zip(notice.problems, paths, strict=True))
    take_in(con, make_document(replace(notice, problems=problems)))
    with pytest.raises(UserError, match="names 2 problems"):
        mend(con, STATUS)
    mend(con, replace(STATUS, name="二、1."))
    assert statuses(con) == ["completed", "in_progress"]


def test_search_finds_the_mended_words_and_the_parser_s(con: Any) -> None:
    load(con)
    mend(
        con, Mend("problem", "finding", "河道疏浚进展缓慢", "2."), Mend("notice", "title", "整改通报（更名）")
    )
    assert [(hit.place, "疏浚" in hit.snippet) for hit in search(con, "河道疏浚")] == [
        ("2.", True),
        ("", True),
    ]
    assert [hit.place for hit in search(con, "疏浚 倒排工期", problems_only=True)] == ["2."]
    assert [(hit.place, hit.title) for hit in search(con, "更名")] == [("", "整改通报（更名）")]
    assert [hit.place for hit in search(con, "河道清淤", problems_only=True)] == ["2."]


def test_mending_one_problem_or_contact_ends_no_correction_of_another(con: Any) -> None:
    load(con)
    mend(con, STATUS, Mend("contact", "dismissed", "", "12345678"))
    other = (Item("另一件完全不同的事项尚未部署", ("一是召开会议研究方案。",)), *ITEMS[1:])
    edit(con, make_notice(other, phone="020-87654321"))
    mend(con, STATUS, Mend("contact", "dismissed", "", "87654321"))
    assert [row["kind"] for row in list_waiting(con)] == ["correction"]
    assert len(list_corrections(con)) == 4
    edit(con, replace(make_notice(), parser_version="1"))
    assert con.execute("FROM current_contacts").fetchall() == []
