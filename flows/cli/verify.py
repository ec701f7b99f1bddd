"""`xuncha verify`: prove the archive and the quotes."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import FAILED, settings_of
from flows.cli.output import print_json


def verify(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a fault.")] = False,
) -> None:
    """Read the whole archive again and check digests, hash chains, quotes and the uniqueness of rows.

    Each fault is one line: what is missing, torn, altered or removed, and where. Exit code 1 says that
    there are any.

    \b
    Examples:
      xuncha verify
      xuncha verify --json
    """
    from warehouse import verify as checks
    from warehouse.connect import reading

    settings = settings_of(context)
    with reading(settings.warehouse) as con:
        verdict = checks.verify(con, settings.archive)
    for fault in verdict.faults:
        if as_json:
            print_json({"kind": fault.kind, "where": fault.where, "message": fault.message})
        else:
            typer.echo(f"{fault.kind}: {fault.where}: {fault.message}")
    if not as_json:
        typer.echo(
            f"{verdict.files} archive files with {verdict.records} records and {verdict.quotes} quotes "
            f"checked, {len(verdict.faults)} faults ({verdict.unrecorded} records belong to no row)"
        )
    if verdict.faults:
        raise typer.Exit(FAILED)
