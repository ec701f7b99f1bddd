"""What waits for the operator's judgement: proposed matches, uncertain promises, doubtful restatements.

Every judgement is a row of `commitment_states` on an id that outlives versions and parses (a doubtful
restatement's is its resolved issue), so that it holds when notices are parsed again. The state `rejected`
says of a piece of evidence that it does not bear on the promise; the matcher never offers it again.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from scrapers.model import UserError
from warehouse.correct import withdraw
from warehouse.correct_promise import dismiss_promise, reopen_promise
from warehouse.follow_rows import Left, load_left, load_related
from warehouse.following import make_event, make_state
from warehouse.ids import make_id
from warehouse.matching import Kind
from warehouse.model import Event
from warehouse.payloads import describe_version_page, load_descriptions
from warehouse.write import fetch_rows, merge

Row = dict[str, Any]
RESTATED = re.compile(r"^(\w+) may restate (\w+):")
EVIDENCE = (
    "score",
    "evidence_notice_id",
    "evidence_version_id",
    "evidence_quote",
    "evidence_start",
    "evidence_end",
)
WAITING = """
    WITH judged AS (
        SELECT commitment_id, evidence_version_id FROM commitment_states
        WHERE actor = 'operator' AND evidence_version_id IS NOT NULL
    ), quotes AS (
        SELECT commitment_id, quote, due_on, state, publisher, title, url FROM current_commitments
        UNION ALL
        SELECT open_item_id, quote, due_on, state, publisher, title, url FROM current_open_items
    )
    SELECT s.state_id AS id, s.reason AS kind, q.publisher, q.quote, q.due_on, s.evidence_quote AS evidence,
        s.due_on AS new_due, s.score, q.title, q.url, e.title AS evidence_title, e.url AS evidence_url,
        s.commitment_id
    FROM commitment_states s
    JOIN quotes q USING (commitment_id)
    LEFT JOIN current_notices e ON e.notice_id = s.evidence_notice_id
    ANTI JOIN judged j ON j.commitment_id = s.commitment_id AND j.evidence_version_id = s.evidence_version_id
    WHERE s.state = 'proposed' AND q.state IN ('open', 'extended')
    UNION ALL BY NAME
    SELECT commitment_id AS id, 'uncertain' AS kind, publisher, quote, due_on, title, url, commitment_id
    FROM current_commitments WHERE uncertain AND state IN ('open', 'extended')
    UNION ALL BY NAME
    SELECT i.issue_id AS id, 'restated' AS kind, n.publisher, i.quote, i.message AS evidence, n.title, i.url
    FROM issues i LEFT JOIN current_notices n USING (notice_id)
    WHERE i.kind = 'commitment_match_doubtful' AND i.resolved_at IS NULL
    UNION ALL BY NAME
    SELECT c.correction_id AS id, 'correction' AS kind, n.publisher, c.words AS quote, i.message AS evidence,
        n.title, i.url
    FROM corrections c
    JOIN issues i ON i.kind = 'correction_not_placed' AND i.resolved_at IS NULL
        AND starts_with(i.message, c.correction_id)
    LEFT JOIN current_notices n ON n.notice_id = c.notice_id
    WHERE c.ended_at IS NULL
    UNION ALL BY NAME
    SELECT i.issue_id AS id, 'issue' AS kind, n.publisher, i.quote, i.message AS evidence, n.title, i.url
    FROM issues i LEFT JOIN current_notices n USING (notice_id)
    WHERE i.kind IN ('edit_not_told', 'archived_page_unreadable', 'version_unread', 'page_not_read')
        AND i.resolved_at IS NULL
    ORDER BY kind, publisher, due_on, id
"""
PROMISES = """
    SELECT commitment_id AS id, 'promise' AS kind, commitment_id, 'commitment' AS subject
    FROM current_commitments
    UNION ALL SELECT open_item_id, 'promise', open_item_id, 'open_item' FROM current_open_items
"""
DECIDED = """
    SELECT state_id AS id, state AS kind, * EXCLUDE (state) FROM commitment_states
    WHERE actor = 'matcher' AND state IN ('fulfilled', 'extended')
