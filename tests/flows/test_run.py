"""`xuncha run`, `ingest` and the settings as a user meets them: real processes, a real site, real locks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.demo.site import DemoSite
from flows.settings import ROOT, ConfigError, load_settings

GOLDEN = ROOT / "tests" / "golden" / "seen"
HOLD = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[DemoSite]:
    """The demo's site, its sources asked without pauses, configured in `tmp_path/config`."""
    with DemoSite(port=0) as site:
        site.write_config(tmp_path / "config")
        for path in (tmp_path / "config" / "sources").rglob("*.yaml"):
            path.write_text(path.read_text("utf-8").replace("pace: 0.3", "pace: 0"), "utf-8")
        yield site


def start(at: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    places = {"XUNCHA_CONFIG": str(at / "config"), "XUNCHA_WAREHOUSE": str(at / "xuncha.duckdb")}
    environment = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"} | places
    return subprocess.Popen(
        [Path(sys.executable).with_name("xuncha"), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(at: Path, *arguments: str | Path) -> tuple[int, str, str]:
    process = start(at, *arguments)
    out, err = process.communicate(timeout=180)
    return process.returncode, out, err


def count(path: Path, table: str) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_run_waits_for_the_process_that_holds_the_warehouse(site: DemoSite, tmp_path: Path) -> None:
    now = site.day.isoformat()
    assert run(tmp_path, "run", "linxi", "--now", now)[0] == 0
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "xuncha.duckdb"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout and holder.stdout.readline() == "held\n"
    waiting = start(tmp_path, "run", "yunchuan", "--now", now)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=6)
    holder.communicate("")
    out, err = waiting.communicate(timeout=120)
    assert (waiting.returncode, err) == (0, "")
    assert "yunchuan: ok" in out


def test_an_analyst_with_the_read_copy_open_blocks_nothing(site: DemoSite, tmp_path: Path) -> None:
    assert run(tmp_path, "run", "linxi", "--now", site.day.isoformat())[0] == 0
    with duckdb.connect(str(tmp_path / "xuncha.read.duckdb"), read_only=True) as analyst:
        before = analyst.execute("SELECT count(*) FROM current_notices").fetchone()
        site.day = site.days[1].at
        code, _, err = run(tmp_path, "run", "linxi", "yunchuan", "--now", site.day.isoformat())
        assert (code, err) == (0, "")
        assert analyst.execute("SELECT count(*) FROM current_notices").fetchone() == before
    assert count(tmp_path / "xuncha.duckdb", "current_notices") > before[0]


def test_what_is_not_due_is_not_polled(site: DemoSite, tmp_path: Path) -> None:
    now = site.day.isoformat()
    assert len(run(tmp_path, "run", "--json", "--now", now)[1].splitlines()) == 3
    assert run(tmp_path, "run", "--json", "--now", now)[1] == ""


def test_a_blocked_source_ends_the_run_with_1_and_the_others_are_done(site: DemoSite, tmp_path: Path) -> None:
    site.day = next(d.at for d in site.days if "412" in d.en)
    code, out, _ = run(tmp_path, "run", "--json", "--now", site.day.isoformat())
    outcomes = {row["source"]: row["outcome"] for row in map(json.loads, out.splitlines())}
    assert code == 1
    assert outcomes == {"linxi": "challenge", "ycvtc": "ok", "yunchuan": "ok"}


def test_a_faulty_source_file_stops_only_its_own_source(site: DemoSite, tmp_path: Path) -> None:
    path = next((tmp_path / "config" / "sources").rglob("linxi.yaml"))
    good, now = path.read_text("utf-8"), site.day.isoformat()
    path.write_text(good + "shedule: {every: 6h}\n", "utf-8")
    code, out, err = run(tmp_path, "run", "linxi")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "linxi.yaml" in err and "shedule" in err and "schedule" in err
    assert not (tmp_path / "xuncha.duckdb").exists()
    code, out, again = run(tmp_path, "run", "--json", "--now", now)
    assert (code, again) == (1, err)
    assert {json.loads(line)["source"] for line in out.splitlines()} == {"ycvtc", "yunchuan"}
    assert run(tmp_path, "run", "yunchuan", "--now", now)[::2] == (0, "")
    path.write_text(good, "utf-8")
    assert run(tmp_path, "run", "--now", now)[0] == 0
    with duckdb.connect(str(tmp_path / "xuncha.duckdb"), read_only=True) as con:
        told = "SELECT kind, payload ->> '$.reasons[0]' FROM events WHERE source_id = 'linxi'"
        reasons = dict(con.execute(told).fetchall())
        assert "shedule" in reasons["source.failing"] and "source.recovered" in reasons
        assert con.execute("SELECT count(*) FROM sources WHERE retired_at IS NULL").fetchone() == (3,)


@pytest.mark.parametrize("path", ["/dev/null/x.duckdb", "/proc/nothing/x.duckdb"])
def test_a_warehouse_that_cannot_be_written_is_one_line(path: str, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    page = next(GOLDEN.glob("*.html"))
    code, _, err = run(tmp_path, "ingest", page, "--warehouse", path)
    assert code == 2
    assert len(err.splitlines()) == 1 and path in err and "Traceback" not in err


def test_ingest_names_what_it_leaves_out_and_loads_the_rest(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    page = next(GOLDEN.glob("*.html"))
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "other.html").write_text(
        "<html><body><h1>关于放假的通知</h1><p>春节放假安排如下，请做好值班。</p></body></html>", "utf-8"
    )
    names = ["empty.html", "binary.html", "missing.html", "other.html"]
    code, out, err = run(tmp_path, "ingest", *(tmp_path / n for n in names), page)
    assert code == 1
    assert [name for name in names if name in err] == names[:3]
    assert "other.html: no notice, left out" in out
    assert count(tmp_path / "xuncha.duckdb", "notices") == 1


def test_ingesting_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    pages = sorted(GOLDEN.glob("*.html"))[:3]
    assert run(tmp_path, "ingest", *pages, "--now", "2026-03-01")[0] == 0
    tables = ("notices", "notice_versions", "parses", "problems", "commitments", "events", "pages", "fetches")
    before = {t: count(tmp_path / "xuncha.duckdb", t) for t in tables}
    code, out, _ = run(tmp_path, "ingest", *pages, "--now", "2026-03-02")
    assert code == 0 and out.count("loaded before, unchanged") == len(pages)
    assert {t: count(tmp_path / "xuncha.duckdb", t) for t in tables} == before
    assert before["notices"] == len(pages)


def test_an_unknown_setting_names_the_file_and_the_known_keys(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('warehose = "x"\n', "utf-8")
    with pytest.raises(ConfigError, match=r"settings.toml: unknown key 'warehose'; known keys: .*warehouse"):
        load_settings(tmp_path)


def test_a_warehouse_named_by_hand_keeps_its_archive_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_WAREHOUSE", str(tmp_path / "w.duckdb"))
    settings = load_settings(tmp_path)
    assert settings.archive == tmp_path / "archive"
    assert settings.read_copy == tmp_path / "w.read.duckdb"
