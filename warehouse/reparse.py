"""Take a newer parser's readings of stored versions: old parses stay, ids and states carry over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scrapers.model import Notice
from warehouse.carry import carry_ids
from warehouse.corrections import keep_corrections
from warehouse.events import record_events
from warehouse.following import follow_found
from warehouse.issues import add_issue, record_issues, resolve_issues
from warehouse.known import identity_text
from warehouse.model import Document, Page
from warehouse.pages import attached_pages, load_page
from warehouse.parses import Rows, add_parse
from warehouse.readings import (
    Reading,
    load_commitments,
    load_open_items,
    load_reading,
    published_on,
    read_commitments,
    read_header,
    read_notice,
    read_open_items,
)
from warehouse.write import fetch_rows, insert, merge

VERSION_FIELDS = ("title", "published_on", "shown_on", "text", "masthead", "fingerprint")


@dataclass(frozen=True, slots=True)
class Stale:
    """A version whose current parse is of another parser version, with the archived pages to read again."""

    version_id: str
    notice_id: str
    parse_id: str
    source_id: str
    url: str
    address: str
    number: int
    is_current: bool
    page: Page
    attached: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """A stale version as the present parser reads it."""

    stale: Stale
    notice: Notice


def list_stale(con: Any, parser_version: str, since: date | None = None) -> list[Stale]:
    """The versions that this parser version has not read yet, newest first; `since` is a publication day."""
    rows = fetch_rows(
        con,
        """
        SELECT v.version_id, v.notice_id, p.parse_id, n.source_id, a.url, a.address, v.number,
            v.valid_to IS NULL AS is_current, p.page_id
        FROM notice_versions v
        JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
        JOIN notices n ON n.notice_id = v.notice_id
        JOIN notice_addresses a ON a.notice_id = v.notice_id AND a.is_primary
        WHERE NOT v.version_id IN (SELECT version_id FROM parses WHERE parser_version = $parser)
            AND ($since::DATE IS NULL OR p.published_on >= $since::DATE)
        ORDER BY v.valid_from DESC, v.version_id
        """,
        {"parser": parser_version, "since": since},
    )
    found = []
    for row in rows:
        page = load_page(con, row.pop("page_id"))
        if page is not None:
            found.append(Stale(page=page, attached=tuple(attached_pages(con, row["parse_id"])), **row))
    return found


def apply_readings(con: Any, readings: Sequence[Reread], *, now: datetime) -> Counter[str]:
    """Write the parses of one batch; returns in how many versions each field reads otherwise than before.

    Promises that only the new parser finds are held against the later notices, silently. Of a version that
    the parser no longer takes for a notice the old parse stays, and an issue says so. What another process
    has read again in the meantime is left alone.
    """
    changed: Counter[str] = Counter()
    found: dict[str, set[str]] = defaultdict(set)
    rows: Rows = defaultdict(list)
    superseded: list[dict[str, Any]] = []
    versions: list[dict[str, Any]] = []
    for reading in readings:
        if not _still_stale(con, reading.stale):
            continue
        if not reading.notice.is_notice:
            changed["no longer a notice"] += 1
            if not reading.stale.is_current:
                _report_unread(con, reading, now)
            continue
        if not reading.stale.is_current:
            _resolve_unread(con, reading, now)
        old = load_reading(con, reading.stale.version_id, reading.stale.parse_id)
        changed.update(find_changed_fields(old, read_notice(reading.notice)))
        superseded.append(_supersede(con, reading, old, now))
        versions.append(_version_row(reading))
        found[reading.stale.notice_id] |= _add_rows(con, rows, reading, now)
    merge(con, "parses", ("parse_id",), superseded, ("superseded_at", "text", "masthead"))
    merge(con, "notice_versions", ("version_id",), versions, VERSION_FIELDS)
    for table, table_rows in rows.items():
        insert(con, table, table_rows)
    _update_addresses(con, [r for r in readings if r.stale.is_current and r.notice.is_notice])
    record_issues(con, [_document(r) for r in readings if r.stale.is_current], now)
    keep_corrections(con, (), now)
    record_events(con, follow_found(con, {n: ids for n, ids in found.items() if ids}, now=now))
    return changed


def find_changed_fields(old: Reading, new: Reading) -> list[str]:
    """The names of what two readings of one version tell differently; ids count for nothing."""
    plain = [
        name
        for name in ("title", "day", "text", "problems", "figures", "contacts")
        if getattr(old, name) != getattr(new, name)
    ]
    promises = [
        name
        for name in ("commitments", "open_items")
        if [_bare(c) for c in getattr(old, name)] != [_bare(c) for c in getattr(new, name)]
    ]
    return plain + promises


def _bare(item: Any) -> tuple[Any, ...]:
    return item.path, item.quote, item.due_expression, item.due_on, item.due_strict, item.uncertain


def _still_stale(con: Any, stale: Stale) -> bool:
    query = "SELECT count(*) FROM parses WHERE parse_id = ? AND superseded_at IS NULL"
    return bool(con.execute(query, [stale.parse_id]).fetchone()[0])


def _supersede(con: Any, reading: Reread, old: Reading, now: datetime) -> dict[str, Any]:
    """The old parse's row; it keeps its own text where the new one reads another."""
    article = reading.notice.article
    masthead = con.execute(
        "SELECT masthead FROM notice_versions WHERE version_id = ?", [reading.stale.version_id]
    ).fetchone()[0]
    differs = (old.text, masthead) != (article.body, article.masthead)
    return {
        "parse_id": reading.stale.parse_id,
        "superseded_at": now,
        "text": old.text if differs else None,
        "masthead": masthead if differs else None,
    }


