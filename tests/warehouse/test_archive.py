"""Every response is kept, can be read back, and a removed, torn or altered one is seen."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scrapers.model import Outcome, Response
from warehouse.archive import Archive, ArchiveError, read_body, recover
from warehouse.archive.reader import read_records

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from scrapers.model import Outcome, Response
from warehouse.archive import Archive
archive = Archive(Path(sys.argv[1]), "killed")
for n in range(3):
    at = datetime(2026, 3, 2, 1, n, tzinfo=UTC)
    archive.append(Response("u", "u", Outcome.OK, at, 200, (), b"body %d" % n))
archive.sync()
print("synced", flush=True)
sys.stdin.readline()
"""


def answer(body: bytes, url: str = "http://www.example.gov.cn/1.html", at: datetime = AT) -> Response:
    headers = (("Content-Type", "text/html; charset=gb2312"), ("Content-Encoding", "gzip"))
    return Response(url, url, Outcome.OK, at, 200, headers, body)


def archive_some(folder: Path, bodies: list[bytes], run: str = "run") -> list:
    archive = Archive(folder, run)
    pages = [
        archive.append(answer(body, f"http://www.example.gov.cn/{n}.html")) for n, body in enumerate(bodies)
    ]
    archive.close()
    return pages


def test_what_was_archived_is_read_back_byte_for_byte(tmp_path: Path) -> None:
    bodies = [b"one", b"", "二".encode("gb18030") * 90_000, b"one"]
    pages = archive_some(tmp_path, bodies)
    assert [read_body(tmp_path, page) for page in pages] == bodies
    assert pages[0].content_type == "text/html; charset=gb2312"


def test_a_loaded_file_is_read_back_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "run")
    url = "file:///notices/通报.txt"
    pages = [archive.append(answer(body, url)) for body in (b"text\r\n\r\nmore", b"", b"text\r\n\r\nmore")]
    archive.close()
    assert [read_body(tmp_path, page) for page in pages] == [b"text\r\n\r\nmore", b"", b"text\r\n\r\nmore"]


def test_a_page_can_be_read_while_its_file_is_still_written(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "run")
    page = archive.append(answer(b"fresh"))
    archive.sync()
    assert read_body(tmp_path, page) == b"fresh"
    archive.close()
    assert read_body(tmp_path, page) == b"fresh"


def test_other_tools_read_the_archive_and_the_same_body_is_kept_once(tmp_path: Path) -> None:
    page = archive_some(tmp_path, [b"same" * 1000, b"same" * 1000])[0]
    with (tmp_path / page.warc_file).open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        found = [(r.rec_type, len(r.content_stream().read())) for r in records]
    assert [kind for kind, _ in found] == ["warcinfo", "response", "revisit"]
    assert [size for _, size in found][1:] == [4000, 0]


def test_a_body_known_from_an_earlier_run_is_not_kept_again(tmp_path: Path) -> None:
    [first] = archive_some(tmp_path, [b"same" * 1000])
    archive = Archive(tmp_path, "later", known=[first])
    again = archive.append(answer(b"same" * 1000, at=AT + timedelta(days=1)))
    archive.close()
    assert read_body(tmp_path, again) == b"same" * 1000
    assert [r.kind for r in read_records(tmp_path / again.warc_file)] == ["warcinfo", "revisit"]


def test_a_new_day_and_a_full_file_begin_a_new_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "run", max_bytes=1000)
    late = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
    times = [late, late, late + timedelta(minutes=2)]
    pages = [archive.append(answer(bytes(range(256)) * 9 + bytes([n]), at=at)) for n, at in enumerate(times)]
    archive.close()
    names = ["2026-03-02/run-0001.warc.gz", "2026-03-02/run-0002.warc.gz", "2026-03-03/run-0003.warc.gz"]
    assert [page.warc_file for page in pages] == names


def test_two_runs_of_one_name_never_share_a_file(tmp_path: Path) -> None:
    first, second = archive_some(tmp_path, [b"a"]), archive_some(tmp_path, [b"b"])
    assert first[0].warc_file != second[0].warc_file


def test_each_record_names_the_hash_of_the_one_before(tmp_path: Path) -> None:
    pages = archive_some(tmp_path, [b"a", b"b", b"c"])
    records = list(read_records(tmp_path / pages[0].warc_file))
    assert [r.previous for r in records[1:]] == [r.sha256 for r in records[:-1]]
    assert [r.sha256 for r in records[1:]] == [page.record_sha256 for page in pages]


def test_an_altered_byte_and_a_missing_file_are_one_clear_line(tmp_path: Path) -> None:
    page = archive_some(tmp_path, [b"evidence" * 100])[0]
    path = tmp_path / page.warc_file
    data = bytearray(path.read_bytes())
    data[page.warc_offset + 300] ^= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=f"{path.name}: record at {page.warc_offset} "):
        read_body(tmp_path, page)
    path.unlink()
    with pytest.raises(ArchiveError, match="archive file is missing"):
        read_body(tmp_path, page)


def kill_after_sync(folder: Path) -> Path:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "synced\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    [left] = folder.glob("*/*.open")
    return left


def test_what_a_kill_left_open_is_sealed_with_all_that_was_synced(tmp_path: Path) -> None:
    left = kill_after_sync(tmp_path)
    [sealed] = recover(tmp_path)
    assert (sealed.records, sealed.torn_bytes, sealed.file.suffixes) == (4, 0, [".warc", ".gz"])
    assert not left.exists()
    assert recover(tmp_path) == []


def test_a_torn_tail_is_reported_cut_and_kept_aside(tmp_path: Path) -> None:
    left = kill_after_sync(tmp_path)
    with left.open("ab") as file:
        file.write(left.read_bytes()[:100])
    [sealed] = recover(tmp_path)
    assert (sealed.records, sealed.torn_bytes) == (4, 100)
    assert len(list(read_records(sealed.file))) == 4
    assert sealed.file.with_name(f"{sealed.file.name}.torn").stat().st_size == 100


def test_a_file_damaged_in_its_middle_is_sealed_whole_and_keeps_no_run_from_going_on(tmp_path: Path) -> None:
    left = kill_after_sync(tmp_path)
    data = bytearray(left.read_bytes())
    second = list(read_records(left))[1]
    data[second.offset + 20] ^= 1
    left.write_bytes(data)
    [sealed] = recover(tmp_path)
    assert (sealed.records, sealed.torn_bytes) == (1, 0)
    assert sealed.file.read_bytes() == data


def test_a_file_that_a_living_process_writes_is_left_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "alive")
    archive.append(answer(b"x"))
    script = (
        "import sys; from pathlib import Path; from warehouse.archive import recover; "
        "print(recover(Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
    archive.close()
