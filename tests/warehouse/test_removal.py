"""Only 404 and 410, again and again and everywhere, mean that a notice was taken down."""

from __future__ import annotations

from typing import Any

import pytest

from scrapers.model import Outcome
from tests.warehouse.samples import DAY, NOW, TITLE, URL, make_document, make_fetch, make_notice
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Event, EventKind
from warehouse.removal import observe

OTHER_URL = "https://www.other.gov.cn/news/t20260227_9.html"


def see(con: Any, outcome: str, days: float, url: str = URL) -> list[Event]:
    at = NOW + days * DAY
    return record_events(con, observe(con, [make_fetch(outcome, at, url)], now=at))


def state(con: Any) -> str:
    return con.execute("SELECT state FROM notices").fetchone()[0]


@pytest.fixture(autouse=True)
def notice(con: Any) -> None:
    record_events(con, ingest(con, [make_document(make_notice())], now=NOW))


def test_the_first_404_makes_a_notice_missing(con: Any) -> None:
    events = see(con, "gone", 1)
    assert [e.kind for e in events] == [EventKind.NOTICE_MISSING]
    assert events[0].payload["title"] == TITLE
    assert events[0].payload["page"]["sha256"]
    assert see(con, "gone", 2) == []


def test_enough_404s_over_enough_days_make_it_removed(con: Any) -> None:
    see(con, "gone", 1)
    assert see(con, "gone", 1.1) == []
    assert see(con, "gone", 1.2) == []
    assert state(con) == "missing"
    events = see(con, "gone", 8)
    assert [e.kind for e in events] == [EventKind.NOTICE_REMOVED]
    assert con.execute("SELECT state, misses FROM removed_notices").fetchall() == [("removed", 4)]


@pytest.mark.parametrize("outcome", [o.value for o in Outcome if o not in ("ok", "unchanged", "gone")])
def test_no_other_outcome_is_evidence_of_removal(con: Any, outcome: str) -> None:
    assert see(con, outcome, 1) == see(con, outcome, 9) == see(con, outcome, 30) == []
    assert state(con) == "live"


def test_the_same_404_looked_at_again_counts_once(con: Any) -> None:
    for _ in range(5):
        see(con, "gone", 1)
    assert con.execute("SELECT misses FROM notice_addresses").fetchone() == (1,)


def test_a_missing_notice_seen_again_is_restored_and_counts_anew(con: Any) -> None:
    see(con, "gone", 1)
    back = [(e.kind, e.payload["was"]) for e in see(con, "unchanged", 2)]
    assert back == [(EventKind.NOTICE_RESTORED, "missing")]
    assert [e.kind for e in see(con, "gone", 20)] == [EventKind.NOTICE_MISSING]
    assert con.execute("SELECT misses FROM notice_addresses").fetchone() == (1,)


def test_a_removed_notice_that_is_read_again_is_restored(con: Any) -> None:
    for day in (1, 2, 9):
        see(con, "gone", day)
    assert state(con) == "removed"
    events = ingest(con, [make_document(make_notice(), at=NOW + 12 * DAY)], now=NOW + 12 * DAY)
    assert [(e.kind, e.payload["was"]) for e in events] == [(EventKind.NOTICE_RESTORED, "removed")]
    assert state(con) == "live"


def test_a_notice_that_stands_at_another_address_is_neither_missing_nor_removed(con: Any) -> None:
    ingest(con, [make_document(make_notice(), OTHER_URL)], now=NOW)
    for day in (1, 2, 9):
        assert see(con, "gone", day) == []
    assert state(con) == "live"
    assert con.execute("SELECT url FROM current_notices").fetchone() == (OTHER_URL,)


def test_a_notice_gone_from_both_addresses_is_removed(con: Any) -> None:
    ingest(con, [make_document(make_notice(), OTHER_URL)], now=NOW)
    kinds = [e.kind for day in (1, 2, 9) for url in (URL, OTHER_URL) for e in see(con, "gone", day, url)]
    assert kinds == [EventKind.NOTICE_MISSING, EventKind.NOTICE_REMOVED]
