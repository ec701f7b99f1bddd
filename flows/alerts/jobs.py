"""Messages that are due → letters to write: digests and crowds joined, the rest one by one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from flows.alerts.backlog import items_of
from flows.alerts.channels.base import Channel
from flows.alerts.lanes import Job
from flows.alerts.letter import Attachment, Form, Letter
from flows.alerts.operator import DEAD, DeadRow
from flows.alerts.plan import narrow
from flows.alerts.render import Style, render_dead, render_events
from flows.alerts.subscribers import Filters, Subscriber
from warehouse.archive import read_body
from warehouse.errors import WarehouseError
from warehouse.model import Event, Message, Page

MOST_ATTACHED = 3
LONGEST_ATTACHED = 3_000_000
KEPT_LETTERS = 200


@dataclass(slots=True)
class Desk:
    """What letters are written from: the events of a pass, their pages, and letters written before."""

    now: datetime
    base_url: str
    archive: Path
    events: Mapping[str, Event]
    pages: Mapping[str, Page] = field(default_factory=dict)
    dead: Sequence[DeadRow] = ()
    _letters: OrderedDict[tuple[object, ...], Letter] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def write(self, event_ids: Sequence[str], key: str, style: Style, filters: Filters) -> Letter:
        """The letter about these events; one that was written before for another reader is used again.

        Readers share no summary unless their filters are the same.
        """
        events = [self.events[i] for i in dict.fromkeys(event_ids) if i in self.events]
        if event_ids and not events:
            raise LookupError(f"the events of this message are not in the warehouse: {', '.join(event_ids)}")
        summed = any(items_of(e) for e in events)
        known = (tuple(e.event_id for e in events), style, filters if summed else None)
        events = [narrow(filters, e) for e in events]
        with self._lock:
            letter = self._letters.get(known)
        if letter is None:
            letter = render_events(events, style, key, self.now)
            with self._lock:
                self._letters[known] = letter
                while len(self._letters) > KEPT_LETTERS:
                    self._letters.popitem(last=False)
        attachments = self._attach(events) if style.form is Form.MAIL and not self.base_url else ()
        return replace(letter, key=key, attachments=attachments)

    def _attach(self, events: Sequence[Event]) -> tuple[Attachment, ...]:
        """The archived bytes of the pages that a mail is about, as received: their hash stands in it."""
        attached: dict[str, Attachment] = {}
        for page_id in (i for event in events for i in page_ids_of(event)):
            page = self.pages.get(page_id)
            if page is None or page.sha256 in attached or len(attached) == MOST_ATTACHED:
                continue
            try:
                data = read_body(self.archive, page)
            except (WarehouseError, OSError):
                # `xuncha verify` is who reports a damaged archive; the alert must go out with the hash alone.
                continue
            if len(data) <= LONGEST_ATTACHED:
                kind = page.content_type.partition(";")[0].strip() or "application/octet-stream"
                name = f"archived-{page.sha256[:12]}{SUFFIXES.get(kind, '.bin')}"
                attached[page.sha256] = Attachment(name, kind, data)
        return tuple(attached.values())


SUFFIXES = {
    "text/html": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/json": ".json",
}


def page_ids_of(event: Event) -> list[str]:
    """The ids of the archived pages that an event rests on: the notice's, and that of its evidence."""
    pages = (event.payload.get(key) for key in ("page", "evidence_page"))
    return [str(page["page_id"]) for page in pages if isinstance(page, Mapping) and page.get("page_id")]


def make_jobs(person: Subscriber, channel: Channel, messages: Sequence[Message], desk: Desk) -> list[Job]:
    """The letters that one subscriber is due over one channel.

    A digest is one letter. At once, more than `merge_over` messages are one letter, and so are more than the
    service takes in a minute from now.
    """
    reports = [m for m in messages if m.message_id.startswith(DEAD)]
    plain = [m for m in messages if not m.message_id.startswith(DEAD)]
    jobs = [_report(person, channel, m, desk) for m in reports]
    if person.mode != "at_once" and plain:
        jobs.append(_job(person, channel, plain, desk, person.mode))
    elif len(plain) > person.merge_over:
        jobs.append(_job(person, channel, plain, desk, "merged"))
    else:
        jobs += [_job(person, channel, [m], desk, "at_once") for m in plain]
    return jobs


def merge_jobs(
    jobs: Sequence[Job], people: Mapping[str, Subscriber], messages: Mapping[str, Message], desk: Desk
) -> list[Job]:
    """Join each subscriber's letters of a lane into one, where its service would take no more now."""
    grouped: dict[tuple[str, int], list[Job]] = {}
    for job in jobs:
        grouped.setdefault((job.subscriber, id(job.channel)), []).append(job)
    merged = []
    for (name, _), group in grouped.items():
        reports = [j for j in group if j.message_ids[0].startswith(DEAD)]
        rows = [messages[i] for j in group if j not in reports for i in j.message_ids]
        if len(group) - len(reports) > 1:
            merged += [*reports, _job(people[name], group[0].channel, rows, desk, "merged")]
        else:
            merged += group
    return merged


def in_turn(jobs: Sequence[Job]) -> list[Job]:
    """Letters about the same events one after the other, so that one is written once for many readers."""
    rank: dict[tuple[str, ...], int] = {}
    return sorted(jobs, key=lambda j: rank.setdefault(j.event_ids, len(rank)))


def _job(person: Subscriber, channel: Channel, messages: Sequence[Message], desk: Desk, mode: str) -> Job:
    event_ids = [i for m in messages for i in m.event_ids]
    key = messages[0].key if len(messages) == 1 else f"{messages[0].key[:32]}+{len(messages)}"

    def write(to: Channel) -> Letter:
        style = Style(to.form, person.language, to.size, desk.base_url, mode)
        return desk.write(event_ids, key, style, person.filters)

    return Job(tuple(m.message_id for m in messages), channel, write, person.name, tuple(event_ids))


def _report(person: Subscriber, channel: Channel, message: Message, desk: Desk) -> Job:
    def write(to: Channel) -> Letter:
        return render_dead(desk.dead, Style(to.form, person.language, to.size), message.key)

    return Job((message.message_id,), channel, write, person.name)
