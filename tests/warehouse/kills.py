"""Kill a day's work of the warehouse at named points and at random ones, and compare what comes of it.

`python -m tests.warehouse.kills [ROUNDS] [RANDOM]` prints a line a point: how often it was hit, and whether
one more run gave the same rows as an undisturbed one.
"""

from __future__ import annotations

import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scrapers.model import Outcome, Response
from tests.warehouse.samples import DAY, ITEMS, NOW, SOURCE, Promise, make_fetch, make_notice
from warehouse.archive import Archive, recover
from warehouse.commitments import check_commitments
from warehouse.connect import reading, writing
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Document, Fetch
from warehouse.polling import record_fetches, register_sources
from warehouse.publish import publish
from warehouse.removal import observe
from warehouse.verify import verify

# Function, whether the kill comes before or after its call, and how many calls a run makes.
POINTS = (
    ("warehouse.archive.writer:Archive.append", "after", 8),
    ("warehouse.archive.writer:Archive.sync", "before", 2),
    ("warehouse.archive.writer:Archive.sync", "after", 2),
    ("warehouse.archive.writer:sync_folder", "before", 2),
    ("warehouse.ingest:record_pages", "after", 1),
    ("warehouse.batch:Batch.flush", "before", 1),
    ("warehouse.batch:Batch.flush", "after", 1),
    ("tests.warehouse.kills:record_events", "before", 3),
    ("tests.warehouse.kills:record_events", "after", 3),
    ("tests.warehouse.kills:check_commitments", "before", 1),
    ("tests.warehouse.kills:check_commitments", "after", 1),
    ("tests.warehouse.kills:publish", "before", 1),
    ("warehouse.publish:_copy", "before", 1),
    ("warehouse.publish:_copy", "after", 1),
)
# What belongs to one run of the archive and not to the rows: its file names, places and record ids.
OF_THE_RUN = {"warc_file", "warc_offset", "record_sha256"}


def work(home: Path, at: datetime, edited: bool) -> None:
    """A day: archive eight pages, take them in with their events, look at promises and removals, publish."""
    recover(home / "archive")
    archive = Archive(home / "archive", f"{at:%Y%m%d}-{os.getpid()}")
    later = replace(
        ITEMS[1], promise=Promise("2027年6月底前完成清淤任务", "2027年6月底前", date(2027, 6, 30))
    )
    documents, fetches = [], []
    for number in range(8):
        url = f"https://www.example.gov.cn/content/post_{number}.html"
        items = (ITEMS[0], later) if edited and number % 3 == 0 else ITEMS
        notice = make_notice(items, title=f"第{number}号整改情况通报", closing=f"第{number}号另行说明。" * 20)
        page = archive.append(Response(url, url, Outcome.OK, at, 200, (), notice.article.body.encode()))
        documents.append(Document(SOURCE.source_id, url, page, notice, SOURCE.lists[0]))
        fetches.append(replace(make_fetch("ok", at, url, "article"), page_id=page.page_id))
    gone = make_fetch("gone", at, "https://www.example.gov.cn/content/post_7.html")
    archive.sync()
    archive.close()
    _store(home, documents[: -1 if edited else 8], [*fetches[:-1], gone] if edited else fetches, at)
    publish(home / "xuncha.duckdb", home / "read.duckdb")


def _store(home: Path, documents: list[Document], fetches: list[Fetch], at: datetime) -> None:
    with writing(home / "xuncha.duckdb") as con:
        register_sources(con, [SOURCE], at)
        record_fetches(con, fetches)
        record_events(con, ingest(con, documents, now=at))
        record_events(con, observe(con, fetches, now=at))
    with writing(home / "xuncha.duckdb") as con:
        record_events(con, check_commitments(con, now=at))