def _version_row(reading: Reread) -> dict[str, Any]:
    article = reading.notice.article
    header = read_header(article)
    return {
        "version_id": reading.stale.version_id,
        "title": header.title,
        "published_on": published_on(article),
        "shown_on": header.day,
        "text": header.text,
        "masthead": article.masthead,
        "fingerprint": header.fingerprint,
    }


def _add_rows(con: Any, rows: Rows, reading: Reread, now: datetime) -> set[str]:
    """Add the rows of a reading; returns the ids of the promises and open items that the old one lacks."""
    stale, notice = reading.stale, reading.notice
    before = load_commitments(con, stale.parse_id), load_open_items(con, stale.parse_id)
    commitments, doubtful = carry_ids(stale.notice_id, before[0], read_commitments(notice))
    open_items, _ = carry_ids(stale.notice_id, before[1], read_open_items(notice))
    for old, new in doubtful:
        message = f"{new.commitment_id} may restate {old.commitment_id}: {old.quote} / {new.quote}"
        add_issue(
            con,
            kind="commitment_match_doubtful",
            source_id=stale.source_id,
            url=stale.url,
            message=message,
            now=now,
            notice_id=stale.notice_id,
            quote=new.quote,
        )
    add_parse(
        rows,
        notice,
        notice_id=stale.notice_id,
        version_id=stale.version_id,
        page_id=stale.page.page_id,
        now=now,
        commitments=commitments,
        open_items=open_items,
    )
    known = {item.commitment_id for items in before for item in items}
    return {item.commitment_id for item in (*commitments, *open_items)} - known


def _update_addresses(con: Any, readings: Sequence[Reread]) -> None:
    """The primary address's text as the new parser reads it, which other addresses are compared with."""
    for reading in readings:
        con.execute(
            "UPDATE notice_addresses SET fingerprint = ? WHERE address = ?",
            [identity_text(_document(reading)), reading.stale.address],
        )


def _document(reading: Reread) -> Document:
    return Document(reading.stale.source_id, reading.stale.url, reading.stale.page, reading.notice)


def _report_unread(con: Any, reading: Reread, now: datetime) -> None:
    """Say that an earlier version is no longer read; of the current one `record_issues` says so."""
    stale = reading.stale
    message = f"version {stale.number} is no longer read as a notice: {reading.notice.reason}"
    add_issue(
        con,
        kind="version_unread",
        source_id=stale.source_id,
        url=stale.url,
        message=message,
        now=now,
        notice_id=stale.notice_id,
    )


def _resolve_unread(con: Any, reading: Reread, now: datetime) -> None:
    beginning = f"version {reading.stale.number} "
    resolve_issues(con, kind="version_unread", url=reading.stale.url, now=now, beginning=beginning)
