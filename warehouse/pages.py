"""Archived responses, as the warehouse points to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from warehouse.model import Page
from warehouse.write import as_json, fetch_rows, merge

COLUMNS = ", ".join(f.name for f in fields(Page))


def record_pages(con: Any, pages: Sequence[Page]) -> None:
    """Record where responses stand in the archive; one that is recorded already stays as it is."""
    unique = {page.page_id: {name: getattr(page, name) for name in Page.__slots__} for page in pages}
    merge(con, "pages", ("page_id",), list(unique.values()))


def load_page(con: Any, page_id: str) -> Page | None:
    """The page of that id, or None."""
    query = f"SELECT {COLUMNS} FROM pages WHERE page_id = ?"  # noqa: S608 - our own names
    rows = fetch_rows(con, query, [page_id])
    return Page(**rows[0]) if rows else None


def latest_pages(con: Any, urls: Collection[str]) -> list[Page]:
    """The page archived last at each of these addresses: an archive told of them keeps no body twice."""
    query = f"""
        SELECT {COLUMNS} FROM pages WHERE url IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC, page_id) = 1
    """  # noqa: S608 - our own names
    return [Page(**row) for row in fetch_rows(con, query, [as_json(urls)])]


def attached_pages(con: Any, parse_id: str) -> list[Page]:
    """All archived pages of the files that a parse found attached."""
    query = f"SELECT {COLUMNS} FROM pages WHERE url IN (SELECT url FROM attachments WHERE parse_id = ?)"  # noqa: S608 - our own names
    return [Page(**row) for row in fetch_rows(con, query, [parse_id])]
