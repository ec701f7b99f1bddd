"""Append responses to a WARC file that belongs to this process alone."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.model import Response
from warehouse.errors import explain_failure
from warehouse.ids import make_id
from warehouse.model import Page

OPEN = ".open"
PREVIOUS, BODY = "X-Xuncha-Previous", "X-Xuncha-Body"
# What described the bytes on the wire; the body is kept after content decoding.
WIRE_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
ZONE = ZoneInfo("Asia/Shanghai")


class Archive:
    """One process's part of the archive below `folder`: `DAY/RUN-NNNN.warc.gz`, with `.open` until closed.

    Every record carries the SHA-256 of the record before it in its file. A body that was archived before is
    kept as a revisit record that points to it. A new file begins with each day (Asia/Shanghai) and after
    `max_bytes`. Nothing is sure to be on the disk before `sync`.
    """

    def __init__(
        self, folder: Path, run_id: str, *, known: Iterable[Page] = (), max_bytes: int = 256 * 2**20
    ) -> None:
        """Begin without a file; `known` are pages archived before, whose bodies need not be kept again."""
        self._folder = folder
        self._run_id = run_id
        self._max_bytes = max_bytes
        self._bodies = {page.sha256: page for page in known}
        self._file: BinaryIO | None = None
        self._name = ""
        self._day: date | None = None
        self._serial = 0
        self._head = ""

    def append(self, response: Response) -> Page:
        """Archive one response and say where it stands.

        Raises:
            WarehouseError: the folder can't be written, or the disk is full.
        """
        sha256 = hashlib.sha256(response.body).hexdigest()
        with explain_writing(self._folder):
            file = self._file_for(response.fetched_at)
            record = _make_record(response, sha256, self._bodies.get(sha256), self._head)
            offset = file.tell()
            self._head = _write(file, record)
        page = Page(
            page_id=make_id("page", response.url, response.fetched_at, sha256),
            url=response.url,
            fetched_at=response.fetched_at,
            sha256=sha256,
            warc_file=self._name,
            warc_offset=offset,
            content_type=_header(response, "content-type"),
            record_sha256=self._head,
        )
        self._bodies.setdefault(sha256, page)
        return page

    def sync(self) -> None:
        """Return only when all that was appended is on the disk.

        Raises:
            WarehouseError: the disk is full or failing.
        """
        if self._file is None:
            return
        with explain_writing(self._folder):
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and seal the file: it gets its final name and is never written again.

        Raises:
            WarehouseError: the disk is full or failing; the file stays open for `recover` to seal.
        """
        if self._file is None:
            return
        file, self._file = self._file, None
        target = self._folder / self._name
        with explain_writing(self._folder), file:
            file.flush()
            os.fsync(file.fileno())
            target.with_name(target.name + OPEN).rename(target)
            sync_folder(target.parent)

    def _file_for(self, at: datetime) -> BinaryIO:
        day = at.astimezone(ZONE).date()
        if self._file is not None and (day != self._day or self._file.tell() >= self._max_bytes):
            self.close()
        if self._file is None:
            self._file = self._open(day, at)
        return self._file

    def _open(self, day: date, at: datetime) -> BinaryIO:
        folder = self._folder / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            self._serial += 1
            name = f"{self._run_id}-{self._serial:04d}.warc.gz"
            if (folder / name).exists():
                continue
            path = folder / (name + OPEN)
            try:
                file = path.open("xb")
            except FileExistsError:
                continue
            fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists():  # else another process took it for a dead one's in between, and sealed it
                break
            file.close()
        sync_folder(folder)
        self._name, self._day = f"{day.isoformat()}/{name}", day
        self._head = _write(file, _make_info(name, at))
        return file


@contextmanager
def explain_writing(folder: Path) -> Iterator[None]:
    """Turn a full or failing disk under the archive into one line."""
    try:
        yield
    except OSError as error:
        raise explain_failure(f"{folder}: the archive cannot be written", error) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder as lasting as its files' contents."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_record(response: Response, sha256: str, earlier: Page | None, previous: str) -> Any:
    builder = WARCWriter(BytesIO(), gzip=True, warc_version="1.1")
    headers = {
        "WARC-Date": _stamp(response.fetched_at),
        "WARC-Payload-Digest": f"sha256:{sha256}",
        PREVIOUS: f"sha256:{previous}",
    }
    if response.final_url and response.final_url != response.url:
        headers["X-Xuncha-Final-URI"] = response.final_url
    # A loaded file came over no HTTP: WARC has "resource" records for such.
    is_http = response.url.startswith(("http:", "https:"))
    status = response.status or 200
    http = (
        None
        if not is_http
        else StatusAndHeaders(f"{status} {_phrase(status)}", _kept_headers(response), protocol="HTTP/1.1")
    )
    if earlier is None:
        kind, content_type = ("response", "") if is_http else ("resource", _header(response, "content-type"))
        return builder.create_warc_record(
            response.url, kind, BytesIO(response.body), len(response.body), content_type, headers, None, http
        )
    headers[BODY] = f"{earlier.warc_file};{earlier.warc_offset}"
    digest = headers.pop("WARC-Payload-Digest")
    date_of_body = _stamp(earlier.fetched_at)
    return builder.create_revisit_record(response.url, digest, earlier.url, date_of_body, http, headers)


def _make_info(name: str, at: datetime) -> Any:
    record = WARCWriter(BytesIO(), gzip=True, warc_version="1.1").create_warcinfo_record(
        name, {"software": "xuncha", "format": "WARC File Format 1.1"}
    )
    record.rec_headers.replace_header("WARC-Date", _stamp(at))
    return record


def _write(file: BinaryIO, record: Any) -> str:
    """Write one record and return the SHA-256 of its bytes in the file."""
    buffer = BytesIO()
    WARCWriter(buffer, gzip=True, warc_version="1.1").write_record(record)
    data = buffer.getvalue()
    file.write(data)
    return hashlib.sha256(data).hexdigest()


def _kept_headers(response: Response) -> list[tuple[str, str]]:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in WIRE_HEADERS else name, value)
        for name, value in response.headers
    ]
    return [*kept, ("Content-Length", str(len(response.body)))]


def _header(response: Response, name: str) -> str:
    return next((value for key, value in response.headers if key.lower() == name), "")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
