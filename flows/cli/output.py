"""Tables on a terminal, JSON or CSV for machines: the same rows in three forms."""

from __future__ import annotations

import csv
import json
import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from scrapers.model import FailedError


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
        keys = _tell_apart(columns)
        for row in rows:
            print_json(dict(zip(keys, row, strict=True)))
    elif form is Form.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[cell(v) for v in row] for row in rows])
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
            table.add_row(*[Text(cell(v)) for v in row])
        Console(soft_wrap=False).print(table)


def _tell_apart(names: Sequence[str]) -> list[str]:
    """The names, with a number behind each that stood before: a JSON object keeps one value a name."""
    told: list[str] = []
    for name in names:
        others = (f"{name}_{n}" for n in range(1, len(names)))
        told.append(name if name not in told else next(other for other in others if other not in told))
    return told


def print_json(value: Any) -> None:
    """Print one JSON line, Chinese as it is, dates in ISO 8601."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")


def plain(value: Any) -> Any:
    """A value as JSON holds it: null for what is no number, a text for what else JSON has no form for."""
    if isinstance(value, dict):
        return {cell(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else cell(value)


def cell(value: Any) -> str:
    """A value as a table and CSV hold it: lists and structs as JSON, bytes in hexadecimal, null empty."""
    if value is None:
        return ""
    if isinstance(value, dict | list | tuple):
        return json.dumps(plain(value), ensure_ascii=False)
    if isinstance(value, date | time):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


@contextmanager
def explaining_output() -> Iterator[None]:
    """Turn a full disk under standard output into one line; a reader that left, as `head` does, is no error.

    Raises:
        FailedError: what was printed could not be written.
    """
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        from warehouse.errors import FULL, say_why

        full = say_why(error) == FULL and error.filename is None  # a file of ours would be named
        if not full and not isinstance(error, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else it is tried again at the end
        if full:
            raise FailedError(f"standard output cannot be written: {FULL}") from error


def complain(message: str) -> None:
    """Say what went wrong, on stderr, in one line."""
    sys.stderr.write(f"xuncha: {' '.join(message.split())}\n")
