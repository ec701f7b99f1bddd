"""Export every table and view as files that other programs read, with a description of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import WarehouseError, explain_failure

FORMATS = {
    "parquet": ("parquet", "FORMAT parquet, COMPRESSION zstd"),
    "csv": ("csv", "FORMAT csv, HEADER"),
    "jsonl": ("jsonl", "FORMAT json"),
    "xlsx": ("xlsx", ""),
}
MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Frictionless Data: https://specs.frictionlessdata.io/table-schema/
TYPES = {
    "VARCHAR": "string",
    "VARCHAR[]": "array",
    "JSON": "object",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}
CELL, SHEET_ROWS = 32_767, 1_048_575


def export(con: Any, kind: str, folder: Path) -> list[tuple[str, int]]:
    """Write one file a table and view into `folder`, with `datapackage.json`; returns names and rows.

    In a spreadsheet a text longer than 32,767 characters is cut, and marked by an ending `…`.

    Raises:
        WarehouseError: the folder can't be written, or a table has more rows than a spreadsheet takes.
    """
    ending, options = FORMATS[kind]
    written, resources = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, comment in _list_relations(con):
            path = folder / f"{name}.{ending}"
            temporary = path.with_name(f".{path.name}.new")
            if kind == "xlsx":
                rows = _write_sheet(con, name, temporary)
            else:
                target = str(temporary).replace("'", "''")
                rows = con.execute(f"COPY (FROM {name}) TO '{target}' ({options})").fetchone()[0]
            temporary.replace(path)
            written.append((name, rows))
            resources.append(_describe(con, name, comment, kind, path.name))
        package = {"name": "xuncha", "profile": "data-package", "resources": resources}
        text = json.dumps(package, ensure_ascii=False, indent=2)
        (folder / "datapackage.json").write_text(text + "\n", "utf-8")
    except (OSError, duckdb.IOException) as error:
        raise explain_failure(f"{folder}: cannot be written", error) from error
    return written


def _list_relations(con: Any) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = con.execute(
        """
        SELECT table_name, comment FROM duckdb_tables()
        WHERE database_name = current_database() AND NOT starts_with(table_name, 'schema_')
        UNION ALL SELECT view_name, comment FROM duckdb_views()
        WHERE database_name = current_database() AND NOT internal
        ORDER BY 1
        """
    ).fetchall()
    return rows


def _describe(con: Any, name: str, comment: str, kind: str, file: str) -> dict[str, Any]:
    columns = con.execute(
        """
        SELECT column_name, data_type, comment FROM duckdb_columns()
        WHERE table_name = ? ORDER BY column_index
        """,
        [name],
    ).fetchall()
    return {
        "name": name,
        "path": file,
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "description": comment,
        "schema": {
            "fields": [
                {"name": column, "type": TYPES.get(data_type, "any"), "description": words}
                for column, data_type, words in columns
            ]
        },
    }


def _write_sheet(con: Any, name: str, path: Path) -> int:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(name[:31])
    cursor = con.execute(f"FROM {name}")
    sheet.write_row(0, 0, [column[0] for column in cursor.description])
    count = 0
    for row in _rows(cursor):
        count += 1
        if count > SHEET_ROWS:
            raise WarehouseError(f"{name} has more rows than a spreadsheet takes; export parquet or csv")
        for column, value in enumerate(row):
            if isinstance(value, bool | int | float):
                sheet.write(count, column, value)
            elif value is not None:
                sheet.write_string(count, column, _cell(value))
    book.close()
    return count


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(1000):
        yield from rows


def _cell(value: Any) -> str:
    if isinstance(value, list):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text if len(text) <= CELL else f"{text[: CELL - 1]}…"