"""


def list_waiting(con: Any) -> list[Row]:
    """What waits, as rows of `WAITING`: id, kind (see `xuncha review --help`) and words."""
    return fetch_rows(con, WAITING)


def confirm(con: Any, some_id: str, *, now: datetime, reason: str = "") -> list[Event]:
    """Agree to what waits under an id or the beginning of one; returns events for `record_events` to record.

    A proposed match becomes the promise's state and is told to subscribers; an uncertain promise counts from
    now on; a doubtful restatement takes over the state of what it restates.

    Raises:
        UserError: nothing, or more than one thing, waits under that id.
    """
    row = _pick(list_waiting(con), some_id)
    if row["kind"] == "uncertain":
        _record(con, row["commitment_id"], "commitment", "confirmed", now, reason or "confirmed")
        return []
    if row["kind"] == "restated":
        _take_over(con, row, now)
        return []
    if row["kind"] in ("correction", "issue"):
        mend = "mend the value anew with `xuncha correct`, or "
        remedy = f"{mend if row['kind'] == 'correction' else ''}dismiss it with a reason"
        raise UserError(f"{row['id']} can't be confirmed: {remedy}")
    return _decide(con, row["id"], Kind(row["kind"]), now, reason)


def dismiss(con: Any, some_id: str, *, now: datetime, reason: str) -> tuple[str, list[Event]]:
    """Refuse what waits under an id, or overturn what the matcher decided; says in a word what was done.

    A refused match is not offered again; a dismissed promise alerts nobody any more. The events take back
    what was told of it, for `record_events` to record; silent ones take back nothing.

    Raises:
        UserError: nothing, or more than one thing, is known under that id; or no reason is given.
    """
    if not reason.strip():
        raise UserError("a dismissal needs a reason: --reason TEXT")
    decided = [row | {"decided": True} for row in fetch_rows(con, DECIDED)]
    promises = fetch_rows(con, PROMISES)
    waiting = list_waiting(con)
    known = {row["id"]: row for row in [*promises, *decided, *waiting]}
    row = _pick(list(known.values()), some_id)
    if row["kind"] in ("restated", "issue"):
        con.execute("UPDATE issues SET resolved_at = ? WHERE issue_id = ?", [now, row["id"]])
        return "kept apart" if row["kind"] == "restated" else "settled", []
    if row["kind"] == "correction":
        return "withdrawn", [withdraw(con, row["id"], reason=reason, now=now)]
    if row["kind"] in ("uncertain", "promise"):
        return "dismissed", [
            dismiss_promise(
                con, row["commitment_id"], subject=row.get("subject") or "commitment", reason=reason, now=now
            )
        ]
    refused = _reject(con, row["id"], now, reason, reopen=bool(row.get("decided")))
    if not row.get("decided"):
        return "rejected", []
    return "reopened", reopen_promise(con, refused, reason=reason, now=now)


def _pick(rows: list[Row], some_id: str) -> Row:
    found = [row for row in rows if row["id"].startswith(some_id)] if some_id else []
    if len(found) != 1:
        many = f"{len(found)} things have ids that begin with" if found else "nothing to review has the id"
        raise UserError(f"{many} {some_id!r}; `xuncha review` lists the ids")
    return found[0]


def _record(con: Any, commitment_id: str, subject: str, state: str, now: datetime, reason: str) -> None:
    row = {
        "state_id": make_id("state", commitment_id, state, now),
        "commitment_id": commitment_id,
        "subject": subject,
        "state": state,
        "recorded_at": now,
        "actor": "operator",
        "reason": reason,
    }
    merge(con, "commitment_states", ("state_id",), [row])


def _decide(con: Any, state_id: str, kind: Kind, now: datetime, reason: str) -> list[Event]:
    proposal = fetch_rows(con, "SELECT * FROM commitment_states WHERE state_id = ?", [state_id])[0]
    left = _load_one(con, proposal["commitment_id"])
    row = make_state(left, kind.value, proposal["evidence_version_id"], now)
    row |= {k: proposal[k] for k in (*EVIDENCE, "due_on", "due_strict")}
    row |= {"actor": "operator", "reason": reason or "proposed match confirmed"}
    merge(con, "commitment_states", ("state_id",), [row])
    notices = load_descriptions(con, [left.notice_id, proposal["evidence_notice_id"]])
    if kind is Kind.EXTENDED:
        _close_restated(con, proposal, left, now)
    if left.subject != "commitment" or left.uncertain:
        return []
    later = notices.get(proposal["evidence_notice_id"], {})
    evidence: Row = {
        "evidence": proposal["evidence_quote"],
        "evidence_url": later.get("url"),
        "evidence_title": later.get("title"),
        "evidence_page": describe_version_page(con, proposal["evidence_version_id"]),
        "evidence_notice_id": proposal["evidence_notice_id"],
        "evidence_version_id": proposal["evidence_version_id"],
    }
    if kind is Kind.EXTENDED:
        evidence |= {"new_due": proposal["due_on"], "due_strict": proposal["due_strict"]}
    return [make_event(left, kind, evidence, notices[left.notice_id], now, False, actor="operator")]


def _load_one(con: Any, commitment_id: str) -> Left:
    notice_id = con.execute(
        """
        SELECT notice_id FROM commitments WHERE commitment_id = $id
        UNION ALL SELECT notice_id FROM open_items WHERE open_item_id = $id LIMIT 1
        """,
        {"id": commitment_id},
    ).fetchone()[0]
    found = load_left(con, load_related(con, {notice_id}))
    return next(item for item in found if item.commitment_id == commitment_id)


def _close_restated(con: Any, proposal: Row, left: Left, now: datetime) -> None:
    """Close the later notice's own promise of the same thing: the older one carries the date."""
    rows = con.execute(
        """
        SELECT commitment_id FROM current_commitments
        WHERE notice_id = ? AND due_on = ? AND contains(?, quote) AND commitment_id <> ?
        """,
        [
            proposal["evidence_notice_id"],
            proposal["due_on"],
            proposal["evidence_quote"],
            left.commitment_id,
        ],
    ).fetchall()
    reason = f"restates {left.commitment_id}, which carries the date"
    for (commitment_id,) in rows:
        _record(con, commitment_id, "commitment", "dismissed", now, reason)


