"""`xuncha alerts`: what went out, what waits, what was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain, form_of, print_json, print_rows
from flows.cli.times import NOW_HELP, parse_now

if TYPE_CHECKING:
    from warehouse.model import Message, MessageState

app = typer.Typer(context_settings={"help_option_names": ["-h", "--help"]})
COLUMNS = ("message", "subscriber", "channel", "state", "attempts", "not_before", "events", "last_error")
OPEN = "pending,failed,dead"


@app.callback(invoke_without_command=True)
def alerts(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="States to list, separated by commas, or 'all'.")] = OPEN,
    subscriber: Annotated[str | None, typer.Option(help="Only this subscriber's.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a message.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated values.")] = False,
) -> None:
    """List messages that wait, failed or were given up; `--state sent` or `all` lists others.

    \b
    Examples:
      xuncha alerts
      xuncha alerts --state dead --json
      xuncha alerts show m-3f2a
      xuncha alerts retry --all-dead
    """
    if context.invoked_subcommand is not None:
        return
    from warehouse.connect import exists, reading
    from warehouse.messages import list_messages

    states = _states(state)
    settings = settings_of(context)
    messages: list[Message] = []
    if exists(settings.warehouse):
        with reading(settings.warehouse) as con:
            messages = list_messages(con, states=states, subscriber=subscriber, limit=limit)
    rows = [
        (
            m.message_id,
            m.subscriber,
            m.channel,
            m.state.value,
            m.attempts,
            m.not_before,
            len(m.event_ids),
            m.last_error,
        )
        for m in messages
    ]
    print_rows(COLUMNS, rows, form_of(as_json, as_csv), empty="no such messages")


@app.command()
def show(
    context: typer.Context,
    message: Annotated[str, typer.Argument(help="A message's id, or its beginning.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of words.")] = False,
) -> None:
    """Show a message: its text as plain words, its events and every try to deliver it.

    \b
    Example:
      xuncha alerts show m-3f2a
    """
    from flows.alerts.letter import Form
    from flows.alerts.plan import narrow
    from flows.alerts.render import Style, render_events
    from flows.alerts.subscribers import load_subscribers
    from warehouse.connect import reading
    from warehouse.messages import list_attempts
    from warehouse.outbox import events_by_id

    settings = settings_of(context)
    found = _find(context, [message])[0]
    person = load_subscribers(settings.subscribers).named(found.subscriber)
    with reading(settings.warehouse) as con:
        events, attempts = events_by_id(con, found.event_ids), list_attempts(con, found.message_id)
    mode = person.mode if person else "at_once"
    style = Style(Form.TEXT, person.language if person else "zh", 0, settings.base_url, mode)
    if person:
        events = [narrow(person.filters, e) for e in events]
    letter = render_events(events, style, found.key, found.not_before)
    if as_json:
        tries = [{"at": a.at.isoformat(), "ok": a.ok, "detail": a.detail} for a in attempts]
        print_json(
            {"message": found.message_id, "subscriber": found.subscriber, "channel": found.channel}
            | {"state": found.state.value, "subject": letter.subject, "body": letter.body, "attempts": tries}
        )
        return
    typer.echo(f"{found.message_id}  {found.subscriber} over {found.channel}: {found.state.value}")
    for attempt in attempts:
        typer.echo(f"  {attempt.at:%Y-%m-%d %H:%M}  {'sent' if attempt.ok else attempt.detail}")
    typer.echo(f"\n{letter.subject}\n\n{letter.body}")


@app.command()
def retry(
    context: typer.Context,
    messages: Annotated[list[str] | None, typer.Argument(help="Ids, or their beginnings.")] = None,
    all_dead: Annotated[bool, typer.Option("--all-dead", help="All that were given up.")] = False,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Make failed, dead or dropped messages due again; the next run or sweep sends them.

    \b
    Examples:
      xuncha alerts retry m-3f2a m-77c0
      xuncha alerts retry --all-dead
    """
    from warehouse.connect import writing
    from warehouse.messages import retry_messages

    found = _find(context, messages or [], all_dead)
    moment = parse_now(now)
    with writing(settings_of(context).warehouse) as con:
        again = retry_messages(con, found, moment)
    typer.echo(f"{len(again)} of {len(found)} messages are due again")


@app.command()
def drop(
    context: typer.Context,
    messages: Annotated[list[str] | None, typer.Argument(help="Ids, or their beginnings.")] = None,
    all_dead: Annotated[bool, typer.Option("--all-dead", help="All that were given up.")] = False,
) -> None:
    """Give messages up for good.

    \b
    Example:
      xuncha alerts drop --all-dead
    """
    from warehouse.connect import writing
    from warehouse.messages import drop_messages

    found = _find(context, messages or [], all_dead)
    with writing(settings_of(context).warehouse) as con:
        dropped = drop_messages(con, found)
    typer.echo(f"{len(dropped)} of {len(found)} messages dropped")


@app.command()
def send(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Send what is due now, without polling. Exit code 1 says that some could not be sent.

    \b
    Example:
      xuncha alerts send
    """
    from flows.alerts.deliver import deliver

    report = deliver(settings_of(context), parse_now(now))
    if report.busy:
        complain("another process is delivering from this warehouse; nothing was sent here")
        raise typer.Exit(FAILED)
    typer.echo(
        f"{report.sent} sent, {report.failed} failed, {report.dead} given up, {report.waiting} waiting"
    )
    for channel, why in report.closed.items():
        complain(f"{channel}: {why}")
    if report.failed:
        raise typer.Exit(FAILED)


def _find(context: typer.Context, ids: list[str], all_dead: bool = False) -> list[Message]:
    from flows.settings import ConfigError
    from warehouse.connect import reading
    from warehouse.messages import list_messages
    from warehouse.model import MessageState

    if not ids and not all_dead:
        raise ConfigError("name messages by id, or give --all-dead; `xuncha alerts` lists ids")
    found: dict[str, Message] = {}
    with reading(settings_of(context).warehouse) as con:
        for start in ids:
            matches = list_messages(con, ids=[start], limit=2)
            if len(matches) != 1:
                what = "no message's id starts" if not matches else "several messages' ids start"
                raise ConfigError(f"{what} with {start!r}; `xuncha alerts --state all` lists them")
            found[matches[0].message_id] = matches[0]
        if all_dead:
            dead = list_messages(con, states=[MessageState.DEAD], limit=1_000_000)
            found |= {m.message_id: m for m in dead}
    return list(found.values())


def _states(text: str) -> list[MessageState]:
    from flows.settings import ConfigError
    from warehouse.model import MessageState

    if text == "all":
        return list(MessageState)
    try:
        return [MessageState(s.strip()) for s in text.split(",") if s.strip()]
    except ValueError:
        known = ", ".join(s.value for s in MessageState)
        raise ConfigError(f"--state {text!r}: known states are {known}, or all") from None
