"""`xuncha notices`: the notices that the warehouse holds."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli import settings_of
from flows.cli.output import Form, form_of, print_rows

COLUMNS = (
    "published_on",
    "title",
    "problems",
    "completed",
    "commitments",
    "notice_id",
    "publisher",
    "open_items",
    "version",
    "state",
    "url",
)
SHOWN = 6


def notices(
    context: typer.Context,
    words: Annotated[str, typer.Argument(help="Words that title or publisher must contain.")] = "",
    region: Annotated[str, typer.Option(help="Only regions that contain this.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line a notice.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """List notices, newest first: publisher, day, problems, how many are said to be completed, promises.

    \b
    Examples:
      xuncha notices
      xuncha notices 水务局 --json
      xuncha notices --region 广东 --limit 10
    """
    from warehouse.connect import reading

    query = f"""
        SELECT {", ".join(COLUMNS)} FROM (
            SELECT * REPLACE (coalesce(nullif(title, ''), publisher, url) AS title) FROM current_notices
        )
        WHERE contains(concat(title, ' ', publisher), $words) AND contains(coalesce(region, ''), $region)
        ORDER BY published_on DESC NULLS LAST, first_seen_at DESC, notice_id LIMIT $limit
    """  # noqa: S608 - our own names
    with reading(settings_of(context).warehouse) as con:
        rows = con.execute(query, {"words": words, "region": region, "limit": limit}).fetchall()
    form = form_of(as_json, as_csv)
    width = SHOWN if form is Form.TABLE else None
    print_rows(COLUMNS[:width], [row[:width] for row in rows], form, "no notices")
