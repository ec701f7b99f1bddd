"""`xuncha run`: one run of the pipeline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import complain, print_json
from flows.cli.times import NOW_HELP, parse_now

if TYPE_CHECKING:
    from flows.steps import RunReport


def run(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(help="Ids of sources; without any: what is due.")
    ] = None,
    backfill: Annotated[
        int, typer.Option(min=0, help="Read this many list pages of each source; one summary is told.")
    ] = 0,
    now: Annotated[str | None, typer.Option(help=NOW_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a source.")] = False,
) -> None:
    """Poll what is due once, ingest, alert, publish, and exit.

    Without PREFECT_API_URL the steps run in this process; with it, as a flow through that Prefect server.
    Exit code 1 says that a source failed or was blocked, that a source file is faulty (the other sources are
    polled), or that a message could not be sent.

    \b
    Examples:
      xuncha run
      xuncha run gd-guangzhou-zfcj --backfill 3
      xuncha run --json
    """
    from flows.progress import show_progress

    settings, moment = settings_of(context), parse_now(now)
    with show_progress("Polling") as progress:
        if address := os.environ.get("PREFECT_API_URL"):
            from flows.environment import prepare_environment
            from flows.server import check_server

            check_server(address)
            prepare_environment(settings.local.parent / "prefect")
            from flows.pipeline import poll

            report = poll(sources or [], moment, backfill, settings, progress)
        else:
            from flows.steps import run_steps

            report = run_steps(settings, sources or [], now=moment, backfill=backfill, progress=progress)
    print_report(report, as_json)
    if not report.good:
        raise typer.Exit(FAILED)


def print_report(report: RunReport, as_json: bool = False) -> None:
    """Print a line a source and what came of the run; what is wrong with source files goes to stderr."""
    for fault in report.faults:
        complain(str(fault))
    if as_json:
        for source in report.sources:
            print_json(
                {
                    "source": source.source_id,
                    "outcome": source.outcome,
                    "rows": source.rows,
                    "new": source.new,
                    "notices": source.notices,
                    "unread": source.unread,
                    "detail": source.detail,
                }
            )
        return
    for source in report.sources:
        typer.echo(source.line)
    told = sum(not e.silent for e in report.events)
    sent = report.delivery.sent if report.delivery else 0
    failed = report.delivery.failed if report.delivery else 0
    typer.echo(
        f"{len(report.sources)} sources polled, {len(report.events)} events ({told} to be told), "
        f"{sent} messages sent, {failed} failed" + (", read copy published" if report.published else "")
    )
