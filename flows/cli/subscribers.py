"""`xuncha subscribers`: check the file, send a test message, preview what somebody would have got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain
from flows.cli.times import NOW_HELP, parse_now

if TYPE_CHECKING:
    from flows.alerts.subscribers import Subscriber, Subscribers
    from flows.settings import Settings

app = typer.Typer(
    help="Check subscribers.yaml, test channels, preview alerts.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def check(context: typer.Context) -> None:
    """Validate subscribers.yaml: usable channels, filters that fit a source; nothing is sent.

    \b
    Example:
      xuncha subscribers check
    """
    from flows.alerts.channels import ChannelError, open_channel
    from flows.alerts.subscribers import load_subscribers

    settings = settings_of(context)
    subscribers = load_subscribers(settings.subscribers)
    faults = 0
    for person in subscribers.people:
        when = {"at_once": "at once", "daily": f"daily at {person.at:%H:%M}"}.get(
            person.mode, f"weekly at {person.at:%H:%M}"
        )
        typer.echo(
            f"{person.name}: {when}, {len(person.filters.kinds)} kinds of events, over "
            + ", ".join(person.channels)
        )
        for name in person.channels:
            try:
                open_channel(name, subscribers.secrets_file)
            except ChannelError as error:
                complain(str(error))
                faults += 1
    unfit = [fault for person in subscribers.people for fault in _find_unfit(person, settings)]
    for fault in unfit:
        complain(fault)
    typer.echo(
        f"{len(subscribers.people)} subscribers, {faults} faulty channels, "
        f"{len(unfit)} filters that fit no source"
    )
    if faults or unfit:
        raise typer.Exit(FAILED)


@app.command()
def test(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The subscriber.")],
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Send a message marked as a test over each channel of a subscriber, and say what the services answered.

    \b
    Example:
      xuncha subscribers test 监督室
    """
    from flows.alerts.channels import ChannelError, DeliveryError, open_channel
    from flows.alerts.render import Style, render_test

    subscribers, person = _person(context, name)
    faults = 0
    for channel_name in person.channels:
        try:
            channel = open_channel(channel_name, subscribers.secrets_file)
            style = Style(channel.form, person.language, channel.size)
            channel.deliver(render_test(person.name, channel_name, style, parse_now(now)))
            channel.close()
            typer.echo(f"{channel_name}: sent")
        except (ChannelError, DeliveryError) as error:
            complain(f"{channel_name}: {error}")
            faults += 1
    if faults:
        raise typer.Exit(FAILED)


@app.command()
def preview(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The subscriber.")],
    since: Annotated[str, typer.Option(help="From this day or time on: 2026-01-01 or 2026-01-01T08:00.")],
    markdown: Annotated[bool, typer.Option(help="As bots get it, instead of plain text.")] = False,
) -> None:
    """Print the messages that a subscriber would have got since a day, as plain text; nothing is sent.

    \b
    Example:
      xuncha subscribers preview 监督室 --since 2026-01-01
    """
    from flows.alerts.letter import Form
    from flows.alerts.preview import preview_letters
    from warehouse.connect import reading
    from warehouse.messages import events_since

    settings = settings_of(context)
    _, person = _person(context, name)
    with reading(settings.warehouse) as con:
        events = events_since(con, parse_now(since))
    form = Form.MARKDOWN if markdown else Form.TEXT
    letters = preview_letters(person, events, form, settings.base_url)
    for due, letter in letters:
        typer.echo(f"=== {due:%Y-%m-%d %H:%M}  {letter.subject}\n\n{letter.body}\n")
    typer.echo(f"{len(letters)} messages")


def _find_unfit(person: Subscriber, settings: Settings) -> list[str]:
    """What a subscriber asks of regions and sources that no configured source answers to."""
    from flows.alerts.plan import in_region
    from scrapers.source import check_sources
    from scrapers.source_errors import claimed_id

    sources, faults = check_sources(settings.sources)
    regions = [r for r in person.filters.regions if not any(in_region(s.region, [r]) for s in sources)]
    known = {s.id for s in sources} | {claimed_id(fault.path) for fault in faults}
    ids = [i for i in person.filters.sources if i not in known]
    return [
        f"{settings.subscribers}: {person.name}: filters.{key}: {name!r} fits no source; "
        f"write it as in the {said} of a file in {settings.sources}"
        for key, names, said in (("regions", regions, "region"), ("sources", ids, "id"))
        for name in names
    ]


def _person(context: typer.Context, name: str) -> tuple[Subscribers, Subscriber]:
    from flows.alerts.subscribers import load_subscribers
    from flows.settings import ConfigError

    settings = settings_of(context)
    subscribers = load_subscribers(settings.subscribers)
    person = subscribers.named(name)
    if person is None:
        known = ", ".join(p.name for p in subscribers.people) or "nobody yet"
        raise ConfigError(f"{settings.subscribers}: no subscriber {name!r}; there are: {known}")
    return subscribers, person
