"""Open the warehouse: one short-lived writer at a time, and readers."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from warehouse import migrate
from warehouse.errors import (
    LITTLE_MEMORY,
    UNWRITTEN,
    WarehouseError,
    WarehouseFailedError,
    explain_failure,
    find_remedy,
)
from warehouse.place import Lake, Place

__all__ = ["ZONE", "WarehouseError", "exists", "holding", "reading", "writing"]

ZONE = "Asia/Shanghai"
NAME = "warehouse"  # of the file in a connection
CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# A lock held by another process, or the same file open in this one in the other mode.
BUSY = (
    "Could not set lock",
    "Conflicting lock",
    "different configuration than existing connections",
    "Unique file handle conflict",
)
HOLDER = re.compile(r"lock is held in (.+? \(PID \d+\))")
# A checkpoint compresses the last row group of each table anew: of DuckDB's 122,880 texts, or of so many.
# A reader's threads take turns by as many rows.
LAYOUT = "ROW_GROUP_SIZE 4096"
# Long texts by zstd (a third of the size, half the time of FSST), which files of DuckDB 1.2 and later know.
FORMAT = "STORAGE_VERSION 'v1.2.0'"
LONG_TEXT = 50  # mean bytes of a column from which zstd is considered; ids are shorter
OF_THE_FILE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
)
_turns: dict[str, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def writing(path: Place, *, memory_limit: str = "1GB", wait: float = 60.0) -> Iterator[Any]:
    """Open the warehouse to write in one transaction, making or upgrading the file first.

    The transaction commits at the end of the block and rolls back on an error. `wait` is in seconds: how long
    another writer is waited for.

    Raises:
        WarehouseError: the file can't be made, opened, upgraded or written.
    """
    if isinstance(path, Lake):
        from warehouse import ducklake

        with ducklake.writing(path, memory_limit=memory_limit, wait=wait) as con:
            yield con
        return
    with holding(path, memory_limit=memory_limit, wait=wait) as con, migrate.transaction(con):
        yield con


@contextmanager
def holding(path: Place, *, memory_limit: str = "1GB", wait: float = 60.0) -> Iterator[Any]:
    """Open the warehouse as its only writer, as `writing` does, without a transaction around the block.

    Raises:
        WarehouseError: the file can't be made, opened, upgraded or written.
    """
    if isinstance(path, Lake):
        from warehouse import ducklake

        with ducklake.holding(path, memory_limit=memory_limit, wait=wait) as con:
            yield con
        return
    turn = _turns[str(path.absolute())]
    if not turn.acquire(timeout=wait):
        raise WarehouseFailedError(f"{path}: another writer has held it for {wait:.0f} s; try again later")
    try:
        with _explain_opening(path):
            con = _open_to_write(path, memory_limit, wait)
        try:
            with _explain_use(path):
                yield con
        finally:
            con.close()
    finally:
        turn.release()


@contextmanager
def reading(
    path: Place, *, memory_limit: str = "1GB", wait: float = 60.0, strict: bool = False
) -> Iterator[Any]:
    """Open the warehouse, or its read copy, without the right to write.

    `strict` is for queries that others write: nothing that they attach can be written either, but tables of
    fewer than 122,880 rows are read with one thread.

    Raises:
        WarehouseError: there is no such file, or it can't be read.
    """
    if isinstance(path, Lake):
        from warehouse import ducklake

        with ducklake.reading(path, memory_limit=memory_limit) as con:
            yield con
        return
    if not path.exists():
        raise WarehouseError(f"{path}: no warehouse there yet; `xuncha run` or `xuncha ingest` makes one")
    with _explain_opening(path):
        con = _open_to_read(path, memory_limit, wait, strict=strict)
    try:
        with _explain_use(path), migrate.explaining_age(con, path):
            yield con
    finally:
        con.close()


def exists(path: Place) -> bool:
    """Whether there is a warehouse to read.

    Raises:
        WarehouseError: the catalog of a lake can't be reached.
    """
    if isinstance(path, Lake):
        from warehouse import ducklake

        return ducklake.exists(path)
    return path.exists()


def _open_to_write(path: Path, memory_limit: str, wait: float) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    con = _connect(partial(_attach_to_write, path, memory_limit), wait)
    try:
        migrate.migrate(con, migrate.load_migrations(), migrate.load_views())
    except BaseException:
        con.close()
        raise
    return con


def _attach_to_write(path: Path, memory_limit: str) -> Any:
    """Attach the file to write.

    With one thread DuckDB writes a batch by its plain insert, which takes a fifth less time than the other.
    """
    con = _attach(path, f"{LAYOUT}, {FORMAT}", memory_limit, {"threads": "1"})
    con.execute(f"SET zstd_min_string_length = {LONG_TEXT}")
    con.execute("SET disabled_compression_methods = 'fsst'")
    return con


def _attach(path: Path, options: str, memory_limit: str, config: dict[str, Any]) -> Any:
    """Attach the file: only so can DuckDB be told the size of row groups, which the file does not say."""
    quoted = str(path).replace("'", "''")
    spill = {"memory_limit": memory_limit, "temp_directory": f"{path}.tmp"}
    con = duckdb.connect(config={**CONFIG, **spill, **config})
    try:
        con.execute(f"ATTACH '{quoted}' AS {NAME} ({options})")
        con.execute(f"USE {NAME}")
    except BaseException:
        con.close()
        raise
    return con


def _make(path: Path) -> None:
    """Make a warehouse aside and link it in place whole: nobody ever opens a half-written one."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    log = aside.with_name(f"{aside.name}.wal")
    try:
        aside.unlink(missing_ok=True)
        with duckdb.connect(str(aside), config=dict(CONFIG)) as con:
            migrate.migrate(con, migrate.load_migrations(), migrate.load_views())
        with suppress(FileExistsError):  # another process was faster
            os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)
        log.unlink(missing_ok=True)


