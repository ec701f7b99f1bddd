"""The pipeline on a lake, as on a file: the same rows day by day, and the commands that read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.ducklake import make_lake, serving
from flows.cli import app, commands
from flows.demo.site import DemoSite
from flows.settings import load_settings
from flows.steps import run_steps
from tests.flows.test_kills import make_folder
from tests.warehouse.killing import dump

DAYS = (0, 2, 3, 4)  # new; a notice is gone; a site blocks; gone for a week, promises nearly due
COMMANDS = {"overdue --as-of 2025-12-01": "quote", "search 整改": "snippet"}


@pytest.fixture(scope="module")
def lake_home(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """An installation on a lake, and beside it one on a file, after the same days."""
    home = tmp_path_factory.mktemp("lake")
    with serving() as server, DemoSite(port=0) as site:
        lake = make_lake(server, "demo", home / "lake")
        for name in ("lake", "file"):
            make_folder(site, home / name)
            where = lake.address if name == "lake" else home / name / "xuncha.duckdb"
            (home / name / "config" / "settings.toml").write_text(
                f'warehouse = "{where}"\narchive = "{home}/{name}/archive"\ncontact = "test@xuncha.invalid"\n'
                f'read_copy = "{home}/{name}/read.duckdb"\nbase_url = "http://127.0.0.1/"\n',
                "utf-8",
            )
        for day in DAYS:
            site.day = site.days[day].at
            for name in ("lake", "file"):
                run_steps(load_settings(home / name / "config"), now=site.day)
        commands.register(app)
        yield home


def run(home: Path, *command: str) -> str:
    done = CliRunner().invoke(app, ["--config", str(home / "config"), *command])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_a_lake_holds_the_rows_of_a_file_after_the_same_days(lake_home: Path) -> None:
    places = [load_settings(lake_home / name / "config").warehouse for name in ("lake", "file")]
    on_lake, in_file = map(dump, places)
    assert {table for table in in_file if on_lake[table] != in_file[table]} == set()
    kinds = {row[1] for row in on_lake["events"]}
    assert {"notice.published", "notice.missing", "notice.removed", "commitment.due_soon"} <= kinds
    assert len(on_lake["deliveries"]) > 5
    assert not (lake_home / "lake" / "read.duckdb").exists()


def test_commands_answer_on_a_lake_as_on_a_file(lake_home: Path) -> None:
    for command, column in COMMANDS.items():
        ours, theirs = (run(lake_home / n, *command.split(), "--json").splitlines() for n in ("lake", "file"))
        assert [json.loads(line) for line in ours] == [json.loads(line) for line in theirs]
        assert column in json.loads(ours[0])
    home = lake_home / "lake"
    assert run(home, "sql", "SELECT count(*) AS n FROM removed_notices", "--csv") == "n\n1\n"
    assert " 0 faults" in run(home, "verify")
    assert "removed_notices.parquet: 1 rows" in run(home, "export", "parquet", str(home / "out"))
