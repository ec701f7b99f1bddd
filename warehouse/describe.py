"""Describe the warehouse from its own comments, as Markdown."""

from __future__ import annotations

from typing import Any

from warehouse.migrate import load_migrations, load_views, migrate

# Parent and child of each relation, with the column that ties them.
RELATIONS = (
    ("sources", "list_states", "source_id"),
    ("sources", "fetches", "source_id"),
    ("sources", "notices", "source_id"),
    ("fetches", "pages", "page_id"),
    ("notices", "notice_addresses", "notice_id"),
    ("notices", "notice_versions", "notice_id"),
    ("pages", "notice_versions", "page_id"),
    ("notice_versions", "parses", "version_id"),
    ("parses", "facts", "parse_id"),
    ("parses", "figures", "parse_id"),
    ("parses", "contacts", "parse_id"),
    ("parses", "attachments", "parse_id"),
    ("parses", "problems", "parse_id"),
    ("problems", "measures", "problem_id"),
    ("problems", "commitments", "problem_id"),
    ("problems", "open_items", "problem_id"),
    ("commitments", "commitment_states", "commitment_id"),
    ("notices", "events", "notice_id"),
    ("commitments", "events", "commitment_id"),
    ("events", "messages", "event_ids"),
    ("messages", "deliveries", "message_id"),
    ("notices", "issues", "notice_id"),
    ("notices", "corrections", "notice_id"),
)
INTRODUCTION = """# The warehouse

One DuckDB file. Analysts open its read copy (`data/xuncha.read.duckdb`), with `xuncha sql` or any DuckDB
client; `docs/queries.md` answers twenty questions. This page is made from the comments in the file itself:
`python -m warehouse.describe docs/warehouse.md`.

- Times are `TIMESTAMPTZ`; days are `DATE` in Asia/Shanghai.
- A quote is verbatim: `quote = substr(text, quote_start + 1, quote_end - quote_start)`, where `text` is the
  `text` or `masthead` (see `quote_where`) of the row's parse in `parse_texts`.
- A view that depends on the day is there twice: as a view for today in Asia/Shanghai, and as a table macro
  for any day, such as `FROM overdue_commitments(DATE '2026-11-22')`.
- What an operator mended (`xuncha correct`, table `corrections`) shows in the views; `parses`, `problems`,
  `figures`, `contacts`, `commitments` and `open_items` keep what the parser read.
- Ids are hashes. `notice_id` and `commitment_id` outlive versions and parses; the ids of problems do not.
- There are no keys and constraints: the loader keeps rows unique, and tests prove it.
"""


def describe_warehouse(con: Any) -> str:
    """Markdown that describes an empty in-memory database brought to the present schema."""
    migrate(con, load_migrations(), load_views())
    tables = con.execute("SELECT table_name, comment FROM duckdb_tables() ORDER BY table_oid").fetchall()
    views = con.execute(
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    ).fetchall()
    macros = con.execute(
        """
        SELECT function_name, comment FROM duckdb_functions()
        WHERE function_type = 'table_macro' AND NOT internal
        """
    ).fetchall()
    parts = [INTRODUCTION, _draw_relations(), "## Views\n"]
    parts += [_describe(con, name, comment, dict(macros).get(name)) for name, comment in views]
    parts.append("## Tables\n")
    parts += [_describe(con, name, comment, None) for name, comment in tables]
    return "\n".join(parts)


def _draw_relations() -> str:
    lines = [f"    {parent} ||--o{{ {child} : {column}" for parent, child, column in RELATIONS]
    return "\n".join(["## How the tables hang together\n", "```mermaid", "erDiagram", *lines, "```", ""])


def _describe(con: Any, name: str, comment: str, macro: str | None) -> str:
    columns = con.execute(
        """
        SELECT column_name, data_type, comment FROM duckdb_columns()
        WHERE table_name = ? ORDER BY column_index
        """,
        [name],
    ).fetchall()
    lines = [f"### {name}\n", f"{comment}\n"]
    if macro:
        lines.append(f"{macro}\n")
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{column}` | {_short(kind)} | {text} |" for column, kind, text in columns]
    return "\n".join([*lines, ""])


def _short(kind: str) -> str:
    return kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")


if __name__ == "__main__":
    import sys
    from pathlib import Path

    import duckdb

    with duckdb.connect() as connection:
        Path(sys.argv[1]).write_text(describe_warehouse(connection), "utf-8")
