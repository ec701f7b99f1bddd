"""Who hears of what, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flows.alerts.backlog import merge_recovered, summarise_silent
from flows.alerts.letter import Form
from flows.alerts.plan import narrow, plan_messages, wants
from flows.alerts.preview import preview_letters
from flows.alerts.schedule import due_time
from flows.alerts.subscribers import Filters, Subscriber
from tests.flows.alerts.events import NOW, PROMISE, make_event, overdue
from warehouse.model import EventKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
READER = Subscriber("甲", ("XUNCHA_A", "XUNCHA_B"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def test_one_message_an_event_subscriber_and_channel_with_ids_that_stay_the_same() -> None:
    events = [make_event(1), overdue(2)]
    first = plan_messages(events, [READER], NOW)
    later = plan_messages(events, [READER], NOW + timedelta(days=3))
    assert len(first) == len({m.key for m in first}) == 4
    assert [(m.key, m.message_id) for m in first] == [(m.key, m.message_id) for m in later]


@pytest.mark.parametrize("payload", [{"silent": True}, {"uncertain": True}])
def test_what_is_silent_or_doubtful_alerts_nobody(payload: dict[str, bool]) -> None:
    assert plan_messages([make_event(**payload)], [READER], NOW) == []


@pytest.mark.parametrize(
    ("filters", "heard"),
    [
        (Filters(), True),
        (Filters(kinds=frozenset({EventKind.NOTICE_CHANGED})), False),
        (Filters(regions=("yunzhou",)), True),
        (Filters(regions=("yun",)), True),
        (Filters(regions=("zhou",)), False),
        (Filters(publishers=("水务",)), True),
        (Filters(publishers=("教育",)), False),
        (Filters(sources=("yz-water",)), True),
        (Filters(sources=("other",)), False),
        (Filters(keywords=("管网",)), True),
        (Filters(keywords=("校外培训",)), False),
        (Filters(keywords=("yunzhou.example",)), False),
        (Filters(min_days_overdue=22), True),
        (Filters(min_days_overdue=23), False),
        (Filters(regions=("yunzhou",), publishers=("教育",)), False),
    ],
)
def test_every_filter_that_is_set_must_match(filters: Filters, heard: bool) -> None:
    assert wants(filters, overdue(days=22)) is heard


@pytest.mark.parametrize(
    ("region", "heard"),
    [
        ("广东省", True),
        ("广东", True),
        ("广州市", True),
        ("广东省/广州市", True),
        ("州市", False),
        ("广西", False),
        ("广东省/深圳市", False),
    ],
)
def test_a_region_is_named_by_its_levels_or_their_beginning(region: str, heard: bool) -> None:
    assert wants(Filters(regions=(region,)), make_event(region="广东省/广州市/天河区")) is heard


def test_who_heard_that_a_notice_was_gone_hears_that_it_is_back() -> None:
    missed = make_event(1, EventKind.NOTICE_RESTORED, was="missing")
    removed = make_event(2, EventKind.NOTICE_RESTORED, was="removed")
    operator = Filters(kinds=frozenset({EventKind.NOTICE_MISSING}))
    assert [wants(Filters(), e) for e in (missed, removed)] == [False, True]
    assert [wants(operator, e) for e in (missed, removed)] == [True, False]


def test_sources_alert_only_those_who_ask() -> None:
    blocked = make_event(1, EventKind.SOURCE_BLOCKED)
    assert not wants(Filters(), blocked)
    assert wants(Filters(kinds=frozenset({EventKind.SOURCE_BLOCKED})), blocked)


@pytest.mark.parametrize(
    ("mode", "now", "due"),
    [
        ("daily", "2026-11-22T07:59:59", "2026-11-22T08:00"),
        ("daily", "2026-11-22T08:00:00", "2026-11-22T08:00"),
        ("daily", "2026-11-22T08:00:01", "2026-11-23T08:00"),
        ("weekly", "2026-11-22T10:00:00", "2026-11-23T08:00"),
        ("weekly", "2026-11-23T08:00:01", "2026-11-30T08:00"),
    ],
)
def test_a_digest_is_due_at_its_hour_in_shanghai(mode: str, now: str, due: str) -> None:
    assert due_time(replace(READER, mode=mode), at(now)) == at(due)


@pytest.mark.parametrize(
    ("quiet", "now", "due"),
    [
        ((time(22), time(7, 30)), "2026-11-22T23:00:00", "2026-11-23T07:30"),
        ((time(22), time(7, 30)), "2026-11-23T03:00:00", "2026-11-23T07:30"),
        ((time(22), time(7, 30)), "2026-11-23T07:30:00", "2026-11-23T07:30"),
        ((time(12), time(14)), "2026-11-23T12:00:00", "2026-11-23T14:00"),
        ((time(12), time(14)), "2026-11-23T11:59:00", "2026-11-23T11:59"),
    ],
)
def test_quiet_hours_hold_a_message_until_they_end(quiet: tuple[time, time], now: str, due: str) -> None:
    assert due_time(replace(READER, quiet=quiet), at(now)) == at(due)


def test_an_empty_digest_is_planned_once_a_period_and_only_where_asked() -> None:
    asked = replace(READER, mode="daily", empty_digest=True)
    assert plan_messages([], [replace(asked, empty_digest=False)], NOW) == []
    morning = plan_messages([], [asked], NOW)
    evening = plan_messages([], [asked], NOW + timedelta(hours=9))
    assert [m.key for m in morning] == [m.key for m in evening]
    assert [m.event_ids for m in morning] == [(), ()]


def test_a_first_poll_is_one_summary_a_source() -> None:
    events = [make_event(n, silent=True, title=f"通报{n}", source_id=f"s{n % 2}") for n in range(300)]
    summaries = summarise_silent([*events, make_event(900)], NOW)
    assert [s.payload["backlog"]["notices"] for s in summaries] == [150, 150]
    assert summaries == summarise_silent(events, NOW)
    assert len(plan_messages([*events, *summaries], [READER], NOW)) == 2 * len(READER.channels)


def test_a_preview_is_what_would_have_been_sent() -> None:
    events = [make_event(n, at=NOW + timedelta(days=n // 3), title=f"通报{n}") for n in range(6)]
    assert len(preview_letters(READER, events, Form.TEXT)) == 6
    digests = preview_letters(replace(READER, mode="daily"), events, Form.TEXT)
    assert [f"{due:%d %H:%M}" for due, _ in digests] == ["23 08:00", "24 08:00"]


def test_a_restored_outage_sends_a_summary_not_hundreds() -> None:
    held = [make_event(n) for n in range(6)]
    others = [make_event(20, source_id="other"), make_event(21, EventKind.NOTICE_CHANGED)]
    events = merge_recovered([*held, *others], {"yz-water"}, NOW)
    assert {e.event_id for e in events if e.silent} == {e.event_id for e in held}
    (summary,) = [e for e in events if not e.silent and e not in others]
    assert summary.payload["backlog"] == {"reason": "recovered", "notices": 6, "commitments": 0}
    assert len(plan_messages(events, [replace(READER, channels=("XUNCHA_A",))], NOW)) == 3
    assert merge_recovered(held[:5], {"yz-water"}, NOW) == held[:5]
    assert merge_recovered(held, set(), NOW) == held


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(), ["通报0", "通报1", "通报2"]),
        (Filters(publishers=("教育",)), ["通报1"]),
        (Filters(keywords=("老旧管网",)), ["通报2"]),
        (Filters(publishers=("水务",), keywords=("老旧管网",)), ["通报2"]),
        (Filters(publishers=("城管",)), []),
        (Filters(regions=("other",)), []),
    ],
)
def test_of_a_summary_each_reader_is_told_what_the_filters_let_through(
    filters: Filters, titles: list[str]
) -> None:
    publishers = ("云州市水务局", "云州市教育局", "云州市水务局")
    promises: tuple[list[dict[str, Any]], ...] = ([], [], [PROMISE])
    events = [
        make_event(n, silent=True, title=f"通报{n}", publisher=publisher, commitments=promised)
        for n, (publisher, promised) in enumerate(zip(publishers, promises, strict=True))
    ]
    (summary,) = summarise_silent(events, NOW)
    assert wants(filters, summary) is bool(titles)
    if titles:
        told = narrow(filters, summary).payload
        assert [item["title"] for item in told["items"]] == titles
        counts = {"notices": len(titles), "commitments": "通报2" in titles}
        assert told["backlog"] == {"reason": "first_poll", **counts}


def test_of_overdue_promises_summed_up_those_late_enough_are_told() -> None:
    items = [{"title": f"通报{days}", "publisher": "云州市城管局", "days_overdue": days} for days in (40, 4)]
    summary = make_event(1, EventKind.COMMITMENT_OVERDUE, publisher=None, backlog=2, items=items)
    told = narrow(Filters(min_days_overdue=30), summary).payload
    assert (told["backlog"], [i["title"] for i in told["items"]]) == (1, ["通报40"])
    assert wants(Filters(publishers=("城管",)), summary)
    assert not wants(Filters(min_days_overdue=41), summary)


def test_a_summary_planned_for_other_filters_is_told_whole() -> None:
    (summary,) = summarise_silent([make_event(n, silent=True) for n in range(3)], NOW)
    assert narrow(Filters(publishers=("城管",)), summary) == summary
