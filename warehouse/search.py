"""Full-text search that finds a row the moment it is committed.

A scan over the text: it needs no index that goes stale after inserts, no splitting into words, no extension.
`docs/bench-warehouse.md` has its time at 20,000 notices.
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

    Hits in a title come first, then those in problems, then those elsewhere in a text; of each the newest.
    Case is ignored.
    `snippet` shows the first word with what stands around it, and `hits` counts all of them.
    """
    terms = words.split()
    if not terms:
        return []
    # Chinese has no case: only for words that have one is every text put into lower case.
    texts = ["lower(t)" if term.lower() != term.upper() else "t" for term in terms]
    where = " AND ".join(f"contains({text}, $t{n})" for n, text in enumerate(texts))
    counted = " + ".join(
        f"(length(t) - length(replace({text}, $t{n}, ''))) // length($t{n})" for n, text in enumerate(texts)
    )
    start = f"greatest(1, strpos({texts[0]}, $t0) - {AROUND})"
    # Counting and cutting wait until the best are chosen: a common word has a hundred thousand hits.
    query = f"""
        WITH found AS (
            SELECT parse_id, key, weight
            FROM (SELECT parse_id, problem_id AS key, 2 AS weight, quote AS t FROM problems) WHERE {where}
            UNION ALL
            SELECT parse_id, key, weight FROM (
                SELECT p.parse_id, v.version_id AS key, 1 AS weight, concat(v.title, chr(10), v.text) AS t
                FROM notice_versions v JOIN parses p USING (version_id)
                WHERE NOT $problems_only AND v.valid_to IS NULL AND p.superseded_at IS NULL
            ) WHERE {where}
        ), best AS (
            SELECT n.notice_id, n.title, n.publisher, n.published_on, n.url, f.key, f.weight,
                contains(lower(n.title), $t0) AS in_title
            FROM found f JOIN current_notices n USING (parse_id)
            ORDER BY in_title DESC, f.weight DESC, n.published_on DESC NULLS LAST, n.notice_id, f.key
            LIMIT $limit
        ), shown AS (
            SELECT b.*, coalesce(array_to_string(p.path, ''), '') AS place,
                coalesce(p.position, 0) AS position,
                coalesce(p.quote, concat(v.title, chr(10), v.text)) AS t
            FROM best b LEFT JOIN problems p ON p.problem_id = b.key
            LEFT JOIN notice_versions v ON v.version_id = b.key
        )
        SELECT notice_id, title, publisher, published_on, place,
            substr(t, {start}, {2 * AROUND} + length($t0)) AS snippet, ({counted})::INTEGER AS hits, url
        FROM shown
        ORDER BY in_title DESC, weight DESC, published_on DESC NULLS LAST, notice_id, position
    """  # noqa: S608 - our own names
    values: dict[str, Any] = {f"t{n}": term.lower() for n, term in enumerate(terms)}
    rows = fetch_rows(con, query, values | {"limit": limit, "problems_only": problems_only})
    return [Hit(**row) for row in rows]
