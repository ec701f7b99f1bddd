"""`reparse_all` reads the archive again in processes of its own, and goes on where it was stopped."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows.demo.content import load_content
from flows.demo.site import FOLDER
from flows.load import load_files
from flows.reparse import reparse_all
from flows.settings import Settings
from scrapers.notice import PARSER_VERSION
from tests.flows.reparse_kills import POINTS
from warehouse.connect import writing
from warehouse.parses import CHILDREN

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A warehouse with two of the demo's notices, as if an older parser had read them."""
    settings = Settings(
        config=tmp_path / "config",
        warehouse=tmp_path / "xuncha.duckdb",
        archive=tmp_path / "archive",
        read_copy=tmp_path / "read.duckdb",
        contact="test@xuncha.invalid",
    )
    files = []
    for key in ("city/20377", "city/20588"):
        page = load_content(FOLDER).pages[key]
        lines = [line.removeprefix(">> ").removeprefix("** ") for line in page.lines]
        path = tmp_path / f"{page.key.replace('/', '-')}.txt"
        path.write_text("\n".join([page.title, *lines]), "utf-8")
        files.append(path)
    results = load_files(settings, files, now=NOW).files
    assert all(r.notice for r in results), results
    with writing(settings.warehouse) as con:
        for table in ("parses", *CHILDREN):
            con.execute(f"UPDATE {table} SET parse_id = 'old-' || parse_id")
        con.execute("UPDATE parses SET parser_version = 'old'")
        con.execute("UPDATE problems SET status = 'in_progress'")
    return settings


def versions(settings: Settings) -> list[tuple[str, int]]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        return con.execute(
            "SELECT parser_version, count(*) FROM parses WHERE superseded_at IS NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()


def test_all_is_read_again_once_and_what_changed_is_counted(settings: Settings) -> None:
    report = reparse_all(settings, now=NOW, workers=1)
    assert (report.versions, report.failed) == (2, [])
    assert report.changed["problems"] == 2
    assert "text" not in report.changed
    assert versions(settings) == [(PARSER_VERSION, 2)]
    assert reparse_all(settings, now=NOW, workers=1).versions == 0


def test_a_killed_reparse_goes_on_where_it_was_and_leaves_no_process_behind() -> None:
    """Some points once; `python -m tests.flows.reparse_kills` takes all five times, and fifty at random."""
    command = [sys.executable, "-m", "tests.flows.reparse_kills", "1", "0", "5"]
    # The output ends when the last process that holds it does: those of killed parents too.
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("killed 1 times, 1 of 1 the same") == len(POINTS[::5])


def test_a_page_that_is_missing_is_reported_and_keeps_no_other_back(settings: Settings) -> None:
    with writing(settings.warehouse) as con:
        con.execute(
            "UPDATE pages SET warc_offset = 1000000 WHERE page_id = (SELECT min(page_id) FROM parses)"
        )
    report = reparse_all(settings, now=NOW, workers=1)
    assert (report.versions, len(report.failed)) == (1, 1)
    assert set(versions(settings)) == {(PARSER_VERSION, 1), ("old", 1)}
