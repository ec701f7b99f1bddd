"""Send a retraction to exactly those who were told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from flows.alerts.plan import message_key
from flows.alerts.schedule import due_time
from flows.alerts.subscribers import load_subscribers
from warehouse.correct import heard_by
from warehouse.model import Event, Message


def plan_retraction(con: Any, event: Event, subscribers: Path, now: datetime) -> list[Message]:
    """One message a subscriber and channel that any retracted event went to, whatever their filters say now.

    Subscribers and channels that are no longer configured get none.
    """
    people = {person.name: person for person in load_subscribers(subscribers).people}
    messages = []
    for name, channel in heard_by(con, event.payload["retracts"]):
        person = people.get(name)
        if person is None or channel not in person.channels:
            continue
        key = message_key(event.event_id, name, channel)
        due = due_time(person, now)
        messages.append(Message(f"m-{key[:24]}", key, name, channel, (event.event_id,), now, due))
    return messages
