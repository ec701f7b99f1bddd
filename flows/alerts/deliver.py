"""Delivery: what is due goes out, lane beside lane, with the warehouse closed while anything is sent."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flows.alerts.channels import ChannelError, open_channel
from flows.alerts.channels.base import Channel
from flows.alerts.jobs import Desk, in_turn, make_jobs, merge_jobs, page_ids_of
from flows.alerts.journal import Journal, JournalBusyError
from flows.alerts.lanes import Job, Lane, run_lanes
from flows.alerts.limits import Pace
from flows.alerts.operator import DEAD, count_dead, plan_reports
from flows.alerts.schedule import next_digest
from flows.alerts.subscribers import Subscriber, Subscribers, load_subscribers
from flows.files import replace_file
from flows.settings import Settings
from warehouse import outbox
from warehouse.connect import exists, reading, writing
from warehouse.messages import digests_sent, drop_messages, list_messages, postpone_messages
from warehouse.model import Attempt, Message, MessageState
from warehouse.pages import load_page

CHUNK = 10_000
TIME_LIMIT = 240.0


@dataclass(slots=True)
class DeliveryReport:
    """What one pass did, in messages. `dead` counts those given up in this pass; `closed` says which channels
    rest until the next pass and why. `busy` means that another process is delivering.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0
    waiting: int = 0
    busy: bool = False
    closed: dict[str, str] = field(default_factory=dict)


def journal_path(warehouse: Path) -> Path:
    """Where the journal of deliveries stands, beside the warehouse."""
    return warehouse.with_name(f"{warehouse.stem}.deliveries.journal")


def deliver(settings: Settings, now: datetime, *, time_limit: float = TIME_LIMIT) -> DeliveryReport:
    """Send what is due at `now`, and record what became of it.

    Starts by folding what a killed pass left in its journal. `time_limit` is in seconds; what it leaves stays
    due. A message is sent at least once, and twice only where a kill came between the service's answer and
    the journal.

    Raises:
        ConfigError: the file of subscribers is wrong.
        WarehouseError: the warehouse can't be opened, or the journal can't be written.
    """
    subscribers = load_subscribers(settings.subscribers)
    report = DeliveryReport()
    if not exists(settings.warehouse):
        return report
    try:
        with Journal(journal_path(settings.local)) as journal:
            _fold(settings, journal, subscribers, now, report)
            _deliver_due(settings, journal, subscribers, now, time.monotonic() + time_limit, report)
    except JournalBusyError:
        report.busy = True
    return report


def _deliver_due(
    settings: Settings,
    journal: Journal,
    subscribers: Subscribers,
    now: datetime,
    deadline: float,
    report: DeliveryReport,
) -> None:
    paces = _load_paces(settings.local)
    channels: dict[str, Channel] = {}
    resting: set[str] = set()
    try:
        while time.monotonic() < deadline:
            messages, desk = _read_due(settings, subscribers, now, resting)
            if not messages:
                break
            journal.check_room()
            lanes = _make_lanes(messages, subscribers, channels, desk, paces, journal, report, resting)
            run_lanes(lanes, journal, now, max(deadline - time.monotonic(), 1.0))
            for lane in lanes:
                if lane.closed or lane.unsent:
                    resting |= {name for name, c in channels.items() if c.lane == lane.name}
                if lane.closed:
                    report.closed[_name_of(lane, channels)] = lane.closed
                report.waiting += sum(len(j.message_ids) for j in lane.unsent)
            _fold(settings, journal, subscribers, now, report)
    finally:
        for channel in channels.values():
            channel.close()
        _save_paces(settings.local, paces)


def _read_due(
    settings: Settings, subscribers: Subscribers, now: datetime, resting: set[str]
) -> tuple[list[Message], Desk]:
    """The next messages to send, with all that is needed to write them; the warehouse is closed again."""
    with reading(settings.warehouse) as con:
        due = [m for m in outbox.pending(con, now) if m.channel not in resting]
        unwanted = [m for m in due if _is_unwanted(m, subscribers)]
        due = [m for m in due if m not in unwanted] if unwanted else due
        held = _already_sent(con, due, subscribers, now)
        messages = [m for m in due if m not in held][:CHUNK]
        wanted = sorted({i for m in messages for i in m.event_ids})
        events = {e.event_id: e for e in outbox.events_by_id(con, wanted)}
        pages = {}
        if not settings.base_url:
            page_ids = sorted({i for e in events.values() for i in page_ids_of(e)})
            pages = {p.page_id: p for i in page_ids if (p := load_page(con, i))}
        dead = count_dead(list_messages(con, states=[MessageState.DEAD]))
    if held or unwanted:
        with writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
            drop_messages(con, unwanted)
            for message in held:
                person = subscribers.named(message.subscriber)
                assert person is not None
                postpone_messages(
                    con, [message], next_digest(person, message.not_before + timedelta(minutes=1))
                )
    return messages, Desk(now, settings.base_url, settings.archive, events, pages, dead)


