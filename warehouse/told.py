"""What subscribers were told, and by which events: asked when a value turns out to have been misread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.corrections import as_text
from warehouse.events import events_by_id
from warehouse.model import Event
from warehouse.write import as_json

Row = Mapping[str, Any]
# What a message says of the notice itself.
SAID = ("title", "publisher", "published_on")


@dataclass(frozen=True, slots=True)
class Misread:
    """A value as it was told, with what names it. `subject` and `field` are those of a correction.

    The subject may also be promise: `was` is then its wrong day, or None for all that was said of it.
    """

    subject: str
    field: str
    was: str | None
    path: tuple[str, ...] = ()
    finding: str = ""
    commitment_id: str = ""
    quote: str = ""


def find_told(con: Any, notice: Row, misread: Misread) -> list[Event]:
    """The events that told of a notice (notice_id, source_id, url) with a misread value, oldest first.

    Silent ones told nobody and are left out; summaries of a source that name the notice are among them.
    """
    ids = con.execute(
        """
        SELECT event_id FROM events
        WHERE NOT silent AND (notice_id = $notice OR (
            notice_id IS NULL AND source_id = $source AND contains(payload::VARCHAR, $url)))
        """,
        {"notice": notice["notice_id"], "source": notice["source_id"], "url": notice["url"]},
    ).fetchall()
    carries = CARRIES[misread.subject]
    return [
        event
        for event in events_by_id(con, [event_id for (event_id,) in ids])
        if carries(event, misread, notice["url"])
    ]


def heard_by(con: Any, event_ids: Sequence[str]) -> list[tuple[str, str]]:
    """The (subscriber, channel) pairs that messages with any of these events were planned for."""
    rows = con.execute(
        """
        SELECT DISTINCT m.subscriber, m.channel FROM messages m, unnest(m.event_ids) AS u(event_id)
        WHERE u.event_id IN (SELECT unnest(from_json(?, '["VARCHAR"]'))) AND m.state <> 'dropped'
        ORDER BY 1, 2
        """,
        [as_json(event_ids)],
    ).fetchall()
    return [(subscriber, channel) for subscriber, channel in rows]


def _rows(event: Event, url: str) -> list[Row]:
    """What an event says of the notice at an address: its payload, or those items of a summary."""
    if event.notice_id:
        return [event.payload]
    return [item for item in event.payload.get("items") or () if item.get("url") == url]


def _changes(event: Event, kind: str) -> Iterator[Row]:
    return (c for c in event.payload.get("changes") or () if c.get("type") == kind)


def _notice_carries(event: Event, misread: Misread, url: str) -> bool:
    if misread.field not in SAID or misread.was is None:
        return False
    return any(as_text(row.get(misread.field)) == misread.was for row in _rows(event, url))


def _figure_carries(event: Event, misread: Misread, url: str) -> bool:
    if misread.was is None:
        return False
    told = [as_text((event.payload.get("figures") or {}).get(misread.field))]
    told += [as_text(c.get("new")) for c in _changes(event, "figure") if c.get("key") == misread.field]
    return misread.was in told


def _problem_carries(event: Event, misread: Misread, url: str) -> bool:
    if misread.field == "status":
        return any(
            c.get("new_status") == misread.was
            for c in _changes(event, "status")
            if c.get("finding") == misread.finding or tuple(c.get("path") or ()) == misread.path
        )
    if misread.was is None:
        return False
    told = [
        *_rows(event, url),
        *(event.payload.get("commitments") or ()),
        *(event.payload.get("changes") or ()),
    ]
    named = [
        c.get(side) for c in told for side in ("old", "new") if str(c.get("type")).startswith("problem_")
    ]
    named += [c.get("new") for c in _changes(event, "finding")]
    return misread.was in [*(row.get("finding") for row in told), *named]


def _contact_carries(event: Event, misread: Misread, url: str) -> bool:
    return any(misread.was in str(c.get("new")).split("、") for c in _changes(event, "contact"))


def _promise_carries(event: Event, misread: Misread, url: str) -> bool:
    """Alerts on the promise itself, and messages that listed it among others."""
    kind, payload = event.kind, event.payload
    listed: list[tuple[Row, str]] = []
    if event.commitment_id == misread.commitment_id:
        listed.append((payload, "due_on"))
    elif kind == "notice.published" and event.notice_id:
        listed += [(row, "due_on") for row in payload.get("commitments") or ()]
    elif kind == "notice.changed":
        listed += [(row, "new") for row in payload.get("changes") or ()]
    found = [
        (row, key)
        for row, key in listed
        if row.get("commitment_id") == misread.commitment_id and not row.get("uncertain")
    ]
    if not event.notice_id:
        found += [(row, "due_on") for row in _rows(event, url) if row.get("quote") == misread.quote]
    return any(misread.was in (None, as_text(row.get(key))) for row, key in found)


CARRIES: dict[str, Callable[[Event, Misread, str], bool]] = {
    "notice": _notice_carries,
    "figure": _figure_carries,
    "problem": _problem_carries,
    "contact": _contact_carries,
    "promise": _promise_carries,
}
