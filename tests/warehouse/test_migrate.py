"""Every earlier file can be brought up to date, and no other is touched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.samples import NOW, SOURCE
from warehouse.connect import WarehouseError, reading, writing
from warehouse.migrate import BOOKS, load_migrations, load_views, migrate
from warehouse.polling import register_sources

FORBIDDEN = re.compile(
    r"PRIMARY KEY|UNIQUE|SEQUENCE|ENUM|CHECK ?\(|ON CONFLICT|RETURNING|INDEX|GENERATED|DEFAULT|REFERENCES"
)
TODAY = "CREATE OR REPLACE VIEW {0} AS FROM {0}((now() AT TIME ZONE 'Asia/Shanghai')::DATE);"


@pytest.mark.parametrize("version", range(1, len(load_migrations())))
def test_a_file_of_every_earlier_version_keeps_its_rows(path: Path, version: int) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(BOOKS)
        for script in load_migrations()[:version]:
            con.execute(script.text)
            con.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?)",
                [script.number, script.name, script.checksum],
            )
        con.execute("INSERT INTO sources (source_id, name) VALUES ('old', '旧')")
    with writing(path) as con:
        register_sources(con, [SOURCE], NOW)
    with reading(path) as con:
        assert con.execute("SELECT name FROM sources WHERE source_id = 'old'").fetchone() == ("旧",)
        assert con.execute("SELECT schema_number FROM freshness").fetchone() == (len(load_migrations()),)


def test_a_second_opening_applies_nothing(path: Path) -> None:
    for _ in range(2):
        with writing(path) as con:
            rows = con.execute("SELECT count(*), count(DISTINCT number) FROM schema_migrations").fetchone()
    assert rows == (len(load_migrations()), len(load_migrations()))


def write_scripts(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text(f"CREATE TABLE t{name[:3]}{len(name)} (a INTEGER);")
    return folder


@pytest.mark.parametrize("names", [("001_a.sql", "001_b.sql"), ("001_a.sql", "003_c.sql"), ("a.sql",)])
def test_a_number_twice_a_gap_and_no_number_are_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    with pytest.raises(WarehouseError):
        load_migrations(write_scripts(tmp_path, *names))


def test_a_migration_that_was_changed_after_it_was_applied_is_refused(tmp_path: Path) -> None:
    scripts = load_migrations(write_scripts(tmp_path, "001_a.sql"))
    with duckdb.connect() as con:
        migrate(con, scripts, [])
        (tmp_path / "001_a.sql").write_text("CREATE TABLE other (a INTEGER);")
        with pytest.raises(WarehouseError, match="another text"):
            migrate(con, load_migrations(tmp_path), [])


def test_a_migration_that_fails_half_way_leaves_nothing_of_itself(tmp_path: Path) -> None:
    write_scripts(tmp_path, "001_a.sql", "002_b.sql")
    (tmp_path / "002_b.sql").write_text("CREATE TABLE half (a INTEGER); CREATE TABLE half (a INTEGER);")
    with duckdb.connect() as con:
        with pytest.raises(duckdb.CatalogException):
            migrate(con, load_migrations(tmp_path), [])
        assert con.execute("SELECT max(number) FROM schema_migrations").fetchone() == (1,)
        assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (
            0,
        )


def test_a_view_whose_text_changed_is_renewed_and_one_that_vanished_is_dropped(tmp_path: Path) -> None:
    scripts = load_migrations()
    for name, text in (("a_view", "SELECT 1 AS a"), ("b_view", "SELECT * FROM a_view")):
        (tmp_path / f"{name}.sql").write_text(f"CREATE OR REPLACE VIEW {name} AS {text};")
    with duckdb.connect() as con:
        migrate(con, scripts, load_views(tmp_path))
        assert con.execute("FROM b_view").fetchone() == (1,)
        (tmp_path / "a_view.sql").write_text("CREATE OR REPLACE VIEW a_view AS SELECT 2 AS a;")
        (tmp_path / "b_view.sql").unlink()
        migrate(con, scripts, load_views(tmp_path))
        assert con.execute("FROM a_view").fetchone() == (2,)
        with pytest.raises(duckdb.CatalogException):
            con.execute("FROM b_view")


@pytest.mark.parametrize("script", load_migrations(), ids=lambda s: s.name)
def test_the_schema_keeps_to_what_ducklake_has(script: Any) -> None:
    lines = [line for line in script.text.splitlines() if not line.startswith("COMMENT")]
    assert FORBIDDEN.findall(" ".join(lines).upper()) == []


def test_only_the_views_of_today_know_the_present_day() -> None:
    clock = re.compile(r"now\(|current_date|current_time|today\(|get_current")
    for view in load_views():
        lines = [line for line in view.text.splitlines() if clock.search(line)]
        assert lines in ([], [TODAY.format(view.name)])


def test_every_table_view_column_and_macro_has_a_comment(con: Any) -> None:
    bare = con.execute(
        """
        SELECT table_name FROM duckdb_tables() WHERE comment IS NULL
        UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT function_name FROM duckdb_functions() WHERE NOT internal AND comment IS NULL
        """
    ).fetchall()
    assert bare == []


def test_days_are_those_of_china_whatever_the_reader_s_zone() -> None:
    for view in load_views():
        assert not re.search(r"_at::DATE", view.text), view.name


def test_what_an_older_file_lacks_is_one_line_and_what_it_has_can_be_read(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        migrate(con, load_migrations()[:1], [])
    with reading(path) as con:
        assert con.execute("SELECT count(*) FROM sources").fetchone() == (0,)
    with pytest.raises(WarehouseError, match="of an older version"), reading(path) as con:
        con.execute("FROM current_notices")
    with writing(path):
        pass
    with pytest.raises(duckdb.CatalogException), reading(path) as con:
        con.execute("FROM nothing_of_ours")
