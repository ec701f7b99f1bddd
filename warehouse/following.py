"""Follow promises up: what later notices of the same body, or later versions of a notice, say of them.

Decisions are rows of `commitment_states` with the later notice's words as evidence. A promise that a later
notice puts off stays the open row, `extended`, with the new date; the later notice's own promise of the same
thing is closed as `dismissed` by the matcher, its reason naming the older one, so that nobody is told of one
thing twice. The same holds where the later notice only repeats the date. Open items get rows, and no events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from warehouse.events import make_event_id
from warehouse.follow_rows import Later, Left, load_later, load_left, load_related
from warehouse.ids import make_id
from warehouse.matching import Kind, LaterPromise, Match, match
from warehouse.model import Event, EventKind
from warehouse.payloads import load_descriptions
from warehouse.write import as_json, merge

Row = dict[str, Any]
TOLD = (EventKind.NOTICE_PUBLISHED, EventKind.NOTICE_CHANGED)
KINDS = {Kind.FULFILLED: EventKind.COMMITMENT_FULFILLED, Kind.EXTENDED: EventKind.COMMITMENT_EXTENDED}


@dataclass(frozen=True, slots=True)
class Decision:
    """A promise, the later notice and what it says."""

    left: Left
    later: Later
    found: Match


def follow_up(con: Any, events: Sequence[Event], *, now: datetime, silent: bool = False) -> list[Event]:
    """Hold what was just published or edited against the open promises of the same bodies, both ways.

    `events` are those that `ingest` returned in this transaction. Writes the states and returns the events
    `commitment.fulfilled` and `commitment.extended`, for `record_events` to record. What has been held
    against a version before is not held against it again.
    """
    fresh = {e.notice_id for e in events if e.kind in TOLD and e.notice_id}
    return _follow(con, fresh, None, now, silent) if fresh else []


def follow_found(con: Any, promises: Mapping[str, Collection[str]], *, now: datetime) -> list[Event]:
    """Hold promises that a new reading of stored notices found against the later notices of the same bodies.

    `promises` are ids of promises and open items, by notice. Writes the states and returns silent events, for
    `record_events` to record.
    """
    ids = {some_id for group in promises.values() for some_id in group}
    return _follow(con, set(promises), ids, now, silent=True) if ids else []


def _follow(
    con: Any, fresh: set[str], only: Collection[str] | None, now: datetime, silent: bool
) -> list[Event]:
    """Follow up what fresh notices promise or report; `only` leaves out all promises but those."""
    related = load_related(con, fresh)
    left = [item for item in load_left(con, related) if only is None or item.commitment_id in only]
    if not left:
        return []
    decisions = _decide(left, load_later(con, related, fresh), fresh, _load_seen(con, left))
    merge(con, "commitment_states", ("state_id",), _write_rows(decisions, now))
    words = load_descriptions(
        con, sorted({n for d in decisions for n in (d.left.notice_id, d.later.notice_id)})
    )
    return [
        make_event(
            d.left,
            d.found.kind,
            make_evidence(d.later, d.found, words[d.later.notice_id]["page"]),
            words[d.left.notice_id],
            now,
            silent,
        )
        for d in decisions
        if d.found.decided
        and d.found.kind in KINDS
        and d.left.subject == "commitment"
        and not d.left.uncertain
    ]


def _decide(
    left: Iterable[Left], laters: Sequence[Later], fresh: set[str], seen: set[tuple[str, str]]
) -> list[Decision]:
    """Later notices in the order of their days, so that one thing can be put off and then done."""
    by_body: dict[str, dict[str, Left]] = defaultdict(dict)
    for item in left:
        by_body[item.body][item.commitment_id] = item
    decisions: list[Decision] = []
    for later in laters:
        open_items = by_body[later.body]
        for item in list(open_items.values()):
            if not later.follows(item) or not fresh & {later.notice_id, item.notice_id}:
                continue
            found = match(item.promise, later.passages, later.promises)
            if (
                found is None
                or {(item.commitment_id, later.version_id), (item.commitment_id, found.quote)} & seen
            ):
                continue
            if not found.decided and found.kind is Kind.REPEATED:
                continue
            decisions.append(Decision(item, later, found))
            if not found.decided:
                continue
            if found.kind is Kind.FULFILLED:
                del open_items[item.commitment_id]
            elif found.later:
                open_items.pop(found.later.commitment_id, None)
                open_items[item.commitment_id] = item.put_off(found.later.due_on)
    return decisions


def _load_seen(con: Any, left: Iterable[Left]) -> set[tuple[str, str]]:
    """(promise, version) pairs judged before, and (promise, quote) pairs that an operator refused."""
    rows = con.execute(
        """
        SELECT commitment_id, evidence_version_id, state, evidence_quote FROM commitment_states
        WHERE commitment_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            AND evidence_version_id IS NOT NULL
        """,
        [as_json(item.commitment_id for item in left)],
    ).fetchall()
    seen = {(commitment_id, version_id) for commitment_id, version_id, _, _ in rows}
    return seen | {(commitment_id, quote) for commitment_id, _, state, quote in rows if state == "rejected"}


def _write_rows(decisions: Sequence[Decision], now: datetime) -> list[Row]:
    """State rows by id; those of one call are told apart in time by a microsecond each, in their order."""
    rows: dict[str, Row] = {}
    for turn, d in enumerate(decisions):
        at = now + timedelta(microseconds=turn)
        later = d.found.later
        if d.found.kind is not Kind.REPEATED:
            row = make_state(
                d.left, d.found.kind.value if d.found.decided else "proposed", d.later.version_id, at
            )
            row |= {"actor": "matcher", "score": round(d.found.score, 3), "reason": d.found.kind.value}
            row |= {"evidence_notice_id": d.later.notice_id, "evidence_version_id": d.later.version_id}
            row |= {
                "evidence_quote": d.found.quote,
                "evidence_start": d.found.start,
                "evidence_end": d.found.end,
            }
            if later:
                row |= {"due_on": later.due_on, "due_strict": later.due_strict}
            rows[row["state_id"]] = row
        if later and d.found.decided and later.commitment_id != d.left.commitment_id:
            row = _close(later, d.left, at)
            rows[row["state_id"]] = row
    return list(rows.values())


def _close(later: LaterPromise, older: Left, at: datetime) -> Row:
    return {
        "state_id": make_id("state", later.commitment_id, "dismissed", older.commitment_id),
        "commitment_id": later.commitment_id,
        "subject": "commitment",
        "state": "dismissed",
        "recorded_at": at,
        "actor": "matcher",
        "reason": f"restates {older.commitment_id}, which carries the date",
        "score": 1.0,
    }


def make_state(left: Left, state: str, key: str, at: datetime) -> Row:
    """A state row without its evidence; `key` tells it from others of that state."""
    return {
        "state_id": make_id("state", left.commitment_id, state, key),
        "commitment_id": left.commitment_id,
        "subject": left.subject,
        "state": state,
        "recorded_at": at,
    }


def make_evidence(later: Later, found: Match, page: Row) -> Row:
    """The evidence as an event's payload tells it; `page` is the archived copy that it stands in."""
    evidence: Row = {
        "evidence": found.quote,
        "evidence_url": later.url,
        "evidence_title": later.title,
        "evidence_page": page,
        "evidence_notice_id": later.notice_id,
        "evidence_version_id": later.version_id,
    }
    if found.later:
        evidence |= {"new_due": found.later.due_on, "due_strict": found.later.due_strict}
    return evidence


def make_event(
    left: Left, kind: Kind, evidence: Row, notice: Row, now: datetime, silent: bool, *, actor: str = "matcher"
) -> Event:
    """The event that tells what became of a promise. `evidence` as `make_evidence` gives it."""
    payload = notice | left.words | {"score_by": actor} | evidence
    if kind is Kind.EXTENDED:
        change = {
            "type": "deadline",
            "commitment_id": left.commitment_id,
            "old": left.promise.due_on,
            "new": evidence["new_due"],
            "old_quote": left.promise.quote,
            "new_quote": evidence["evidence"],
        }
        payload |= {"due_on": evidence["new_due"], "change": change}
    return Event(
        event_id=make_event_id(KINDS[kind], left.commitment_id, evidence["evidence_version_id"]),
        kind=KINDS[kind],
        at=now,
        source_id=left.source_id,
        notice_id=left.notice_id,
        commitment_id=left.commitment_id,
        silent=silent,
        payload=payload,
    )