def dump(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables, in order, without what belongs to a run."""
    with reading(path) as con:
        tables = [name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        rows = {}
        for table in tables:
            columns = con.execute(
                "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
            ).fetchall()
            kept = ", ".join(f'"{name}"' for (name,) in columns if name not in OF_THE_RUN)
            rows[table] = sorted(con.execute(f"SELECT {kept} FROM {table}").fetchall(), key=repr)
    return rows


def kill_at(point: str, when: str, call: int) -> None:
    """Have this process killed at the given call of a function."""
    module_name, _, names = point.partition(":")
    owner: Any = importlib.import_module(module_name)
    *path, name = names.split(".")
    for part in path:
        owner = getattr(owner, part)
    original, seen = getattr(owner, name), [0]

    def killing(*arguments: Any, **options: Any) -> Any:
        seen[0] += 1
        if seen[0] == call and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **options)
        if seen[0] == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, killing)


def run_killed(home: Path, prepare: Callable[[], None], delay: float | None = None) -> bool:
    """Do the second day's work in a child; says whether it was killed (after `delay` seconds, if given)."""
    child = os.fork()
    if child == 0:
        prepare()
        work(home, NOW + DAY, edited=True)
        os._exit(0)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def run_alone(home: Path, at: datetime, edited: bool) -> float:
    """Do a day's work in a child that nobody disturbs; returns its seconds."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        work(home, at, edited)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError(f"an undisturbed run ended with {status}")
    return time.monotonic() - begun


def main(rounds: int, randoms: int) -> int:
    """Print a line a point; the exit code says whether anything differed."""
    sys.modules["tests.warehouse.kills"] = sys.modules["__main__"]
    with tempfile.TemporaryDirectory() as folder:
        start, whole = Path(folder) / "start", Path(folder) / "whole"
        start.mkdir()
        run_alone(start, NOW, edited=False)
        shutil.copytree(start, whole)
        seconds = run_alone(whole, NOW + DAY, edited=True)
        expected = in_child(lambda: dump(whole / "xuncha.duckdb"))
        bad = 0
        for point, when, calls in POINTS:
            hits = same = 0
            for number in range(rounds):
                killed, equal = try_once(start, folder, expected, point=(point, when, 1 + number % calls))
                hits += killed
                same += equal
            say(f"{when} {point.partition(':')[2]}", hits, same, rounds)
            bad += same < rounds or hits < rounds
        chance = random.Random(7)
        hits = same = 0
        for _ in range(randoms):
            killed, equal = try_once(start, folder, expected, delay=chance.uniform(0, seconds * 1.1))
            hits += killed
            same += equal
        say("at random", hits, same, randoms)
        return 1 if bad or same < randoms else 0


def say(point: str, hits: int, same: int, rounds: int) -> None:
    """One line of the result."""
    sys.stdout.write(f"{point}: killed {hits} times, {same} of {rounds} the same after one more run\n")
    sys.stdout.flush()


def try_once(
    start: Path, folder: str, expected: Any, *, point: tuple[str, str, int] | None = None, delay: float = 0
) -> tuple[bool, bool]:
    """Kill one run, look at what it left, run once more: (was it killed, are the rows the expected ones)."""
    home = Path(folder) / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(start, home)
    killed = run_killed(home, (lambda: kill_at(*point)) if point else lambda: None, None if point else delay)
    faults = in_child(lambda: look(home))
    run_alone(home, NOW + DAY, edited=True)
    return killed, not faults and in_child(lambda: dump(home / "xuncha.duckdb")) == expected


def look(home: Path) -> list[str]:
    """What is wrong with what a kill left, once its archive file was sealed."""
    recover(home / "archive")
    with reading(home / "xuncha.duckdb") as con:
        faults = [repr(fault) for fault in verify(con, home / "archive").faults]
    with reading(home / "read.duckdb") as con:
        con.execute("FROM freshness").fetchall()
    return faults


def in_child(question: Callable[[], Any]) -> str:
    """The `repr` of an answer that a child process finds: the parent, which forks, never opens DuckDB."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        with os.fdopen(theirs, "w") as pipe:
            answer = question()
            pipe.write(repr(answer) if answer else "")
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in [*sys.argv[1:], "5", "50"][:2])))
