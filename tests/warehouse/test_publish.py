"""The read copy: never half, never in the way, and only when something changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.connect import WarehouseError, reading, writing
from warehouse.migrate import load_migrations
from warehouse.publish import publish

ANALYST = """
import sys, duckdb
con = duckdb.connect(sys.argv[1], read_only=True)
print(con.execute("SELECT count(*) FROM sources").fetchone()[0], flush=True)
sys.stdin.readline()
print(con.execute("SELECT count(*) FROM sources").fetchone()[0], flush=True)
"""


def add(path: Path, name: str) -> None:
    with writing(path) as con:
        con.execute("INSERT INTO sources (source_id) VALUES (?)", [name])


def count(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("SELECT count(*) FROM sources").fetchone()[0]


def test_a_copy_is_made_only_when_something_changed(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "out" / "read.duckdb"
    add(path, "a")
    assert publish(path, copy)
    assert not publish(path, copy)
    with writing(path):
        pass
    with reading(path) as con:
        con.execute("FROM sources").fetchall()
    assert not publish(path, copy)
    assert publish(path, copy, force=True)
    add(path, "b")
    assert publish(path, copy)
    assert count(copy) == 2
    assert [p.name for p in copy.parent.iterdir()] == [copy.name]


def test_an_analyst_s_open_connection_blocks_nothing_and_keeps_its_copy(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "read.duckdb"
    add(path, "a")
    publish(path, copy)
    analyst = subprocess.Popen(
        [sys.executable, "-c", ANALYST, copy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert analyst.stdout
    assert analyst.stdout.readline() == "1\n"
    add(path, "b")
    assert publish(path, copy)
    assert analyst.communicate("\n")[0] == "1\n"
    assert count(copy) == 2


def test_a_copy_that_a_kill_left_half_is_replaced(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "read.duckdb"
    add(path, "a")
    (tmp_path / ".read.duckdb.new").write_bytes(b"half a copy" * 10_000)
    assert publish(path, copy)
    assert count(copy) == 1
    assert not (tmp_path / ".read.duckdb.new").exists()


def test_a_place_that_cannot_be_written_is_one_clear_line(path: Path) -> None:
    add(path, "a")
    with pytest.raises(WarehouseError, match="read copy cannot be written"):
        publish(path, Path("/proc/xuncha/read.duckdb"))
    assert count(path) == 1


def test_the_warehouse_is_free_again_after_publishing(path: Path, tmp_path: Path) -> None:
    add(path, "a")
    publish(path, tmp_path / "read.duckdb")
    add(path, "b")
    assert count(path) == 2


def test_freshness_says_what_the_copy_holds(path: Path, tmp_path: Path) -> None:
    add(path, "a")
    publish(path, tmp_path / "read.duckdb")
    with reading(tmp_path / "read.duckdb") as con:
        row = con.execute("SELECT sources, notices, schema_number FROM freshness").fetchone()
    assert row == (1, 0, len(load_migrations()))
