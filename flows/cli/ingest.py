"""`xuncha ingest`: local files into the warehouse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain
from flows.cli.times import NOW_HELP, parse_now


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Pages (.html) or plain texts (.txt).")],
    alert: Annotated[
        bool, typer.Option(help="Plan messages to subscribers about what is new; they wait to be sent.")
    ] = False,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
) -> None:
    """Load local files into the warehouse as if they had been polled.

    A file that can't be read, or that holds no notice, is named and left out; the others are loaded.

    \b
    Examples:
      xuncha ingest saved/*.html
      xuncha ingest notice.txt --alert
    """
    from flows.load import load_files
    from flows.progress import show_progress

    settings = settings_of(context)
    with show_progress("Loading") as progress:
        report = load_files(settings, paths, now=parse_now(now), alert=alert, progress=progress)
    for result in report.files:
        if result.failed:
            complain(result.said)
        else:
            typer.echo(result.said)
    loaded = sum(result.notice for result in report.files)
    typer.echo(f"{loaded} of {len(report.files)} files loaded into {settings.warehouse}")
    if alert:
        typer.echo(f"{report.messages} messages wait; `xuncha alerts send`, or the next run, sends them")
    if any(result.failed for result in report.files):
        raise typer.Exit(FAILED)
