"""An issue is open while it shows, and no longer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scrapers.model import Issue, Outcome
from tests.warehouse.samples import DAY, NOW, SOURCE, URL, make_document, make_fetch, make_notice
from warehouse.ingest import ingest
from warehouse.issues import LASTING, add_issue, resolve_issues
from warehouse.model import Fetch
from warehouse.pages import record_pages
from warehouse.polling import known_addresses, record_fetches
from warehouse.reparse import Reread, apply_readings, list_stale

OTHER_SCHEME = URL.replace("https://", "http://")


def open_kinds(con: Any) -> list[str]:
    return [kind for (kind,) in con.execute("SELECT kind FROM open_issues ORDER BY kind").fetchall()]


def report(con: Any, kind: str, url: str = URL, message: str = "a page that nobody can read") -> None:
    add_issue(con, kind=kind, source_id=SOURCE.source_id, url=url, message=message, now=NOW)


def test_an_unreadable_page_is_no_longer_one_once_it_was_read(con: Any) -> None:
    report(con, "unreadable_page")
    report(con, "attachment_not_fetched")
    assert open_kinds(con) == ["attachment_not_fetched", "unreadable_page"]
    ingest(con, [make_document(make_notice())], now=NOW)
    assert open_kinds(con) == []


def test_it_is_the_same_page_under_another_spelling_of_its_address(con: Any) -> None:
    ingest(con, [make_document(make_notice())], now=NOW)
    report(con, "unreadable_page", OTHER_SCHEME)
    ingest(con, [make_document(make_notice(), at=NOW + DAY)], now=NOW + DAY)
    assert open_kinds(con) == []


def test_another_address_of_the_same_notice_keeps_its_own_issues(con: Any) -> None:
    other = URL.replace("/xc/", "/gk/")
    ingest(con, [make_document(make_notice()), make_document(make_notice(), other)], now=NOW)
    report(con, "unreadable_page", other)
    ingest(con, [make_document(make_notice(), at=NOW + DAY)], now=NOW + DAY)
    assert open_kinds(con) == ["unreadable_page"]


def test_a_page_that_holds_no_notice_was_read_too(con: Any) -> None:
    report(con, "unreadable_page")
    ingest(con, [make_document(replace(make_notice(), is_notice=False, reason="公告"))], now=NOW)
    assert open_kinds(con) == []


def test_an_issue_that_shows_again_is_open_again(con: Any) -> None:
    notice = make_notice()
    wrong = replace(notice, issues=(Issue("tally_differs", "12 are claimed, 11 are shown"),))
    for number, shown in enumerate((wrong, notice, wrong)):
        ingest(con, [make_document(shown)], now=NOW + number * DAY)
        assert open_kinds(con) == (["tally_differs"] if shown is wrong else [])


def test_what_a_page_says_nothing_of_stays_open(con: Any) -> None:
    for kind in LASTING:
        report(con, kind)
    ingest(con, [make_document(make_notice())], now=NOW)
    assert open_kinds(con) == sorted(LASTING)


def test_only_issues_that_begin_so_are_resolved(con: Any) -> None:
    report(con, "version_unread", message="version 1 is no longer read")
    report(con, "version_unread", message="version 11 is no longer read")
    resolve_issues(con, kind="version_unread", url=URL, now=NOW, beginning="version 1 ")
    rows = con.execute("SELECT message FROM open_issues").fetchall()
    assert rows == [("version 11 is no longer read",)]


def test_an_unreadable_page_is_asked_for_again_three_times_and_then_known(con: Any) -> None:
    page = make_document(make_notice()).page
    record_pages(con, [page])
    assert known_addresses(con, [URL]) == {URL}
    report(con, "unreadable_page")
    for number in range(3):
        assert known_addresses(con, [URL]) == set()
        record_fetches(
            con,
            [Fetch(SOURCE.source_id, URL, "article", NOW + number * DAY, Outcome.OK, page_id=page.page_id)],
        )
    assert known_addresses(con, [URL]) == {URL}
    record_fetches(con, [make_fetch("ok", NOW + 4 * DAY)])
    assert known_addresses(con, [URL]) == {URL}


def test_an_earlier_version_that_is_no_longer_read_is_told_until_it_is_read_again(con: Any) -> None:
    ingest(con, [make_document(make_notice())], now=NOW)
    ingest(con, [make_document(make_notice(phone="020-11112222"), at=NOW + DAY)], now=NOW + DAY)
    for parser, readable in (("2", False), ("3", True)):
        notice = make_notice(parser_version=parser)
        nothing = replace(notice, is_notice=False, reason="公告")
        readings = [
            Reread(s, notice if readable or s.is_current else nothing) for s in list_stale(con, parser)
        ]
        apply_readings(con, readings, now=NOW + 2 * DAY)
        assert open_kinds(con) == ([] if readable else ["version_unread"])
        ingest(con, [make_document(notice, at=NOW + 3 * DAY)], now=NOW + 3 * DAY)
        assert open_kinds(con) == ([] if readable else ["version_unread"])
