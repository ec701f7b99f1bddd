"""Kill `xuncha reparse` at named points and at random ones: `python -m tests.flows.reparse_kills`.

Arguments and output are those of `tests.warehouse.kills`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import flows.reparse
from flows.demo.content import load_content
from flows.demo.site import FOLDER
from flows.load import load_files
from flows.reparse import reparse_all
from flows.settings import Settings
from tests.warehouse.killing import Point, Trial, run_trial
from warehouse.connect import reading, writing
from warehouse.parses import CHILDREN
from warehouse.verify import verify

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
AT_ONCE = 3  # three batches
POINTS = (
    Point("flows.reparse:list_stale", "after"),
    Point("flows.reparse:_sort_out", "before", 3),
    Point("flows.reparse:_sort_out", "after", 3),
    Point("warehouse.reparse:merge", "after", 6),
    Point("warehouse.reparse:insert", "after", 12),
    Point("warehouse.reparse:record_issues", "before", 3),
    Point("flows.reparse:apply_readings", "before", 3),
    Point("flows.reparse:apply_readings", "after", 3),
    Point("tests.flows.reparse_kills:show", "before", 4),
)


def settings_in(home: Path) -> Settings:
    """Settings that keep a whole installation in one folder."""
    return Settings(
        config=home / "config",
        warehouse=home / "xuncha.duckdb",
        archive=home / "archive",
        read_copy=home / "read.duckdb",
        contact="test@xuncha.invalid",
    )


def begin(home: Path) -> None:
    """All notices of the demo, as if an older parser had read them."""
    settings, files = settings_in(home), []
    for key, page in sorted(load_content(FOLDER).pages.items()):
        path = home / f"{key.replace('/', '-')}.txt"
        lines = [line.removeprefix(">> ").removeprefix("** ") for line in page.lines]
        path.write_text("\n".join([page.title, *lines]), "utf-8")
        files.append(path)
    results = load_files(settings, files, now=NOW).files
    assert sum(r.notice for r in results) > 2 * AT_ONCE, results
    with writing(settings.warehouse) as con:
        for table in ("parses", *CHILDREN):
            con.execute(f"UPDATE {table} SET parse_id = 'old-' || parse_id")
        for table in ("problems", "measures", "commitments", "open_items"):
            con.execute(f"UPDATE {table} SET problem_id = 'old-' || problem_id")
        con.execute("UPDATE parses SET parser_version = 'old'")
        con.execute("UPDATE problems SET status = 'in_progress'")


def show(done: int, total: int) -> None:
    """What a user would see of the progress, between one batch's commit and the next batch."""


def work(home: Path) -> None:
    """Read all again, in small batches and one process."""
    flows.reparse.BATCH = AT_ONCE
    report = reparse_all(settings_in(home), now=NOW, workers=1, progress=show)
    assert not report.failed, report.failed


def look(home: Path) -> list[str]:
    """What is wrong with what a kill left."""
    with reading(home / "xuncha.duckdb") as con:
        return [repr(fault) for fault in verify(con, home / "archive").faults]


if __name__ == "__main__":
    sys.modules["tests.flows.reparse_kills"] = sys.modules["__main__"]
    sys.exit(run_trial(Trial(begin, work, look), POINTS, sys.argv[1:]))
