"""The registry of commands: one row a command or group of commands."""

from __future__ import annotations

import typer

from flows.cli import demo, eval, ingest, parse, run, serve


def register(app: typer.Typer) -> None:
    """Add every command to `app`."""
    app.command()(demo.demo)
    app.command("eval")(eval.evaluate)
    app.command()(ingest.ingest)
    app.command()(parse.parse)
    app.command()(run.run)
    app.command()(serve.serve)
