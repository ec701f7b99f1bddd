"""What the warehouse knows already of the notices in a batch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from warehouse.identity import canonical_address, cms_key
from warehouse.ids import fingerprint
from warehouse.model import Document
from warehouse.readings import title_of
from warehouse.write import as_json, fetch_rows

NEW, CHANGED = "new", "changed"


@dataclass(slots=True)
class Address:
    """A row of notice_addresses in the making; `mark` says whether it must be written."""

    address: str
    url: str
    notice_id: str
    source_id: str
    lists: list[str]
    cms_key: str | None
    fingerprint: str
    is_primary: bool
    first_seen_at: datetime
    page_id: str
    last_seen_at: datetime | None = None
    last_checked_at: datetime | None = None
    diverged: bool = False
    state: str = "live"
    misses: int = 0
    missed_since: datetime | None = None
    missed_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    mark: str = ""


@dataclass(slots=True)
class Version:
    """The current version of a notice and the parse of it that counts."""

    version_id: str
    number: int
    title: str
    shown_on: date | None
    fingerprint: str
    page_id: str
    parse_id: str
    parser_version: str


@dataclass(slots=True)
class Known:
    """A notice as it stands, with its addresses by canonical form and its current version."""

    notice_id: str
    source_id: str
    primary_url: str
    state: str
    addresses: dict[str, Address] = field(default_factory=dict)
    version: Version | None = None


class Index:
    """The notices that a batch touches, found by address, by the CMS's number or by exact text."""

    def __init__(self) -> None:
        """Begin empty."""
        self.notices: dict[str, Known] = {}
        self._by_address: dict[str, Known] = {}
        self._by_cms_key: dict[str, Known] = {}
        self._by_text: dict[str, Known] = {}

    def find(self, address: str, key: str | None, text: str) -> Known | None:
        """The notice that stands at an address, else the one with its number, else the one with its text."""
        return (
            self._by_address.get(address)
            or (self._by_cms_key.get(key) if key else None)
            or (self._by_text.get(text) if text else None)
        )

    def add(self, known: Known) -> None:
        """Make a notice findable by what its addresses show."""
        self.notices[known.notice_id] = known
        for address in known.addresses.values():
            self._by_address[address.address] = known
            if address.cms_key:
                self._by_cms_key.setdefault(address.cms_key, known)
            if address.fingerprint:
                self._by_text.setdefault(address.fingerprint, known)


def identity_text(document: Document) -> str:
    """The fingerprint that may tie a document to a notice; empty where its text is too short to tell."""
    article = document.notice.article
    return fingerprint(title_of(article), article.body) if len(article.body) >= 100 else ""


def load_index(con: Any, documents: Sequence[Document], texts: Collection[str]) -> Index:
    """Load every notice that one of the documents may belong to; `texts` are their identity texts."""
    addresses = {canonical_address(d.url) for d in documents}
    keys = {key for d in documents if (key := cms_key(d.url))}
    ids = con.execute(
        """
        SELECT DISTINCT notice_id FROM notice_addresses
        WHERE address IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            OR cms_key IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            OR fingerprint IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        """,
        [as_json(addresses), as_json(keys), as_json({text for text in texts if text})],
    ).fetchall()
    return load_notices(con, [notice_id for (notice_id,) in ids])


def load_notices(con: Any, ids: Collection[str]) -> Index:
    """Load notices by id, in the order in which they were first seen."""
    index = Index()
    wanted = [as_json(ids)]
    if not ids:
        return index
    found = {
        row["notice_id"]: Known(row["notice_id"], row["source_id"], row["primary_url"], row["state"])
        for row in fetch_rows(
            con,
            """
            SELECT * FROM notices WHERE notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
            ORDER BY first_seen_at, notice_id
            """,
            wanted,
        )
    }
    for row in fetch_rows(
        con,
        """
        SELECT * FROM notice_addresses WHERE notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
        ORDER BY address
        """,
        wanted,
    ):
        found[row["notice_id"]].addresses[row["address"]] = Address(**row)
    query = """
        SELECT v.notice_id, v.version_id, v.number, v.title, v.shown_on, v.fingerprint, v.page_id, p.parse_id,
            p.parser_version
        FROM notice_versions v JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
        WHERE v.valid_to IS NULL AND v.notice_id IN (SELECT unnest(from_json(?, '["VARCHAR"]')))
    """
    for row in fetch_rows(con, query, wanted):
        known = found[row.pop("notice_id")]
        known.version = Version(**row)
    for known in found.values():
        index.add(known)
    return index
