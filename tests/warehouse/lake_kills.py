"""Kill a lake's writer, and a restore into a lake: `python -m tests.warehouse.lake_kills`.

Each try begins with a copy of one PostgreSQL database and of its Parquet files. Arguments and output are
those of `tests.warehouse.kills`.
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from bench.ducklake import serving
from tests.warehouse.killing import Point, Trial, run_trial, say
from tests.warehouse.kills import begin, work_day
from tests.warehouse.samples import DAY, NOW
from warehouse import ducklake, migrate
from warehouse.archive import recover
from warehouse.backup import back_up, restore
from warehouse.connect import exists, reading
from warehouse.errors import WarehouseError
from warehouse.place import PREFIX, Lake, read_address
from warehouse.verify import verify

POINTS = (
    Point("psycopg:Connection.execute", "before", 6),
    Point("psycopg:Connection.execute", "after", 6),
    Point("warehouse.ingest:record_pages", "after"),
    Point("warehouse.batch:Batch.flush", "after"),
    Point("tests.warehouse.kills:record_events", "after", 3),
    Point("tests.warehouse.kills:check_commitments", "before"),
)
RESTORING = (
    Point("shutil:copyfile", "after"),
    Point("warehouse.migrate:_apply", "after", len(migrate.load_migrations())),
    Point("warehouse.migrate:_renew_views", "before"),
    Point("warehouse.transfer:_copy_rows", "before"),
    Point("warehouse.transfer:_copy_rows", "after"),
)


def lake_in(server: str, home: Path) -> Lake:
    """The lake of a folder: its database is called like the folder."""
    return read_address(PREFIX + make_conninfo(server, dbname=home.name), home / "lake")


def copy_lake(server: str, home: Path, other: Path) -> None:
    """Copy a folder with its lake."""
    shutil.copytree(home, other)
    with psycopg.connect(server, autocommit=True) as con:
        con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [home.name])
        con.execute(f"DROP DATABASE IF EXISTS {other.name} WITH (FORCE)")
        con.execute(f"CREATE DATABASE {other.name} TEMPLATE {home.name}")
    with psycopg.connect(make_conninfo(server, dbname=other.name)) as con:
        if con.execute("SELECT to_regclass('ducklake_metadata')").fetchone() != (None,):
            data = f"{lake_in(server, other).data}/"
            con.execute("UPDATE ducklake_metadata SET value = %s WHERE key = 'data_path'", [data])


def make_database(server: str, name: str) -> None:
    """An empty database."""
    with psycopg.connect(server, autocommit=True) as con:
        con.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        con.execute(f"CREATE DATABASE {name}")


def begin_lake(server: str, home: Path) -> None:
    """The first day of a lake."""
    make_database(server, home.name)
    work_day(home, NOW, edited=False, place=lake_in(server, home))


def begin_backup(server: str, home: Path) -> None:
    """The backup of a file, and an empty database."""
    make_database(server, home.name)
    begin(home)
    work_day(home, NOW + DAY, edited=True)
    back_up(home / "xuncha.duckdb", home / "archive", home / "backup")


def look(server: str, home: Path) -> list[str]:
    """What is wrong with what a kill left: whoever reads sees good rows, or that there are none yet."""
    recover(home / "archive")
    lake = lake_in(server, home)
    if not exists(lake):
        return []
    with ducklake.reading(lake, memory_limit="1GB") as con:
        try:
            migrate.check_current(con, lake)
        except WarehouseError:
            return []
    with reading(lake) as con:
        return [repr(fault) for fault in verify(con, home / "archive").faults]


def main(arguments: list[str]) -> int:
    """Both trials; the exit code says whether anything differed."""
    with serving() as server:
        common = {"place": partial(lake_in, server), "copy": partial(copy_lake, server)}
        say("a day's work on a lake:")
        day = Trial(
            prepare=partial(begin_lake, server),
            work=lambda home: work_day(home, NOW + DAY, edited=True, place=lake_in(server, home)),
            look=partial(look, server),
            **common,
        )
        bad = run_trial(day, POINTS, arguments)
        say("a restore into a lake:")
        moving = Trial(
            prepare=partial(begin_backup, server),
            work=lambda home: restore(home / "backup", lake_in(server, home), home / "archive", force=True),
            look=partial(look, server),
            **common,
        )
        return run_trial(moving, RESTORING, arguments) or bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
