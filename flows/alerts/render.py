"""Events → letters, in the reader's language and the channel's form, within its size.

What a message can say depends on the event's payload, as `warehouse.payloads` makes it; any key may be
absent:

- every kind: `region`, `source` (its name), `publisher`, `title`, `url`, `published_on`, `uncertain` (alerts
  nobody), `page` {page_id, sha256, fetched_at}
- `notice.published`: `counts`, `figures`, `commitments` [{quote, due_on, due_strict, due_expression, path}]
- `notice.changed`: `changes` as `warehouse.changes.find_changes` gives them
- `notice.restored`: `was` (missing or removed)
- `notice.diverged`: `primary_url`, `changes`
- `notice.corrected`: `changes` from what was misread, `detail` (why), `retracts` (event ids)
- `commitment.*`: `quote`, `due_on`, `due_strict`, `due_expression`, `path`, `state`, `days_overdue` or
  `days_left`; fulfilled and extended: `evidence` (a quote) or `change` {old, new, old_quote, new_quote}, and
  where the evidence stands: `evidence_title`, `evidence_url`, `evidence_page` (as `page`); corrected:
  `change` {old, new} or `withdrawn` (dismissed or reopened), `detail`, `retracts`
- `source.*`: `reasons` (texts), `url`
- a summary instead of hundreds (any kind): `backlog`, a count of overdue commitments or {reason: first_poll |
  backfill | recovered | reparse, notices, commitments, overdue, due_soon, changed (counts)}, and `items`,
  one for each thing counted [{title, publisher, url, with kind, published_on and quotes (of its promises), or
  with quote, finding, due_on, due_strict, due_expression and days_overdue}]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.alerts.clean import cut_bytes, cut_text, flatten, for_markdown, for_text
from flows.alerts.digest import arrange
from flows.alerts.facts import Facts, dress, read_facts, say_time
from flows.alerts.letter import Form, Letter
from flows.alerts.links import index_link
from warehouse.model import Event

TEMPLATES = Path(__file__).parent / "templates"
COLOURS = {"commitment.overdue": "#cf222e", "commitment.due_soon": "#bf8700", "notice.removed": "#8250df"}


class Room(NamedTuple):
    """How much to say: characters a quote, promises, changes or summed up items an event, items a digest."""

    quote: int
    parts: int
    items: int


ROOMS = (
    Room(1200, 40, 400),
    Room(400, 12, 60),
    Room(200, 6, 20),
    Room(120, 3, 10),
    Room(60, 2, 6),
    Room(40, 1, 3),
)


@dataclass(frozen=True, slots=True)
class Style:
    """For whom and for what channel a letter is written. `limit` counts bytes of the body, 0 means none."""

    form: Form = Form.TEXT
    language: str = "zh"
    limit: int = 0
    base_url: str = ""
    mode: str = "at_once"


def render_events(events: Sequence[Event], style: Style, key: str, now: datetime) -> Letter:
    """One letter about one event, or a digest of many or none."""
    single = len(events) == 1 and style.mode == "at_once"
    everything = index_link(style.base_url)

    def fill(room: Room) -> Facts:
        facts = [
            _fewer(
                read_facts(e, now, base_url=style.base_url, language=style.language, quote=room.quote), room
            )
            for e in events
        ]
        if single:
            return facts[0]
        return arrange(facts, room.items, style.mode, now, style.language, everything)

    link = next((str(e.payload.get("url") or "") for e in events), "") if single else everything
    letter = _write("event" if single else "digest", "", fill, style, key, link)
    return replace(letter, data={"events": [_event_data(e) for e in events]})


def render_fragment(event: Event, base_url: str = "", language: str = "zh") -> tuple[str, str]:
    """The subject of an event's message and its words as a piece of HTML, for feeds."""
    facts = _fewer(read_facts(event, base_url=base_url, language=language, quote=ROOMS[0].quote), ROOMS[0])
    subject = cut_text(flatten(_call("event", "subject", dress(facts, flatten), language)), 200)
    form = _safe().get_template("forms/html.j2").module
    module = _safe().get_template(f"{language}/event.j2").module
    return subject, str(module.body(dress(facts, flatten), form))  # type: ignore[attr-defined]


