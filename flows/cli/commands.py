"""The registry of commands: one row a command or group of commands."""

from __future__ import annotations

import typer

from flows.cli import (
    alerts,
    demo,
    eval,
    feeds,
    ingest,
    notices,
    overdue,
    parse,
    probe,
    run,
    serve,
    sources,
    sql,
    subscribers,
)


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    app.add_typer(alerts.app, name="alerts")
    app.command()(demo.demo)
    app.command("eval")(eval.evaluate)
    app.command()(feeds.feeds)
    app.command()(ingest.ingest)
    app.command()(notices.notices)
    app.command()(overdue.overdue)
    app.command()(parse.parse)
    app.command()(probe.probe)
    app.command()(run.run)
    app.command()(serve.serve)
    app.add_typer(sources.app, name="sources")
    app.command()(sql.sql)
    app.add_typer(subscribers.app, name="subscribers")
