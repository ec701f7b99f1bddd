"""`xuncha review`: what waits for the operator's judgement."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import Form, form_of, print_rows
from flows.cli.times import NOW_HELP, parse_now

COLUMNS = (
    "id",
    "kind",
    "publisher",
    "quote",
    "due_on",
    "evidence",
    "new_due",
    "score",
    "title",
    "url",
    "evidence_title",
    "evidence_url",
)
SHOWN = 8
app = typer.Typer(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
Id = Annotated[str, typer.Argument(help="An id from the list, or its beginning.", metavar="ID")]


@app.callback()
def review(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line each.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """List what waits for judgement; `confirm` and `dismiss` settle it.

    Kinds: fulfilled and extended (a later notice may say so of a promise), uncertain (a date that could be
    read otherwise), restated (an edited notice's promise may be an earlier one): none of them alerts anybody
    until it is confirmed. Also correction (what the operator mended lost its place: mend it anew, or dismiss
    it) and issue (something that could not be read, of the past, or a page that did not come three times in
    a row: dismiss it once it is known).

    \b
    Examples:
      xuncha review
      xuncha review confirm 3f2a91
      xuncha review dismiss 3f2a91 --reason 另一项目
    """
    if context.invoked_subcommand:
        return
    from warehouse.connect import reading
    from warehouse.review import list_waiting

    with reading(settings_of(context).warehouse) as con:
        rows = list_waiting(con)
    form = form_of(as_json, as_csv)
    columns = COLUMNS[:SHOWN] if form is Form.TABLE else COLUMNS
    print_rows(columns, [[row.get(c) for c in columns] for row in rows], form, "nothing waits for review")


@app.command()
def confirm(
    context: typer.Context,
    some_id: Id,
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Agree: the match becomes the promise's state and is told to subscribers; an uncertain promise counts.

    \b
    Examples:
      xuncha review confirm 3f2a91
    """
    from flows.alerts.plan import plan_messages
    from flows.alerts.subscribers import load_subscribers
    from warehouse import connect, outbox, review
    from warehouse.events import record_events

    settings, moment = settings_of(context), parse_now(now)
    subscribers = load_subscribers(settings.subscribers)
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        events = record_events(con, review.confirm(con, some_id, now=moment, reason=reason))
        outbox.enqueue(con, plan_messages(events, subscribers, moment))
    typer.echo(f"confirmed {some_id}" + "".join(f"; {e.kind}: {e.payload['quote']}" for e in events))


@app.command()
def dismiss(
    context: typer.Context,
    some_id: Id,
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Refuse what waits, drop a promise for good, or overturn what the matcher decided.

    ID may also be that of any promise (commitment_id), open item or decided match (state_id). What is
    dismissed is never alerted again, also after `xuncha reparse`; those who were alerted get a correction.

    \b
    Examples:
      xuncha review dismiss 3f2a91 --reason 另一项目
    """
    from flows.alerts.subscribers import load_subscribers
    from flows.retract import retract
    from warehouse import connect, review

    settings, moment = settings_of(context), parse_now(now)
    subscribers = load_subscribers(settings.subscribers)
    with connect.writing(settings.warehouse, memory_limit=settings.memory_limit) as con:
        done, events = review.dismiss(con, some_id, now=moment, reason=reason)
        sent = retract(con, events, subscribers, moment)
    typer.echo(f"{done} {some_id}" + (f"; {sent} messages take back what was told" if sent else ""))
