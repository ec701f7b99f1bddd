"""Let a person or program query the warehouse freely and do it no harm."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connect import reading
from warehouse.errors import WarehouseError
from warehouse.place import Lake, Place

ANSWER = [duckdb.ExpectedResultType.QUERY_RESULT]  # of a statement


@contextmanager
def reading_locked(path: Place) -> Iterator[Any]:
    """Open a file read-only, with no way to other files or the network and with its settings locked.

    Raises:
        WarehouseError: there is no such file, or it can't be read.
    """
    with reading(path, strict=True) as con:
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con


def run_query(con: Any, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The column names and rows of a query.

    Raises:
        WarehouseError: the query is none, more than one, wrong, or asks for what is not allowed; one line.
    """
    try:
        _check_count(con.extract_statements(query))
        cursor = con.execute(query)
        names = [column[0] for column in cursor.description or ()]
        return names, cursor.fetchall()
    except duckdb.Error as error:
        lines = [line.strip() for line in str(error).splitlines()]
        raise WarehouseError(" ".join(line for line in lines if line.strip("^"))) from error


def _check_count(statements: list[Any]) -> None:
    """Refuse what answers nothing, or more than once; of a PIVOT DuckDB makes two, of which one answers."""
    if not statements:
        raise WarehouseError("no statement was given; ask one such as `FROM open_issues`")
    answers = sum(s.expected_result_type == ANSWER for s in statements)
    if answers > 1:
        raise WarehouseError(f"{answers} statements were given, of which one is answered; ask one at a time")


def choose_file(warehouse: Place, read_copy: Path) -> Place:
    """The file that readers open: the read copy where there is one, else the warehouse itself, or a lake."""
    if isinstance(warehouse, Lake):
        return warehouse
    return read_copy if read_copy.exists() else warehouse
