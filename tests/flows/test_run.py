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


@pytest.mark.parametrize("command", ["run", "serve"])
def test_a_prefect_server_that_does_not_answer_is_one_line(command: str, tmp_path: Path) -> None:
    (tmp_path / "config" / "sources").mkdir(parents=True)
    done = subprocess.run(
        [Path(sys.executable).with_name("xuncha"), command, "--config", tmp_path / "config"],
        env=os.environ
        | {
            "XUNCHA_WAREHOUSE": str(tmp_path / "xuncha.duckdb"),
            "PREFECT_API_URL": "http://me:secret@127.0.0.1:1/api",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("xuncha: PREFECT_API_URL: no Prefect server answers at 127.0.0.1:1: ")
    assert done.stderr.endswith("; start it, or unset the variable\n") and done.stderr.count("\n") == 1


def test_too_little_memory_is_one_line_that_names_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    monkeypatch.setenv("XUNCHA_MEMORY_LIMIT", "1MB")
    code, _, err = run(tmp_path, "ingest", next(GOLDEN.glob("*.html")))
    assert (code, len(err.splitlines())) == (2, 1), err
    assert f"{tmp_path}/xuncha.duckdb: " in err and "raise `memory_limit` in the settings" in err


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


def test_ingest_says_how_many_messages_wait_to_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "subscribers.yaml").write_text(
        "subscribers:\n- name: 甲\n  channels: [XUNCHA_TEST_INBOX]\n", "utf-8"
    )
    monkeypatch.setenv("XUNCHA_TEST_INBOX", f"textfile://{tmp_path}/inbox.txt")
    pages = sorted(GOLDEN.glob("*.html"))[:2]
    out = run(tmp_path, "ingest", pages[0])[1]
    assert "messages wait" not in out
    code, out, _ = run(tmp_path, "ingest", "--alert", pages[1])
    assert code == 0 and not (tmp_path / "inbox.txt").exists()
    assert "1 messages wait; `xuncha alerts send`, or the next run, sends them" in out
    assert run(tmp_path, "alerts", "send")[1].startswith("1 sent, 0 failed")


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('base_url = "ftp://x"', "an address that begins with http:// or https:// is expected"),
        ('base_url = "https://"', "an address that begins with http:// or https:// is expected"),
        ("keep_requests_days = -400", "a whole number from 0 to 99999 is expected, found -400"),
        ("recheck_per_day = true", "a whole number from 0 to 99999 is expected, found True"),
        ("publish_every_minutes = 1.5", "a whole number from 0 to 99999 is expected, found 1.5"),
        ('memory_limit = "abc"', "a size such as 1GB or 512MB is expected, found 'abc'"),
        ('read_copy = ""', "a path is expected, found ''"),
        ('archive = ""', "a path is expected, found ''"),
        ('warehouse = ""', "a path is expected, found ''"),
        ("pages = 1", "a path is expected, found 1"),
        ('feeds = "~nobody-of-this-name/www"', "no such user's home folder"),
    ],
)
def test_a_setting_without_sense_names_file_key_and_what_is_expected(
    line: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "settings.toml").write_text(f"{line}\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path)
    assert f"settings.toml: {line.partition(' ')[0]}: {expected}" in str(caught.value)


def test_settings_take_a_home_folder_a_size_and_an_empty_page_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("XUNCHA_MEMORY_LIMIT", "1.5 gib")
    (tmp_path / "settings.toml").write_text('pages = "~/www"\nfeeds = ""\nbase_url = ""\n', "utf-8")
    settings = load_settings(tmp_path)
    assert (settings.pages, settings.feeds) == (tmp_path / "me" / "www", None)
    assert (settings.base_url, settings.memory_limit) == ("", "1.5 gib")


def test_a_warehouse_named_by_hand_keeps_its_archive_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_WAREHOUSE", str(tmp_path / "w.duckdb"))
    settings = load_settings(tmp_path)
    assert settings.archive == tmp_path / "archive"
    assert settings.read_copy == tmp_path / "w.read.duckdb"


def test_a_warehouse_given_by_argument_leaves_the_places_of_another_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    monkeypatch.setenv("XUNCHA_READ_COPY", str(tmp_path / "production" / "read.duckdb"))
    monkeypatch.setenv("XUNCHA_ARCHIVE", str(tmp_path / "production" / "archive"))
    other = tmp_path / "other" / "y.duckdb"
    assert run(tmp_path, "ingest", next(GOLDEN.glob("*.html")), "--warehouse", other)[0] == 0
    assert not (tmp_path / "production").exists()
    assert count(tmp_path / "other" / "y.read.duckdb", "notices") == 1
    assert list((tmp_path / "other" / "archive").rglob("*.warc.gz"))


def test_a_warehouse_from_the_environment_goes_with_the_places_named_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_WAREHOUSE", str(tmp_path / "w.duckdb"))
    monkeypatch.setenv("XUNCHA_ARCHIVE", str(tmp_path / "far" / "archive"))
    settings = load_settings(tmp_path)
    assert settings.archive == tmp_path / "far" / "archive"
    assert settings.read_copy == tmp_path / "w.read.duckdb"
