"""SIGKILL at named points of a run: the next run makes its rows good, and no alert is lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.demo.site import DemoSite
from flows.settings import ROOT
from tests.flows.killer import POINTS

HITS = {
    "after the fetch": (1, 3, 6, 9),
    "after the archive": (1, 2, 4),
    "archive synced": (1, 1, 1),
    "in mid-transaction": (1, 2, 3),
    "before the commit": (1, 2, 3),
    "after the commit": (1, 1, 1),
    "in mid-send": (1, 2, 4),
    "sent, not folded": (1, 2, 4),
    "in mid-publish": (1, 1, 1),
    "published": (1, 1, 1),
}
# Where a record stands in the archive, and the chain that leads to it, differ from run to run.
OF_THE_RUN = {"warc_file", "warc_offset", "record_sha256"}


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(port=0) as site:
        yield site


def run(now: datetime, *cases: str) -> list[str]:
    """Run cases in their own processes; gives a line a case."""
    command = [sys.executable, "-m", "tests.flows.killer", now.isoformat(), *cases]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout.splitlines()


def make_folder(site: DemoSite, folder: Path, base: Path | None = None) -> Path:
    """A pipeline's folder, with what `base` holds; its sites are asked without pauses."""
    if base:
        shutil.copytree(base, folder)
    site.write_config(folder / "config")
    for path in (folder / "config" / "sources").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("pace: 0.3", "pace: 0"), "utf-8")
    return folder


def read_rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows without what belongs to a run, in an order of their own."""
    with duckdb.connect(str(folder / "xuncha.duckdb"), read_only=True) as con:
        tables = [
            name
            for (name,) in con.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            ).fetchall()
        ]
        found = {}
        for table in tables:
            columns = [c[0] for c in con.execute(f"DESCRIBE {table}").fetchall() if c[0] not in OF_THE_RUN]
            rows = con.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            found[table] = sorted(rows, key=repr)
        return found


def read_alerts(folder: Path) -> Counter[str]:
    """The group messages that were sent."""
    text = (folder / "messages.txt").read_text("utf-8") if (folder / "messages.txt").exists() else ""
    return Counter(part.strip() for part in text.split("-" * 40) if part.strip())


def test_a_killed_run_is_made_good_by_the_next(site: DemoSite, tmp_path: Path) -> None:
    first, second = site.days[0].at, site.days[1].at
    site.day = first
    base = make_folder(site, tmp_path / "base")
    assert run(first, f"{base}=") == ["ended "]

    site.day = second
    undisturbed = make_folder(site, tmp_path / "undisturbed", base)
    run(second, f"{undisturbed}=")
    rows, alerts = read_rows(undisturbed), read_alerts(undisturbed)
    assert len(rows["events"]) > len(read_rows(base)["events"])

    cases = [(point, hit) for point in POINTS for hit in HITS[point]]
    folders = [make_folder(site, tmp_path / f"case{n}", base) for n in range(len(cases))]
    killed = run(second, *(f"{folder}={p}:{hit}" for folder, (p, hit) in zip(folders, cases, strict=True)))
    sys.stdout.write("\n".join(["", *killed, ""]))
    hit_points = {line.removeprefix("killed ").split(":")[0] for line in killed if line.startswith("killed ")}
    assert hit_points == set(POINTS), "every point must be reached"

    run(second, *(f"{folder}=" for folder in folders))
    for case, folder in zip(cases, folders, strict=True):
        after = read_rows(folder)
        assert after.keys() == rows.keys()
        for table in rows:
            assert after[table] == rows[table], f"{case}: {table} differs"
        sent = read_alerts(folder)
        assert not alerts - sent, f"{case}: an alert was lost"
        assert (sent - alerts).total() <= 1, f"{case}: more than the message in flight came twice"
