"""Feeds for readers' own programs: Atom for notices and edits, iCalendar for due days."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from flows.alerts.clean import cut_text, flatten, safe_link
from flows.alerts.facts import say_day
from flows.alerts.render import render_fragment
from flows.files import replace_file
from flows.settings import Settings
from warehouse.connect import reading
from warehouse.feed_rows import due_days, latest_edits, latest_notices
from warehouse.model import Event

ENTRIES = 100
READ = 2_000
ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
NOTICES, EDITS, DUE = "notices.atom", "edits.atom", "due.ics"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One folder of feeds: everything, one region's or one publisher's."""

    path: str
    name: str
    notices: Sequence[Event]
    edits: Sequence[Event]
    due: Sequence[dict[str, Any]]


def write_feeds(settings: Settings, folder: Path) -> list[Path]:
    """Write the feeds of what stands in the warehouse into `folder`, and return the files that changed.

    A file is replaced at once and only where its content differs, so that a web server's dates tell the
    truth. An edit is an entry of its own: readers ignore changed entries with the same id.

    Raises:
        WarehouseError: there is no warehouse to read.
    """
    with reading(settings.warehouse) as con:
        notices, edits, due = latest_notices(con, READ), latest_edits(con, READ), due_days(con)
    shelves = _make_shelves(notices, edits, due)
    changed = []
    for shelf in shelves:
        base = f"{settings.base_url.rstrip('/')}/{quote(shelf.path)}" if settings.base_url else ""
        files = {
            NOTICES: write_atom(
                f"{shelf.name}：整改通报", shelf.notices[:ENTRIES], settings.base_url, base + NOTICES
            ),
            EDITS: write_atom(
                f"{shelf.name}：修改与撤下", shelf.edits[:ENTRIES], settings.base_url, base + EDITS
            ),
            DUE: write_calendar(f"{shelf.name}：整改承诺到期日", shelf.due),
        }
        for name, data in files.items():
            path = folder / shelf.path / name
            if replace_file(path, data):
                changed.append(path)
    if replace_file(folder / "index.html", _write_index(shelves)):
        changed.append(folder / "index.html")
    return changed


def write_atom(title: str, events: Sequence[Event], base_url: str, address: str) -> bytes:
    """An Atom feed (RFC 4287) with an entry an event. `address` is where it will be served, if known."""
    feed = ElementTree.Element("feed", {"xmlns": ATOM, f"{{{XML}}}lang": "zh-CN"})
    _add(feed, "id", _uuid(f"feed {title}"))
    _add(feed, "title", title)
    newest = max((e.at for e in events), default=datetime.fromisoformat("2000-01-01T00:00:00+08:00"))
    _add(feed, "updated", newest.isoformat())
    _add(_add(feed, "author"), "name", "xuncha")
    if address.startswith("http"):
        _add(feed, "link", rel="self", href=safe_link(address), type="application/atom+xml")
    for event in events:
        _add_entry(feed, event, base_url)
    ElementTree.indent(feed)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def write_calendar(title: str, rows: Iterable[dict[str, Any]]) -> bytes:
    """An iCalendar file (RFC 5545) with an all-day event a promise, on its generous due day."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//xuncha//due days//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escape(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for row in rows:
        lines += _calendar_event(row)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _make_shelves(
    notices: Sequence[Event], edits: Sequence[Event], due: Sequence[dict[str, Any]]
) -> list[Shelf]:
    shelves = [Shelf("", "全部", notices, edits, due)]
    for key, place in (("region", "regions"), ("publisher", "publishers")):
        of_event, of_row = _reader(key), _row_reader(key)
        told, changed, promised = _split(notices, of_event), _split(edits, of_event), _split(due, of_row)
        for name in sorted({*told, *changed, *promised}):
            path = f"{place}/{_file_name(name)}/"
            shelves.append(
                Shelf(path, name, told.get(name, ()), changed.get(name, ()), promised.get(name, ()))
            )
    return shelves


def _reader(key: str) -> Callable[[Event], str]:
    return lambda event: flatten(str(event.payload.get(key) or ""))


def _row_reader(key: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: flatten(str(row.get(key) or ""))


def _split(items: Sequence[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        if name := key(item):
            groups.setdefault(name, []).append(item)
    return groups


def _file_name(name: str) -> str:
    """A folder name that any file system takes; two names never share one."""
    safe = re.sub(r"[^\w-]+", "-", name).strip("-")[:40]
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _add(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    element = ElementTree.SubElement(parent, tag, attributes)
    if text:
        element.text = text
    return element


def _add_entry(feed: Any, event: Event, base_url: str) -> None:
    subject, html = render_fragment(event, base_url)
    entry = _add(feed, "entry")
    _add(entry, "id", _uuid(event.event_id))
    _add(entry, "title", subject)
    _add(entry, "updated", event.at.isoformat())
    published = str(event.payload.get("published_on") or "")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", published[:10]):
        _add(entry, "published", f"{published[:10]}T00:00:00+08:00")
    if link := safe_link(event.payload.get("url")):
        _add(entry, "link", rel="alternate", href=link)
    _add(entry, "category", term=str(event.kind))
    content = _add(entry, "content", html)
    content.set("type", "html")


def _uuid(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'xuncha {name}')}"


def _calendar_event(row: dict[str, Any]) -> list[str]:
    due: date = row["due_on"]
    stamp = row["changed_at"].astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    publisher = flatten(str(row["publisher"] or ""))
    readings = f"最晚 {say_day(due, 'zh')}"
    if row["due_strict"] and row["due_strict"] != due:
        readings += f"，按最严的读法为 {say_day(row['due_strict'], 'zh')}"
    # The words say the day that the promise was made with, not a later one.
    words = "" if row["state"] == "extended" else flatten(str(row["due_expression"] or ""))
    about = [
        f"“{cut_text(flatten(str(row['quote'] or '')), 500)}”",
        f"时限：{words}（{readings}）" if words else f"时限：{readings}",
        f"通报：《{cut_text(flatten(str(row['title'] or '')), 160)}》",
    ]
    link = safe_link(row["url"])
    return [
        "BEGIN:VEVENT",
        f"UID:{row['commitment_id']}@xuncha",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(f'整改承诺到期：{publisher}')}",
        f"DESCRIPTION:{_escape(chr(10).join(about))}",
        *([f"URL:{link}"] if link else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    """Text as RFC 5545 (3.3.11) writes it."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Lines of at most 75 octets (RFC 5545, 3.1), folded between characters."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return "\r\n".join([*pieces, piece])


def _write_index(shelves: Sequence[Shelf]) -> bytes:
    rows = "".join(
        f"<li>{escape(s.name)}：<a href='{quote(s.path)}{NOTICES}'>通报</a> "
        f"<a href='{quote(s.path)}{EDITS}'>修改与撤下</a> <a href='{quote(s.path)}{DUE}'>到期日历</a></li>\n"
        for s in shelves
    )
    head = "<!doctype html>\n<html lang='zh-CN'><head><meta charset='utf-8'><title>订阅源</title></head>"
    return f"{head}\n<body><h1>订阅源</h1>\n<ul>\n{rows}</ul></body></html>\n".encode()
