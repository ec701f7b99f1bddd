"""The registry of commands: one row a command or group of commands."""

from __future__ import annotations

import typer

from flows.cli import (
    alerts,
    backup,
    correct,
    demo,
    diff,
    eval,
    export,
    feeds,
    ingest,
    notices,
    overdue,
    page,
    pages,
    parse,
    probe,
    reparse,
    review,
    run,
    search,
    serve,
    sources,
    sql,
    subscribers,
    verify,
)


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    app.add_typer(alerts.app, name="alerts")
    app.command()(backup.backup)
    app.add_typer(correct.app, name="correct")
    app.command()(demo.demo)
    app.command()(diff.diff)
    app.command("eval")(eval.evaluate)
    app.command()(export.export)
    app.command()(feeds.feeds)
    app.command()(ingest.ingest)
    app.command()(notices.notices)
    app.command()(overdue.overdue)
    app.command()(page.page)
    app.command()(pages.pages)
    app.command()(parse.parse)
    app.command()(probe.probe)
    app.command()(backup.restore)
    app.command()(reparse.reparse)
    app.add_typer(review.app, name="review")
    app.command()(run.run)
    app.command()(search.search)
    app.command()(serve.serve)
    app.add_typer(sources.app, name="sources")
    app.command()(sql.sql)
    app.add_typer(subscribers.app, name="subscribers")
    app.command()(verify.verify)