def render_test(subscriber: str, channel: str, style: Style, now: datetime) -> Letter:
    """The marked message that `xuncha subscribers test` sends."""
    facts = {"subscriber": subscriber, "channel": channel, "at": say_time(now, style.language)}
    return _write("service", "test_", lambda _: facts, style, f"test-{now.timestamp():.0f}", "")


def render_dead(rows: Sequence[Mapping[str, Any]], style: Style, key: str) -> Letter:
    """The operator's report of alerts given up. Rows: subscriber, channel, count, error."""
    facts = {"count": sum(r["count"] for r in rows), "rows": [dict(r) for r in rows]}
    return _write("service", "dead_", lambda _: facts, style, key, "")


def _write(
    template: str, prefix: str, fill: Callable[[Room], Facts], style: Style, key: str, link: str
) -> Letter:
    clean = for_markdown if style.form is Form.MARKDOWN else for_text
    form = "markdown" if style.form is Form.MARKDOWN else "text"
    body = subject = ""
    for room in ROOMS:
        facts = dress(fill(room), clean)
        body = _call(template, f"{prefix}body", facts, style.language, form)
        if not style.limit or len(body.encode()) <= style.limit:
            break
    else:
        body = _cut_with_link(body, style.limit, link)
    subject = cut_text(
        flatten(_call(template, f"{prefix}subject", dress(fill(ROOMS[-1]), for_text), style.language)), 150
    )
    html = _html(template, prefix, fill(ROOMS[0]), style, subject) if style.form is Form.MAIL else ""
    return Letter(key, subject, body, html)


def _call(template: str, macro: str, facts: Facts, language: str, form: str | None = None) -> str:
    module = _plain().get_template(f"{language}/{template}.j2").module
    if form is None:
        return str(getattr(module, macro)(facts))
    words = getattr(module, macro)(facts, _plain().get_template(f"forms/{form}.j2").module)
    return _close_up(str(words))


def _html(template: str, prefix: str, facts: Facts, style: Style, subject: str) -> str:
    module = _safe().get_template(f"{style.language}/{template}.j2").module
    form = _safe().get_template("forms/html.j2").module
    body = getattr(module, f"{prefix}body")(dress(facts, flatten), form)
    language = "zh-CN" if style.language == "zh" else style.language
    return _safe().get_template("page.html.j2").render(body=body, subject=subject, language=language)


def _cut_with_link(body: str, limit: int, link: str) -> str:
    tail = f"\n{link}" if link and len(link.encode()) < limit // 2 else ""
    return cut_bytes(body, limit - len(tail.encode())) + tail


def _close_up(text: str) -> str:
    """No empty line at the ends, never two in a row."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line if line.strip() else "")
    return "\n".join(lines).strip("\n")


def _fewer(facts: Facts, room: Room) -> Facts:
    backlog = facts["backlog"]
    if backlog:
        items = backlog["items"][: room.parts]
        backlog = {**backlog, "items": items, "left": backlog["size"] - len(items)}
    return {
        **facts,
        "commitments": facts["commitments"][: room.parts],
        "changes": facts["changes"][: room.parts],
        "reasons": facts["reasons"][: room.parts],
        "backlog": backlog,
    }


def _event_data(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "kind": str(event.kind),
        "at": event.at.isoformat(),
        "source_id": event.source_id,
        "notice_id": event.notice_id,
        "commitment_id": event.commitment_id,
        "payload": event.payload,
    }


@lru_cache(maxsize=1)
def _plain() -> Environment:
    """For text and markdown, whose facts `dress` has made safe before a template sees them."""
    return _environment(autoescape=False)


@lru_cache(maxsize=1)
def _safe() -> Environment:
    """For HTML: everything that a template prints is escaped."""
    return _environment(autoescape=True)


def _environment(autoescape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701 text and markdown have their own escaping, in `dress`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["colour"] = lambda kind: COLOURS.get(str(kind), "#0969da")
    environment.filters["shown"] = lambda url: cut_text(str(url), 90)
    return environment
