"""Feeds and calendars as programs that are not ours read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import icalendar
from hypothesis import given
from hypothesis import strategies as st

from flows.feeds import write_atom, write_calendar, write_feeds
from tests.flows.alerts.events import NOTICE, NOW, PROMISE, make_event
from tests.flows.alerts.post import Post
from warehouse.model import EventKind

HOSTILE = '<b>"&amp;</b>]]>\x00\x0b\u202e@all ' + "长" * 300


def row(**values: Any) -> dict[str, Any]:
    base = {k: NOTICE[k] for k in ("title", "publisher", "region", "url")}
    base |= {
        "commitment_id": "c-1",
        "due_on": date(2026, 10, 31),
        "due_strict": date(2026, 10, 1),
        "changed_at": NOW,
    }
    return (
        base
        | {"quote": PROMISE["quote"], "due_expression": PROMISE["due_expression"], "state": "open"}
        | values
    )


def test_an_atom_feed_is_read_by_a_feed_reader() -> None:
    events = [
        make_event(1),
        make_event(2, EventKind.NOTICE_CHANGED, title=HOSTILE, at=NOW + timedelta(hours=1)),
    ]
    feed = feedparser.parse(write_atom("全部", events, "", "https://x.example/notices.atom"))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [e.link for e in feed.entries] == [NOTICE["url"]] * 2
    assert len({e.id for e in feed.entries}) == 2
    assert feed.entries[0].published_parsed[:3] == (2026, 3, 1), "midnight in Shanghai"
    assert feed.feed.updated == (NOW + timedelta(hours=1)).isoformat()
    assert "<b>" not in feed.entries[1].content[0].value


def test_an_edit_is_an_entry_of_its_own() -> None:
    first = make_event(1, EventKind.NOTICE_CHANGED, version=2)
    second = make_event(2, EventKind.NOTICE_CHANGED, version=3)
    feed = feedparser.parse(write_atom("修改", [second, first], "", ""))
    assert feed.entries[0].id != feed.entries[1].id


def test_an_empty_feed_is_valid() -> None:
    assert not feedparser.parse(write_atom("空", [], "", "")).bozo


def test_a_calendar_is_read_by_a_calendar_program() -> None:
    data = write_calendar("到期日", [row(), row(commitment_id="c-2", quote=HOSTILE, url="javascript:x")])
    calendar = icalendar.Calendar.from_ical(data)
    first, second = calendar.walk("VEVENT")
    assert first.decoded("DTSTART") == date(2026, 10, 31)
    assert first.decoded("DTEND") == date(2026, 11, 1)
    assert "按最严的读法为 2026年10月1日" in str(first["DESCRIPTION"])
    assert str(first["UID"]) == "c-1@xuncha"
    assert "URL" not in second
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    data.decode()


def test_a_calendar_tells_no_new_day_as_what_the_old_words_say() -> None:
    day = date(2027, 3, 31)
    data = write_calendar("到期日", [row(state="extended", due_on=day, due_strict=day)])
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert "时限：最晚 2027年3月31日\n" in str(event["DESCRIPTION"])


@given(st.text(max_size=200))
def test_any_words_come_back_from_a_calendar(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    data = write_calendar("x", [row(publisher=text)])
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    from flows.alerts.clean import flatten

    assert str(event["SUMMARY"]) == f"整改承诺到期：{flatten(text)}"


def test_feeds_stand_overall_and_by_region_and_publisher_and_change_only_with_their_content(
    tmp_path: Path,
) -> None:
    post = Post(tmp_path / "in")
    post.subscribe("- {name: 甲, channels: [A]}")
    post.happen([make_event(1), make_event(2, publisher="云州市教育局/../x", region="other")], NOW)
    post.happen(
        [make_event(3, EventKind.NOTICE_CHANGED, at=datetime.fromisoformat("2026-11-22T12:00:00+08:00"))], NOW
    )
    folder = tmp_path / "out"
    changed = write_feeds(post.settings, folder)
    assert (folder / "regions" / "yunzhou" / "notices.atom").exists()
    assert (folder / "publishers" / "云州市水务局" / "due.ics").exists()
    assert all(folder in p.resolve().parents for p in changed)
    assert len(feedparser.parse((folder / "notices.atom").read_bytes()).entries) == 2
    assert len(feedparser.parse((folder / "edits.atom").read_bytes()).entries) == 1
    assert write_feeds(post.settings, folder) == []
