"""Whatever is missing, torn, altered or removed is found, and what is good is not blamed."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import Any

import pytest

from scrapers.model import Outcome, Response
from tests.warehouse.samples import NOW, SOURCE, make_notice
from warehouse.archive import Archive
from warehouse.archive.reader import read_records
from warehouse.ingest import ingest
from warehouse.model import Document
from warehouse.pages import record_pages
from warehouse.verify import verify


@pytest.fixture
def archive(tmp_path: Path, con: Any) -> Path:
    """An archive of four pages, the first of them a notice's, all recorded."""
    folder = tmp_path / "archive"
    writer = Archive(folder, "run")
    urls = [f"https://www.example.gov.cn/{n}.html" for n in range(4)]
    pages = [writer.append(Response(u, u, Outcome.OK, NOW, 200, (), u.encode() * 50)) for u in urls]
    writer.close()
    record_pages(con, pages)
    ingest(con, [Document(SOURCE.source_id, urls[0], pages[0], make_notice())], now=NOW)
    return folder


def only_file(archive: Path) -> Path:
    [path] = archive.glob("*/*.warc.gz")
    return path


def kinds(con: Any, archive: Path) -> set[str]:
    return {fault.kind for fault in verify(con, archive).faults}


def test_a_whole_archive_verifies(con: Any, archive: Path) -> None:
    verdict = verify(con, archive)
    assert verdict.faults == ()
    assert (verdict.files, verdict.records, verdict.unrecorded) == (1, 5, 0)
    assert verdict.quotes > 10


def test_a_missing_file_is_found(con: Any, archive: Path) -> None:
    only_file(archive).unlink()
    assert kinds(con, archive) == {"missing"}


def test_a_torn_tail_is_one_line_with_file_offset_and_page(con: Any, archive: Path) -> None:
    path = only_file(archive)
    last = list(read_records(path))[-1]
    path.write_bytes(path.read_bytes()[:-40])
    [fault] = verify(con, archive).faults
    assert (fault.kind, fault.where) == ("torn", f"{path.relative_to(archive)} at {last.offset}")
    assert "3.html" in fault.message


def test_one_altered_byte_is_one_line_and_what_follows_is_checked_on(con: Any, archive: Path) -> None:
    path = only_file(archive)
    second = list(read_records(path))[2]
    for place in (second.offset, second.offset + 1, second.offset + second.size // 2):
        data = bytearray(path.read_bytes())
        data[place] ^= 1
        path.write_bytes(data)
        verdict = verify(con, archive)
        [fault] = verdict.faults
        assert (fault.kind, fault.where) == ("altered", f"{path.relative_to(archive)} at {second.offset}")
        assert "1.html" in fault.message
        assert verdict.records == 4
        data[place] ^= 1
        path.write_bytes(data)


def test_a_file_that_is_being_written_is_no_torn_one(con: Any, tmp_path: Path) -> None:
    writer = Archive(tmp_path / "archive", "alive", max_bytes=1 << 30)
    for number in range(40):  # more than the writer's buffer: some of it is on the disk, cut anywhere
        url = f"https://www.example.gov.cn/{number}.html"
        writer.append(Response(url, url, Outcome.OK, NOW, 200, (), random.Random(number).randbytes(3000)))
    verdict = verify(con, tmp_path / "archive")
    assert verdict.faults == ()
    assert 0 < verdict.unrecorded < 40
    writer.close()
    assert verify(con, tmp_path / "archive").unrecorded == 40


def test_a_record_forged_with_a_right_checksum_of_its_own_is_found(con: Any, archive: Path) -> None:
    path = only_file(archive)
    records = list(read_records(path))
    data, last = path.read_bytes(), records[-1]
    plain = gzip.decompress(data[last.offset :]).replace(b"3.html", b"9.html")
    path.write_bytes(data[: last.offset] + gzip.compress(plain))
    assert kinds(con, archive) == {"altered"}


def test_a_record_cut_out_of_the_middle_shows_in_the_chain(con: Any, archive: Path) -> None:
    path = only_file(archive)
    data, third = path.read_bytes(), list(read_records(path))[2]
    path.write_bytes(data[: third.offset] + data[third.offset + third.size :])
    assert {"removed", "missing"} <= kinds(con, archive)


def test_a_quote_that_is_not_in_its_text_is_found(con: Any, archive: Path) -> None:
    con.execute("UPDATE commitments SET quote = '不在正文中'")
    assert kinds(con, archive) == {"quote"}


def test_a_row_that_stands_twice_is_found(con: Any, archive: Path) -> None:
    con.execute("INSERT INTO events SELECT 'e', 'x', NULL, NULL, NULL, NULL, true, '{}' FROM range(2)")
    assert kinds(con, archive) == {"duplicate"}


def test_a_record_that_no_row_points_to_is_counted_and_no_fault(con: Any, archive: Path) -> None:
    writer = Archive(archive, "killed")
    url = "https://www.example.gov.cn/lost.html"
    writer.append(Response(url, url, Outcome.OK, NOW, 200, (), b"lost"))
    writer.close()
    verdict = verify(con, archive)
    assert (verdict.faults, verdict.unrecorded) == ((), 1)


def test_pages_recorded_before_hashes_were_kept_still_verify(con: Any, archive: Path) -> None:
    con.execute("UPDATE pages SET record_sha256 = ''")
    assert verify(con, archive).faults == ()
