"""`xuncha sources`: how the sources fare, and whether their files are right."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import Form, complain, form_of, print_rows
from flows.cli.times import CHINA, NOW_HELP, parse_now

if TYPE_CHECKING:
    from flows.settings import Settings
    from scrapers.source import Source
    from scrapers.source_errors import SourceError

app = typer.Typer(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COLUMNS = (
    "source",
    "standing",
    "last_success",
    "outcome",
    "items",
    "notices",
    "newest",
    "failures",
    "next_poll",
    "reasons",
)


@app.callback()
def sources(
    context: typer.Context,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a source.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Show the health of every source: standing, last success and outcome, items, notices, next poll.

    The standing is what operators were told last (ok, failing, blocked or stale), with the reasons below the
    table; last_success is the last poll before that trouble. Outcome and failures are of list requests alone.

    \b
    Examples:
      xuncha sources
      xuncha sources --json
      xuncha sources check --live gd-gz-haizhu
    """
    if context.invoked_subcommand:
        return
    from scrapers.source import check_sources

    settings = settings_of(context)
    good, errors = check_sources(settings.sources)
    for error in errors:
        complain(str(error))
    form = form_of(as_json, as_csv)
    rows = _health(settings, good, parse_now(now))
    if form is Form.TABLE:
        empty = f"no sources in {settings.sources}; `xuncha probe URL --write FILE` makes one"
        print_rows(COLUMNS[:-1], [[_shorten(value) for value in row[:-1]] for row in rows], form, empty)
        for row in rows:
            if row[-1]:
                typer.echo(f"{row[0]}: {row[1]}: {row[-1]}")
    else:
        print_rows(COLUMNS, rows, form)
    if errors:
        raise typer.Exit(FAILED)


@app.command()
def check(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID|FILE...", help="Sources or files; without any: all.")
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the sites too; nothing is stored.")] = False,
    mark: Annotated[
        bool, typer.Option("--mark", help="With --live: write today into the files that pass.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a list.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Check source files against their schema and, with --live, their lists against the sites.

    A fault is told with file, line, key, the allowed values and the remedy; exit code 1.

    \b
    Examples:
      xuncha sources check
      xuncha sources check config/sources/guangdong/haizhu.yaml
      xuncha sources check --live gd-gz-haizhu --mark
    """
    settings = settings_of(context)
    chosen, errors = _choose(settings, names or [])
    for error in errors:
        complain(str(error))
    passed = True
    if live:
        passed = _check_live(settings, chosen, mark, as_json, as_csv)
    else:
        typer.echo(f"{len(chosen)} sources are right, {len(errors)} faulty")
    if errors or not passed:
        raise typer.Exit(FAILED)


def _choose(settings: Settings, names: list[str]) -> tuple[list[Source], list[SourceError]]:
    from flows.settings import ConfigError
    from scrapers.source import check_sources, load_source
    from scrapers.source_errors import SourceError

    good, errors = check_sources(settings.sources)
    if not names:
        return good, errors
    known = {source.id: source for source in good}
    chosen, faults = [], []
    for name in names:
        if name in known:
            chosen.append(known[name])
        elif Path(name).is_file():
            try:
                chosen.append(load_source(Path(name)))
            except SourceError as error:
                faults.append(error)
        else:
            raise ConfigError(f"{name}: no source has this id, and there is no such file")
    return chosen, faults


def _check_live(settings: Settings, chosen: list[Source], mark: bool, as_json: bool, as_csv: bool) -> bool:
    import asyncio

    from flows.live_check import check_lists, mark_verified

    looks = asyncio.run(check_lists(chosen, settings, lambda: parse_now(None)))
    columns = ("source", "list", "outcome", "family", "items", "dated", "newest", "fault")
    rows = [
        (x.source.id, x.url, x.outcome.value, x.family, x.items, x.dated, x.newest, x.fault) for x in looks
    ]
    print_rows(columns, rows, form_of(as_json, as_csv), "no sources")
    if mark:
        today = parse_now(None).date()
        for source in chosen:
            if source.path and not any(x.fault for x in looks if x.source is source):
                mark_verified(source.path, today)
    return not any(x.fault for x in looks)


def _shorten(value: Any) -> Any:
    """A moment to the minute, in China's time."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value


def _health(settings: Settings, good: list[Source], now: Any) -> list[tuple[Any, ...]]:
    from flows.schedule import next_poll_at
    from warehouse.connect import exists, reading
    from warehouse.polling import list_states
    from warehouse.standing import read_last_success, read_standings

    if not exists(settings.warehouse):
        return [(source.id, None, None, "never polled", None, None, None, 0, now, "") for source in good]
    rows = []
    with reading(settings.warehouse) as con:
        states, standings = list_states(con), read_standings(con)
        found = con.execute(
            "SELECT source_id, last_ok_at, last_outcome, notices, newest_on FROM source_health"
        )
        health = {row[0]: row[1:] for row in found.fetchall()}
        for source in good:
            last_ok, outcome, notices, newest = health.get(source.id, (None, None, 0, None))
            standing, reasons = "ok" if outcome else None, ""
            if (stand := standings.get(source.id)) and stand.since:
                standing, reasons = stand.kind.removeprefix("source."), "; ".join(stand.reasons)
                last_ok = read_last_success(con, source.id, stand.since)
            past = [states[x.url] for x in source.lists if x.url in states]
            items = sum(state.rows_seen or 0 for state in past)
            failures = max((state.failures for state in past), default=0)
            due = max(next_poll_at(source, states) or now, now)
            outcome = outcome or "never polled"
            rows.append(
                (source.id, standing, last_ok, outcome, items, notices, newest, failures, due, reasons)
            )
    return rows
