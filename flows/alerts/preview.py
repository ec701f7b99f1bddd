"""What a subscriber would have been sent, without sending anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.alerts.letter import Form, Letter
from flows.alerts.plan import narrow, plan_messages
from flows.alerts.render import Style, render_events
from flows.alerts.schedule import SHANGHAI
from flows.alerts.subscribers import Subscriber
from warehouse.model import Event


def preview_letters(
    person: Subscriber, events: Sequence[Event], form: Form, base_url: str = ""
) -> list[tuple[datetime, Letter]]:
    """The letters about past events, each with the time at which it would have been due, in order."""
    by_id = {e.event_id: narrow(person.filters, e) for e in events}
    due: dict[datetime, list[Event]] = {}
    for moment in sorted({e.at for e in events}):
        found = [e for e in events if e.at == moment]
        for message in plan_messages(found, [person], moment):
            if message.channel == person.channels[0] and message.event_ids:
                due.setdefault(message.not_before, []).append(by_id[message.event_ids[0]])
    letters = []
    for moment, told in sorted(due.items()):
        mode = (
            person.mode
            if person.mode != "at_once"
            else "merged"
            if len(told) > person.merge_over
            else "at_once"
        )
        style = Style(form, person.language, 0, base_url, mode)
        groups = [told] if mode != "at_once" else [[e] for e in told]
        letters += [(moment.astimezone(SHANGHAI), render_events(g, style, "", moment)) for g in groups]
    return letters
