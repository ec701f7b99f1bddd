"""Full and read-only disks under a real run: one line, what was good stays good, the next run completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.demo.site import DemoSite
from flows.settings import Settings, load_settings
from flows.steps import run_steps
from scrapers.model import UserError
from tests.disks import fill, free, read_only, small_disk
from tests.flows.test_kills import make_folder, read_alerts, read_rows
from warehouse.connect import reading
from warehouse.verify import verify

SIZE = 50 * 2**20
FULL = "the disk is full; free some space and run again"
LAYOUT = """
warehouse = "{home}/rows/xuncha.duckdb"
archive = "{home}/archive"
read_copy = "{home}/copy/read.duckdb"
pages = "{home}/www"
publish_every_minutes = 0
contact = "test@xuncha.invalid"
"""


@dataclass
class Day:
    """An installation before its second day, and what an undisturbed run makes of that day."""

    site: DemoSite
    base: Path
    rows: dict[str, list[tuple[Any, ...]]]
    alerts: Counter[str]


def settings_in(home: Path) -> Settings:
    (home / "config" / "settings.toml").write_text(LAYOUT.format(home=home), "utf-8")
    return load_settings(home / "config")


def run_day(site: DemoSite, home: Path, day: int) -> None:
    site.day = site.days[day].at
    run_steps(settings_in(home), now=site.day)


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    with DemoSite(port=0) as site:
        folder = tmp_path_factory.mktemp("disks")
        base = make_folder(site, folder / "base")
        run_day(site, base, 0)
        whole = make_folder(site, folder / "whole", base)
        run_day(site, whole, 1)
        yield Day(site, base, read_rows(whole / "rows"), read_alerts(whole))


@pytest.fixture
def home(second: Day, tmp_path: Path) -> Path:
    """An installation of its own on the eve of the second day."""
    return make_folder(second.site, tmp_path / "home", second.base)


def move_onto(disk: Path, second: Day) -> None:
    """Put what stood in the folder under a disk onto it."""
    before = second.base / disk.name
    if before.exists():
        shutil.copytree(before, disk, dirs_exist_ok=True)


def complain(home: Path, *command: str) -> str:
    """What `xuncha` says on stderr; it must be one line, and the exit code 1."""
    settings_in(home)
    environment = {k: v for k, v in os.environ.items() if k not in ("PREFECT_API_URL", "XUNCHA_WAREHOUSE")}
    done = subprocess.run(
        [Path(sys.executable).with_name("xuncha"), *command],
        env=environment | {"XUNCHA_CONFIG": str(home / "config")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, (done.stdout, done.stderr)
    [line] = done.stderr.splitlines()
    return line


def assert_good(home: Path) -> None:
    """The warehouse opens, and every row is proven; only a torn end may wait to be cut by the next run."""
    settings = settings_in(home)
    with reading(settings.warehouse) as con:
        faults = verify(con, settings.archive).faults
    assert all(f.kind == "torn" for f in faults), faults


def assert_completed(second: Day, home: Path) -> None:
    """One more run makes what an undisturbed one made."""
    run_day(second.site, home, 1)
    after = read_rows(home / "rows")
    assert {t for t in second.rows if after[t] != second.rows[t]} == set()
    assert not second.alerts - read_alerts(home), "an alert was lost"


def test_a_full_disk_is_one_line_for_the_user_and_a_failed_command(second: Day, home: Path) -> None:
    with small_disk(home / "archive", SIZE) as disk:
        move_onto(disk, second)
        fill(disk, leave=8192)
        second.site.day = second.site.days[1].at
        line = complain(home, "run", "--now", second.site.day.isoformat())
        assert line == f"xuncha: {disk}: the archive cannot be written: {FULL}"
        assert_good(home)
        free(disk)
        assert_completed(second, home)


@pytest.mark.parametrize(
    ("folder", "leave", "named"),
    [
        ("rows", 0, "/xuncha.duckdb: cannot be written, and nothing of this transaction was kept: "),
        ("rows", 4096, "/hosts: cannot be written: "),
        ("rows", 1_000_000, "/xuncha.deliveries.journal: the journal cannot be written: "),
        ("copy", 0, "/read.duckdb: the read copy cannot be written, the old one stays: "),
    ],
)
def test_a_full_disk_is_named_and_the_next_run_completes(
    second: Day, home: Path, folder: str, leave: int, named: str
) -> None:
    with small_disk(home / folder, SIZE) as disk:
        move_onto(disk, second)
        fill(disk, leave)
        with pytest.raises(UserError, match=f"^{disk}{named}{FULL}$"):
            run_day(second.site, home, 1)
        assert_good(home)
        free(disk)
        assert_completed(second, home)


def test_nothing_is_sent_whose_result_the_journal_could_not_keep(second: Day, home: Path) -> None:
    before = read_alerts(home)
    with small_disk(home / "journal", SIZE) as disk:
        journal = home / "rows" / "xuncha.deliveries.journal"
        journal.unlink()
        journal.symlink_to(disk / journal.name)
        fill(disk)
        with pytest.raises(UserError, match=f"^{journal}: the journal cannot be written: {FULL}$"):
            run_day(second.site, home, 1)
        assert read_alerts(home) == before
        free(disk)
        assert_completed(second, home)


@pytest.mark.parametrize("folder", ["archive", "rows"])
def test_a_read_only_folder_is_one_line_and_the_next_run_completes(
    second: Day, home: Path, folder: str
) -> None:
    with small_disk(home / folder, SIZE) as disk:
        move_onto(disk, second)
        with (
            read_only(disk),
            pytest.raises(UserError, match=f"{disk}.*read-only; mount it to be written"),
        ):
            run_day(second.site, home, 1)
        assert_good(home)
        assert_completed(second, home)
