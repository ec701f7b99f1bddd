"""What following up reads from the tables: promises that stand open, and what later notices say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from warehouse.matching import LaterPromise, Passage, Promise, body_key
from warehouse.write import as_json, fetch_rows

Row = dict[str, Any]
ID_LIST = """(SELECT unnest(from_json(?, '["VARCHAR"]')))"""
SENTENCE_END = re.compile(r"[。！？；;\n]")


@dataclass(frozen=True, slots=True)
class Left:
    """A promise or open item that nothing published shows to be done. `words` are those of its events."""

    commitment_id: str
    subject: str
    notice_id: str
    version_id: str
    source_id: str
    body: str
    published_on: date | None
    uncertain: bool
    is_current: bool
    promise: Promise
    words: Row

    def put_off(self, due_on: date) -> Left:
        """The same promise with a new day."""
        return replace(self, promise=replace(self.promise, due_on=due_on))


@dataclass(frozen=True, slots=True)
class Later:
    """A notice's current version, as evidence."""

    notice_id: str
    version_id: str
    url: str
    title: str
    body: str
    published_on: date | None
    passages: tuple[Passage, ...]
    promises: tuple[LaterPromise, ...]

    def follows(self, left: Left) -> bool:
        """Whether it can speak of a promise: a later notice of the same body, or its own later version."""
        if self.notice_id == left.notice_id:
            return not left.is_current and self.version_id != left.version_id
        if not left.is_current or self.body != left.body:
            return False
        days = (left.published_on, self.published_on)
        return days[0] is not None and days[1] is not None and days[0] < days[1]


def load_related(con: Any, notice_ids: Collection[str]) -> dict[str, Row]:
    """The notices of the same bodies as these, by id, these included."""
    rows = fetch_rows(
        con,
        """
        SELECT notice_id, publisher, source_id, coalesce(published_on, signed_on) AS published_on, url, title,
            version_id, parse_id
        FROM current_notices
        WHERE state <> 'removed'
        """,
    )
    keys = {row["notice_id"]: body_key(row["publisher"] or "") for row in rows}
    wanted = {keys[n] for n in notice_ids if keys.get(n)}
    return {
        row["notice_id"]: row | {"body": keys[row["notice_id"]]}
        for row in rows
        if row["notice_id"] in notice_ids or keys[row["notice_id"]] in wanted
    }


def load_left(con: Any, notices: dict[str, Row]) -> list[Left]:
    """The open promises and open items of these notices, those that an edit took away included."""
    ids = as_json(notices)
    states = {
        row["commitment_id"]: row
        for row in fetch_rows(
            con,
            f"""
            SELECT commitment_id,
                max_by(state, (recorded_at, state_id))
                    FILTER (state IN ('open', 'fulfilled', 'extended', 'dismissed')) AS state,
                max_by(due_on, (recorded_at, state_id))
                    FILTER (due_on IS NOT NULL AND state <> 'proposed') AS due_on,
                bool_or(state IN ('confirmed', 'corrected')) AS is_confirmed
            FROM commitment_states WHERE commitment_id IN (
                SELECT commitment_id FROM commitments WHERE notice_id IN {ID_LIST}
                UNION SELECT open_item_id FROM open_items WHERE notice_id IN {ID_LIST}
            ) GROUP BY commitment_id
            """,  # noqa: S608 - our own names
            [ids, ids],
        )
    }
    rows = fetch_rows(
        con,
        f"""
        SELECT c.*, p.version_id, coalesce(p.published_on, p.signed_on) AS made_on, v.text, b.finding,
            v.valid_to IS NULL AS is_current
        FROM (
            SELECT commitment_id, 'commitment' AS subject, parse_id, notice_id, position, problem_id, path,
                due_expression, due_on, due_strict, uncertain, quote, quote_start FROM commitments
            UNION ALL BY NAME
            SELECT open_item_id AS commitment_id, 'open_item' AS subject, parse_id, notice_id, position,
                problem_id, path, uncertain, quote, quote_start FROM open_items
        ) c
        JOIN parses p USING (parse_id)
        JOIN notice_versions v ON v.version_id = p.version_id
        LEFT JOIN problems b ON b.problem_id = c.problem_id
        WHERE c.notice_id IN {ID_LIST} AND p.superseded_at IS NULL
        ORDER BY v.number, c.subject, c.position
        """,  # noqa: S608 - our own names
        [ids],
    )
    newest = {(row["subject"], row["commitment_id"]): row for row in rows}
    found = []
    for row in newest.values():
        state = states.get(row["commitment_id"], {})
        if (state.get("state") or "open") in ("open", "extended"):
            found.append(_make_left(row, state, notices[row["notice_id"]]))
    return found


