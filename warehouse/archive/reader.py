"""Read archived responses back, and go through a file's records."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from warehouse.archive.writer import BODY, OPEN, PREVIOUS
from warehouse.errors import WarehouseError
from warehouse.model import Page

CHUNK = 1 << 16


class ArchiveError(WarehouseError):
    """An archived response that is missing, torn or altered: one line with file and offset."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands in a file; `sha256` is of its raw bytes, `previous` its link to the last."""

    offset: int
    size: int
    sha256: str
    kind: str
    url: str
    previous: str
    body: bytes
    body_at: str


class DamagedError(ArchiveError):
    """A record that cannot be read; `offset` is where it begins, `reason` says why."""

    def __init__(self, path: Path, offset: int, reason: str) -> None:
        super().__init__(f"{path}: record at {offset} {reason}")
        self.offset, self.reason = offset, reason


class TornError(DamagedError):
    """A file that ends inside a record."""


def find_file(folder: Path, name: str) -> Path:
    """The WARC file of that name, sealed or still open.

    Raises:
        ArchiveError: it is gone.
    """
    for path in (folder / name, folder / (name + OPEN)):
        if path.exists():
            return path
    raise ArchiveError(f"{folder / name}: archive file is missing")


def read_body(folder: Path, page: Page) -> bytes:
    """The archived body of a page, as received after content decoding.

    Raises:
        ArchiveError: the record is missing, torn or altered.
    """
    record = _read_record(folder, page.warc_file, page.warc_offset)
    if record.body_at:
        name, _, offset = record.body_at.rpartition(";")
        record = _read_record(folder, name, int(offset))
    if hashlib.sha256(record.body).hexdigest() != page.sha256:
        raise ArchiveError(
            f"{folder / page.warc_file}: record at {page.warc_offset} was altered: its digest differs"
        )
    return record.body


def read_records(path: Path, offset: int = 0) -> Iterator[Record]:
    """Go through a file's records in order, from the one at `offset` on.

    Raises:
        TornError: the file ends inside a record.
        DamagedError: a record's bytes are damaged.
        ArchiveError: the file cannot be read.
    """
    with _opening(path) as file:
        file.seek(offset)
        rest = b""
        while True:
            raw, plain, rest = _read_member(file, rest, path, offset)
            if not raw:
                return
            yield _parse(raw, plain, path, offset)
            offset += len(raw)


def _read_record(folder: Path, name: str, offset: int) -> Record:
    path = find_file(folder, name)
    with _opening(path) as file:
        file.seek(offset)
        raw, plain, _ = _read_member(file, b"", path, offset)
    if not raw:
        raise ArchiveError(f"{path}: no record at {offset}: the file is shorter than that")
    return _parse(raw, plain, path, offset)


@contextmanager
def _opening(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise ArchiveError(f"{path}: archive file cannot be read ({error.strerror or error})") from error


def _read_member(file: Any, rest: bytes, path: Path, offset: int) -> tuple[bytes, bytes, bytes]:
    """Read one gzip member: its raw bytes, what they hold, and bytes read beyond it."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    raw, plain = [], []
    chunk = rest or file.read(CHUNK)
    if not chunk:
        return b"", b"", b""
    while chunk:
        raw.append(chunk)
        try:
            plain.append(unpacker.decompress(chunk))
        except zlib.error as error:
            raise DamagedError(path, offset, f"is damaged ({error})") from error
        if unpacker.eof:
            unused = unpacker.unused_data
            whole = b"".join(raw)
            return whole[: len(whole) - len(unused)], b"".join(plain), unused
        chunk = file.read(CHUNK)
    raise TornError(path, offset, "is torn: the file ends inside it")


def _parse(raw: bytes, plain: bytes, path: Path, offset: int) -> Record:
    try:
        record = next(iter(ArchiveIterator(BytesIO(plain))))
        body = record.content_stream().read()
    except (ArchiveLoadFailed, StopIteration) as error:
        raise DamagedError(path, offset, "is no WARC record") from error
    headers = record.rec_headers
    return Record(
        offset=offset,
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
        kind=record.rec_type,
        url=headers.get_header("WARC-Target-URI") or "",
        previous=(headers.get_header(PREVIOUS) or "").removeprefix("sha256:"),
        body=body,
        body_at=headers.get_header(BODY) or "",
    )
