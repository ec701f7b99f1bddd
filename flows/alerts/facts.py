"""What a message says of one event, read from its payload: absent keys are absent facts, never errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flows.alerts.changes import mark_words
from flows.alerts.clean import cut_text, flatten, safe_link
from flows.alerts.links import archived_link
from flows.alerts.schedule import SHANGHAI
from warehouse.model import Event

Facts = dict[str, Any]


def read_facts(event: Event, *, base_url: str = "", language: str = "zh", quote: int = 1200) -> Facts:
    """The facts of `event` as plain words; quotes are cut to `quote` characters at a sentence.

    The values still hold a page's words as they are: `dress` makes them safe for a form.
    """
    payload = event.payload
    page = payload.get("page") if isinstance(payload.get("page"), Mapping) else {}
    assert isinstance(page, Mapping)
    due_on, due_strict = _day(payload.get("due_on")), _day(payload.get("due_strict"))
    return {
        "event_id": event.event_id,
        "kind": str(event.kind),
        "at": say_time(event.at, language),
        "source": event.source_id,
        "source_name": _text(payload.get("source_name"), 80) or event.source_id,
        "publisher": _text(payload.get("publisher"), 80),
        "region": _text(payload.get("region"), 80),
        "title": _text(payload.get("title"), 160),
        "published": say_day(_day(payload.get("published_at")), language),
        "link": safe_link(payload.get("url")),
        "archived": archived_link(base_url, page),
        "captured": say_time(_time(page.get("captured_at") or page.get("fetched_at")), language),
        "sha256": flatten(str(page.get("sha256") or ""))[:64],
        "quote": _text(payload.get("quote"), quote),
        "evidence": _text(payload.get("evidence"), quote),
        "path": _path(payload.get("problem_path")),
        "due_expression": _text(payload.get("due_expression"), 60),
        "due": say_day(due_on, language),
        "due_strict": say_day(due_strict, language) if due_strict != due_on else "",
        "due_before": say_day(_day(payload.get("due_before")), language),
        "days": payload["days"] if isinstance(payload.get("days"), int) else None,
        "problems": _count(payload.get("problems")),
        "completed": _count(payload.get("completed")),
        "total": _count(payload.get("total")),
        "commitments": [
            _commitment(c, language, quote) for c in _rows(payload.get("commitments")) if not c.get("uncertain")
        ],
        "changes": [_change(c, quote) for c in _rows(payload.get("changes"))],
        "other_urls": [link for u in _list(payload.get("other_urls")) if (link := safe_link(u))],
        "detail": _text(payload.get("detail") or payload.get("outcome"), 300),
        "since": say_time(_time(payload.get("since")), language),
        "backlog": _backlog(payload.get("backlog"), language),
    }


def dress(value: Any, clean: Callable[[str], str]) -> Any:
    """`value` with every text that came from a page made safe by `clean`; links and marks stay as they are."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        mark, text = value
        return mark, clean(text)
    if isinstance(value, list):
        return [dress(v, clean) for v in value]
    if isinstance(value, dict):
        return {k: v if k in SAFE else dress(v, clean) for k, v in value.items()}
    return value


SAFE = {"link", "archived", "other_urls", "kind", "event_id"}


def say_day(day: date | None, language: str) -> str:
    """A day as readers write it."""
    if day is None:
        return ""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def say_time(moment: datetime | None, language: str) -> str:
    """A moment in Asia/Shanghai, to the minute."""
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment
    clock = f"{local.hour:02}:{local.minute:02}"
    return f"{say_day(local.date(), language)} {clock}" + ("" if language == "zh" else " (Shanghai)")


def _commitment(row: Mapping[str, Any], language: str, quote: int) -> Facts:
    due_on, strict = _day(row.get("due_on")), _day(row.get("due_strict"))
    return {
        "quote": _text(row.get("quote"), min(quote, 300)),
        "due": say_day(due_on, language),
        "due_strict": say_day(strict, language) if strict != due_on else "",
        "due_expression": _text(row.get("due_expression"), 60),
        "path": _path(row.get("problem_path")),
    }


def _change(row: Mapping[str, Any], quote: int) -> Facts:
    before, after = _text(row.get("before"), 1500), _text(row.get("after"), 1500)
    marks = mark_words(before, after) if before or after else []
    return {
        "kind": flatten(str(row.get("kind") or "wording")),
        "quote": _text(row.get("quote"), quote),
        "marks": [(mark, cut_text(text, quote)) for mark, text in marks],
    }


def _backlog(value: Any, language: str) -> Facts | None:
    if not isinstance(value, Mapping):
        return None
    rows = _rows(value.get("items") or (value.get("notices") if isinstance(value.get("notices"), list) else []))
    notices = value.get("notices")
    return {
        "reason": flatten(str(value.get("reason") or "first_poll")),
        "notices": len(notices) if isinstance(notices, list) else _count(notices),
        "commitments": _count(value.get("commitments")),
        "overdue": _count(value.get("overdue")),
        "due_soon": _count(value.get("due_soon")),
        "changed": _count(value.get("changed")),
        "items": [
            {
                "title": _text(r.get("title"), 120),
                "publisher": _text(r.get("publisher"), 60),
                "link": safe_link(r.get("url")),
                "published": say_day(_day(r.get("published_at")), language),
                "days": r.get("days") if isinstance(r.get("days"), int) else None,
                "due": say_day(_day(r.get("due_on")), language),
            }
            for r in rows
        ],
    }


def _text(value: Any, limit: int) -> str:
    if isinstance(value, Mapping):
        value = value.get("text") or value.get("quote")
    return cut_text(flatten(str(value)), limit) if value not in (None, "") else ""


def _path(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "".join(str(v) for v in value)
    return _text(value, 60)


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [r for r in _list(value) if isinstance(r, Mapping)]


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _count(value: Any) -> int | None:
    if isinstance(value, list | tuple):
        return len(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _day(value: Any) -> date | None:
    moment = _time(value)
    if moment is not None and moment.tzinfo is not None:
        return moment.astimezone(SHANGHAI).date()
    if moment is not None:
        return moment.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _time(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or len(value) < 16:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