def _is_unwanted(message: Message, subscribers: Subscribers) -> bool:
    """Whether this is the row of an empty digest whose reader asks for none any more."""
    if message.event_ids or message.message_id.startswith(DEAD):
        return False
    person = subscribers.named(message.subscriber)
    return person is not None and (person.mode == "at_once" or not person.empty_digest)


def _already_sent(
    con: object, due: Sequence[Message], subscribers: Subscribers, now: datetime
) -> list[Message]:
    """Rows of a digest that is out already: the clock went back, and a digest must not come twice."""
    rows = [
        m for m in due if (p := subscribers.named(m.subscriber)) and p.mode != "at_once" and not m.attempts
    ]
    if not rows:
        return []
    sent = digests_sent(con, {m.channel for m in rows}, now)
    return [m for m in rows if (m.subscriber, m.channel, m.not_before) in sent]


def _make_lanes(
    messages: Sequence[Message],
    subscribers: Subscribers,
    channels: dict[str, Channel],
    desk: Desk,
    paces: dict[str, Pace],
    journal: Journal,
    report: DeliveryReport,
    resting: set[str],
) -> list[Lane]:
    people = {p.name: p for p in subscribers.people}
    groups: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        groups.setdefault((message.subscriber, message.channel), []).append(message)
    by_lane: dict[str, list[Job]] = {}
    for (subscriber, name), group in groups.items():
        try:
            person = _person(people, subscriber)
            channel = channels.get(name) or open_channel(name, subscribers.secrets_file)
        except ChannelError as error:
            journal.append([Attempt(m.message_id, desk.now, False, str(error)) for m in group])
            report.closed[name] = str(error)
            continue
        channels[name] = channel
        by_lane.setdefault(channel.lane, []).extend(make_jobs(person, channel, group, desk))
    known = {m.message_id: m for m in messages}
    lanes = []
    for lane, jobs in by_lane.items():
        # The lane's name holds secrets; the file of paces must not.
        pace = paces.setdefault(
            hashlib.sha256(lane.encode()).hexdigest()[:24], Pace(jobs[0].channel.limits.windows)
        )
        pace.windows = jobs[0].channel.limits.windows
        crowded = len(jobs) > pace.room()
        lanes.append(Lane(lane, in_turn(merge_jobs(jobs, people, known, desk) if crowded else jobs), pace))
    return lanes


def _person(people: Mapping[str, Subscriber], name: str) -> Subscriber:
    if name not in people:
        raise ChannelError(
            f"{name}: no such subscriber any more; `xuncha alerts drop` gives their messages up"
        )
    return people[name]


def _name_of(lane: Lane, channels: Mapping[str, Channel]) -> str:
    return next((name for name, c in channels.items() if c.lane == lane.name), "?")


def _fold(
    settings: Settings, journal: Journal, subscribers: Subscribers, now: datetime, report: DeliveryReport
) -> None:
    """Put the journal's attempts into the warehouse, then empty it; folding twice changes nothing."""
    attempts = journal.read()
    if not attempts:
        return
    with writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        outbox.fold(con, attempts, now)
        failed = {a.message_id for a in attempts if not a.ok}
        dead = [
            m for m in list_messages(con, states=[MessageState.DEAD], limit=100_000) if m.message_id in failed
        ]
        if count_dead(dead):
            outbox.enqueue(con, plan_reports(subscribers.people, now))
    report.sent += sum(a.ok for a in attempts)
    report.failed += sum(not a.ok for a in attempts)
    report.dead += len(dead)
    journal.clear()


def _pace_path(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.stem}.pace.json")


def _load_paces(warehouse: Path) -> dict[str, Pace]:
    """The sending times of the last minute, by lane; a lost file only costs a service's "too fast"."""
    try:
        rows = json.loads(_pace_path(warehouse).read_text("utf-8"))
        return {lane: Pace([(n, s) for n, s in row["windows"]], row["sent"]) for lane, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _save_paces(warehouse: Path, paces: Mapping[str, Pace]) -> None:
    rows = {lane: {"windows": p.windows, "sent": list(p.sent)} for lane, p in paces.items() if p.sent}
    replace_file(_pace_path(warehouse), json.dumps(rows).encode())
