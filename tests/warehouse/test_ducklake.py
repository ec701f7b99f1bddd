"""The same tables on DuckLake, with a real PostgreSQL: workers race, a reader asks, nothing stands twice."""

from __future__ import annotations

import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bench.ducklake import make_lake, serving, start_worker
from flows.settings import load_settings
from tests.disks import fill, free, small_disk
from tests.warehouse.killing import dump
from tests.warehouse.kills import begin, work_day
from tests.warehouse.samples import DAY, NOW, SOURCE, make_document, make_notice
from warehouse import migrate, transfer
from warehouse.backup import back_up, restore
from warehouse.connect import exists, reading, writing
from warehouse.errors import WarehouseError
from warehouse.events import record_events
from warehouse.export import export
from warehouse.ingest import ingest
from warehouse.place import Lake
from warehouse.polling import register_sources
from warehouse.publish import publish
from warehouse.query import reading_locked, run_query
from warehouse.search import search
from warehouse.verify import verify

RACED = 500
KEYS = {
    "notices": "notice_id",
    "notice_addresses": "address",
    "notice_versions": "version_id",
    "parses": "parse_id",
    "problems": "problem_id",
    "commitments": "parse_id, commitment_id",
    "events": "event_id",
    "pages": "page_id",
    "sources": "source_id",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server of these tests' own."""
    try:
        running = serving()
        address = running.__enter__()
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL cannot start here: {error}")
    try:
        yield address
    finally:
        running.__exit__(None, None, None)


@pytest.fixture
def lake(server: str, tmp_path: Path) -> Lake:
    """A lake that nobody has made yet."""
    return make_lake(server, f"lake{uuid.uuid4().hex}", tmp_path / "lake")


def load_sample(lake: Lake) -> int:
    with writing(lake) as con:
        register_sources(con, [SOURCE], NOW)
        return len(record_events(con, ingest(con, [make_document(make_notice())], now=NOW)))


def test_a_thousand_racing_inserts_leave_no_duplicate_and_readers_see_whole_commits(lake: Lake) -> None:
    with writing(lake):
        pass
    workers = [start_worker(lake, 0, RACED, backwards=b) for b in (False, True)]
    seen = []
    while any(worker.poll() is None for worker in workers):
        with reading(lake) as con:
            seen.append(
                con.execute(
                    """
                    SELECT (SELECT count(*) FROM notices), (SELECT count(*) FROM parses),
                        (SELECT count(*) FROM events)
                    """
                ).fetchone()
            )
    new = [int(line.split()[1]) for worker in workers for line in worker.communicate()[0].splitlines()]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sum(new) == RACED
    assert all(notices == parses for notices, parses, _ in seen)
    assert seen == sorted(seen)
    with reading(lake) as con:
        twice = {
            table: con.execute(f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1").fetchall()
            for table, key in KEYS.items()
        }
        assert twice == {table: [] for table in KEYS}
        assert con.execute("SELECT count(*) FROM current_notices").fetchone() == (RACED,)


def test_every_view_and_macro_answers_on_a_lake_as_on_a_file(lake: Lake, path: Path, tmp_path: Path) -> None:
    load_sample(lake)
    with writing(path) as con:
        register_sources(con, [SOURCE], NOW)
        record_events(con, ingest(con, [make_document(make_notice())], now=NOW))
    queries = [f"FROM {view.name}" for view in migrate.load_views()]
    queries += [
        f"FROM {name}(DATE '2026-11-22')"
        for name in (
            "open_commitments",
            "due_soon",
            "overdue_commitments",
            "source_health",
            "publisher_record",
        )
    ]
    with reading(lake) as ours, reading(path) as theirs:
        for query in queries:
            ordered = f"SELECT * FROM ({query}) ORDER BY ALL"
            assert ours.execute(ordered).fetchall() == theirs.execute(ordered).fetchall(), query
        assert search(ours, "整改") == search(theirs, "整改")
        assert [n for n, _ in export(ours, "csv", tmp_path / "a")] == [
            n for n, _ in export(theirs, "csv", tmp_path / "b")
        ]


def test_ingesting_again_changes_nothing(lake: Lake) -> None:
    assert load_sample(lake) == 1
    assert load_sample(lake) == 0


def test_a_failed_ingest_leaves_nothing(lake: Lake) -> None:
    with pytest.raises(RuntimeError), writing(lake) as con:
        register_sources(con, [SOURCE], NOW)
        raise RuntimeError("killed")
    with reading(lake) as con:
        assert con.execute("SELECT count(*) FROM sources").fetchone() == (0,)


def test_a_second_worker_waits_and_says_who_holds_the_lake(lake: Lake) -> None:
    with writing(lake), pytest.raises(WarehouseError, match="another worker"), writing(lake, wait=0.05):
        pass


def add_sources(lake: Lake, count: int, then: Callable[[], object] = lambda: None) -> None:
    with writing(lake) as con:
        con.execute(f"INSERT INTO sources (source_id) SELECT i::VARCHAR FROM range({count}) t(i)")
        then()


def test_a_lost_server_and_a_full_disk_are_one_line_and_leave_what_was(
    lake: Lake, server: str, tmp_path: Path
) -> None:
    def lose_all() -> None:
        with psycopg.connect(server, autocommit=True) as con:
            con.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> 'postgres'")

    with small_disk(tmp_path / "small", 2**20) as disk:
        lake = replace(lake, data=disk / "lake")
        add_sources(lake, 300)
        with pytest.raises(WarehouseError, match="PostgreSQL ended the connection; nothing of this"):
            add_sources(lake, 10, lose_all)
        fill(disk)
        with pytest.raises(WarehouseError, match=f"^{disk}/lake: .*the disk is full; free some space"):
            add_sources(lake, 5000)
        with reading(lake) as con:
            assert con.execute("SELECT count(*) FROM sources").fetchone() == (300,)
        free(disk)
        add_sources(lake, 5000)


def test_analysts_cannot_write_nor_leave_the_lake(lake: Lake) -> None:
    load_sample(lake)
    with reading_locked(lake) as con:
        assert run_query(con, "SELECT count(*) FROM current_notices")[1] == [(1,)]
        with pytest.raises(WarehouseError, match="read-only"):
            run_query(con, "DELETE FROM notices")
        with pytest.raises(WarehouseError):
            run_query(con, "SELECT * FROM read_text('/etc/hostname')")


def test_a_lake_needs_no_read_copy_and_says_what_is_missing(lake: Lake, tmp_path: Path) -> None:
    assert not exists(lake)
    with pytest.raises(WarehouseError, match="no warehouse there yet"), reading(lake):
        pass
    load_sample(lake)
    assert exists(lake)
    assert publish(lake, tmp_path / "read.duckdb", force=True) is False
    assert not (tmp_path / "read.duckdb").exists()


def test_a_warehouse_moves_into_a_lake_and_back_row_for_row(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path)
    work_day(tmp_path, NOW + DAY, edited=True)
    file, archive, moved = tmp_path / "xuncha.duckdb", tmp_path / "archive", tmp_path / "moved"
    rows = dump(file)
    assert all(rows[table] for table in KEYS)
    back_up(file, archive, tmp_path / "backup")

    copy_rows = transfer._copy_rows
    monkeypatch.setattr(transfer, "_copy_rows", lambda *told: (copy_rows(*told), 1 / 0))
    with pytest.raises(ZeroDivisionError):
        restore(tmp_path / "backup", lake, moved)
    monkeypatch.undo()
    assert not any(dump(lake).values()), "what was interrupted left nothing"
    done = restore(tmp_path / "backup", lake, moved)
    assert dump(lake) == rows
    with reading(lake) as con:
        assert verify(con, moved).faults == ()
    assert sorted(p.name for p in lake.data.parent.iterdir() if p.name.startswith(".")) == []

    with pytest.raises(WarehouseError, match="there is a warehouse already"):
        restore(tmp_path / "backup", lake, moved)
    assert restore(tmp_path / "backup", lake, moved, force=True) == done
    assert dump(lake) == rows
    back_up(lake, moved, tmp_path / "again")
    restore(tmp_path / "again", tmp_path / "back.duckdb", tmp_path / "unpacked")
    assert dump(tmp_path / "back.duckdb") == rows


def test_settings_carry_the_address_and_refuse_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNCHA_WAREHOUSE", raising=False)
    written = tmp_path / "settings.toml"
    address = "ducklake:postgres:dbname=xuncha host=db1"
    written.write_text(f'warehouse = "{address}"\narchive = "{tmp_path}/archive"\n', "utf-8")
    assert load_settings(tmp_path).warehouse == Lake(address, tmp_path / "lake")
    assert load_settings(tmp_path).local.parent == tmp_path
    written.write_text(f'warehouse = "{address} password=secret"\n', "utf-8")
    with pytest.raises(WarehouseError, match="pgpass") as caught:
        load_settings(tmp_path)
    assert "secret" not in str(caught.value)