def _make_left(row: Row, state: Row, notice: Row) -> Left:
    due_on = state.get("due_on") or row["due_on"]
    quote, expression = row["quote"], row["due_expression"] or ""
    uncertain = bool(row["uncertain"]) and not state.get("is_confirmed")
    keys = ("commitment_id", "quote", "due_strict", "path", "finding")
    return Left(
        commitment_id=row["commitment_id"],
        subject=row["subject"],
        notice_id=row["notice_id"],
        version_id=row["version_id"],
        source_id=notice["source_id"],
        body=notice["body"],
        published_on=notice["published_on"],
        uncertain=uncertain,
        is_current=row["is_current"],
        promise=Promise(
            quote, row["finding"] or "", expression, due_on, _before(row["text"], row), row["made_on"]
        ),
        words={k: row[k] for k in keys}
        | {"due_on": due_on, "due_expression": expression, "uncertain": uncertain},
    )


def _before(text: str, row: Row) -> str:
    """The words of the sentence that stand before a quote."""
    start = row["quote_start"]
    if start is None or text[start : start + len(row["quote"])] != row["quote"]:
        return ""
    ends = [m.end() for m in SENTENCE_END.finditer(text, max(start - 300, 0), start)]
    return text[ends[-1] if ends else max(start - 300, 0) : start]


def load_later(con: Any, notices: dict[str, Row], fresh: Collection[str]) -> list[Later]:
    """What these notices say, earliest first."""
    parse_ids = as_json(row["parse_id"] for row in notices.values())
    passages: dict[str, list[Passage]] = defaultdict(list)
    promises: dict[str, list[LaterPromise]] = defaultdict(list)
    texts = dict(
        con.execute(
            f"SELECT parse_id, text FROM parse_texts WHERE parse_id IN {ID_LIST}",  # noqa: S608
            [parse_ids],
        ).fetchall()
    )
    for row in _rows_of(con, "problems", parse_ids):
        start = max(row["finding_end"] or row["quote_start"], row["quote_start"])
        passages[row["parse_id"]].append(
            Passage(texts[row["parse_id"]][start : row["quote_end"]], start, row["finding"] or "")
        )
    for row in _rows_of(con, "commitments", parse_ids):
        promises[row["parse_id"]].append(
            LaterPromise(
                row["quote"],
                row["quote_start"],
                row["due_on"],
                row["due_strict"],
                row["due_expression"],
                "",
                row["commitment_id"],
            )
        )
    found = []
    for notice_id, row in notices.items():
        parse_id = row["parse_id"]
        pieces = passages[parse_id] or [Passage(texts.get(parse_id) or "")]
        found.append(
            Later(
                notice_id,
                row["version_id"],
                row["url"],
                row["title"],
                row["body"],
                row["published_on"],
                tuple(pieces),
                tuple(promises[parse_id]),
            )
        )
    return sorted(found, key=lambda x: (x.published_on or date.min, x.notice_id))


def _rows_of(con: Any, table: str, parse_ids: str) -> Sequence[Row]:
    return fetch_rows(
        con,
        f"""
        SELECT * FROM {table} WHERE parse_id IN {ID_LIST} AND quote_where = 'body'
        ORDER BY parse_id, position
        """,  # noqa: S608 - our own names
        [parse_ids],
    )
