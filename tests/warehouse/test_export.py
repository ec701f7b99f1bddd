"""Rows that leave the house: exports, backups, and back."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scrapers.model import Outcome, Response
from tests.warehouse.samples import NOW, SOURCE, URL, make_notice
from warehouse.archive import Archive
from warehouse.backup import FILE, back_up, restore
from warehouse.connect import WarehouseError, reading, writing
from warehouse.export import FORMATS, export
from warehouse.ingest import ingest
from warehouse.model import Document
from warehouse.polling import register_sources
from warehouse.verify import verify


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a warehouse and its archive."""
    fill(tmp_path, "first")
    return tmp_path


def fill(home: Path, run: str) -> None:
    url = URL.replace("101", run)
    archive = Archive(home / "archive", run)
    notice = make_notice(title=f"关于整改情况的通报{run}", closing=f"{run}另行说明。" * 20)
    page = archive.append(Response(url, url, Outcome.OK, NOW, 200, (), notice.article.body.encode()))
    archive.close()
    with writing(home / "xuncha.duckdb") as con:
        register_sources(con, [SOURCE], NOW)
        ingest(con, [Document(SOURCE.source_id, url, page, notice)], now=NOW)


def count_notices(path: Path) -> int:
    with reading(path) as con:
        count: int = con.execute("SELECT count(*) FROM notices").fetchone()[0]
        return count


@pytest.mark.parametrize("kind", FORMATS)
def test_every_table_and_view_is_exported_with_its_description(home: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    with reading(home / "xuncha.duckdb") as con:
        written = dict(export(con, kind, out))
    assert (written["problems"], written["current_notices"]) == (3, 1)
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    named = {resource["path"]: resource for resource in package["resources"]}
    assert set(named) == {path.name for path in out.iterdir()} - {"datapackage.json"}
    field = next(f for f in named[f"commitments.{kind}"]["schema"]["fields"] if f["name"] == "due_on")
    assert (field["type"], bool(field["description"])) == ("date", True)


def test_exported_rows_are_those_of_the_warehouse(home: Path, tmp_path: Path) -> None:
    with reading(home / "xuncha.duckdb") as con:
        for kind in FORMATS:
            export(con, kind, tmp_path / kind)
        expected = con.execute("SELECT quote, due_on FROM commitments").fetchall()

    def read(query: str) -> Any:
        return duckdb.sql(f"SELECT quote, due_on::DATE FROM {query}").fetchall()

    assert read(f"'{tmp_path}/parquet/commitments.parquet'") == expected
    assert read(f"'{tmp_path}/csv/commitments.csv'") == expected
    assert read(f"read_json('{tmp_path}/jsonl/commitments.jsonl')") == expected
    with zipfile.ZipFile(tmp_path / "xlsx" / "commitments.xlsx") as book:
        sheet = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml")).decode()
    assert expected[0][0] in sheet


def test_an_export_to_a_place_that_cannot_be_written_is_one_line(home: Path) -> None:
    with reading(home / "xuncha.duckdb") as con, pytest.raises(WarehouseError, match="cannot be written"):
        export(con, "csv", Path("/proc/xuncha"))


def test_a_backup_restored_elsewhere_is_the_same_and_verifies(home: Path, tmp_path: Path) -> None:
    done = back_up(home / "xuncha.duckdb", home / "archive", tmp_path / "backup")
    assert (done.files, done.copied) == (1, 1)
    restore(tmp_path / "backup", tmp_path / "new" / "xuncha.duckdb", tmp_path / "new" / "archive")
    with reading(tmp_path / "new" / "xuncha.duckdb") as con:
        verdict = verify(con, tmp_path / "new" / "archive")
    assert (verdict.faults, verdict.records) == ((), 2)


def test_backing_up_again_copies_only_what_is_new(home: Path, tmp_path: Path) -> None:
    back_up(home / "xuncha.duckdb", home / "archive", tmp_path / "backup")
    fill(home, "second")
    done = back_up(home / "xuncha.duckdb", home / "archive", tmp_path / "backup")
    assert (done.files, done.copied) == (2, 1)
    assert count_notices(tmp_path / "backup" / FILE) == 2


def test_a_warehouse_that_is_there_is_replaced_only_by_force(home: Path, tmp_path: Path) -> None:
    back_up(home / "xuncha.duckdb", home / "archive", tmp_path / "backup")
    fill(home, "second")
    with pytest.raises(WarehouseError, match="there is a warehouse already"):
        restore(tmp_path / "backup", home / "xuncha.duckdb", home / "archive")
    restore(tmp_path / "backup", home / "xuncha.duckdb", home / "archive", force=True)
    assert count_notices(home / "xuncha.duckdb") == 1


def test_a_damaged_or_missing_backup_restores_nothing(home: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no backup there"):
        restore(tmp_path / "nowhere", tmp_path / "new.duckdb", tmp_path / "new")
    back_up(home / "xuncha.duckdb", home / "archive", tmp_path / "backup")
    with (tmp_path / "backup" / FILE).open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    with pytest.raises(WarehouseError, match="nothing was restored"):
        restore(tmp_path / "backup", tmp_path / "new.duckdb", tmp_path / "new")
    assert not (tmp_path / "new.duckdb").exists()


def test_backing_up_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse there yet"):
        back_up(tmp_path / "none.duckdb", tmp_path / "archive", tmp_path / "backup")
    assert not (tmp_path / "backup").exists()
