"""Telling the operator of alerts that were given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from flows.alerts.plan import message_key
from flows.alerts.schedule import SHANGHAI
from flows.alerts.subscribers import Subscriber
from warehouse.model import Message

DEAD = "dead-"


class DeadRow(TypedDict):
    """How many messages of one subscriber and channel were given up, and the last words about them."""

    subscriber: str
    channel: str
    count: int
    error: str


def plan_reports(people: Iterable[Subscriber], now: datetime) -> list[Message]:
    """One report a day to each operator's channels; the same day's report planned twice is one message."""
    day = f"dead {now.astimezone(SHANGHAI):%Y-%m-%d}"
    return [
        Message(f"{DEAD}{key[:24]}", key, person.name, channel, (), now, now)
        for person in people
        if person.operator
        for channel in person.channels
        for key in [message_key(day, person.name, channel)]
    ]


def count_dead(messages: Sequence[Message]) -> list[DeadRow]:
    """Dead messages by subscriber and channel; reports about dead messages are not among them."""
    rows: dict[tuple[str, str], DeadRow] = {}
    for message in messages:
        if message.message_id.startswith(DEAD):
            continue
        row = rows.setdefault(
            (message.subscriber, message.channel),
            {
                "subscriber": message.subscriber,
                "channel": message.channel,
                "count": 0,
                "error": message.last_error,
            },
        )
        row["count"] += 1
    return list(rows.values())
