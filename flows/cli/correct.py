"""`xuncha correct`: mend a promise's days."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.times import NOW_HELP, parse_day, parse_now


def correct(
    context: typer.Context,
    some_id: Annotated[
        str, typer.Argument(help="The promise's commitment_id, or its beginning.", metavar="ID")
    ],
    due: Annotated[str, typer.Option(help="Last day on which it could be kept, generously read.")],
    reason: Annotated[str, typer.Option(help="Why, for the record and for those who were alerted.")],
    strict: Annotated[str | None, typer.Option(help="Last day on the strict reading, if another.")] = None,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Mend the days of a promise that the parser read wrong. The correction survives every reparse.

    Subscribers who were alerted on the wrong day get a message that takes it back. What is no promise at all
    is dismissed: `xuncha review dismiss ID --reason TEXT`.

    \b
    Examples:
      xuncha correct 3f2a91 --due 2026-06-30 --reason 原文为明年6月
    """
    from flows.retract import plan_retraction
    from warehouse import connect, outbox
    from warehouse.correct import correct_days
    from warehouse.events import record_events

    settings, moment = settings_of(context), parse_now(now)
    day, strict_day = parse_day(due), parse_day(strict) if strict else None
    planned = []
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        event = correct_days(con, some_id, due_on=day, due_strict=strict_day, reason=reason, now=moment)
        if event and record_events(con, [event]):
            planned = plan_retraction(con, event, settings.subscribers, moment)
            outbox.enqueue(con, planned)
    told = f"; {len(planned)} messages take back what was told" if planned else ""
    typer.echo(f"corrected {some_id}: due {day}{told}")
