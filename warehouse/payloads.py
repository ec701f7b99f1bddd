"""What an event says: all that a message about it needs, so that nobody has to look it up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from scrapers.model import Notice
from warehouse.model import Page
from warehouse.parses import parse_columns
from warehouse.readings import ReadCommitment, title_of
from warehouse.write import as_json, fetch_rows

COUNTS = ("problems", "completed", "basically_completed", "in_progress", "commitments", "open_items")


def describe_page(page: Page) -> dict[str, Any]:
    """The archived copy: its id, digest and time of capture."""
    return {"page_id": page.page_id, "sha256": page.sha256, "fetched_at": page.fetched_at}


def describe_notice(
    notice: Notice, url: str, source: dict[str, Any], page: Page, commitments: Sequence[ReadCommitment]
) -> dict[str, Any]:
    """Title, publisher, region, source, address, archived copy, counts, figures and promises of a notice."""
    columns = parse_columns(notice)
    return {
        "title": title_of(notice.article),
        "publisher": columns["publisher"] or source.get("publisher"),
        "region": source.get("region"),
        "source": source.get("name"),
        "url": url,
        "published_on": columns["published_on"],
        "inspected_org": columns["inspected_org"],
        "page": describe_page(page),
        "counts": {key: columns[key] for key in COUNTS},
        "figures": {key: _plain(found.value) for key, found in notice.figures.items()},
        "commitments": [describe_commitment(item) for item in commitments],
    }


def describe_commitment(item: ReadCommitment) -> dict[str, Any]:
    """A promise in words and days."""
    return {
        "commitment_id": item.commitment_id,
        "path": list(item.path),
        "quote": item.quote,
        "finding": item.finding or None,
        "due_expression": item.due_expression,
        "due_on": item.due_on,
        "due_strict": item.due_strict,
        "uncertain": item.uncertain,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def load_descriptions(con: Any, notice_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Title, publisher, region, source, address and archived copy of stored notices, by id."""
    rows = fetch_rows(
        con,
        """
        SELECT c.notice_id, c.title, c.publisher, c.region, c.source, c.url, c.published_on, c.inspected_org,
            g.page_id, g.sha256, g.fetched_at
        FROM current_notices c LEFT JOIN pages g USING (page_id)
        WHERE c.notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(notice_ids)],
    )
    return {
        row.pop("notice_id"): row
        | {"page": {key: row.pop(key) for key in ("page_id", "sha256", "fetched_at")}}
        for row in rows
    }


def describe_version_page(con: Any, version_id: str) -> dict[str, Any] | None:
    """The archived copy of a stored version, as `describe_page` gives it."""
    query = """
        SELECT g.page_id, g.sha256, g.fetched_at FROM notice_versions v JOIN pages g USING (page_id)
        WHERE v.version_id = ?
    """
    return next(iter(fetch_rows(con, query, [version_id])), None)
