"""`xuncha reparse`: read the archive again after the parser was upgraded."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain, print_json
from flows.cli.times import NOW_HELP, parse_day, parse_now


def reparse(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="Only notices published on this day or later.")] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 means one a core.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Read archived pages again with the present parser and say in how many versions each field changed.

    It alerts nobody. Old parses stay readable as of their time; promises keep their ids, states, dismissals
    and corrections. Interrupted, the next call goes on. Exit code 1 says that pages could not be read.

    \b
    Examples:
      xuncha reparse
      xuncha reparse --since 2026-01-01
    """
    from flows.progress import show_progress
    from flows.reparse import reparse_all

    day = parse_day(since) if since else None
    with show_progress("reparse") as progress:
        report = reparse_all(
            settings_of(context), now=parse_now(now), since=day, workers=workers, progress=progress
        )
    if as_json:
        print_json({"versions": report.versions, "changed": report.changed, "failed": report.failed})
    else:
        typer.echo(f"{report.versions} versions read again" if report.versions else "nothing to read again")
        for name, count in report.changed.most_common():
            typer.echo(f"  {name}: changed in {count}")
    for line in report.failed:
        complain(line)
    if report.failed:
        raise typer.Exit(FAILED)
