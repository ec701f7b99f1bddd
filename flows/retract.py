"""Send a retraction to exactly those who were told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.alerts.plan import message_key
from flows.alerts.schedule import due_time
from flows.alerts.subscribers import Subscribers
from warehouse import outbox
from warehouse.events import record_events
from warehouse.model import Event, Message
from warehouse.told import heard_by


def retract(con: Any, events: Sequence[Event], subscribers: Subscribers, now: datetime) -> int:
    """Record corrections and plan their messages; returns how many there are to be sent."""
    messages = [m for e in record_events(con, events) for m in plan_retraction(con, e, subscribers, now)]
    outbox.enqueue(con, messages)
    return len(messages)


def plan_retraction(con: Any, event: Event, subscribers: Subscribers, now: datetime) -> list[Message]:
    """One message a subscriber and channel that any retracted event went to, whatever their filters say now.

    Subscribers and channels that are no longer configured get none.
    """
    people = {person.name: person for person in subscribers.people}
    messages = []
    for name, channel in heard_by(con, event.payload["retracts"]):
        person = people.get(name)
        if person is None or channel not in person.channels:
            continue
        key = message_key(event.event_id, name, channel)
        due = due_time(person, now)
        messages.append(Message(f"m-{key[:24]}", key, name, channel, (event.event_id,), now, due))
    return messages
