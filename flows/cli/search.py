"""`xuncha search`: words in notices and problems."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import Form, form_of, print_rows

SHOWN = ("published_on", "publisher", "place", "snippet")


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words, all of which must occur; Chinese is not split.")],
    problems: Annotated[bool, typer.Option("--problems", help="Only in problems and their answers.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many hits.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a hit.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Search the full text of notices and problems; a row is found as soon as it is stored.

    \b
    Examples:
      xuncha search 公务用车
      xuncha search 清淤 台账 --problems --json
    """
    from warehouse import search as texts
    from warehouse.connect import reading

    with reading(settings_of(context).warehouse) as con:
        hits = texts.search(con, " ".join(words), limit=limit, problems_only=problems)
    form = form_of(as_json, as_csv)
    columns = SHOWN if form is Form.TABLE else tuple(f.name for f in fields(texts.Hit))
    if form is Form.TABLE:
        rows = [tuple(" ".join(str(getattr(hit, c) or "").split()) for c in columns) for hit in hits]
    else:
        rows = [astuple(hit) for hit in hits]
    print_rows(columns, rows, form, "nothing found")
