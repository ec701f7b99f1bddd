"""`xuncha serve`: the unattended service."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import complain


def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address that Prefect's page listens on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Its port.")] = 4200,
) -> None:
    """Run unattended: poll each source on its schedule, alert, publish; Prefect's server and page inside.

    With PREFECT_API_URL set, that Prefect server is used and none is started. Ctrl-C ends it; runs under way
    are finished or taken up again at the next start.

    \b
    Examples:
      xuncha serve
      xuncha serve --port 4300
      PREFECT_API_URL=http://prefect:4200/api xuncha serve
    """
    settings = settings_of(context)
    os.environ["XUNCHA_CONFIG"] = str(settings.config)
    if context.obj["warehouse"]:  # the flows know it from the environment, which may name other places too
        for key in ("warehouse", "archive", "read_copy"):
            os.environ[f"XUNCHA_{key.upper()}"] = str(getattr(settings, key))
    from flows.steps import choose_sources

    sources, faults = choose_sources(settings, ())
    for fault in faults:
        complain(str(fault))
    from flows.environment import prepare_environment

    prepare_environment(settings.local.parent / "prefect")
    from flows.server import check_server, prefect_server

    if address := os.environ.get("PREFECT_API_URL"):
        check_server(address)
    with nullcontext() if address else prefect_server(host, port) as page:
        where = f"Prefect's page: {page}" if page else f"through {address}"
        typer.echo(f"Watching {len(sources)} sources, {where}; Ctrl-C ends it.")
        from flows.serve import run_service

        run_service()
