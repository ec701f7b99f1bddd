"""The questions in docs/queries.md, search, look-ups, and what a free query may not do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.samples import (
    DAY,
    ITEMS,
    NOW,
    SOURCE,
    URL,
    Promise,
    make_document,
    make_fetch,
    make_notice,
)
from warehouse.commitments import check_commitments
from warehouse.connect import WarehouseError, reading, writing
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.lookup import choose_version, find_notice, load_versions
from warehouse.polling import register_sources
from warehouse.query import reading_locked, run_query
from warehouse.removal import observe
from warehouse.search import search

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
QUERIES = re.findall(r"### (\d+)\. .*?```sql\n(.*?)```", PAGE.read_text("utf-8"), re.S)
OTHER_URL = "https://www.example.gov.cn/xc/content/post_102.html"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with an edited notice, a removed one, an overdue promise and a failing list."""
    path = tmp_path_factory.mktemp("queries") / "xuncha.duckdb"
    moved = replace(
        ITEMS[1], promise=Promise("2026年8月底前完成全部清淤任务", "2026年8月底前", date(2026, 8, 31))
    )
    other = make_notice(
        ITEMS[:2], title="中共甲市水务局党组关于第二轮巡察整改进展情况的通报", closing="另有说明。" * 20
    )
    with writing(path) as con:
        register_sources(con, [SOURCE], NOW)
        events = ingest(con, [make_document(make_notice()), make_document(other, OTHER_URL)], now=NOW)
        events += ingest(
            con, [make_document(make_notice((ITEMS[0], moved, ITEMS[2])), at=NOW + DAY)], now=NOW + DAY
        )
        for day in (2, 3, 12):
            events += observe(con, [make_fetch("gone", NOW + day * DAY, OTHER_URL)], now=NOW + day * DAY)
        events += check_commitments(con, now=NOW + 200 * DAY)
        record_events(con, events)
    return path


def test_there_are_twenty_questions() -> None:
    assert [int(number) for number, _ in QUERIES] == list(range(1, 21))


@pytest.mark.parametrize(("number", "query"), QUERIES, ids=[number for number, _ in QUERIES])
def test_each_question_has_an_answer(filled: Path, number: str, query: str) -> None:
    with reading_locked(filled) as con:
        names, rows = run_query(con, query)
    assert names
    if number in {"1", "4", "5", "8", "9", "10", "11", "12", "13", "15", "16", "17", "18", "20"}:
        assert rows


def test_the_moved_deadline_is_answered_with_both_days(filled: Path) -> None:
    with reading_locked(filled) as con:
        _, rows = run_query(con, QUERIES[8][1])
    assert [(row[2], row[3]) for row in rows] == [("2026-12-31", "2026-08-31")]


@pytest.mark.parametrize(
    "query",
    [
        "SELEC 1",
        "FROM read_csv('/etc/passwd')",
        "COPY sources TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "ATTACH ':memory:' AS other",
        "DETACH warehouse",
        "SET enable_external_access = true",
        "DELETE FROM sources",
        "INSTALL httpfs",
        "FROM no_such_table",
    ],
)
def test_a_wrong_or_forbidden_query_is_one_line(filled: Path, query: str) -> None:
    with reading_locked(filled) as con, pytest.raises(WarehouseError) as caught:
        run_query(con, query)
    assert "\n" not in str(caught.value)


def test_search_finds_a_row_as_soon_as_it_is_stored(con: Any) -> None:
    assert search(con, "公务用车") == []
    ingest(con, [make_document(make_notice())], now=NOW)
    hits = search(con, "公务用车 修订")
    assert [(hit.place, "公务用车" in hit.snippet) for hit in hits] == [("3.", True), ("", True)]
    assert [hit.place for hit in search(con, "公务用车", problems_only=True)] == ["3."]
    assert search(con, "公务用车 没有的词") == search(con, "  ") == []


def test_search_sees_only_the_current_version(filled: Path) -> None:
    with reading(filled) as con:
        hits = search(con, "2026年12月底前 清淤")
        assert {hit.url for hit in hits} == {OTHER_URL}


def test_a_notice_is_found_by_id_address_or_words(filled: Path) -> None:
    with reading(filled) as con:
        notice_id = find_notice(con, URL)
        assert find_notice(con, notice_id[:8]) == find_notice(con, URL.replace("https", "http")) == notice_id
        assert find_notice(con, "第二轮") != notice_id
        with pytest.raises(WarehouseError, match="names several notices"):
            find_notice(con, "通报")
        with pytest.raises(WarehouseError, match="no notice is named"):
            find_notice(con, "没有")
        versions = load_versions(con, notice_id)
        assert [v.number for v in versions] == [1, 2]
        assert "deadline" in (versions[1].changes or "")
        assert choose_version(versions, None).number == 2
        with pytest.raises(WarehouseError, match="no version 9"):
            choose_version(versions, 9)
