"""`xuncha export`: all tables and views as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli import settings_of


class Kind(StrEnum):
    """Formats of exported files."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


def export(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(help="Format of the files.")],
    folder: Annotated[Path, typer.Argument(help="Folder for the files; made if absent.")],
) -> None:
    """Export every table and view, one file each, with a data-package description (datapackage.json).

    \b
    Examples:
      xuncha export parquet out/
      xuncha export xlsx out/
    """
    from warehouse import export as files
    from warehouse.connect import reading
    from warehouse.query import choose_file

    settings = settings_of(context)
    with reading(choose_file(settings.warehouse, settings.read_copy)) as con:
        written = files.export(con, kind.value, folder)
    for name, rows in written:
        typer.echo(f"{name}.{kind.value}: {rows} rows")