def _open_to_read(path: Path, memory_limit: str, wait: float, *, strict: bool) -> Any:
    config: dict[str, Any] = CONFIG | {"access_mode": "READ_ONLY", "memory_limit": memory_limit}
    if strict:
        con = _connect(partial(duckdb.connect, str(path), config=config), wait)
    else:
        con = _connect(partial(_attach, path, f"{LAYOUT}, READ_ONLY", memory_limit, {}), wait)
    try:
        migrate.check_applied(migrate.read_applied(con), migrate.load_migrations())
    except BaseException:
        con.close()
        raise
    return con


def _connect(connect: Callable[[], Any], wait: float) -> Any:
    pause, until = 0.02, time.monotonic() + wait
    while True:
        try:
            con = connect()
            break
        except (duckdb.IOException, duckdb.ConnectionException, duckdb.BinderException) as error:
            if not any(words in str(error) for words in BUSY):
                raise
            if time.monotonic() + pause > until:
                raise WarehouseFailedError(_say_held(error, wait)) from error
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    con.execute(f"SET TimeZone = '{ZONE}'")
    return con


def _say_held(error: Exception, wait: float) -> str:
    """Who holds a file, as far as DuckDB knows it: the program and its number."""
    holder = HOLDER.search(str(error))
    who = f"another process, {holder[1]}," if holder else "another process"
    return f"held by {who} for {wait:.0f} s; try again later"


@contextmanager
def _explain_opening(path: Path) -> Iterator[None]:
    try:
        with _explain_use(path):
            yield
    except WarehouseError as error:
        raise error if str(path) in str(error) else type(error)(f"{path}: {error}") from error
    except OSError as error:
        raise _why_not_opened(path, error) from error


@contextmanager
def _explain_use(path: Path) -> Iterator[None]:
    """Turn what goes wrong with the file itself into one line; the caller's own errors pass as they are."""
    try:
        yield
    except duckdb.Error as error:
        if not isinstance(error, OF_THE_FILE) and not find_remedy(str(error)):
            raise
        raise _why_not_used(path, error) from error


def _why_not_opened(path: Path, error: OSError) -> WarehouseError:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return WarehouseError(f"{path}: {error.filename} is a file where a folder is needed")
    return explain_failure(f"{path}: cannot be written", error)


def _why_not_used(path: Path, error: Exception) -> WarehouseError:
    words = " ".join(str(error).split())
    if path.is_dir():
        return WarehouseError(f"{path}: is a folder; name a file in it")
    if find_remedy(words):
        return explain_failure(f"{path}: {UNWRITTEN}", error)
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError(f"{path}: {LITTLE_MEMORY}")
    if "not a valid DuckDB" in words or isinstance(error, duckdb.SerializationException):
        return WarehouseError(f"{path}: is no DuckDB file; name another, or move it away")
    return WarehouseError(f"{path}: {words}")
