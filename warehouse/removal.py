"""Live, missing, removed, restored: only 404 and 410 are evidence that a notice was taken down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from scrapers.model import Outcome
from warehouse.events import make_event_id
from warehouse.identity import canonical_address
from warehouse.model import Event, EventKind, Fetch
from warehouse.payloads import load_descriptions
from warehouse.write import as_json, fetch_rows, merge

ORDER = {"live": 0, "missing": 1, "removed": 2}
KIND = {
    "missing": EventKind.NOTICE_MISSING,
    "removed": EventKind.NOTICE_REMOVED,
    "live": EventKind.NOTICE_RESTORED,
}
Row = dict[str, Any]


def observe(
    con: Any, outcomes: Sequence[Fetch], *, now: datetime, misses: int = 3, days: int = 7
) -> list[Event]:
    """Draw the conclusions of requests for notices' addresses, and return what happened, to be recorded.

    404 and 410 make an address missing; `misses` of them in a row over at least `days` days make it removed.
    A notice is as present as the most present of its addresses. An unchanged page makes an address live
    again; one that came anew does so where a notice was read in it, see `restore`. All other outcomes say
    nothing.
    """
    answers: dict[str, list[Fetch]] = defaultdict(list)
    for fetch in sorted(outcomes, key=lambda f: f.at):
        if fetch.purpose in ("article", "recheck") and fetch.outcome in (Outcome.UNCHANGED, Outcome.GONE):
            answers[canonical_address(fetch.url)].append(fetch)
    rows = _load_addresses(con, answers)
    changed = []
    for row in rows:
        before = (row["state"], row["misses"])
        for fetch in answers[row["address"]]:
            if fetch.outcome == Outcome.GONE:
                _miss(row, fetch.at, misses, timedelta(days=days))
            else:
                _see(row)
        if (row["state"], row["misses"]) != before:
            changed.append(row)
    return _conclude(con, changed, now, silent=False)


def restore(con: Any, addresses: Collection[str], now: datetime, *, silent: bool = False) -> list[Event]:
    """Make addresses (canonical) live again whose notices were just read; returns events not yet recorded."""
    rows = [row for row in _load_addresses(con, addresses) if row["state"] != "live"]
    for row in rows:
        _see(row)
    return _conclude(con, rows, now, silent=silent)


def _miss(row: Row, at: datetime, misses: int, span: timedelta) -> None:
    if row["missed_at"] is not None and at <= row["missed_at"]:
        return
    row["misses"] += 1
    row["missed_at"] = at
    row["missed_since"] = row["missed_since"] or at
    is_long = row["misses"] >= misses and at - row["missed_since"] >= span
    row["state"] = "removed" if is_long or row["state"] == "removed" else "missing"


def _see(row: Row) -> None:
    row |= {"state": "live", "misses": 0, "missed_since": None}


def _load_addresses(con: Any, addresses: Collection[str]) -> list[Row]:
    query = """
        SELECT address, notice_id, state, misses, missed_since, missed_at FROM notice_addresses
        WHERE address IN (SELECT unnest(from_json(?, '["VARCHAR"]'))) ORDER BY address
    """
    return fetch_rows(con, query, [as_json(addresses)])


def _conclude(con: Any, changed: list[Row], now: datetime, *, silent: bool) -> list[Event]:
    """Write changed addresses and what follows for their notices."""
    if not changed:
        return []
    merge(con, "notice_addresses", ("address",), changed, ("state", "misses", "missed_since", "missed_at"))
    ids = sorted({row["notice_id"] for row in changed})
    notices = fetch_rows(
        con,
        """
        SELECT * FROM notices WHERE notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(ids)],
    )
    places: dict[str, list[Row]] = defaultdict(list)
    for row in fetch_rows(
        con,
        """
        SELECT * FROM notice_addresses WHERE notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        ORDER BY first_seen_at, address
        """,
        [as_json(ids)],
    ):
        places[row["notice_id"]].append(row)
    moved = []
    for notice in sorted(notices, key=lambda n: n["notice_id"]):
        state = min((place["state"] for place in places[notice["notice_id"]]), key=ORDER.__getitem__)
        if state != notice["state"]:
            was = {"was": notice["state"], "was_since": notice["state_since"]}
            moved.append(notice | was | {"state": state, "state_since": now})
    merge(
        con,
        "notices",
        ("notice_id",),
        [{k: n[k] for k in ("notice_id", "state", "state_since")} for n in moved],
        ("state", "state_since"),
    )
    _promote(con, notices, places)
    return _events(con, moved, places, now, silent)


def _promote(con: Any, notices: list[Row], places: dict[str, list[Row]]) -> None:
    """Where the primary address was removed and another stands, let versions follow the other."""
    for notice in notices:
        here = places[notice["notice_id"]]
        old = next(p for p in here if p["is_primary"])
        new = next((p for p in here if p["state"] == "live"), None)
        if old["state"] != "removed" or new is None:
            continue
        rows = [
            {"address": old["address"], "is_primary": False, "diverged": False},
            {"address": new["address"], "is_primary": True, "diverged": False},
        ]
        merge(con, "notice_addresses", ("address",), rows, ("is_primary", "diverged"))
        con.execute(
            "UPDATE notices SET primary_url = ? WHERE notice_id = ?", [new["address"], notice["notice_id"]]
        )


def _events(
    con: Any, moved: list[Row], places: dict[str, list[Row]], now: datetime, silent: bool
) -> list[Event]:
    words = load_descriptions(con, [notice["notice_id"] for notice in moved])
    events = []
    for notice in moved:
        kind, notice_id = KIND[notice["state"]], notice["notice_id"]
        since = [p["missed_since"] for p in places[notice_id] if p["missed_since"]]
        events.append(
            Event(
                event_id=make_event_id(kind, notice_id, now),
                kind=kind,
                at=now,
                source_id=notice["source_id"],
                notice_id=notice_id,
                silent=silent,
                payload=words[notice_id]
                | {
                    "missed_since": min(since, default=notice["was_since"]),
                    "was": notice["was"],
                    "misses": max(p["misses"] for p in places[notice_id]),
                    "addresses": [p["url"] for p in places[notice_id]],
                },
            )
        )
    return events
