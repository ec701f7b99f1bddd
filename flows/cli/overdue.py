"""`xuncha overdue`: promises whose day has passed, or soon will."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import Form, form_of, print_rows
from flows.cli.times import parse_day

COLUMNS = (
    "days_overdue",
    "due_on",
    "publisher",
    "quote",
    "due_expression",
    "finding",
    "title",
    "url",
    "uncertain",
)
SHOWN = COLUMNS[:4]
QUERY = """
    SELECT -days_left, due_on, publisher, quote, due_expression, finding, title, url, uncertain
    FROM open_commitments($day)
    WHERE due_on < $day::DATE OR ($within > 0 AND due_strict <= $day::DATE + $within::INTEGER)
    ORDER BY days_left, publisher, quote
"""


def overdue(
    context: typer.Context,
    as_of: Annotated[str | None, typer.Option(help="Judge on this day instead of today.")] = None,
    within: Annotated[int, typer.Option(min=0, help="Also those that come due within so many days.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a promise.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """List the dated promises whose day has passed with no published completion, longest overdue first.

    Days overdue are counted from the last day on which the promise could be kept; negative ones are days
    left. What is marked uncertain could be read otherwise and alerts nobody.

    \b
    Examples:
      xuncha overdue
      xuncha overdue --as-of 2026-11-22
      xuncha overdue --within 30 --csv
    """
    from warehouse.connect import reading

    day = parse_day(as_of)
    with reading(settings_of(context).warehouse) as con:
        rows = con.execute(QUERY, {"day": day, "within": within}).fetchall()
    form = form_of(as_json, as_csv)
    width = len(COLUMNS) if form is not Form.TABLE else len(SHOWN)
    print_rows(COLUMNS[:width], [row[:width] for row in rows], form, f"nothing overdue on {day}")
