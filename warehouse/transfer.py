"""All rows of a warehouse from a file into a lake, or from a lake into a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from warehouse import ducklake, migrate
from warehouse.archive.writer import sync_folder
from warehouse.connect import NAME, exists, holding, reading, writing
from warehouse.errors import WarehouseError
from warehouse.place import Lake

SOURCE = "source"


def load_lake(file: Path, lake: Lake, *, force: bool = False) -> None:
    """Copy every row of a warehouse file into a lake, in one transaction: interrupted, nothing was copied.

    `force` replaces the rows that are there. A file of an older version is brought up to date: it must be one
    that may be changed.

    Raises:
        WarehouseError: the lake holds rows already and no `force`, or one of the two can't be used.
    """
    with holding(file):
        pass
    with writing(lake) as con:
        if _has_rows(con):
            if not force:
                raise WarehouseError(f"{lake}: there is a warehouse already; --force replaces its rows")
            for table in _list_tables(con, ducklake.NAME):
                con.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        con.execute(f"ATTACH {ducklake.quote(str(file))} AS {SOURCE} (READ_ONLY)")
        _copy_rows(con, SOURCE, ducklake.NAME)


def save_lake(lake: Lake, file: Path) -> None:
    """Copy every row of a lake, as it is at one moment, into a warehouse file; it replaces one that is there.

    Raises:
        WarehouseError: one of the two can't be used; a file that was there stays.
    """
    aside = file.with_name(f".{file.name}.new")
    for path in (aside, aside.with_name(f"{aside.name}.wal")):
        path.unlink(missing_ok=True)
    with reading(lake) as con:
        migrate.check_current(con, lake)
    with holding(aside) as con, ducklake.explaining(lake):
        ducklake.attach(con, lake, "READ_ONLY")
        with migrate.transaction(con):
            _copy_rows(con, ducklake.NAME, NAME)
        con.execute(f"CHECKPOINT {NAME}")
    aside.replace(file)
    sync_folder(file.parent)


def holds_rows(lake: Lake) -> bool:
    """Whether a lake has been made and filled already.

    Raises:
        WarehouseError: PostgreSQL can't be reached.
    """
    if not exists(lake):
        return False
    with reading(lake) as con:
        return _has_rows(con)


def _copy_rows(con: Any, source: str, target: str) -> None:
    for table in _list_tables(con, target):
        con.execute(f"INSERT INTO {target}.{table} BY NAME FROM {source}.{table}")


def _list_tables(con: Any, database: str) -> list[str]:
    """The tables that hold rows of ours; what a schema was made by belongs to its own place."""
    rows = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY table_name", [database]
    ).fetchall()
    return [name for (name,) in rows if not name.startswith("schema_")]


def _has_rows(con: Any) -> bool:
    tables = _list_tables(con, ducklake.NAME)
    return any(con.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)  # noqa: S608
