"""Rows of one ingest on their way into the tables: gathered, then written in bulk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from warehouse.known import NEW, Address, Index
from warehouse.model import Event
from warehouse.parses import Rows
from warehouse.write import insert, insert_all, merge

ADDRESS_UPDATES = (
    "lists",
    "fingerprint",
    "is_primary",
    "diverged",
    "state",
    "misses",
    "missed_since",
    "page_id",
    "url",
)


@dataclass(slots=True)
class Batch:
    """What an ingest has decided so far. `busy` are notices whose new rows are not in the tables yet."""

    con: Any
    now: datetime
    silent: bool
    index: Index
    sources: dict[str, dict[str, Any]]
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    events: list[Event] = field(default_factory=list)
    addresses: dict[str, Address] = field(default_factory=dict)
    closed_versions: list[dict[str, Any]] = field(default_factory=list)
    reread_versions: list[dict[str, Any]] = field(default_factory=list)
    superseded: list[dict[str, Any]] = field(default_factory=list)
    busy: set[str] = field(default_factory=set)

    def touch(self, address: Address, mark: str) -> None:
        """Have an address written; one that is new stays new."""
        address.mark = address.mark or mark
        self.addresses[address.address] = address

    def flush(self) -> None:
        """Write all that was gathered; it stays in the transaction of the connection."""
        con = self.con
        merge(con, "notice_versions", ("version_id",), self.closed_versions, ("valid_to",))
        merge(
            con,
            "notice_versions",
            ("version_id",),
            self.reread_versions,
            ("title", "published_on", "shown_on", "text", "masthead", "fingerprint"),
        )
        merge(con, "parses", ("parse_id",), self.superseded, ("superseded_at", "text", "masthead"))
        insert_all(con, self.rows)
        marked = {NEW: [], "": []}  # type: dict[str, list[dict[str, Any]]]
        for address in self.addresses.values():
            row = {name: getattr(address, name) for name in Address.__slots__}
            marked[NEW if row.pop("mark") == NEW else ""].append(row)
            address.mark = ""
        insert(con, "notice_addresses", marked[NEW])
        merge(con, "notice_addresses", ("address",), marked[""], ADDRESS_UPDATES)
        for gathered in (self.closed_versions, self.reread_versions, self.superseded):
            gathered.clear()
        self.rows.clear()
        self.addresses.clear()
        self.busy.clear()
