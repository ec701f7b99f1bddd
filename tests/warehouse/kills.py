"""Kill a day's work of the warehouse at named points of archive, ingest and publish, and at random ones.

`python -m tests.warehouse.kills [ROUNDS] [RANDOM] [STEP]` prints a line a point (or every STEP-th): how often
it was hit, and whether one more run gave the same rows as an undisturbed one.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from scrapers.model import Outcome, Response
from tests.warehouse.killing import Point, Trial, run_trial
from tests.warehouse.samples import DAY, ITEMS, NOW, SOURCE, Promise, make_fetch, make_notice
from warehouse.archive import Archive, recover
from warehouse.commitments import check_commitments
from warehouse.connect import reading, writing
from warehouse.events import record_events
from warehouse.ingest import ingest
from warehouse.model import Document, Fetch
from warehouse.place import Place
from warehouse.polling import record_fetches, register_sources
from warehouse.publish import publish
from warehouse.removal import observe
from warehouse.verify import verify

POINTS = (
    Point("warehouse.archive.sealing:_seal", "before"),
    Point("pathlib:Path.write_bytes", "after"),
    Point("warehouse.archive.sealing:_seal", "after"),
    Point("warehouse.archive.writer:_write", "before", 9),
    Point("warehouse.archive.writer:_write", "during", 9),
    Point("warehouse.archive.writer:Archive.append", "after", 8),
    Point("warehouse.archive.writer:Archive.sync", "before"),
    Point("warehouse.archive.writer:Archive.sync", "after"),
    Point("warehouse.archive.writer:Archive.close", "before"),
    Point("warehouse.archive.writer:sync_folder", "before", 2),
    Point("warehouse.ingest:record_pages", "after"),
    Point("warehouse.batch:Batch.flush", "before"),
    Point("warehouse.batch:Batch.flush", "after"),
    Point("tests.warehouse.kills:record_events", "before", 3),
    Point("tests.warehouse.kills:record_events", "after", 3),
    Point("tests.warehouse.kills:check_commitments", "before"),
    Point("tests.warehouse.kills:check_commitments", "after"),
    Point("tests.warehouse.kills:publish", "before"),
    Point("warehouse.publish:_copy", "before"),
    Point("fcntl:ioctl", "before"),
    Point("warehouse.publish:_copy", "after"),
    Point("os:utime", "after"),
    Point("warehouse.publish:sync_folder", "before"),
)


def work_day(home: Path, at: datetime, edited: bool, place: Place | None = None) -> None:
    """A day: archive eight pages, take them in with their events, look at promises and removals, publish."""
    place = place or home / "xuncha.duckdb"
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
    store(place, documents[: -1 if edited else 8], [*fetches[:-1], gone] if edited else fetches, at)
    publish(place, home / "read.duckdb")


def store(place: Place, documents: list[Document], fetches: list[Fetch], at: datetime) -> None:
    """What a day brings to the rows, in two transactions."""
    with writing(place) as con:
        register_sources(con, [SOURCE], at)
        record_fetches(con, fetches)
        record_events(con, ingest(con, documents, now=at))
        record_events(con, observe(con, fetches, now=at))
    with writing(place) as con:
        record_events(con, check_commitments(con, now=at))


def begin(home: Path) -> None:
    """The first day, and an archive file that a killed process left open with a torn end."""
    work_day(home, NOW, edited=False)
    folder = home / "archive" / "2026-03-02"
    [whole] = folder.glob("*.warc.gz")
    (folder / "killed-0001.warc.gz.open").write_bytes(whole.read_bytes()[:-30])


def look(home: Path) -> list[str]:
    """What is wrong with what a kill left, once its archive file was sealed."""
    recover(home / "archive")
    with reading(home / "xuncha.duckdb") as con:
        faults = [repr(fault) for fault in verify(con, home / "archive").faults]
    with reading(home / "read.duckdb") as con:
        con.execute("FROM freshness").fetchall()
    return faults


if __name__ == "__main__":
    sys.modules["tests.warehouse.kills"] = sys.modules["__main__"]
    sys.exit(
        run_trial(
            Trial(begin, lambda home: work_day(home, NOW + DAY, edited=True), look), POINTS, sys.argv[1:]
        )
    )
