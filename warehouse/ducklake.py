"""The warehouse on DuckLake: a catalog in PostgreSQL, rows in Parquet, many workers and readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from warehouse import migrate
from warehouse.errors import (
    LITTLE_MEMORY,
    UNWRITTEN,
    WarehouseError,
    WarehouseFailedError,
    explain_failure,
    find_remedy,
)
from warehouse.place import Lake

NAME = "xuncha"
EXTENSIONS = ("postgres_scanner", "ducklake")
# Any number, the same for every worker: advisory locks count within one PostgreSQL database.
LOCK = 0x78756E636861
# Smaller changes stay in the catalog: a poll of a few notices writes no Parquet file for every table.
INLINED_ROWS = 200
OF_THE_LAKE = (duckdb.IOException, psycopg.Error)
# How libpq words it that its server is gone, whoever hands it on.
LOST = (
    "server closed the connection",
    "terminating connection",
    "connection is lost",
    "is closed",
)
# DuckLake has no comments on macros and on a view's columns: docs/warehouse.md has them.
UNSHARED = re.compile(r"^COMMENT ON (MACRO TABLE|COLUMN) .*?';\n?", re.MULTILINE | re.DOTALL)


@contextmanager
def holding(lake: Lake, *, memory_limit: str, wait: float) -> Iterator[Any]:
    """Open the lake as its only writer, made or upgraded first; others read on and see what is committed.

    A worker holds a lock of PostgreSQL's while it writes, which ends with its connection, even when it is
    killed. `wait` is in seconds: how long another worker is waited for.

    Raises:
        WarehouseError: PostgreSQL can't be reached, another worker holds the lock, or the lake is not ours.
    """
    with _holding(lake, memory_limit, wait) as (con, _):
        yield con


@contextmanager
def _holding(lake: Lake, memory_limit: str, wait: float) -> Iterator[tuple[Any, psycopg.Connection[Any]]]:
    with ExitStack() as stack:
        with _explain_opening(lake):
            lock = stack.enter_context(_locking(lake, wait))
            con = stack.enter_context(closing(_connect(memory_limit)))
            lake.data.mkdir(parents=True, exist_ok=True)
            folder = quote(f"{lake.data}/")
            attach(con, lake, f"DATA_PATH {folder}, DATA_INLINING_ROW_LIMIT {INLINED_ROWS}")
            con.execute(f"USE {NAME}")
            migrate.migrate(con, migrate.load_migrations(), load_views())
        with explaining(lake):
            yield con, lock


@contextmanager
def writing(lake: Lake, *, memory_limit: str, wait: float) -> Iterator[Any]:
    """Open the lake to write in one transaction, committed at the end of the block.

    Raises:
        WarehouseError: as `holding`.
    """
    with _holding(lake, memory_limit, wait) as (con, lock), migrate.transaction(con):
        yield con
        lock.execute("SELECT 1")  # a lost connection has lost the lock: nothing is committed then


@contextmanager
def reading(lake: Lake, *, memory_limit: str) -> Iterator[Any]:
    """Attach the lake read-only: the last committed rows, whoever writes meanwhile.

    Raises:
        WarehouseError: PostgreSQL can't be reached, or the lake is not ours or not there yet.
    """
    with ExitStack() as stack:
        with _explain_opening(lake):
            con = stack.enter_context(closing(_connect(memory_limit)))
            attach(con, lake, "READ_ONLY")
            con.execute(f"USE {NAME}")
            migrate.check_applied(migrate.read_applied(con), migrate.load_migrations())
            con.execute(f"SET allowed_directories = [{quote(f'{lake.data}/')}]")
        with explaining(lake), migrate.explaining_age(con, lake):
            yield con


def attach(con: Any, lake: Lake, options: str) -> None:
    """Attach the lake to a connection, as the database `NAME`."""
    for extension in EXTENSIONS:
        con.execute(f"LOAD {quote(str(_find_extension(extension)))}")
    con.execute(f"ATTACH {quote(lake.address)} AS {NAME} ({options})")


def exists(lake: Lake) -> bool:
    """Whether a worker has made the lake already.

    Raises:
        WarehouseError: PostgreSQL can't be reached.
    """
    with _explain_opening(lake), psycopg.connect(lake.catalog) as con:
        row = con.execute("SELECT to_regclass('ducklake_metadata') IS NOT NULL").fetchone()
    return bool(row and row[0])


def load_views() -> list[migrate.Script]:
    """The views as DuckLake takes them."""
    return [replace(view, text=UNSHARED.sub("", view.text)) for view in migrate.load_views()]


@contextmanager
def _locking(lake: Lake, wait: float) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(lake.catalog, autocommit=True) as con:
        con.execute("SELECT set_config('lock_timeout', %s, false)", [f"{max(1, int(wait * 1000))}ms"])
        try:
            con.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        except psycopg.errors.LockNotAvailable as error:
            raise WarehouseFailedError(
                f"{lake}: another worker has held it for {wait:.0f} s; try again later"
            ) from error
        yield con


def _connect(memory_limit: str) -> Any:
    con = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": memory_limit,
        }
    )
    con.execute("SET TimeZone = 'Asia/Shanghai'")
    return con


def _find_extension(name: str) -> Path:
    spec = find_spec(f"duckdb_extension_{name}")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in Path(folder).glob(f"extensions/*/{name}.duckdb_extension"):
            return path
    raise WarehouseError(f"DuckDB's extension {name} is not installed; `uv sync` brings it")


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _explain_opening(lake: Lake) -> Iterator[None]:
    try:
        with explaining(lake):
            yield
    except WarehouseError as error:
        raise error if str(lake) in str(error) else type(error)(f"{lake}: {error}") from error
    except OSError as error:
        raise explain_failure(f"{lake.data}: cannot be written", error) from error


@contextmanager
def explaining(lake: Lake) -> Iterator[None]:
    """Turn what goes wrong with the catalog or the files into one line; the caller's own errors pass."""
    try:
        yield
    except (duckdb.Error, psycopg.Error) as error:
        if known := _why_not_used(lake, error):
            raise known from error
        raise


def _why_not_used(lake: Lake, error: Exception) -> WarehouseError | None:
    words = " ".join(str(error).split())
    if "creating a new DuckLake is explicitly disabled" in words:
        return WarehouseError(f"{lake}: no warehouse there yet; `xuncha run` makes one")
    if "DATA_PATH parameter" in words:
        return WarehouseError(f"{lake}: its Parquet files are not in {lake.data}: {words}")
    if find_remedy(words):
        return explain_failure(f"{lake.data}: {UNWRITTEN}", error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(f"{lake}: {LITTLE_MEMORY}")
    if any(sign in words for sign in LOST):
        return WarehouseFailedError(
            f"{lake}: PostgreSQL ended the connection; nothing of this transaction was kept; run again"
        )
    return WarehouseError(f"{lake}: {words}") if isinstance(error, OF_THE_LAKE) else None
