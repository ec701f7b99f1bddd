"""Find a notice by what a person has at hand, with its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from warehouse.errors import WarehouseError
from warehouse.identity import canonical_address
from warehouse.write import fetch_rows


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a notice with its text."""

    version_id: str
    notice_id: str
    number: int
    title: str
    published_on: date | None
    text: str
    valid_from: datetime
    valid_to: datetime | None
    page_id: str
    changes: str | None


def find_notice(con: Any, named: str) -> str:
    """The id of the one notice that is named by id, the beginning of an id, an address or words of its title.

    Raises:
        WarehouseError: none is, or several are.
    """
    rows = con.execute(
        """
        SELECT DISTINCT n.notice_id, n.title FROM current_notices n JOIN notice_addresses a USING (notice_id)
        WHERE starts_with(n.notice_id, $named) OR a.address = $address OR a.url = $named
            OR contains(n.title, $named)
        ORDER BY n.notice_id LIMIT 6
        """,
        {"named": named, "address": canonical_address(named)},
    ).fetchall()
    if not rows:
        raise WarehouseError(f"no notice is named by {named!r}; `xuncha notices` lists them")
    if len(rows) > 1:
        some = "; ".join(f"{notice_id[:8]} {title}" for notice_id, title in rows[:5])
        raise WarehouseError(f"{named!r} names several notices: {some}")
    return str(rows[0][0])


def load_versions(con: Any, notice_id: str) -> list[StoredVersion]:
    """All versions of a notice, oldest first; `changes` is the JSON of the edit that made each."""
    query = """
        SELECT v.version_id, v.notice_id, v.number, v.title, v.published_on, v.text, v.valid_from, v.valid_to,
            v.page_id, (e.payload -> 'changes')::VARCHAR AS changes
        FROM notice_versions v
        LEFT JOIN events e ON e.kind = 'notice.changed' AND e.notice_id = v.notice_id
            AND (e.payload ->> 'version')::INTEGER = v.number
        WHERE v.notice_id = ? ORDER BY v.number
    """
    return [StoredVersion(**row) for row in fetch_rows(con, query, [notice_id])]


def choose_version(versions: list[StoredVersion], number: int | None) -> StoredVersion:
    """The version of that number, or the last.

    Raises:
        WarehouseError: there is no such version.
    """
    found = [v for v in versions if number in (None, v.number)]
    if not found:
        raise WarehouseError(f"there is no version {number}; versions 1 to {versions[-1].number} are kept")
    return found[-1]


def list_corrections(con: Any, notice_id: str | None = None) -> list[dict[str, Any]]:
    """What the operator mended and not withdrew, newest first: of a notice, or all.

    Rows have id, publisher, title, notice_id, what, was (as the parser reads it), is, holds, reason, made_at.
    """
    query = """
        SELECT c.correction_id AS id, n.publisher, n.title, c.notice_id,
            concat_ws(' ', nullif(array_to_string(c.path, ''), ''),
                CASE c.subject WHEN 'contact' THEN 'contact' ELSE c.field END) AS what,
            coalesce(c.own_value, c.read_value, 'none') AS was,
            CASE WHEN c.subject = 'contact' THEN 'dismissed' ELSE coalesce(nullif(c.value, ''), 'none') END
                AS "is", c.holds, c.reason, c.recorded_at AS made_at
        FROM corrections c JOIN current_notices n USING (notice_id)
        WHERE c.ended_at IS NULL AND coalesce(c.notice_id = $notice, true)
        UNION ALL
        SELECT s.commitment_id, q.publisher, q.title, q.notice_id, s.subject || ' ' || q.quote,
            coalesce(q.read, 'none'), coalesce(s.due_on::VARCHAR, 'dismissed'), true, s.reason, s.recorded_at
        FROM commitment_states s JOIN (
            SELECT v.commitment_id, v.publisher, v.title, v.notice_id, v.quote, c.due_on::VARCHAR AS read
            FROM current_commitments v JOIN commitments c USING (commitment_id, parse_id)
            UNION ALL
            SELECT open_item_id, publisher, title, notice_id, quote, NULL FROM current_open_items
        ) q USING (commitment_id)
        WHERE s.actor = 'operator' AND s.state IN ('corrected', 'dismissed')
            AND coalesce(q.notice_id = $notice, true)
        ORDER BY made_at DESC, id
    """
    return fetch_rows(con, query, {"notice": notice_id})
