"""Tables on a terminal, JSON or CSV for machines: the same rows in three forms."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def form_of(as_json: bool, as_csv: bool) -> Form:
    """The form that a command's `--json` and `--csv` switches ask for."""
    return Form.JSON if as_json else Form.CSV if as_csv else Form.TABLE


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Form, empty: str = "") -> None:
    """Print rows; `empty` is what a table says instead of standing empty."""
    rows = list(rows)
    if form is Form.JSON:
        for row in rows:
            print_json(dict(zip(columns, row, strict=True)))
    elif form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([["" if v is None else plain(v) for v in row] for row in rows])
    elif not rows:
        sys.stdout.write(f"{empty}\n" if empty else "")
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*[Text("" if v is None else str(plain(v))) for v in row])
        Console(soft_wrap=False).print(table)


def print_json(value: Any) -> None:
    """Print one JSON line, Chinese as it is, dates in ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain) + "\n")


def plain(value: Any) -> Any:
    """A value as JSON and CSV hold it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def complain(message: str) -> None:
    """Say what went wrong, on stderr, in one line."""
    sys.stderr.write(f"xuncha: {' '.join(message.split())}\n")
