"""Prove the evidence: every archived byte, every link of the hash chains, every quote."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from warehouse.archive.reader import ArchiveError, DamagedError, Record, TornError, find_file, read_records
from warehouse.archive.sealing import is_written
from warehouse.archive.writer import OPEN
from warehouse.model import Page
from warehouse.write import fetch_rows

QUOTED = ("facts", "figures", "contacts", "problems", "measures", "commitments", "open_items")
# Tables and the columns that tell their rows apart: what the loader keeps unique.
KEYS = {
    "sources": "source_id",
    "list_states": "url",
    "fetches": "fetch_id",
    "pages": "page_id",
    "notices": "notice_id",
    "notice_addresses": "address",
    "notice_versions": "version_id",
    "parses": "parse_id",
    "problems": "problem_id",
    "measures": "problem_id, position",
    "commitments": "parse_id, commitment_id",
    "open_items": "parse_id, open_item_id",
    "commitment_states": "state_id",
    "events": "event_id",
    "messages": "key",
    "deliveries": "delivery_id",
    "issues": "issue_id",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not prove: `kind` is missing, torn, altered, removed, quote, duplicate or version."""

    kind: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, and what is wrong with it. `unrecorded` are good records that no row points to."""

    files: int
    records: int
    quotes: int
    unrecorded: int
    faults: tuple[Fault, ...]


def verify(con: Any, archive: Path) -> Verdict:
    """Read the whole archive again and check the rows against it and against each other."""
    columns = ", ".join(f.name for f in fields(Page))
    pages: dict[str, dict[int, Page]] = defaultdict(dict)
    for row in fetch_rows(con, f"SELECT {columns} FROM pages ORDER BY warc_file, warc_offset"):  # noqa: S608
        pages[row["warc_file"]][row["warc_offset"]] = Page(**row)
    on_disk = {
        path.relative_to(archive).as_posix().removesuffix(OPEN): path
        for pattern in ("*/*.warc.gz", f"*/*.warc.gz{OPEN}")
        for path in sorted(archive.glob(pattern))
    }
    faults: list[Fault] = []
    records = unrecorded = 0
    for name in sorted(pages.keys() | on_disk.keys()):
        expected = pages.get(name, {})
        seen = _Seen(name, expected)
        faults += seen.check(archive)
        records += seen.records
        unrecorded += seen.unrecorded
    quotes, wrong = _check_quotes(con)
    return Verdict(
        len(on_disk),
        records,
        quotes,
        unrecorded,
        (*faults, *wrong, *_check_versions(con), *_check_keys(con)),
    )


class _Seen:
    """The check of one archive file against the pages that point into it."""

    def __init__(self, name: str, expected: dict[int, Page]) -> None:
        self.name, self.expected = name, expected
        self.records = self.unrecorded = 0
        self._found: set[int] = set()

    def check(self, archive: Path) -> Iterator[Fault]:
        try:
            yield from self._read(find_file(archive, self.name))
        except ArchiveError as error:
            yield Fault("missing", self.name, str(error))
        for offset in sorted(self.expected.keys() - self._found):
            yield self._fault("missing", offset, f"no whole record of {self.expected[offset].url} there")

    def _read(self, path: Path) -> Iterator[Fault]:
        """Read the file to its end; behind a damaged record go on at the next one that a page points to."""
        start: int | None = 0
        while start is not None:
            try:
                yield from self._follow(path, start)
                return
            except DamagedError as error:
                start = min((o for o in self.expected if o > error.offset), default=None)
                if isinstance(error, TornError) and start is None and is_written(path):
                    return  # its writer is in the middle of this record
                torn = isinstance(error, TornError) and not self._holds(path, start)
                page = self.expected.get(error.offset)
                self._found.add(error.offset)
                lost = f"the record of {page.url}" if page else "the record"
                yield self._fault("torn" if torn else "altered", error.offset, f"{lost} {error.reason}")
                start = None if torn else start

    def _follow(self, path: Path, start: int) -> Iterator[Fault]:
        previous = None if start else ""
        for record in read_records(path, start):
            self.records += 1
            if record.kind != "warcinfo" and previous not in (None, record.previous):
                yield self._fault("removed", record.offset, "the record before it is not the one it names")
            previous = record.sha256
            yield from self._compare(record)

    @staticmethod
    def _holds(path: Path, offset: int | None) -> bool:
        """Whether the file is long enough for a record at this offset."""
        return offset is not None and path.stat().st_size > offset

    def _compare(self, record: Record) -> Iterator[Fault]:
        page = self.expected.get(record.offset)
        if page is None:
            self.unrecorded += record.kind != "warcinfo"
            return
        self._found.add(record.offset)
        if page.record_sha256 and record.sha256 != page.record_sha256:
            yield self._fault("altered", record.offset, "the record is not the one that was recorded")
        elif (
            record.kind in ("response", "resource") and hashlib.sha256(record.body).hexdigest() != page.sha256
        ):
            yield self._fault("altered", record.offset, f"the digest of {page.url} differs")

    def _fault(self, kind: str, offset: int, message: str) -> Fault:
        return Fault(kind, f"{self.name} at {offset}", message)


def _check_quotes(con: Any) -> tuple[int, list[Fault]]:
    faults, total = [], 0
    for table in QUOTED:
        total += con.execute(f"SELECT count(*) FROM {table} WHERE quote IS NOT NULL").fetchone()[0]  # noqa: S608
        rows = con.execute(
            f"""
            SELECT r.notice_id, r.quote FROM {table} r LEFT JOIN parse_texts t USING (parse_id)
            WHERE r.quote IS NOT NULL AND r.quote IS DISTINCT FROM substr(
                if(r.quote_where = 'body', t.text, t.masthead), r.quote_start + 1, r.quote_end - r.quote_start
            )
            """  # noqa: S608
        ).fetchall()
        faults += [Fault("quote", f"{table} of {n}", f"not in its version's text: {q[:60]}") for n, q in rows]
    return total, faults


def _check_versions(con: Any) -> list[Fault]:
    rows = con.execute(
        """
        SELECT notice_id, count(v.version_id), count(p.parse_id) FROM notices n
        LEFT JOIN notice_versions v USING (notice_id)
        LEFT JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
        WHERE v.valid_to IS NULL GROUP BY notice_id HAVING count(v.version_id) <> 1 OR count(p.parse_id) <> 1
        """
    ).fetchall()
    return [
        Fault("version", notice_id, f"{versions} current versions with {parses} current parses")
        for notice_id, versions, parses in rows
    ]


def _check_keys(con: Any) -> list[Fault]:
    faults = []
    for table, key in KEYS.items():
        query = f"SELECT {key}, count(*) FROM {table} GROUP BY ALL HAVING count(*) > 1"  # noqa: S608
        faults += [
            Fault("duplicate", table, " ".join(map(str, row))) for row in con.execute(query).fetchall()
        ]
    return faults
