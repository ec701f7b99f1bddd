"""What polling needs to know and leaves behind: sources, lists, requests, addresses to ask for again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scrapers.model import Outcome
from warehouse.identity import canonical_address
from warehouse.ids import make_id
from warehouse.model import Fetch, ListState, Recheck, SourceRow
from warehouse.write import as_json, fetch_rows, merge

GOOD = (Outcome.OK, Outcome.UNCHANGED)
# Outcomes that say something lasting about one address; after three of them it is not asked for anew.
SETTLED = (
    Outcome.GONE,
    Outcome.SOFT_404,
    Outcome.INTERSTITIAL,
    Outcome.ROBOTS_DENIED,
    Outcome.REFUSED_ADDRESS,
    Outcome.TOO_LARGE,
    Outcome.WRONG_TYPE,
    Outcome.UNDECODABLE,
)
SETTLED_AFTER = 3


def register_sources(con: Any, rows: Sequence[SourceRow], now: datetime, *, others: bool = False) -> None:
    """Bring the table of sources to the configuration; a source that left it is kept and marked as retired.

    With `others` the rows are not the whole configuration, and no source is retired for not being among them.
    """
    values = [asdict(row) | {"registered_at": now, "retired_at": None} for row in rows]
    merge(con, "sources", ("source_id",), values, ("name", "region", "publisher", "lists", "retired_at"))
    if others:
        return
    con.execute(
        """
        UPDATE sources SET retired_at = ?
        WHERE retired_at IS NULL AND NOT source_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [now, as_json(row.source_id for row in rows)],
    )


def load_sources(con: Any) -> dict[str, dict[str, Any]]:
    """The rows of `sources` by id."""
    return {row["source_id"]: row for row in fetch_rows(con, "SELECT * FROM sources")}


def list_states(con: Any) -> dict[str, ListState]:
    """What is known of each list that was ever polled, by address as configured."""
    return {
        row["url"]: ListState(**row | {"last_outcome": Outcome(row["last_outcome"])})
        for row in fetch_rows(con, "SELECT * FROM list_states")
    }


def known_addresses(con: Any, urls: Collection[str] | None = None) -> set[str]:
    """The addresses that need not be fetched as new: all, or those of `urls`.

    They were archived before, stand for a notice, or answered three times with what will not change
    (gone, forbidden by robots.txt, no page, a page that can't be read and the like).
    """
    settled = [outcome.value for outcome in SETTLED]
    found = {
        row[0]
        for row in con.execute(
            """
            WITH unread AS (
                SELECT url FROM issues WHERE kind = 'unreadable_page' AND resolved_at IS NULL
                EXCEPT
                SELECT url FROM fetches WHERE purpose = 'article' GROUP BY url HAVING count(*) >= $often
            )
            SELECT url FROM pages ANTI JOIN unread USING (url)
            UNION SELECT url FROM notice_addresses UNION SELECT address FROM notice_addresses
            UNION SELECT url FROM fetches WHERE outcome IN (SELECT unnest(from_json($settled, '["VARCHAR"]')))
                AND purpose = 'article'
            GROUP BY url HAVING count(*) >= $often
            """,
            {"settled": as_json(settled), "often": SETTLED_AFTER},
        ).fetchall()
    }
    return found if urls is None else {url for url in urls if url in found or canonical_address(url) in found}


