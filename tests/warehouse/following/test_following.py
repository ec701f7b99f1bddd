"""Open promises are held against later notices and versions, once, and with the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.warehouse.samples import DAY, ITEMS, NOW, TITLE, URL, Item, Promise, make_document, make_notice
from warehouse.commitments import check_commitments
from warehouse.events import record_events
from warehouse.following import follow_up
from warehouse.ingest import ingest
from warehouse.model import Document, Event, EventKind

LATER = URL.replace("101", "202")
DREDGED = "一是河道清淤项目的全部清淤任务已于2026年11月全部完成。"
PUT_OFF = Promise("受汛情影响，全部清淤任务延期至2027年6月底前完成", "2027年6月底前", date(2027, 6, 30))


def take_in(con: Any, *documents: Document, silent: bool = False, days: int = 0) -> list[Event]:
    """What following up makes of these documents; all events are recorded."""
    now = NOW + days * DAY
    events = ingest(con, documents, now=now, silent=silent)
    found = follow_up(con, events, now=now, silent=silent)
    record_events(con, [*events, *found])
    return found


def first() -> Document:
    return make_document(make_notice())


def later(item: Item, published: date = date(2026, 12, 15), publisher: str = "") -> Document:
    notice = make_notice([item], title=TITLE.replace("情况", "后续情况"), published=published)
    if publisher and notice.publisher:
        notice = replace(notice, publisher=replace(notice.publisher, value=publisher))
    return make_document(notice, LATER)


def done(**kinds: Any) -> Document:
    return later(Item(ITEMS[1].finding, (DREDGED,)), **kinds)


def current(con: Any) -> list[tuple[Any, ...]]:
    return con.execute(
        "SELECT state, due_on, quote FROM current_commitments ORDER BY published_on, position"
    ).fetchall()


def test_a_later_notice_that_reports_it_done_fulfils_a_promise(con: Any) -> None:
    take_in(con, first())
    (event,) = take_in(con, done(), days=300)
    assert (event.kind, event.silent) == (EventKind.COMMITMENT_FULFILLED, False)
    assert event.payload["quote"] == ITEMS[1].promise.clause  # type: ignore[union-attr]
    assert event.payload["evidence"] == DREDGED.rstrip("。")
    assert event.payload["evidence_url"] == LATER
    assert "后续" in event.payload["evidence_title"]
    (page_id,) = con.execute("SELECT page_id FROM current_notices WHERE url = ?", [LATER]).fetchone()
    assert event.payload["evidence_page"]["page_id"] == page_id
    assert current(con)[0][0] == "fulfilled"
    row = con.execute(
        "SELECT actor, evidence_quote, text[evidence_start + 1 : evidence_end] FROM commitment_states "
        "JOIN notice_versions ON version_id = evidence_version_id WHERE state = 'fulfilled'"
    ).fetchone()
    assert row == ("matcher", DREDGED.rstrip("。"), DREDGED.rstrip("。"))


def test_the_same_again_changes_nothing(con: Any) -> None:
    take_in(con, first())
    take_in(con, done(), days=300)
    before = con.execute("SELECT * FROM commitment_states ORDER BY ALL").fetchall()
    assert take_in(con, first(), done(), days=301) == []
    events = ingest(con, [done()], now=NOW)
    assert follow_up(con, events, now=NOW + 302 * DAY) == []
    assert con.execute("SELECT * FROM commitment_states ORDER BY ALL").fetchall() == before


def test_both_in_one_batch_and_in_either_order(con: Any) -> None:
    (event,) = take_in(con, done(), first(), silent=True)
    assert (event.kind, event.silent) == (EventKind.COMMITMENT_FULFILLED, True)


def test_an_earlier_notice_that_is_found_after_the_later_one_is_followed_up_too(con: Any) -> None:
    take_in(con, done())
    (event,) = take_in(con, first(), days=1)
    assert event.kind is EventKind.COMMITMENT_FULFILLED


def test_another_body_s_words_and_an_earlier_notice_s_are_no_evidence(con: Any) -> None:
    take_in(con, first())
    assert take_in(con, done(publisher="中共甲市交通运输局党组"), days=300) == []


def test_an_older_notice_is_no_evidence(con: Any) -> None:
    take_in(con, first())
    assert take_in(con, done(published=date(2025, 1, 5)), days=300) == []


def test_a_new_date_extends_the_old_promise_and_closes_the_new_notice_s_own(con: Any) -> None:
    take_in(con, first())
    item = Item(ITEMS[1].finding, ("一是协调资金。",), "正在推进", PUT_OFF)
    (event,) = take_in(con, later(item), days=300)
    assert event.kind is EventKind.COMMITMENT_EXTENDED
    assert (event.payload["new_due"], event.payload["due_on"]) == (PUT_OFF.due_on, PUT_OFF.due_on)
    assert event.payload["change"]["old"] == date(2026, 12, 31)
    assert [(state, due) for state, due, _ in current(con)] == [
        ("extended", PUT_OFF.due_on),
        ("dismissed", PUT_OFF.due_on),
    ]
    overdue = check_commitments(con, now=NOW + 500 * DAY)
    assert [e.kind for e in overdue if e.commitment_id] == [EventKind.COMMITMENT_OVERDUE]


def test_a_promise_repeated_with_its_date_is_told_once(con: Any) -> None:
    take_in(con, first())
    again = Promise("确保2026年12月底前完成全部清淤任务", "2026年12月底前", date(2026, 12, 31))
    item = Item(ITEMS[1].finding, ("一是协调资金。",), "正在推进", again)
    assert take_in(con, later(item, date(2026, 8, 1)), days=150) == []
    assert [state for state, _, _ in current(con)] == ["open", "dismissed"]


def test_put_off_and_then_done(con: Any) -> None:
    take_in(con, first())
    item = Item(ITEMS[1].finding, ("一是协调资金。",), "正在推进", PUT_OFF)
    take_in(con, later(item), days=300)
    last = replace(done(published=date(2027, 7, 1)), url=URL.replace("101", "303"))
    events = take_in(con, last, days=500)
    assert [e.kind for e in events] == [EventKind.COMMITMENT_FULFILLED]
    assert [state for state, _, _ in current(con)] == ["fulfilled", "dismissed"]


def test_a_later_version_of_the_same_notice_can_report_it_done(con: Any) -> None:
    take_in(con, first())
    items = (ITEMS[0], Item(ITEMS[1].finding, (DREDGED,)), ITEMS[2])
    (event,) = take_in(con, make_document(make_notice(items), at=NOW + DAY), days=1)
    assert event.kind is EventKind.COMMITMENT_FULFILLED


def test_what_is_only_partly_done_is_offered_and_not_decided(con: Any) -> None:
    take_in(con, first())
    item = Item(ITEMS[1].finding, ("一是全部清淤任务已基本完成。",))
    assert take_in(con, later(item), days=300) == []
    rows = con.execute("SELECT state, evidence_quote FROM commitment_states").fetchall()
    assert rows == [("proposed", "一是全部清淤任务已基本完成")]
    assert current(con)[0][0] == "open"


def test_uncertain_promises_are_followed_up_and_alert_nobody(con: Any) -> None:
    promise = replace(ITEMS[1].promise, uncertain=True)  # type: ignore[type-var]
    items = (ITEMS[0], replace(ITEMS[1], promise=promise))
    take_in(con, make_document(make_notice(items)))
    assert take_in(con, done(), days=300) == []
    assert current(con)[0][0] == "fulfilled"


def test_an_open_item_that_is_done_gets_its_row(con: Any) -> None:
    take_in(con, first())
    item = Item(ITEMS[1].finding, ("一是剩余3处已全部施工完毕。",))
    assert take_in(con, later(item), days=300) == []
    rows = con.execute("SELECT subject, state FROM commitment_states").fetchall()
    assert ("open_item", "fulfilled") in rows
