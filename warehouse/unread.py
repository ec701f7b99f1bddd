"""Pages that were asked for and did not come: how the last looks at a source's pages went."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapers.model import Outcome
from warehouse.issues import add_issue
from warehouse.write import as_json, fetch_rows

KIND = "page_not_read"
TOLD_AFTER = 3


@dataclass(frozen=True, slots=True)
class Look:
    """One request for an article or a known notice. `misses` counts those in a row that brought no answer."""

    source_id: str
    url: str
    at: datetime
    outcome: Outcome
    detail: str
    misses: int


def load_looks(con: Any, source_ids: Collection[str]) -> list[Look]:
    """The looks of the last poll of each source that looked at any page.

    A page that is unchanged is an answer, and so is a 404 where a known notice stood, for `removal` to judge.
    """
    query = """
        WITH asked AS (
            SELECT source_id, url, asked_at, outcome, coalesce(detail, '') AS detail,
                max(asked_at) OVER (PARTITION BY source_id) AS last_at,
                max(asked_at) FILTER (
                    outcome IN ('ok', 'unchanged') OR (outcome = 'gone' AND purpose = 'recheck')
                ) OVER (PARTITION BY source_id, url) AS answered_at
            FROM fetches
            WHERE purpose IN ('article', 'recheck')
                AND source_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        ), counted AS (
            SELECT *, count(*) FILTER (answered_at IS NULL OR asked_at > answered_at)
                OVER (PARTITION BY source_id, url) AS misses
            FROM asked
        )
        SELECT source_id, url, asked_at AS at, outcome, detail, misses
        FROM counted WHERE asked_at = last_at ORDER BY source_id, url
    """
    rows = fetch_rows(con, query, [as_json(source_ids)])
    return [Look(**row | {"outcome": Outcome(row["outcome"])}) for row in rows]


def record_unread(con: Any, looks: Sequence[Look], now: datetime) -> None:
    """Record an issue for each page that missed three times in a row; resolve those of pages that came."""
    for look in looks:
        if look.misses == TOLD_AFTER:
            said = f"{look.outcome} ({look.detail})" if look.detail else look.outcome
            message = f"did not come {TOLD_AFTER} times in a row: {said}; open {look.url} in a browser"
            add_issue(con, kind=KIND, source_id=look.source_id, url=look.url, message=message, now=now)
    con.execute(
        """
        UPDATE issues SET resolved_at = ? WHERE kind = ? AND resolved_at IS NULL
            AND url IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [now, KIND, as_json(look.url for look in looks if not look.misses)],
    )
