"""Rows in bulk: every write goes through Arrow, by plain insert or by MERGE."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

Row = Mapping[str, Any] | tuple[Any, ...]
Columns = list[tuple[str, str]]  # name and DuckDB's type
ARROW: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "JSON": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", tz="UTC"),
}


def insert(con: Any, table: str, rows: Sequence[Row]) -> None:
    """Insert rows, which the caller has made sure do not stand there already.

    All are mappings from column to value, where what a row leaves out is NULL, or all are tuples of values in
    the order of the table's columns.
    """
    if rows:
        _insert(con, table, _make_table(table, _columns(con, table), rows))


def insert_all(con: Any, tables: Mapping[str, Sequence[Row]]) -> None:
    """Insert rows of several tables as `insert` does: while DuckDB writes one, the next is made ready."""
    full = {table: rows for table, rows in tables.items() if rows}
    columns = [_columns(con, table) for table in full]
    with ThreadPoolExecutor(1) as pool:
        ready = pool.map(_make_table, full.keys(), columns, full.values())
        for table, made in zip(full, ready, strict=True):
            _insert(con, table, made)


def merge(con: Any, table: str, key: Sequence[str], rows: Sequence[Row], update: Sequence[str] = ()) -> None:
    """Insert the rows whose key is new; in the others set the columns of `update`. Keys in `rows` differ."""
    if not rows:
        return
    con.register("staged", _make_table(table, _columns(con, table), rows))
    on = " AND ".join(f"old.{k} = staged.{k}" for k in key)
    matched = (
        f"WHEN MATCHED THEN UPDATE SET {', '.join(f'{c} = staged.{c}' for c in update)}" if update else ""
    )
    con.execute(
        f"MERGE INTO {table} AS old USING staged ON {on} {matched} WHEN NOT MATCHED THEN INSERT BY NAME"
    )
    con.unregister("staged")


def fetch_rows(con: Any, query: str, values: Any = None) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    cursor = con.execute(query, values) if values is not None else con.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def as_json(values: Iterable[str]) -> str:
    """Texts as one JSON array, for `from_json(?, '["VARCHAR"]')`.

    DuckDB takes 0.1 ms for every element of a Python list: for each it looks for a pandas that is not there.
    """
    return json.dumps(list(values), ensure_ascii=False)


def _insert(con: Any, table: str, made: pa.Table) -> None:
    con.register("staged", made)
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")  # noqa: S608 - our own names
    con.unregister("staged")


def _columns(con: Any, table: str) -> Columns:
    return con.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall()  # type: ignore[no-any-return]


def _make_table(table: str, columns: Columns, rows: Sequence[Row]) -> pa.Table:
    names = [name for name, _ in columns]
    values = _transpose(table, names, rows)
    arrays = [pa.array(column, type=ARROW[kind]) for column, (_, kind) in zip(values, columns, strict=True)]
    return pa.table(arrays, names=names)


def _transpose(table: str, names: Sequence[str], rows: Sequence[Any]) -> Iterator[list[Any]]:
    if isinstance(rows[0], tuple):
        if len(rows[0]) != len(names):
            raise KeyError(f"{table} has {len(names)} columns, a row {len(rows[0])} values")
        return ([row[place] for row in rows] for place in range(len(names)))
    unknown = rows[0].keys() - set(names)
    if unknown:
        raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    return ([row.get(name) for row in rows] for name in names)
