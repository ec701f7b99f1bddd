"""The operator's judgement: offered once, recorded, and stronger than the matcher."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scrapers.model import UserError
from tests.warehouse.following.test_following import LATER, current, done, first, later, take_in
from tests.warehouse.samples import DAY, ITEMS, NOW, TITLE, Item, make_document, make_notice
from warehouse.commitments import check_commitments
from warehouse.issues import add_issue
from warehouse.model import EventKind
from warehouse.review import confirm, dismiss, list_waiting

PARTLY = Item(ITEMS[1].finding, ("一是全部清淤任务已基本完成。",))
AFTER = NOW + 400 * DAY


def waiting(con: Any) -> list[tuple[str, str]]:
    return [(row["kind"], row["id"]) for row in list_waiting(con)]


def propose(con: Any) -> str:
    take_in(con, first())
    take_in(con, later(PARTLY), days=300)
    ((kind, found),) = waiting(con)
    assert kind == "fulfilled"
    return found


def test_a_confirmed_proposal_is_the_promise_s_state_and_is_told(con: Any) -> None:
    found = propose(con)
    (event,) = confirm(con, found[:8], now=AFTER)
    assert (event.kind, event.silent) == (EventKind.COMMITMENT_FULFILLED, False)
    assert event.payload["evidence"] == "一是全部清淤任务已基本完成"
    (page_id,) = con.execute("SELECT page_id FROM current_notices WHERE url = ?", [LATER]).fetchone()
    assert event.payload["evidence_page"]["page_id"] == page_id
    assert current(con)[0][0] == "fulfilled"
    assert waiting(con) == []


def test_a_refused_proposal_is_not_offered_again_and_the_promise_stays_open(con: Any) -> None:
    found = propose(con)
    assert dismiss(con, found, now=AFTER, reason="只完成一半") == ("rejected", [])
    assert current(con)[0][0] == "open"
    edited = make_notice([PARTLY], title=TITLE, published=date(2026, 12, 15), closing="补充说明。")
    take_in(con, make_document(edited, LATER, at=AFTER), days=401)
    assert waiting(con) == []


def test_a_decision_of_the_matcher_can_be_overturned(con: Any) -> None:
    take_in(con, first())
    take_in(con, done(), days=300)
    state_id = con.execute("SELECT state_id FROM commitment_states").fetchone()[0]
    assert dismiss(con, state_id, now=AFTER, reason="另一条河")[0] == "reopened"
    assert current(con)[0][:2] == ("open", ITEMS[1].promise.due_on)  # type: ignore[union-attr]
    assert [e.kind for e in check_commitments(con, now=AFTER)] == [EventKind.COMMITMENT_OVERDUE]


def take_in_uncertain(con: Any, parser_version: str = "1", days: int = 0) -> str:
    promise = replace(ITEMS[1].promise, uncertain=True)  # type: ignore[type-var]
    notice = make_notice((ITEMS[0], replace(ITEMS[1], promise=promise)), parser_version=parser_version)
    take_in(con, make_document(notice, at=NOW + days * DAY), days=days)
    return str(con.execute("SELECT any_value(commitment_id) FROM current_commitments").fetchone()[0])


def test_an_uncertain_promise_counts_once_confirmed(con: Any) -> None:
    commitment_id = take_in_uncertain(con)
    assert waiting(con) == [("uncertain", commitment_id)]
    assert check_commitments(con, now=AFTER) == []
    assert confirm(con, commitment_id, now=NOW) == []
    assert waiting(con) == []
    assert len(check_commitments(con, now=AFTER)) == 1


def test_a_dismissed_promise_alerts_nobody_also_when_a_newer_parser_reads_it(con: Any) -> None:
    commitment_id = take_in_uncertain(con)
    assert dismiss(con, commitment_id, now=NOW, reason="不是承诺")[0] == "dismissed"
    assert take_in_uncertain(con, parser_version="2", days=1) == commitment_id
    assert waiting(con) == []
    assert check_commitments(con, now=AFTER) == []


def test_an_unknown_id_and_a_missing_reason_are_one_clear_line(con: Any) -> None:
    with pytest.raises(UserError, match="nothing to review has the id 'ffff'"):
        confirm(con, "ffff", now=NOW)
    with pytest.raises(UserError, match="--reason"):
        dismiss(con, "ffff", now=NOW, reason=" ")


def test_what_could_not_be_read_in_the_past_waits_until_the_operator_has_seen_it(con: Any) -> None:
    take_in(con, first())
    (url,) = con.execute("SELECT url FROM current_notices").fetchone()
    add_issue(con, kind="edit_not_told", source_id="city-a", url=url, message="text differs", now=NOW)
    (row,) = list_waiting(con)
    assert (row["kind"], row["evidence"]) == ("issue", "text differs")
    with pytest.raises(UserError, match="can't be confirmed: dismiss it with a reason"):
        confirm(con, row["id"], now=NOW)
    assert dismiss(con, row["id"], now=NOW, reason="已知") == ("settled", [])
    assert list_waiting(con) == con.execute("FROM open_issues").fetchall() == []
