"""Events as the warehouse makes them, written for the tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from warehouse.model import Event, EventKind

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # 10:00 in Asia/Shanghai, a Sunday
NOTICE: dict[str, Any] = {
    "title": "中共云州市水务局党组关于巡察整改进展情况的通报",
    "publisher": "云州市水务局",
    "region": "yunzhou",
    "source": "云州市政府网",
    "url": "https://swj.yunzhou.example/art/2026/3/2/art_1.html",
    "published_on": "2026-03-02",
    "page": {"page_id": "p-1", "sha256": "ab" * 32, "fetched_at": "2026-03-03T09:12:00+08:00"},
}
PROMISE: dict[str, Any] = {
    "quote": "2026年10月底前完成全部老旧管网排查。",
    "due_expression": "2026年10月底前",
    "due_on": "2026-10-31",
    "due_strict": "2026-10-01",
    "path": ["一", "（二）", "3"],
}


def make_event(number: int = 1, kind: EventKind = EventKind.NOTICE_PUBLISHED, **payload: Any) -> Event:
    silent = bool(payload.pop("silent", False))
    at = payload.pop("at", NOW)
    source = payload.pop("source_id", "yz-water")
    return Event(f"e-{number:05}", kind, at, source, f"n-{number}", silent=silent, payload=NOTICE | payload)


def overdue(number: int = 1, days: int = 22, **payload: Any) -> Event:
    due = {"due_on": (NOW.date() - timedelta(days=days)).isoformat(), "days_overdue": days}
    return make_event(number, EventKind.COMMITMENT_OVERDUE, **(PROMISE | due | payload))
