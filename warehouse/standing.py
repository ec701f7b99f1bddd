"""How each source stands: the last thing that its events said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.model import EventKind


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest `source.*` event of a source."""

    kind: EventKind
    at: datetime


def read_standings(con: Any) -> dict[str, Standing]:
    """The standing of every source that ever had a `source.*` event, by source id."""
    rows = con.execute(
        """
        SELECT source_id, arg_max(kind, happened_at), max(happened_at)
        FROM events WHERE starts_with(kind, 'source.') GROUP BY source_id
        """
    ).fetchall()
    return {source_id: Standing(EventKind(kind), at) for source_id, kind, at in rows}
