"""What the static pages show: every version of a notice, its archived copy, what was read from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from warehouse.write import as_json, fetch_rows


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version of a notice, without its text. `state` and `state_since` are the notice's.

    `corrected_at` is when an operator last mended or dismissed something of the notice.
    """

    page_id: str
    version_id: str
    parse_id: str
    parsed_at: datetime
    notice_id: str
    number: int
    valid_from: datetime
    valid_to: datetime | None
    title: str
    publisher: str
    source: str
    region: str
    published_on: date | None
    url: str
    captured_at: datetime
    sha256: str
    state: str
    state_since: datetime | None
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of a version: its quote, its problem's finding and the last days of both readings."""

    quote: str
    finding: str
    due_expression: str
    due_on: date
    due_strict: date


@dataclass(slots=True)
class Reading:
    """A version's text, the places in it `(start, end, kind)` where something was read, and its promises.

    Places count characters of the text; kind is problem (the whole of one), finding or promise.
    """

    text: str = ""
    places: list[tuple[int, int, str]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)


def list_version_pages(con: Any) -> list[VersionPage]:
    """Every version that has a current parse and an archived page, newest publication first."""
    query = """
        WITH mended AS (
            SELECT parse_id, max(value) FILTER (field = 'title') AS title,
                max(value) FILTER (field = 'publisher') AS publisher,
                max(try_cast(value AS DATE)) FILTER (field = 'published_on') AS published_on
            FROM corrections WHERE holds AND subject = 'notice' GROUP BY parse_id
        ), touched AS (
            SELECT notice_id, max(moment) AS corrected_at FROM (
                SELECT notice_id, coalesce(ended_at, recorded_at) AS moment FROM corrections
                UNION ALL
                SELECT c.notice_id, s.recorded_at
                FROM commitment_states s JOIN commitments c USING (commitment_id)
                WHERE s.actor = 'operator'
            ) GROUP BY notice_id
        )
        SELECT g.page_id, v.version_id, p.parse_id, p.parsed_at, v.notice_id, v.number,
            v.valid_from, v.valid_to,
            coalesce(m.title, p.title, v.title, '') AS title,
            coalesce(nullif(m.publisher, ''), p.publisher, s.publisher, '') AS publisher,
            coalesce(s.name, n.source_id) AS source, coalesce(s.region, '') AS region,
            coalesce(m.published_on, p.published_on, v.published_on) AS published_on, g.url,
            g.fetched_at AS captured_at, g.sha256, n.state, n.state_since, t.corrected_at
        FROM notice_versions v
        JOIN notices n USING (notice_id)
        JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
        JOIN pages g ON g.page_id = v.page_id
        LEFT JOIN sources s ON s.source_id = n.source_id
        LEFT JOIN mended m ON m.parse_id = p.parse_id
        LEFT JOIN touched t ON t.notice_id = v.notice_id
        ORDER BY coalesce(p.published_on, v.published_on) DESC NULLS LAST, v.notice_id, v.number
    """
    return [VersionPage(**row) for row in fetch_rows(con, query)]


def load_readings(con: Any, parse_ids: Collection[str]) -> dict[str, Reading]:
    """The texts of parses with what was read in them and not dismissed since, by parse id."""
    found: dict[str, Reading] = defaultdict(Reading)
    chosen = "parse_id IN (SELECT unnest(from_json(?, '[\"VARCHAR\"]')))"
    values = [as_json(sorted(parse_ids))]
    for parse_id, text in con.execute(
        f"SELECT parse_id, text FROM parse_texts WHERE {chosen}",  # noqa: S608
        values,
    ).fetchall():
        found[parse_id].text = text or ""
    for parse_id, *places in con.execute(
        f"""
        SELECT parse_id, quote_start, quote_end, finding_start, finding_end FROM problems
        WHERE quote_where = 'body' AND {chosen} ORDER BY parse_id, position
        """,  # noqa: S608
        values,
    ).fetchall():
        found[parse_id].places.append((places[0], places[1], "problem"))
        if places[2] is not None:
            found[parse_id].places.append((places[2], places[3], "finding"))
    for parse_id, start, end, *promise in con.execute(
        f"""
        WITH judged AS (
            SELECT commitment_id, bool_or(state = 'dismissed') AS is_none,
                bool_or(state IN ('confirmed', 'corrected')) AS is_sure,
                max_by(due_on, (recorded_at, state_id)) FILTER (state = 'corrected') AS due_on,
                max_by(due_strict, (recorded_at, state_id)) FILTER (state = 'corrected') AS due_strict
            FROM commitment_states WHERE actor = 'operator' GROUP BY commitment_id
        ), mended AS (
            SELECT target_id, value FROM corrections WHERE holds AND subject = 'problem' AND field = 'finding'
        )
        SELECT parse_id, quote_start, quote_end, quote, coalesce(m.value, c.finding, ''), due_expression,
            coalesce(j.due_on, c.due_on), coalesce(j.due_strict, c.due_strict)
        FROM commitments c
        LEFT JOIN judged j USING (commitment_id)
        LEFT JOIN mended m ON m.target_id = c.problem_id
        WHERE quote_where = 'body' AND (NOT uncertain OR coalesce(j.is_sure, false))
            AND NOT coalesce(j.is_none, false) AND {chosen}
        ORDER BY parse_id, position
        """,  # noqa: S608
        values,
    ).fetchall():
        found[parse_id].places.append((start, end, "promise"))
        found[parse_id].promises.append(Promise(*promise))
    return dict(found)
