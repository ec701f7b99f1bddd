"""One writer at a time, readers beside it, and one clear line for whatever goes wrong with the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from warehouse import migrate
from warehouse.connect import WarehouseError, reading, writing

HOLDER = """
import sys
from pathlib import Path
from warehouse.connect import writing
with writing(Path(sys.argv[1])) as con:
    con.execute("INSERT INTO sources (source_id) VALUES ('held')")
    print("held", flush=True)
    sys.stdin.readline()
"""
INSERTER = """
import sys
from pathlib import Path
from warehouse.connect import writing
for n in range(int(sys.argv[3])):
    with writing(Path(sys.argv[1])) as con:
        con.execute("INSERT INTO sources (source_id) VALUES (?)", [f"{sys.argv[2]}-{n}"])
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def hold(path: Path) -> subprocess.Popen[str]:
    process = start(HOLDER, path)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def sources(path: Path) -> set[str]:
    with reading(path) as con:
        return {row[0] for row in con.execute("SELECT source_id FROM sources").fetchall()}


def test_a_writer_waits_for_another_process_and_then_succeeds(path: Path) -> None:
    other = hold(path)
    release = threading.Timer(0.3, lambda: other.communicate("\n"))
    release.start()
    with writing(path) as con:
        con.execute("INSERT INTO sources (source_id) VALUES ('mine')")
    release.join()
    assert sources(path) == {"held", "mine"}


def test_a_writer_that_waits_too_long_says_so_in_one_line(path: Path) -> None:
    other = hold(path)
    said = rf"^{path}: held by another process, \S+ \(PID {other.pid}\), for 0 s; try again later$"
    with pytest.raises(WarehouseError, match=said) as caught, writing(path, wait=0.1):
        pass
    assert caught.value.exit_code == 1
    other.communicate("\n")


def test_many_writers_lose_nothing(path: Path) -> None:
    processes = [start(INSERTER, path, name, 10) for name in "ab"]
    assert [p.wait() for p in processes] == [0, 0]
    assert len(sources(path)) == 20


def test_threads_of_one_process_take_turns(path: Path) -> None:
    def write(name: str) -> None:
        with writing(path) as con:
            con.execute("INSERT INTO sources (source_id) VALUES (?)", [name])

    threads = [threading.Thread(target=write, args=[str(n)]) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sources(path)) == 8


def test_an_error_rolls_everything_back(path: Path) -> None:
    with pytest.raises(ValueError, match="mine"), writing(path) as con:
        con.execute("INSERT INTO sources (source_id) VALUES ('lost')")
        raise ValueError("mine")
    assert sources(path) == set()


def test_a_writer_killed_in_mid_transaction_leaves_nothing_of_it(path: Path) -> None:
    with writing(path) as con:
        con.execute("INSERT INTO sources (source_id) VALUES ('before')")
    other = hold(path)
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert sources(path) == {"before"}


def test_a_path_below_a_file_is_one_clear_line_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    path = tmp_path / "file" / "sub" / "x.duckdb"
    with pytest.raises(WarehouseError, match="file where a folder is needed"), writing(path):
        pass
    assert (tmp_path / "file").read_text() == "x"


def test_a_folder_is_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="is a folder"), writing(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_one_clear_line() -> None:
    with (
        pytest.raises(WarehouseError, match=r"^/proc/xuncha/x.duckdb: "),
        writing(Path("/proc/xuncha/x.duckdb")),
    ):
        pass


def test_a_file_of_another_kind_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("a diary\n" * 1000)
    with pytest.raises(WarehouseError, match="no DuckDB file"), writing(path):
        pass
    assert path.read_text() == "a diary\n" * 1000


def test_a_duckdb_file_of_another_program_is_refused(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE theirs (a INTEGER)")
    with pytest.raises(WarehouseError, match="another program"), writing(path):
        pass


def test_a_file_of_a_newer_version_is_refused_by_writers_and_readers(path: Path) -> None:
    with writing(path) as con:
        con.execute("INSERT INTO schema_migrations VALUES (99, '099_future.sql', 'x')")
    for opened in (writing, reading):
        with pytest.raises(WarehouseError, match="newer version"), opened(path):
            pass


def test_an_empty_file_becomes_a_warehouse_and_a_missing_one_is_no_reader_s(path: Path) -> None:
    with pytest.raises(WarehouseError, match="no warehouse there yet"), reading(path):
        pass
    assert not path.exists()


def test_a_failed_migration_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = [*migrate.load_migrations(), migrate.Script(99, "099_wrong.sql", "CREATE TABLE oops (")]
    monkeypatch.setattr(migrate, "load_migrations", lambda: scripts)
    with pytest.raises(duckdb.ParserException), writing(path):
        pass
    assert list(path.parent.iterdir()) == []


def test_a_full_disk_is_one_clear_line_and_what_was_good_stays_good(path: Path) -> None:
    with writing(path) as con:
        con.execute("INSERT INTO sources (source_id) VALUES ('good')")
    script = """
import resource, signal, sys
from pathlib import Path
from warehouse.connect import writing, WarehouseError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = Path(sys.argv[1]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 200_000, size + 200_000))
try:
    with writing(Path(sys.argv[1])) as con:
        con.execute('''
            INSERT INTO sources (source_id, name) SELECT i, repeat(md5(i::VARCHAR), 9) FROM range(300000) t(i)
        ''')
except WarehouseError as error:
    print(error)
"""
    process = start(script, path)
    output = process.communicate()[0]
    assert "the disk is full" in output, output
    assert output.count("\n") == 1
    assert sources(path) == {"good"}


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a folder of another user")
def test_a_folder_of_another_user_is_one_clear_line(tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from warehouse.connect import writing, WarehouseError
os.chdir(sys.argv[1])
os.setuid(65534)
try:
    with writing(Path("sub/x.duckdb")):
        pass
except WarehouseError as error:
    print(error)
"""
    (tmp_path / "sub").mkdir()
    output = start(script, tmp_path).communicate()[0]
    assert output == (
        "sub/x.duckdb: cannot be written: "
        "permission denied; let this user write there, or name another place in the settings\n"
    )


def test_times_are_those_of_china(path: Path) -> None:
    with writing(path) as con:
        row = con.execute("SELECT TIMESTAMPTZ '2026-01-01 16:30:00+00'::DATE::VARCHAR").fetchone()
    assert row == ("2026-01-02",)


def test_nothing_is_downloaded_to_work(path: Path) -> None:
    with writing(path) as con:
        settings = con.execute(
            "SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%_known_extensions'"
        ).fetchall()
    assert settings == [("false",), ("false",)]


def test_processes_that_make_a_warehouse_at_once_make_one(tmp_path: Path) -> None:
    for turn in range(3):
        path = tmp_path / f"{turn}.duckdb"
        processes = [start(INSERTER, path, name, 1) for name in "abcd"]
        assert [p.wait() for p in processes] == [0, 0, 0, 0]
        assert len(sources(path)) == 4
    assert {p.name for p in tmp_path.iterdir()} == {"0.duckdb", "1.duckdb", "2.duckdb"}
