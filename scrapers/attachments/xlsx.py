"""XLSX: each sheet's rows, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from scrapers.attachments.model import make_row
from scrapers.attachments.packages import check_package
from scrapers.model import Issue

MOST_ROWS = 20_000
MOST_COLUMNS = 60


def read_xlsx(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """The rows of a workbook as Markdown rows, a sheet after the other; a lone cell in a row is a line.

    Raises:
        DamagedError: it unpacks to too much. What its library raises for damage comes through.
    """
    check_package(data)
    lines: list[str] = []
    issues: list[Issue] = []
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        rows = list(_read_rows(sheet))
        if len(rows) > MOST_ROWS:
            issues.append(Issue("attachment_cut", f"{name}: more rows than {MOST_ROWS} in {sheet.title}"))
        lines += _write_rows(rows[:MOST_ROWS])
    return "\n".join(lines), tuple(issues)


def _read_rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
        cells = [_show(value) for value in row]
        if any(cells):
            yield cells


def _write_rows(rows: list[list[str]]) -> Iterator[str]:
    width = max((at + 1 for row in rows for at, cell in enumerate(row) if cell), default=0)
    for row in rows:
        filled = [cell for cell in row if cell]
        yield filled[0] if len(filled) == 1 and row[0] else make_row([*row, *[""] * width][:width])


def _show(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split("\n")) if str(value).isascii() else "".join(str(value).split("\n"))
