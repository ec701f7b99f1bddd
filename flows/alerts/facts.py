"""What a message says of one event, read from its payload: absent keys are absent facts, never errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flows.alerts.changes import mark_words
from flows.alerts.clean import cut_text, flatten, safe_link
from flows.alerts.finding import name_finding
from flows.alerts.links import archived_link
from flows.alerts.schedule import SHANGHAI
from warehouse.model import Event

Facts = dict[str, Any]


def read_facts(
    event: Event, now: datetime | None = None, *, base_url: str = "", language: str = "zh", quote: int = 1200
) -> Facts:
    """The facts of `event` as plain words; quotes are cut to `quote` characters at a sentence.

    Days left or overdue are those of `now`, or else of the event: a message may go out days after it.
    The values still hold a page's words as they are: `dress` makes them safe for a form.
    """
    payload = event.payload
    today = (now or event.at).astimezone(SHANGHAI).date()
    due_on, due_strict = _day(payload.get("due_on")), _day(payload.get("due_strict"))
    figures, counts, change = (_mapping(payload.get(k)) for k in ("figures", "counts", "change"))
    # The promise's own words say the day that it was made with, not one that was given to it later.
    is_moved = bool(change) or payload.get("state") == "extended"
    return {
        "event_id": event.event_id,
        "kind": str(event.kind),
        "at": say_time(event.at, language),
        "source_name": _text(payload.get("source") or payload.get("source_name"), 80) or event.source_id,
        "publisher": _text(payload.get("publisher"), 80),
        "named": _named(payload, event.source_id),
        "title": _text(payload.get("title"), 160),
        "published": say_day(_day(payload.get("published_on")), language),
        "link": safe_link(payload.get("url")),
        **_copy(payload.get("page"), base_url, language),
        "quote": _text(payload.get("quote"), quote),
        "finding": name_finding(payload),
        "evidence": _text(payload.get("evidence") or change.get("new_quote"), quote),
        "proof": _proof(payload, base_url, language),
        "path": _path(payload.get("path")),
        "due_expression": "" if is_moved else _text(payload.get("due_expression"), 60),
        "due": say_day(due_on, language),
        "due_strict": say_day(due_strict, language) if due_strict != due_on else "",
        "due_before": say_day(_day(change.get("old")), language),
        "days": _days(payload, today),
        "problems": _count(counts.get("problems")),
        "completed": _count(figures.get("completed")),
        "total": _count(figures.get("detailed_problems") or figures.get("problems")),
        "commitments": [
            _commitment(c, language, quote)
            for c in _rows(payload.get("commitments"))
            if not c.get("uncertain")
        ],
        "changes": _changes(payload.get("changes"), language, quote),
        "primary": safe_link(payload.get("primary_url")),
        "detail": _text(payload.get("detail"), 300),
        "withdrawn": _text(payload.get("withdrawn"), 20),
        "reasons": [_text(reason, 300) for reason in _list(payload.get("reasons"))],
        "backlog": _backlog(event, today, language),
    }


def dress(value: Any, clean: Callable[[str], str]) -> Any:
    """`value` with every text that came from a page made safe by `clean`; links and marks stay."""
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


LONGEST = 1500
SUMMED = ("notices", "changed", "overdue", "due_soon")
REASONS = {"first_poll", "backfill", "recovered", "reparse"}
PROMISED = {"deadline", "commitment_added", "commitment_removed"}
WORDED = {"wording", "title", "problem_added", "problem_removed"}
SAFE = {"link", "archived", "primary", "kind", "reason", "event_id", "name", "mode", "withdrawn"}


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


def _named(payload: Mapping[str, Any], source_id: str) -> str:
    """Whom a subject names before the title: the publisher, unless the title begins with it."""
    source = _text(payload.get("source") or payload.get("source_name"), 80) or source_id
    publisher, title = _text(payload.get("publisher"), 80), _text(payload.get("title"), 160)
    begins = bool(publisher) and title.removeprefix("中共").startswith(publisher.removeprefix("中共"))
    return "" if begins else publisher or source


def _copy(page: Any, base_url: str, language: str) -> Facts:
    """An archived copy: its address where it is published, time of capture and digest."""
    page = _mapping(page)
    return {
        "archived": archived_link(base_url, page),
        "captured": say_time(_time(page.get("fetched_at")), language),
        "sha256": flatten(str(page.get("sha256") or ""))[:64],
    }


def _proof(payload: Mapping[str, Any], base_url: str, language: str) -> Facts | None:
    """The other page that the evidence stands in; nothing where that is the notice's own."""
    link = safe_link(payload.get("evidence_url"))
    if not link or link == safe_link(payload.get("url")):
        return None
    title = _text(payload.get("evidence_title"), 160)
    return {"title": title, "link": link, **_copy(payload.get("evidence_page"), base_url, language)}


