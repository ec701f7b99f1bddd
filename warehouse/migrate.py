"""Bring a warehouse file to this version's schema: numbered migrations, then views."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import WarehouseError

HERE = Path(__file__).resolve().parent
SCHEMA, VIEWS = HERE / "schema", HERE / "views"
NUMBERED = re.compile(r"(\d{3})_[a-z0-9_]+\.sql")
TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
BOOKS = """
CREATE TABLE schema_migrations (number INTEGER, name VARCHAR, checksum VARCHAR);
COMMENT ON TABLE schema_migrations IS 'Numbered migration that this file has been through.';
COMMENT ON COLUMN schema_migrations.number IS 'Number at the start of the migration''s file name.';
COMMENT ON COLUMN schema_migrations.name IS 'File name of the migration.';
COMMENT ON COLUMN schema_migrations.checksum IS 'SHA-256 of the migration''s text as applied.';
CREATE TABLE schema_views (name VARCHAR, checksum VARCHAR);
COMMENT ON TABLE schema_views IS 'View or macro of this file, to renew it when its text changes.';
COMMENT ON COLUMN schema_views.name IS 'Name of the view''s file, without its ending.';
COMMENT ON COLUMN schema_views.checksum IS 'SHA-256 of the text as applied.';
"""


@dataclass(frozen=True, slots=True)
class Script:
    """One SQL file: its number (0 for a view), name, text and the SHA-256 of the text."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def load_migrations(folder: Path = SCHEMA) -> list[Script]:
    """Read the migrations in the order of their numbers.

    Raises:
        WarehouseError: a name without a number, a number twice, or a gap in the numbers.
    """
    scripts: list[Script] = []
    for path in sorted(folder.glob("*.sql")):
        match = NUMBERED.fullmatch(path.name)
        if not match:
            raise WarehouseError(f"{path}: a migration is named NNN_name.sql")
        scripts.append(Script(int(match[1]), path.name, path.read_text("utf-8")))
        if scripts[-1].number != len(scripts):
            raise WarehouseError(f"{path}: number {match[1]} is taken or leaves a gap")
    return scripts


def load_views(folder: Path = VIEWS) -> list[Script]:
    """Read the views so that each comes after those that its text names."""
    scripts = {p.stem: Script(0, p.stem, p.read_text("utf-8")) for p in sorted(folder.glob("*.sql"))}
    needs = {
        name: [other for other in scripts if other != name and re.search(rf"\b{other}\b", script.text)]
        for name, script in scripts.items()
    }
    return [scripts[name] for name in TopologicalSorter(needs).static_order()]


def migrate(con: Any, migrations: list[Script], views: list[Script]) -> None:
    """Apply what the file has not been through yet, each migration in a transaction of its own.

    Raises:
        WarehouseError: the file comes from a newer version, or was made by migrations with another text.
    """
    applied = read_applied(con)
    check_applied(applied, migrations)
    if not applied:
        with transaction(con):
            con.execute(BOOKS)
            _apply(con, migrations[0])
    for script in migrations[max(1, len(applied)) :]:
        with transaction(con):
            _apply(con, script)
    _renew_views(con, views)


def read_applied(con: Any) -> dict[int, tuple[str, str]]:
    """Number → (name, checksum) of the migrations that the file has been through; empty for a new file.

    Raises:
        WarehouseError: the file holds tables, but not ours.
    """
    names = {name for (name,) in con.execute(TABLES).fetchall()}
    if "schema_migrations" in names:
        rows = con.execute("SELECT number, name, checksum FROM schema_migrations").fetchall()
        return {number: (name, checksum) for number, name, checksum in rows}
    if names:
        raise WarehouseError("a DuckDB file of another program: it holds tables, but no schema_migrations")
    return {}


def check_applied(applied: dict[int, tuple[str, str]], migrations: list[Script]) -> None:
    """Refuse a file that this version cannot bring up to date.

    Raises:
        WarehouseError: the file comes from a newer version, or was made by migrations with another text.
    """
    if applied and max(applied) > len(migrations):
        raise WarehouseError(
            f"made by a newer version (schema {max(applied)}, known here: {len(migrations)}); update xuncha"
        )
    for script in migrations:
        if script.number in applied and applied[script.number][1] != script.checksum:
            raise WarehouseError(f"migration {script.name} was applied with another text than this version's")


def check_current(con: Any, place: object) -> None:
    """Refuse a warehouse that has not come up to this version's schema yet.

    Raises:
        WarehouseError: a migration or view of this version is missing in it.
    """
    applied = read_applied(con)
    views = {n for (n,) in con.execute("SELECT name FROM schema_views").fetchall()} if applied else set()
    if len(applied) < len(load_migrations()) or views != {v.name for v in load_views()}:
        raise WarehouseError(
            f"{place}: of an older version, or not made to its end; the next `xuncha run` mends that"
        )


@contextmanager
def explaining_age(con: Any, place: object) -> Iterator[None]:
    """Turn a reader's failure into one line where the warehouse is not up to this version's schema yet.

    Raises:
        WarehouseError: a table, view or column that the block asks for comes with a later migration.
    """
    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        check_current(con, place)
        raise error


@contextmanager
def transaction(con: Any) -> Iterator[None]:
    """Run a block in one transaction: committed at its end, rolled back on an error."""
    con.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        # After a fatal error (a full disk) nothing can be rolled back: the first error is the one to report.
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")


def _apply(con: Any, script: Script) -> None:
    con.execute(script.text)
    con.execute(
        "INSERT INTO schema_migrations VALUES (?, ?, ?)", [script.number, script.name, script.checksum]
    )


def _renew_views(con: Any, views: list[Script]) -> None:
    present = dict(con.execute("SELECT name, checksum FROM schema_views").fetchall())
    if present == {view.name: view.checksum for view in views}:
        return
    with transaction(con):
        for name in present.keys() - {view.name for view in views}:
            con.execute(f'DROP VIEW IF EXISTS "{name}"')
        for view in views:
            con.execute(view.text)
        con.execute("DELETE FROM schema_views")
        for view in views:
            con.execute("INSERT INTO schema_views VALUES (?, ?)", [view.name, view.checksum])
