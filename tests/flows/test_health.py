"""A source's health: what is told at once, what may pass, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from flows.collect import Harvest, ListRead
from flows.health import find_breaches, find_returned, judge
from scrapers.model import Outcome
from scrapers.source import Assertions, Source, SourceList
from warehouse.model import EventKind, ListState
from warehouse.standing import Standing
from warehouse.unread import Look

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
URL = "http://site.example/list.html"
SOURCE = Source("s", "A source", "somewhere", (SourceList(URL),))


def harvest(outcome: Outcome = Outcome.OK, rows: int = 10, **facts: object) -> Harvest:
    source = replace(SOURCE, assertions=facts.pop("assertions", Assertions()))  # type: ignore[arg-type]
    return Harvest(source, lists=[ListRead(URL, outcome, rows=rows, **facts)])  # type: ignore[arg-type]


def state(rows: int = 10, failures: int = 0, last_ok: datetime = NOW - timedelta(hours=6)) -> ListState:
    return ListState(URL, "s", last_polled_at=last_ok, last_ok_at=last_ok, rows_seen=rows, failures=failures)


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.UNCHANGED])
def test_a_good_answer_breaches_nothing(outcome: Outcome) -> None:
    assert find_breaches(harvest(outcome), {URL: state()}, [], NOW) == []


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.CHALLENGE, Outcome.ROBOTS_DENIED])
def test_a_refusal_is_told_at_once_as_blocked(outcome: Outcome) -> None:
    (breach,) = find_breaches(harvest(outcome, rows=0), {URL: state()}, [], NOW)
    assert (breach.kind, breach.told) == (EventKind.SOURCE_BLOCKED, True)


def test_a_time_out_is_told_only_when_the_next_poll_fails_too() -> None:
    first = find_breaches(harvest(Outcome.TIMEOUT, rows=0), {URL: state(failures=0)}, [], NOW)
    second = find_breaches(harvest(Outcome.TIMEOUT, rows=0), {URL: state(failures=1)}, [], NOW)
    assert [b.told for b in first + second] == [False, True]


def test_a_list_that_shrinks_against_its_own_past_is_news() -> None:
    (breach,) = find_breaches(harvest(rows=3), {URL: state(rows=20)}, [], NOW)
    assert breach.kind is EventKind.SOURCE_FAILING
    assert "from 20 rows to 3" in breach.message


def test_an_empty_list_breaks_the_minimum() -> None:
    (breach,) = find_breaches(harvest(rows=0), {}, [], NOW)
    assert "0 rows" in breach.message


def test_an_old_newest_row_and_undated_rows_are_breaches() -> None:
    rules = Assertions(newest_days=30, dated_share=0.9)
    found = find_breaches(harvest(rows=10, dated=5, newest=date(2025, 1, 1), assertions=rules), {}, [], NOW)
    assert [b.message.split(": ")[1][:9] for b in found] == ["5 of 10 r", "the newes"]


def test_a_long_outage_is_stale() -> None:
    past = state(failures=4, last_ok=NOW - timedelta(days=5))
    kinds = {b.kind for b in find_breaches(harvest(Outcome.CONNECT_ERROR, rows=0), {URL: past}, [], NOW)}
    assert kinds == {EventKind.SOURCE_FAILING, EventKind.SOURCE_STALE}


def look(outcome: str, misses: int = 1, at: datetime = NOW, page: int = 1) -> Look:
    return Look("s", f"http://site.example/{page}.html", at, Outcome(outcome), "", misses)


def judge_looks(*looks: Look) -> list[tuple[EventKind, bool]]:
    return [(b.kind, b.told) for b in find_breaches(harvest(), {URL: state()}, looks, NOW)]


def test_pages_that_are_refused_or_fail_behind_a_good_list_are_told() -> None:
    blocked = [look("challenge", page=n) for n in range(3)]
    assert judge_looks(*blocked) == [(EventKind.SOURCE_BLOCKED, True)]
    assert judge_looks(*[look("gone", page=n) for n in range(3)]) == [(EventKind.SOURCE_FAILING, True)]
    assert judge_looks(*blocked, *[look("ok", 0, page=n) for n in range(3, 6)]) != []
    assert judge_looks(*blocked, *[look("ok", 0, page=n) for n in range(3, 7)]) == []


def test_one_page_that_fails_is_told_when_it_fails_again_unless_it_is_about_its_address_alone() -> None:
    assert judge_looks(look("http_error")) == [(EventKind.SOURCE_FAILING, False)]
    assert judge_looks(look("http_error", misses=2)) == [(EventKind.SOURCE_FAILING, True)]
    assert judge_looks(look("soft_404", misses=9), look("refused_address", misses=2, page=2)) == []


def test_pages_that_did_not_come_are_not_forgotten_by_a_poll_that_needs_none() -> None:
    before = [look("blocked", at=NOW - timedelta(days=1), page=n) for n in range(3)]
    assert judge_looks(*before) == [(EventKind.SOURCE_BLOCKED, False)]
    assert judge_looks(look("http_error", at=NOW - timedelta(days=1))) == []


def test_a_breach_is_one_event_a_day_and_its_end_is_one_event() -> None:
    bad, good = harvest(Outcome.BLOCKED, rows=0), harvest()
    breaches = find_breaches(bad, {URL: state()}, [], NOW)
    (first,) = judge(None, bad, breaches, NOW)
    (later,) = judge(None, bad, breaches, NOW + timedelta(hours=2))
    (next_day,) = judge(None, bad, breaches, NOW + timedelta(days=1))
    assert first.event_id == later.event_id != next_day.event_id
    (end,) = judge(Standing(EventKind.SOURCE_BLOCKED, NOW), good, [], NOW + timedelta(days=2))
    assert end.kind is EventKind.SOURCE_RECOVERED
    assert judge(Standing(EventKind.SOURCE_RECOVERED, NOW), good, [], NOW) == []
    assert judge(None, good, [], NOW) == []


@pytest.mark.parametrize(
    ("kind", "outcome", "returned"),
    [
        (EventKind.SOURCE_FAILING, Outcome.OK, True),
        (EventKind.SOURCE_BLOCKED, Outcome.OK, True),
        (EventKind.SOURCE_RECOVERED, Outcome.OK, False),
        (EventKind.SOURCE_BLOCKED, Outcome.CHALLENGE, False),
        (None, Outcome.OK, False),
    ],
)
def test_a_source_returns_with_its_first_good_answer(
    kind: EventKind | None, outcome: Outcome, returned: bool
) -> None:
    standings = {"s": Standing(kind, NOW)} if kind else {}
    assert find_returned(standings, [harvest(outcome)]) == ({"s"} if returned else set())
