"""What polling leaves behind and finds again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.warehouse.samples import DAY, ITEMS, NOW, SOURCE, URL, make_document, make_fetch, make_notice
from warehouse.ingest import ingest
from warehouse.model import SourceRow
from warehouse.polling import (
    known_addresses,
    list_states,
    rechecks,
    record_fetches,
    register_sources,
    roll_up,
)

LIST = SOURCE.lists[0]


def poll(outcome: str, days: float, **more: Any) -> Any:
    return replace(make_fetch(outcome, NOW + days * DAY, LIST, "list"), **more)


def test_a_failing_list_keeps_what_its_last_good_answer_said(con: Any) -> None:
    record_fetches(con, [poll("ok", 0, etag='"1"', rows_seen=20), poll("blocked", 1), poll("timeout", 2)])
    state = list_states(con)[LIST]
    assert (state.etag, state.rows_seen, state.failures, state.last_ok_at) == ('"1"', 20, 2, NOW)
    record_fetches(con, [poll("unchanged", 3)])
    state = list_states(con)[LIST]
    assert (state.etag, state.failures, state.last_ok_at) == ('"1"', 0, NOW + 3 * DAY)


def test_the_same_requests_recorded_twice_count_once(con: Any) -> None:
    fetches = [poll("ok", 0), poll("blocked", 1)]
    record_fetches(con, fetches)
    record_fetches(con, fetches)
    assert con.execute("SELECT count(*) FROM fetches").fetchone() == (2,)
    assert list_states(con)[LIST].failures == 1


def test_the_first_good_poll_of_a_source_is_kept(con: Any) -> None:
    record_fetches(con, [poll("blocked", 0)])
    assert con.execute("SELECT first_polled_at FROM sources").fetchone() == (None,)
    record_fetches(con, [poll("ok", 1), poll("ok", 2)])
    assert con.execute("SELECT first_polled_at FROM sources").fetchone() == (NOW + DAY,)


def test_a_source_that_leaves_the_configuration_is_retired_and_can_return(con: Any) -> None:
    other = SourceRow("other", "乙县", "南省/乙县", "乙县局党组")
    register_sources(con, [other], NOW + DAY)
    retired = "SELECT source_id FROM sources WHERE retired_at IS NOT NULL"
    assert con.execute(retired).fetchall() == [(SOURCE.source_id,)]
    register_sources(con, [other, SOURCE], NOW + 2 * DAY)
    register_sources(con, [SourceRow("local", "", "", "")], NOW + 2 * DAY, others=True)
    assert con.execute(retired).fetchall() == []


def test_what_was_archived_stands_for_a_notice_or_is_settled_is_known(con: Any) -> None:
    ingest(con, [make_document(make_notice())], now=NOW)
    gone = "https://www.example.gov.cn/gone.html"
    blocked = "https://www.example.gov.cn/blocked.html"
    for day in range(3):
        fetches = [make_fetch("gone", NOW + day * DAY, gone, "article")]
        fetches += [make_fetch("blocked", NOW + day * DAY, blocked, "article")]
        record_fetches(con, fetches)
    http = URL.replace("https", "http")
    assert known_addresses(con, [URL, http, gone, blocked]) == {URL, http, gone}
    assert {URL, gone} <= known_addresses(con)


def test_rechecks_are_due_by_age_and_need_and_most_urgent_first(con: Any) -> None:
    quiet = "https://www.example.gov.cn/xc/content/post_7.html"
    plain = make_notice((ITEMS[0],), title="关于整改情况的通报（二）", closing="本通报另有说明。" * 20)
    ingest(con, [make_document(make_notice()), make_document(plain, quiet)], now=NOW, silent=True)
    assert rechecks(con, NOW + 2 * DAY, 10, [SOURCE.source_id]) == []
    assert [r.url for r in rechecks(con, NOW + 3 * DAY, 10, [SOURCE.source_id])] == [URL]
    assert [r.url for r in rechecks(con, NOW + 14 * DAY, 10, [SOURCE.source_id])] == [URL, quiet]
    assert len(rechecks(con, NOW + 14 * DAY, 1, [SOURCE.source_id])) == 1
    assert rechecks(con, NOW + 14 * DAY, 10, ["other"]) == []


def test_a_recheck_carries_what_the_last_good_answer_said(con: Any) -> None:
    ingest(con, [make_document(make_notice())], now=NOW)
    record_fetches(con, [replace(make_fetch("ok", NOW + DAY), etag='"9"')])
    record_fetches(con, [make_fetch("unchanged", NOW + 2 * DAY)])
    assert [r.etag for r in rechecks(con, NOW + 3 * DAY, 10, [SOURCE.source_id])] == ['"9"']


def test_old_requests_are_rolled_up_by_day(con: Any) -> None:
    record_fetches(con, [poll("ok", n / 4) for n in range(12)])
    assert roll_up(con, NOW + 2 * DAY) == 8
    assert con.execute("SELECT sum(requests) FROM fetch_days").fetchone() == (8,)
    assert con.execute("SELECT count(*) FROM fetches").fetchone() == (4,)
    assert roll_up(con, NOW + 3 * DAY) == 4
    assert con.execute("SELECT sum(requests), count(*) FROM fetch_days").fetchone() == (12, 4)
