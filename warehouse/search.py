"""Full-text search that finds a row the moment it is committed.

A scan over the text: it needs no index that goes stale after inserts, no splitting into words, no extension.
`docs/queries.md` has its time at 20,000 notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.write import fetch_rows

AROUND = 24


@dataclass(frozen=True, slots=True)
class Hit:
    """A notice, or one of its problems (`place` is its numbering), that holds all the words."""

    notice_id: str
    title: str
    publisher: str
    published_on: date | None
    place: str
    snippet: str
    hits: int
    url: str


def search(con: Any, words: str, *, limit: int = 50, problems_only: bool = False) -> list[Hit]:
    """Find the notices and problems that contain all of the words (split at spaces), best first.

    Hits in a title come first, then those in problems, then those elsewhere in a text. Case is ignored.
    `snippet` shows the first word with what stands around it, and `hits` counts all of them.
    """
    terms = words.split()
    if not terms:
        return []
    where = " AND ".join(f"contains(lower(text), $t{n})" for n in range(len(terms)))
    counted = " + ".join(
        f"(length(text) - length(replace(lower(text), $t{n}, ''))) // length($t{n})"
        for n in range(len(terms))
    )
    query = f"""
        WITH texts AS (
            SELECT parse_id, array_to_string(path, '') AS place, quote AS text, 2 AS weight FROM problems
            UNION ALL
            SELECT parse_id, '', concat(title, chr(10), text), 1 FROM current_notices WHERE NOT $problems_only
        ), found AS (
            SELECT parse_id, place, weight, ({counted})::INTEGER AS hits,
                greatest(1, strpos(lower(text), $t0) - {AROUND}) AS start, text
            FROM texts WHERE {where}
        )
        SELECT n.notice_id, n.title, n.publisher, n.published_on, f.place,
            substr(f.text, f.start, {2 * AROUND} + length($t0)) AS snippet, f.hits, n.url
        FROM found f JOIN current_notices n USING (parse_id)
        ORDER BY contains(lower(n.title), $t0) DESC, f.weight DESC, f.hits DESC,
            n.published_on DESC NULLS LAST, n.notice_id, f.place
        LIMIT $limit
    """  # noqa: S608 - our own names
    values: dict[str, Any] = {f"t{n}": term.lower() for n, term in enumerate(terms)}
    rows = fetch_rows(con, query, values | {"limit": limit, "problems_only": problems_only})
    return [Hit(**row) for row in rows]