def record_fetches(con: Any, fetches: Sequence[Fetch], faulty: Collection[str] = ()) -> None:
    """Record requests with their outcomes and what they say about lists and notices' addresses.

    Lists that are `faulty`, though they answered, keep the rows that they had and no validators: the next
    poll asks for the whole list and measures it by the last one that was well.
    """
    rows = {}
    for fetch in fetches:
        fetch_id = make_id("fetch", fetch.source_id, fetch.purpose, fetch.url, fetch.at)
        row = asdict(fetch) | {"fetch_id": fetch_id, "asked_at": fetch.at, "outcome": fetch.outcome.value}
        row.pop("at")
        rows[fetch_id] = row
    known = con.execute(
        """
        SELECT fetch_id FROM fetches WHERE fetch_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(rows)],
    ).fetchall()
    for (fetch_id,) in known:
        del rows[fetch_id]
    fresh = sorted(rows.values(), key=lambda row: row["asked_at"])
    merge(con, "fetches", ("fetch_id",), fresh)
    _update_lists(con, [row for row in fresh if row["purpose"] == "list"], faulty)
    _update_addresses(con, [row for row in fresh if row["purpose"] in ("article", "recheck")])


def rechecks(con: Any, now: datetime, limit: int, source_ids: Collection[str]) -> list[Recheck]:
    """The notices' addresses whose turn it is to be asked for again, most urgent first, at most `limit`.

    Missing ones and notices of the last 30 days come daily, those with open commitments every third day, the
    rest every fourteenth; a day counts as 20 hours, so that a daily run finds them due.
    """
    query = """
        WITH promising AS (
            SELECT DISTINCT notice_id FROM current_commitments WHERE state IN ('open', 'extended')
        ), ranked AS (
            SELECT a.url, a.source_id, a.etag, a.last_modified, a.last_checked_at, n.first_seen_at, a.address,
                CASE
                    WHEN a.state = 'missing' THEN 1
                    WHEN n.first_seen_at > $now::TIMESTAMPTZ - INTERVAL 30 DAY AND NOT n.backlog THEN 1
                    WHEN p.notice_id IS NOT NULL THEN 3
                    ELSE 14
                END AS every
            FROM notice_addresses a
            JOIN notices n USING (notice_id)
            LEFT JOIN promising p USING (notice_id)
            WHERE a.source_id IN (SELECT unnest(from_json($sources, '["VARCHAR"]'))) AND a.url LIKE 'http%'
        )
        SELECT url, source_id, etag, last_modified FROM ranked
        WHERE last_checked_at <= $now::TIMESTAMPTZ - every * INTERVAL 20 HOUR
        ORDER BY every, first_seen_at DESC, last_checked_at, address
        LIMIT $limit
    """
    values = {"now": now, "limit": limit, "sources": as_json(source_ids)}
    return [Recheck(**row) for row in fetch_rows(con, query, values)]


def count_fetches(con: Any, purpose: str, since: datetime) -> int:
    """How many requests of one purpose were made after a moment."""
    query = "SELECT count(*) FROM fetches WHERE purpose = ? AND asked_at > ?"
    count: int = con.execute(query, [purpose, since]).fetchone()[0]
    return count


def roll_up(con: Any, before: datetime) -> int:
    """Fold the requests before a moment into one row a day, source, purpose and outcome; returns how many."""
    count = con.execute("SELECT count(*) FROM fetches WHERE asked_at < ?", [before]).fetchone()[0]
    if not count:
        return 0
    con.execute(
        """
        MERGE INTO fetch_days AS old USING (
            SELECT asked_at::DATE AS day, source_id, purpose, outcome, count(*) AS requests,
                min(asked_at) AS first_at, max(asked_at) AS last_at
            FROM fetches WHERE asked_at < ? GROUP BY ALL
        ) AS new
        ON old.day = new.day AND old.source_id = new.source_id AND old.purpose = new.purpose
            AND old.outcome = new.outcome
        WHEN MATCHED THEN UPDATE SET requests = old.requests + new.requests,
            first_at = least(old.first_at, new.first_at), last_at = greatest(old.last_at, new.last_at)
        WHEN NOT MATCHED THEN INSERT BY NAME
        """,
        [before],
    )
    con.execute("DELETE FROM fetches WHERE asked_at < ?", [before])
    return int(count)


def _update_lists(con: Any, rows: list[dict[str, Any]], faulty: Collection[str]) -> None:
    states = {row["url"]: row for row in fetch_rows(con, "SELECT * FROM list_states")}
    polled = set()
    for row in rows:
        state = states.setdefault(row["url"], {"url": row["url"], "failures": 0})
        state |= {
            "source_id": row["source_id"],
            "last_polled_at": row["asked_at"],
            "last_outcome": row["outcome"],
        }
        if row["outcome"] in GOOD:
            state |= {"last_ok_at": row["asked_at"], "failures": 0}
            polled.add(row["source_id"])
        else:
            state["failures"] += 1
        if row["url"] in faulty:
            state |= {"etag": None, "last_modified": None}
        elif row["outcome"] == Outcome.OK:
            state |= {key: row[key] for key in ("etag", "last_modified", "rows_seen")}
    touched = list({row["url"]: states[row["url"]] for row in rows}.values())
    merge(con, "list_states", ("url",), touched, tuple(key for key in ListState.__slots__ if key != "url"))
    for source_id in sorted(polled):
        first = min(
            row["asked_at"] for row in rows if row["source_id"] == source_id and row["outcome"] in GOOD
        )
        con.execute(
            "UPDATE sources SET first_polled_at = ? WHERE source_id = ? AND first_polled_at IS NULL",
            [first, source_id],
        )


def _update_addresses(con: Any, rows: list[dict[str, Any]]) -> None:
    latest = {canonical_address(row["url"]): row for row in rows}
    present = con.execute(
        """
        SELECT address, last_seen_at, etag, last_modified FROM notice_addresses
        WHERE address IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(latest)],
    ).fetchall()
    changed = []
    for address, last_seen_at, etag, last_modified in present:
        row = latest[address]
        is_ok, is_good = row["outcome"] == Outcome.OK, row["outcome"] in GOOD
        changed.append(
            {
                "address": address,
                "last_checked_at": row["asked_at"],
                "last_seen_at": row["asked_at"] if is_good else last_seen_at,
                "etag": row["etag"] if is_ok else etag,
                "last_modified": row["last_modified"] if is_ok else last_modified,
            }
        )
    merge(
        con,
        "notice_addresses",
        ("address",),
        changed,
        ("last_checked_at", "last_seen_at", "etag", "last_modified"),
    )
