"""Which notice, which version, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from scrapers.model import Notice
from tests.warehouse.samples import (
    DAY,
    ITEMS,
    NOW,
    SOURCE,
    TITLE,
    URL,
    Item,
    Promise,
    make_document,
    make_notice,
)
from warehouse.archive.reader import ArchiveError
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Document, Event, EventKind, Page
from warehouse.write import fetch_rows

PHONE_URL = "https://www.example.gov.cn/xc/content/mpost_101.html"
OTHER_URL = "https://www.other.gov.cn/news/t20260227_9.html"


def take(con: Any, *documents: Document, at: Any = NOW, **options: Any) -> list[Event]:
    return record_events(con, ingest(con, documents, now=at, **options))


def snapshot(con: Any) -> dict[str, list[Any]]:
    tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    return {t: sorted(con.execute(f"FROM {t}").fetchall(), key=repr) for t in tables if t != "pages"}


def with_item(index: int, item: Item) -> tuple[Item, ...]:
    return (*ITEMS[:index], item, *ITEMS[index + 1 :])


def moved() -> Notice:
    promise = Promise("2027年6月底前完成全部清淤任务", "2027年6月底前", date(2027, 6, 30))
    return make_notice(with_item(1, replace(ITEMS[1], promise=promise)))


def count(con: Any, table: str) -> int:
    return con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_new_notice_becomes_rows_and_one_event(con: Any) -> None:
    events = take(con, make_document(make_notice()))
    assert [event.kind for event in events] == [EventKind.NOTICE_PUBLISHED]
    payload = events[0].payload
    assert payload["title"] == TITLE
    assert payload["region"] == SOURCE.region
    assert payload["counts"]["problems"] == 3
    assert payload["commitments"][0]["due_on"] == date(2026, 12, 31)
    assert payload["page"]["sha256"]
    counts = {t: count(con, t) for t in ("problems", "measures", "commitments", "open_items", "contacts")}
    assert counts == {"problems": 3, "measures": 4, "commitments": 1, "open_items": 1, "contacts": 1}


def test_every_stored_quote_stands_where_its_span_says(con: Any) -> None:
    take(con, make_document(make_notice()))
    for table in ("facts", "problems", "measures", "commitments", "open_items", "figures", "contacts"):
        wrong = con.execute(
            f"""
            SELECT * FROM {table} JOIN parse_texts t USING (parse_id)
            WHERE quote <> substr(
                if(quote_where = 'body', t.text, t.masthead), quote_start + 1, quote_end - quote_start
            )
            """
        ).fetchall()
        assert not wrong, table


def test_ingesting_again_changes_nothing_and_tells_nothing(con: Any) -> None:
    take(con, make_document(make_notice()))
    before = snapshot(con)
    assert take(con, make_document(make_notice(), at=NOW + DAY), at=NOW + DAY) == []
    assert snapshot(con) == before


def test_a_page_that_is_no_notice_leaves_only_its_page(con: Any) -> None:
    other = replace(make_notice(), is_notice=False, reason="no rectification in the title")
    assert take(con, make_document(other)) == []
    assert (count(con, "notices"), count(con, "pages")) == (0, 1)


def test_a_moved_deadline_makes_a_version_with_typed_changes(con: Any) -> None:
    take(con, make_document(make_notice()))
    events = take(con, make_document(moved(), at=NOW + DAY), at=NOW + DAY)
    assert [e.kind for e in events] == [EventKind.NOTICE_CHANGED, EventKind.COMMITMENT_EXTENDED]
    deadline = next(c for c in events[0].payload["changes"] if c["type"] == "deadline")
    assert (deadline["old"], deadline["new"]) == ("2026-12-31", "2027-06-30")
    wording = [c for c in events[0].payload["changes"] if c["type"] == "wording"]
    assert [("2026年12月" in c["old"], "2027年6月" in c["new"]) for c in wording] == [(True, True)]
    assert count(con, "notice_versions") == 2
    row = con.execute("SELECT due_on, state, quote FROM current_commitments").fetchone()
    assert row == (date(2027, 6, 30), "extended", "2027年6月底前完成全部清淤任务")
    assert con.execute("SELECT count(DISTINCT commitment_id) FROM commitments").fetchone() == (1,)


def test_status_problem_contact_and_figure_changes_are_told_apart(con: Any) -> None:
    take(con, make_document(make_notice()))
    items = (ITEMS[0], replace(ITEMS[1], status="已完成整改"))
    events = take(con, make_document(make_notice(items, phone="020-87654321"), at=NOW + DAY), at=NOW + DAY)
    changes = {c["type"]: c for c in events[0].payload["changes"]}
    assert changes["status"]["new_status"] == "completed"
    assert changes["problem_removed"]["old"] == "公务用车管理不够规范"
    assert (changes["contact"]["old"], changes["contact"]["new"]) == ("020-12345678", "020-87654321")
    assert (changes["figure"]["old"], changes["figure"]["new"]) == ("3", "2")


def test_text_that_goes_back_is_a_third_version_and_keeps_the_promise(con: Any) -> None:
    take(con, make_document(make_notice()))
    take(con, make_document(moved(), at=NOW + DAY), at=NOW + DAY)
    events = take(con, make_document(make_notice(), at=NOW + 2 * DAY), at=NOW + 2 * DAY)
    assert [e.kind for e in events] == [EventKind.NOTICE_CHANGED]
    assert con.execute("SELECT max(number) FROM notice_versions").fetchone() == (3,)
    assert con.execute("SELECT count(DISTINCT commitment_id) FROM commitments").fetchone() == (1,)
    assert con.execute("SELECT due_on FROM current_commitments").fetchone() == (date(2026, 12, 31),)


def test_two_versions_in_one_batch_are_two_versions(con: Any) -> None:
    events = take(con, make_document(make_notice()), make_document(moved(), at=NOW + DAY), at=NOW + DAY)
    kinds = [EventKind.NOTICE_PUBLISHED, EventKind.NOTICE_CHANGED, EventKind.COMMITMENT_EXTENDED]
    assert [e.kind for e in events] == kinds
    assert con.execute("SELECT count(*) FROM notice_versions WHERE valid_to IS NULL").fetchone() == (1,)


def test_two_columns_two_hosts_and_the_phone_page_are_one_notice(con: Any) -> None:
    events = take(
        con,
        make_document(make_notice()),
        make_document(make_notice(), list_url="https://www.example.gov.cn/tzgg/"),
        make_document(make_notice(), PHONE_URL),
        make_document(make_notice(), OTHER_URL),
        make_document(make_notice(), URL.replace("https", "http") + "?from=timeline#top"),
    )
    assert [e.kind for e in events] == [EventKind.NOTICE_PUBLISHED]
    assert count(con, "notice_addresses") == 3
    lists = con.execute("SELECT lists FROM notice_addresses WHERE is_primary").fetchone()[0]
    assert lists == ["https://www.example.gov.cn/tzgg/", "https://www.example.gov.cn/xc/"]


def test_an_edit_at_another_address_is_a_divergence_told_once(con: Any) -> None:
    take(con, make_document(make_notice()), make_document(make_notice(), OTHER_URL))
    edited = make_document(moved(), OTHER_URL, NOW + DAY)
    events = take(con, edited, at=NOW + DAY)
    assert [e.kind for e in events] == [EventKind.NOTICE_DIVERGED]
    assert take(con, edited, at=NOW + 2 * DAY) == []
    assert count(con, "notice_versions") == 1
    take(con, make_document(moved(), at=NOW + 3 * DAY), at=NOW + 3 * DAY)
    assert con.execute("SELECT bool_or(diverged) FROM notice_addresses").fetchone() == (False,)


def test_the_same_edit_everywhere_is_an_edit_and_no_divergence(con: Any) -> None:
    take(con, make_document(make_notice()), make_document(make_notice(), OTHER_URL))
    events = take(con, make_document(moved(), OTHER_URL), make_document(moved()), at=NOW + DAY)
    assert [e.kind for e in events] == [EventKind.NOTICE_CHANGED, EventKind.COMMITMENT_EXTENDED]


def test_a_better_cleaner_is_no_edit(con: Any) -> None:
    take(con, make_document(make_notice(closing="打印本页。")))
    better = make_notice(parser_version="2")
    events = take(con, make_document(better, at=NOW + DAY), at=NOW + DAY, reparse=lambda page, files: better)
    assert events == []
    parses = con.execute("SELECT parser_version, superseded_at IS NULL FROM parses ORDER BY 1").fetchall()
    assert parses == [("1", False), ("2", True)]
    texts = dict(con.execute("SELECT parser_version, text FROM parse_texts").fetchall())
    assert "打印本页" in texts["1"]
    assert "打印本页" not in texts["2"]
    assert con.execute("SELECT count(DISTINCT commitment_id) FROM commitments").fetchone() == (1,)
    assert count(con, "notice_versions") == 1


def test_an_edit_behind_a_better_cleaner_is_still_an_edit(con: Any) -> None:
    take(con, make_document(make_notice(closing="打印本页。")))
    edited = replace(moved(), parser_version="2")

    def reparse(page: Page, files: Sequence[Page]) -> Notice:
        return make_notice(parser_version="2")

    events = take(con, make_document(edited, at=NOW + DAY), at=NOW + DAY, reparse=reparse)
    assert EventKind.NOTICE_CHANGED in [e.kind for e in events]
    assert all("打印本页" not in str(c.get("old")) for c in events[0].payload["changes"])


def test_a_doubt_between_edit_and_better_cleaner_is_an_issue_and_no_event(con: Any) -> None:
    take(con, make_document(make_notice(closing="打印本页。")))
    better = make_notice(parser_version="2")
    assert take(con, make_document(better, at=NOW + DAY), at=NOW + DAY) == []
    assert con.execute("SELECT kind FROM open_issues").fetchall() == [("edit_not_told",)]


def test_a_damaged_archived_page_is_an_issue_and_keeps_no_other_notice_back(con: Any) -> None:
    take(con, make_document(make_notice()))
    edited, other = make_notice(parser_version="2", closing="另行说明。"), make_notice(title="另一通报")

    def reparse(page: Page, files: Sequence[Page]) -> Notice:
        raise ArchiveError("day/run.warc.gz: record at 410 is damaged")

    documents = [make_document(n, u, NOW + DAY) for n, u in ((edited, URL), (other, OTHER_URL))]
    events = record_events(con, ingest(con, documents, now=NOW + DAY, reparse=reparse))
    assert [e.kind for e in events] == [EventKind.NOTICE_PUBLISHED]
    told = con.execute("SELECT kind, message FROM open_issues ORDER BY kind").fetchall()
    assert [kind for kind, _ in told] == ["archived_page_unreadable", "edit_not_told"]
    assert "record at 410 is damaged" in told[0][1]


def test_a_silent_load_marks_its_events_and_the_backlog(con: Any) -> None:
    events = take(con, make_document(make_notice()), silent=True)
    assert [e.silent for e in events] == [True]
    assert con.execute("SELECT backlog FROM notices").fetchone() == (True,)


def test_two_dates_in_one_clause_keep_their_own_ids(con: Any) -> None:
    clause = "2026年6月底前基本完成，2026年12月底前全面完成"
    item = replace(ITEMS[1], promise=Promise(clause, "2026年6月底前", date(2026, 6, 30)))
    notice = make_notice(with_item(1, item))
    first = notice.commitments[0]
    start = notice.article.body.index("2026年12月底前")
    second = replace(
        first,
        due_expression=replace(first.due_expression, text="2026年12月底前", start=start, end=start + 9),
        due_on=date(2026, 12, 31),
    )
    notice = replace(notice, commitments=(first, second))
    take(con, make_document(notice))
    before = con.execute("SELECT commitment_id, due_on FROM commitments ORDER BY position").fetchall()
    again = replace(notice, parser_version="2")
    take(con, make_document(again), reparse=lambda page, files: again)
    rows = fetch_rows(con, "SELECT * FROM current_commitments ORDER BY position")
    assert [(r["commitment_id"], r["due_on"]) for r in rows] == before
    assert len({commitment_id for commitment_id, _ in before}) == 2
