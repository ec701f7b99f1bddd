"""How each source stands: the last thing that its events said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.model import EventKind


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest `source.*` event of a source, and when the trouble began that it tells of.

    `since` is `None` and `reasons` are empty once the source recovered.
    """

    kind: EventKind
    at: datetime
    since: datetime | None = None
    reasons: tuple[str, ...] = ()


def read_standings(con: Any) -> dict[str, Standing]:
    """The standing of every source that ever had a `source.*` event, by source id."""
    rows = con.execute(
        """
        WITH told AS (
            SELECT source_id, kind, happened_at, payload,
                max(happened_at) FILTER (kind = 'source.recovered')
                    OVER (PARTITION BY source_id) AS recovered_at
            FROM events WHERE starts_with(kind, 'source.')
        )
        SELECT source_id, arg_max(kind, happened_at), max(happened_at),
            min(happened_at) FILTER (recovered_at IS NULL OR happened_at > recovered_at),
            from_json(coalesce(arg_max(payload -> 'reasons', happened_at), '[]'), '["VARCHAR"]')
        FROM told GROUP BY source_id
        """
    ).fetchall()
    return {
        source_id: Standing(EventKind(kind), at, since, tuple(reasons))
        for source_id, kind, at, since, reasons in rows
    }


def read_last_success(con: Any, source_id: str, before: datetime) -> datetime | None:
    """When a list of a source last answered well before a moment, such as the beginning of its trouble."""
    found: datetime | None = con.execute(
        """
        SELECT max(answered_at) FROM (
            SELECT source_id, purpose, outcome, asked_at AS answered_at FROM fetches
            UNION ALL SELECT source_id, purpose, outcome, last_at FROM fetch_days
        )
        WHERE source_id = ? AND purpose = 'list' AND outcome IN ('ok', 'unchanged') AND answered_at < ?
        """,
        [source_id, before],
    ).fetchone()[0]
    return found
