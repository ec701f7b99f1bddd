"""Send a retraction to exactly those who were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.alerts.backlog import items_of
from flows.alerts.plan import message_key, narrow
from flows.alerts.schedule import due_time
from flows.alerts.subscribers import Subscribers
from warehouse import outbox
from warehouse.events import events_by_id, record_events
from warehouse.model import Event, Message
from warehouse.told import heard_by


def retract(con: Any, events: Sequence[Event], subscribers: Subscribers, now: datetime) -> int:
    """Record corrections and plan their messages; returns how many there are to be sent."""
    messages = [m for e in record_events(con, events) for m in plan_retraction(con, e, subscribers, now)]
    outbox.enqueue(con, messages)
    return len(messages)


def plan_retraction(con: Any, event: Event, subscribers: Subscribers, now: datetime) -> list[Message]:
    """One message a subscriber and channel that any retracted event went to, whatever their filters say now.

    Subscribers and channels that are no longer configured get none, and neither do those to whom a summary
    did not name the notice.
    """
    people = {person.name: person for person in subscribers.people}
    told = {
        (name, channel)
        for said in events_by_id(con, event.payload["retracts"])
        for name, channel in heard_by(con, [said.event_id])
        if name in people and channel in people[name].channels
        if _names(narrow(people[name].filters, said), event.payload["url"])
    }
    messages = []
    for name, channel in sorted(told):
        key = message_key(event.event_id, name, channel)
        due = due_time(people[name], now)
        messages.append(Message(f"m-{key[:24]}", key, name, channel, (event.event_id,), now, due))
    return messages


def _names(event: Event, url: str) -> bool:
    """Whether an event told of the notice at an address: a summary does in its items alone."""
    items = items_of(event)
    return not items or any(item.get("url") == url for item in items)
