"""The page about the warehouse is made from the warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.describe import RELATIONS, describe_warehouse

PAGE = Path(__file__).parents[2] / "docs" / "warehouse.md"


def test_the_page_about_the_warehouse_is_up_to_date() -> None:
    with duckdb.connect() as con:
        expected = describe_warehouse(con)
    assert PAGE.read_text("utf-8") == expected, "run: python -m warehouse.describe docs/warehouse.md"


def test_the_diagram_names_tables_and_columns_that_exist() -> None:
    with duckdb.connect() as con:
        describe_warehouse(con)
        columns = set(con.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall())
    for parent, child, column in RELATIONS:
        assert {(child, column), (parent, column)} & columns, (parent, child, column)
