"""The commands that answer from the warehouse, run as a user runs them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app, commands
from scrapers.model import Outcome, Response
from tests.warehouse.samples import DAY, ITEMS, NOW, SOURCE, URL, Promise, make_notice
from warehouse.archive import Archive
from warehouse.connect import WarehouseError, writing
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Document
from warehouse.polling import register_sources

BODIES = [b"<html>first</html>", b"<html>second</html>"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse that holds one edited notice, and its archive."""
    home = tmp_path_factory.mktemp("commands")
    moved = replace(
        ITEMS[1], promise=Promise("2027年6月底前完成清淤任务", "2027年6月底前", date(2027, 6, 30))
    )
    notices = [make_notice(), make_notice((ITEMS[0], moved, ITEMS[2]))]
    archive = Archive(home / "archive", "run")
    for day, (notice, body) in enumerate(zip(notices, BODIES, strict=True)):
        at = NOW + day * DAY
        page = archive.append(Response(URL, URL, Outcome.OK, at, 200, (), body))
        archive.sync()
        with writing(home / "xuncha.duckdb") as con:
            register_sources(con, [SOURCE], at)
            record_events(con, ingest(con, [Document(SOURCE.source_id, URL, page, notice)], now=at))
    archive.close()
    commands.register(app)
    return home


def run(home: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["--warehouse", str(home / "xuncha.duckdb"), *arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def rows(home: Path, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(home, *arguments, "--json").splitlines()]


def test_overdue_counts_the_days_and_quotes_the_promise(home: Path) -> None:
    assert "nothing overdue on 2027-06-30" in run(home, "overdue", "--as-of", "2027-06-30")
    [row] = rows(home, "overdue", "--as-of", "2027-07-10")
    assert (row["days_overdue"], row["quote"]) == (10, "2027年6月底前完成清淤任务")
    [soon] = rows(home, "overdue", "--as-of", "2027-06-20", "--within", "14")
    assert soon["days_overdue"] == -10


def test_notices_are_listed_and_filtered(home: Path) -> None:
    assert [row["version"] for row in rows(home, "notices", "水务局")] == [2]
    assert rows(home, "notices", "--region", "北省") == []
    assert run(home, "notices", "--csv").startswith("published_on,title,")


def test_sql_answers_in_three_forms_and_complains_in_one_line(home: Path) -> None:
    query = "SELECT count(*) AS n FROM notices"
    assert rows(home, "sql", query) == [{"n": 1}]
    assert run(home, "sql", query, "--csv") == "n\n1\n"
    assert "1" in run(home, "sql", query)
    with pytest.raises(WarehouseError, match="syntax error"):
        run(home, "sql", "SELEC 1")


@pytest.mark.parametrize("query", ["", " ", ";"])
def test_sql_without_a_statement_says_so(query: str, home: Path) -> None:
    with pytest.raises(WarehouseError, match="no statement was given"):
        run(home, "sql", query)


def test_sql_refuses_a_statement_whose_answer_would_be_lost(home: Path) -> None:
    with pytest.raises(WarehouseError, match="2 statements were given, of which one is answered"):
        run(home, "sql", "SELECT 1 a; SELECT 2 a")
    assert rows(home, "sql", "PIVOT (SELECT 'x' AS a) ON a USING count(*);") == [{"x": 1}]


@pytest.mark.parametrize(
    ("value", "as_json", "as_text"),
    [
        ("1.5", 1.5, "1.5"),
        ("INTERVAL 1 DAY", "1 day, 0:00:00", "1 day, 0:00:00"),
        ("TIME '10:00'", "10:00:00", "10:00:00"),
        ("UUID '20723640-48fd-48a6-b35a-ef811d88d90c'", "20723640-48fd-48a6-b35a-ef811d88d90c", None),
        (r"'\xff'::BLOB", "ff", "ff"),
        ("[DATE '2020-01-01']", ["2020-01-01"], '["2020-01-01"]'),
        ("{'a': ['期限'], 'b': 1.5}", {"a": ["期限"], "b": 1.5}, '{"a": ["期限"], "b": 1.5}'),
        ("MAP {DATE '2020-01-01': 1}", {"2020-01-01": 1}, '{"2020-01-01": 1}'),
        ("'nan'::DOUBLE", None, "nan"),
        ("['inf'::DOUBLE]", [None], "[null]"),
        ("NULL", None, ""),
    ],
)
def test_sql_prints_a_value_of_any_type(value: str, as_json: object, as_text: str | None, home: Path) -> None:
    query = f"SELECT {value} AS v, 'x' AS w"
    assert rows(home, "sql", query) == [{"v": as_json, "w": "x"}]
    text = str(as_json) if as_text is None else as_text
    [_, line] = csv.reader(run(home, "sql", query, "--csv").splitlines())
    assert line == [text, "x"]
    assert run(home, "sql", query).splitlines()[1].split() == [*text.split(), "x"]


def test_columns_of_one_name_are_told_apart_in_json(home: Path) -> None:
    query = "SELECT 'x' AS a, 'y' AS a, 'z' AS a_1, 'w' AS a"
    assert rows(home, "sql", query) == [{"a": "x", "a_1": "y", "a_1_1": "z", "a_2": "w"}]


def test_page_saves_the_archived_bytes_of_a_version(home: Path, tmp_path: Path) -> None:
    run(home, "page", URL, "--version", "1", "--save", str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_bytes() == BODIES[0]
    [evidence] = rows(home, "page", URL)
    assert (evidence["version"], evidence["bytes"]) == (2, len(BODIES[1]))


def test_diff_shows_the_changed_words(home: Path, tmp_path: Path) -> None:
    assert "期限变动 2.：2026-12-31 → 2027-06-30" in run(home, "diff", URL)
    assert [row["type"] for row in rows(home, "diff", URL)] == ["deadline", "wording"]
    run(home, "diff", URL, "--html", str(tmp_path / "diff.html"))
    page = (tmp_path / "diff.html").read_text("utf-8")
    assert "<del>" in page
    assert "<ins>" in page


def test_search_verify_export_backup_and_restore_work_from_the_command_line(
    home: Path, tmp_path: Path
) -> None:
    assert {row["place"] for row in rows(home, "search", "公务用车")} == {"3.", ""}
    assert "0 faults" in run(home, "verify")
    assert "notices.csv: 1 rows" in run(home, "export", "csv", str(tmp_path / "csv"))
    assert "2 archive files (2 new)" in run(home, "backup", str(tmp_path / "backup"))
    other = tmp_path / "other"
    other.mkdir()
    run(other, "restore", str(tmp_path / "backup"))
    assert rows(other, "notices") == rows(home, "notices")
