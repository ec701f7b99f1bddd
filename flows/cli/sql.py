"""`xuncha sql`: any question to the warehouse."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import form_of, print_rows


def sql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="One SQL statement; `-` reads it from standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a row.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Answer a question in SQL from the read copy, or from the warehouse where none was published yet.

    The file is opened read-only, without access to other files or the network.

    \b
    Examples:
      xuncha sql "FROM overdue_commitments"
      xuncha sql "FROM due_soon(DATE '2026-11-22', within := 7)" --csv
      xuncha sql "SELECT publisher, overdue FROM publisher_record LIMIT 5"
    """
    from warehouse.query import choose_file, reading_locked, run_query

    settings = settings_of(context)
    text = sys.stdin.read() if query == "-" else query
    with reading_locked(choose_file(settings.warehouse, settings.read_copy)) as con:
        columns, rows = run_query(con, text)
    print_rows(columns, rows, form_of(as_json, as_csv), "no rows")