def _commitment(row: Mapping[str, Any], language: str, quote: int) -> Facts:
    due_on, strict = _day(row.get("due_on")), _day(row.get("due_strict"))
    return {
        "quote": _text(row.get("quote"), min(quote, 300)),
        "finding": name_finding(row),
        "due": say_day(due_on, language),
        "due_strict": say_day(strict, language) if strict != due_on else "",
        "due_expression": _text(row.get("due_expression"), 60),
        "path": _path(row.get("path")),
    }


def _changes(value: Any, language: str, quote: int) -> list[Facts]:
    """Typed changes first; a change of wording that only repeats the sentence of a typed one is left out."""
    rows = [c for c in _rows(value) if not c.get("uncertain")]
    changes = [_change(c, language, quote) for c in rows]
    told = {t for c in rows if c.get("type") == "deadline" and (t := _text(c.get("new_quote"), LONGEST))}
    return [
        c
        for c, row in zip(changes, rows, strict=True)
        if not (c["kind"] == "wording" and any(t in _text(row.get("new"), LONGEST) for t in told))
    ]


def _change(row: Mapping[str, Any], language: str, quote: int) -> Facts:
    kind = flatten(str(row.get("type") or "wording"))
    before, after = row.get("old"), row.get("new")
    quotes = _text(row.get("old_quote"), LONGEST), _text(row.get("new_quote"), LONGEST)
    if kind in PROMISED or kind == "published_on":
        before, after = say_day(_day(before), language), say_day(_day(after), language)
    about = row.get("finding") or row.get("key") or row.get("kind")
    if kind in PROMISED:
        about = name_finding({**row, "quote": row.get("new_quote") or row.get("old_quote")})
    before, after = _text(before, LONGEST), _text(after, LONGEST)
    if kind in WORDED:
        quotes, before, after = (before, after), "", ""
    return {
        "kind": kind,
        "about": _text(about, min(quote, 120)),
        "before": cut_text(before, quote),
        "after": cut_text(after, quote),
        "marks": [(mark, cut_text(text, quote)) for mark, text in mark_words(*quotes)] if any(quotes) else [],
        "more": _count(row.get("more")),
    }


def _backlog(event: Event, today: date, language: str) -> Facts | None:
    """The counts of a summary; a bare number counts commitments that were overdue before the first poll.

    `size` counts the things summed up.
    """
    payload = event.payload
    value = payload.get("backlog")
    if not value or isinstance(value, bool):
        return None
    counts = {"overdue": value} if isinstance(value, int) else _mapping(value)
    rows = _rows(payload.get("items"))
    size = max(sum(_count(counts.get(key)) or 0 for key in SUMMED), len(rows))
    return {
        "reason": str(counts.get("reason")) if counts.get("reason") in REASONS else "first_poll",
        **{key: _count(counts.get(key)) for key in (*SUMMED, "commitments")},
        "size": size,
        "items": [
            {
                "title": _text(r.get("title"), 120),
                "named": _named(r, ""),
                "link": safe_link(r.get("url")),
                "published": say_day(_day(r.get("published_on")), language),
                "quote": _text(r.get("quote"), 120),
                "finding": name_finding(r),
                "days": _days(r, today),
                "kind": str(r.get("kind") or event.kind),
            }
            for r in rows
        ],
    }


def _days(row: Mapping[str, Any], today: date) -> int | None:
    """Days overdue, or days left as a negative number: to the strict day, once it has passed to the other."""
    due_on, strict = _day(row.get("due_on")), _day(row.get("due_strict"))
    if due_on is None:
        return None
    return (today - (strict if strict and strict >= today else due_on)).days


def _text(value: Any, limit: int) -> str:
    if isinstance(value, Mapping):
        value = value.get("text") or value.get("quote")
    return cut_text(flatten(str(value)), limit) if value not in (None, "") else ""


def _path(value: Any) -> str:
    if isinstance(value, list | tuple):
        value = "".join(str(v) for v in value)
    return _text(value, 60)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


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