def _reject(con: Any, state_id: str, now: datetime, reason: str, *, reopen: bool) -> Row:
    """Refuse a piece of evidence, and open its promise again; returns the refused row."""
    refused = fetch_rows(con, "SELECT * FROM commitment_states WHERE state_id = ?", [state_id])[0]
    commitment_id, version_id = refused["commitment_id"], refused["evidence_version_id"]
    row = {k: refused[k] for k in ("commitment_id", "subject", *EVIDENCE)}
    row |= {"actor": "operator", "reason": reason, "recorded_at": now}
    rows = [row | {"state": "rejected", "state_id": make_id("state", commitment_id, "rejected", version_id)}]
    if reopen:
        days = con.execute(
            "SELECT due_on, due_strict FROM commitments WHERE commitment_id = ? ORDER BY parse_id LIMIT 1",
            [commitment_id],
        ).fetchone()
        due_on, due_strict = days or (None, None)
        row |= {"due_on": due_on, "due_strict": due_strict}
        rows.append(row | {"state": "open", "state_id": make_id("state", commitment_id, "open", version_id)})
    merge(con, "commitment_states", ("state_id",), rows)
    return refused


def _take_over(con: Any, row: Row, now: datetime) -> None:
    """Give a restated promise the states of the one that it restates, and resolve the doubt."""
    named = RESTATED.match(row["evidence"] or "")
    if named is None:
        raise UserError(f"{row['id']}: the issue does not name the two promises")
    new, old = named.groups()
    states = fetch_rows(con, "SELECT * FROM commitment_states WHERE commitment_id = ?", [old])
    copies = [s | {"commitment_id": new, "state_id": make_id("state", new, s["state_id"])} for s in states]
    merge(con, "commitment_states", ("state_id",), copies)
    con.execute("UPDATE issues SET resolved_at = ? WHERE issue_id = ?", [now, row["id"]])
