"""Corrections of what the parser read: kept by the notice, placed anew on every parse that becomes current.

The views show a correction while it `holds`. On the version that it was made on it holds wherever its place
is found; on a later version only while the words that it was made on still stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from scrapers.model import FIGURE_KEYS
from warehouse.carry import DOUBTFUL, OTHER_PLACE, SAME_PLACE
from warehouse.issues import add_issue, resolve_issues
from warehouse.model import Event
from warehouse.write import as_json, fetch_rows, merge

Row = dict[str, Any]
NOTICE_FIELDS: dict[str, type] = {
    "title": str,
    "publisher": str,
    "published_on": date,
    "signed_by": str,
    "signed_on": date,
    "inspection_body": str,
    "inspected_org": str,
    "inspection_start": date,
    "inspection_end": date,
    "feedback_on": date,
}
PROBLEM_FIELDS = ("status", "finding")
NOT_WORDS = re.compile(r"[\W_]+")
# Fewer characters may stand in a text by chance.
TELLING = 12
PLACED = ("parse_id", "target_id", "own_value", "holds")
COUNTS = ("completed", "basically_completed", "in_progress")


@dataclass(frozen=True, slots=True)
class Target:
    """A value of a parse that can be mended. `own` is what the parser reads, `words` what it rests on.

    `target_id` is a problem's id or a contact's quote, else empty.
    """

    subject: str
    field: str
    own: str | None
    words: str | None
    path: tuple[str, ...] = ()
    target_id: str | None = None
    finding: str = ""


def load_targets(con: Any, parse_id: str) -> list[Target]:
    """All that can be mended in a parse, in the order of the text; also what the parser found nothing for."""
    parse = fetch_rows(con, "SELECT * FROM parses WHERE parse_id = ?", [parse_id])[0]
    quotes = dict(con.execute("SELECT key, quote FROM facts WHERE parse_id = ?", [parse_id]).fetchall())
    quotes["published_on"] = quotes.get("published_at")
    targets = [Target("notice", name, as_text(parse[name]), quotes.get(name)) for name in NOTICE_FIELDS]
    for row in fetch_rows(con, "SELECT * FROM problems WHERE parse_id = ? ORDER BY position", [parse_id]):
        place = {
            "path": tuple(row["path"] or ()),
            "target_id": row["problem_id"],
            "finding": row["finding"] or "",
        }
        targets += [Target("problem", name, row[name], row["quote"], **place) for name in PROBLEM_FIELDS]
    figures = {
        row["key"]: row for row in fetch_rows(con, "SELECT * FROM figures WHERE parse_id = ?", [parse_id])
    }
    for key in FIGURE_KEYS:
        row = figures.get(key, {})
        value = row.get("value")
        own = as_text(row.get("day") if value is None else value)
        targets.append(Target("figure", key, own, row.get("quote")))
    contacts = con.execute("SELECT DISTINCT quote FROM contacts WHERE parse_id = ? ORDER BY 1", [parse_id])
    return targets + [Target("contact", "dismissed", q, q, target_id=q) for (q,) in contacts.fetchall()]


def keep_corrections(con: Any, events: Sequence[Event], now: datetime) -> list[Event]:
    """Place corrections on the parses that became current since, and tell `events` as they have it.

    What can't be placed becomes an issue `correction_not_placed`.
    """
    if not con.execute("SELECT count(*) FROM corrections WHERE ended_at IS NULL").fetchone()[0]:
        return list(events)
    _place_all(con, now)
    return _show(con, events)


def _place_all(con: Any, now: datetime) -> None:
    rows = fetch_rows(
        con,
        """
        SELECT c.*, p.parse_id AS parse_now, v.version_id AS version_now, n.source_id,
            coalesce(a.url, n.primary_url) AS url
        FROM corrections c
        JOIN notices n USING (notice_id)
        JOIN notice_versions v ON v.notice_id = c.notice_id AND v.valid_to IS NULL
        JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
        LEFT JOIN notice_addresses a ON a.notice_id = c.notice_id AND a.is_primary
        WHERE c.ended_at IS NULL AND c.parse_id <> p.parse_id
        ORDER BY c.recorded_at, c.correction_id
        """,
    )
    by_parse: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_parse[row["parse_now"]].append(row)
    placed = []
    for parse_id, group in by_parse.items():
        targets = load_targets(con, parse_id)
        for row in group:
            target, why = _place(con, row, targets)
            placed.append(
                {
                    "correction_id": row["correction_id"],
                    "parse_id": parse_id,
                    "target_id": target.target_id if target else None,
                    "own_value": target.own if target else None,
                    "holds": target is not None,
                }
            )
            _report(con, row, why, now)
    merge(con, "corrections", ("correction_id",), placed, PLACED)


def _place(con: Any, row: Row, targets: Sequence[Target]) -> tuple[Target | None, str]:
    """The value that a correction mends in the parse that is current now, or why there is none."""
    target = _find(row, [t for t in targets if (t.subject, t.field) == (row["subject"], row["field"])])
    if target is None:
        # A contact that is read no more is what its dismissal wanted.
        return None, "" if row["subject"] == "contact" else "its place is not found any more"
    if row["version_id"] == row["version_now"] or _still_stands(con, row, target):
        return target, ""
    return None, "the words that it was made on were edited"


def _find(row: Row, targets: Sequence[Target]) -> Target | None:
    if row["subject"] in ("notice", "figure"):
        return targets[0]
    words = squeeze(row["words"] or "")
    if row["subject"] == "contact":
        return next((t for t in targets if _overlap(words, squeeze(t.words or ""))), None)
    path = tuple(row["path"] or ())
    scored = [(_likeness(words, squeeze(t.words or "")), t.path == path, t) for t in targets]
    good = [x for x in scored if x[0] >= (SAME_PLACE if x[1] else OTHER_PLACE)]
    return max(good, key=lambda x: x[:2])[2] if good else None


def restates(row: Row, target: Target) -> bool:
    """Whether a value is what a correction that lost its place was made on, in words that were edited."""
    words, now = squeeze(row["words"] or ""), squeeze(target.words or "")
    if row["subject"] == "contact":
        return _overlap(words, now)
    return tuple(row["path"] or ()) == target.path and _likeness(words, now) >= DOUBTFUL


def _still_stands(con: Any, row: Row, target: Target) -> bool:
    is_same = target.own in (row["read_value"], row["value"] or None)
    if not row["words"]:
        return is_same
    text, masthead = con.execute(
        "SELECT text, masthead FROM parse_texts WHERE parse_id = ?", [row["parse_now"]]
    ).fetchone()
    words = squeeze(row["words"])
    stands = words in squeeze(f"{masthead or ''}{text or ''}")
    return stands and (is_same or len(words) >= TELLING)


def _overlap(a: str, b: str) -> bool:
    return bool(a and b) and (a in b or b in a)


def _likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= DOUBTFUL else 0.0


def _report(con: Any, row: Row, why: str, now: datetime) -> None:
    beginning = f"{row['correction_id']} "
    resolve_issues(con, kind="correction_not_placed", url=row["url"], now=now, beginning=beginning)
    if not why:
        return
    place, value = "".join(row["path"] or ()), row["value"] or "none"
    what = f"{row['subject']} {place} {row['field']} = {value}"
    add_issue(
        con,
        kind="correction_not_placed",
        source_id=row["source_id"],
        url=row["url"],
        message=f"{beginning}{what}: {why}; made because: {row['reason']}",
        now=now,
        notice_id=row["notice_id"],
        quote=(row["words"] or "")[:200],
    )


def _show(con: Any, events: Sequence[Event]) -> list[Event]:
    """These events, told with the corrections that hold of their notices: names, days, figures and counts."""
    rows = fetch_rows(
        con,
        """
        SELECT notice_id, subject, field, value FROM corrections
        WHERE holds AND notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json({e.notice_id for e in events if e.notice_id})],
    )
    mended: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        mended[row["notice_id"]].append(row)
    return [
        replace(e, payload=_mend(con, e, mended[e.notice_id])) if e.notice_id in mended else e for e in events
    ]


def _mend(con: Any, event: Event, rows: Sequence[Row]) -> Row:
    payload = dict(event.payload)
    for row in rows:
        if row["subject"] == "notice" and row["field"] in payload:
            payload[row["field"]] = row["value"] or None
        elif row["subject"] == "figure" and "figures" in payload:
            others = {k: v for k, v in payload["figures"].items() if k != row["field"]}
            value = int(row["value"]) if row["value"].isdigit() else row["value"]
            payload["figures"] = others | ({row["field"]: value} if row["value"] else {})
    if "counts" in payload:
        query = f"SELECT {', '.join(COUNTS)} FROM current_notices WHERE notice_id = ?"  # noqa: S608
        payload["counts"] = payload["counts"] | fetch_rows(con, query, [event.notice_id])[0]
    return payload


def as_text(value: Any) -> str | None:
    """A value as corrections hold it: days in ISO 8601, None for nothing."""
    if value is None or value == "":
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def squeeze(text: str) -> str:
    """The letters and digits of a text."""
    return NOT_WORDS.sub("", text)
