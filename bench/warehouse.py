"""How fast and how small the warehouse is: `python -m bench.warehouse [NOTICES]`.

Loads generated notices (about 30 problems, 60 measures and 5 commitments each), then measures the views,
before and after matcher and operator have judged, the search, the read copy and a second ingest of known
notices. Prints one line a figure; memory is the peak of this process.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from scrapers.model import (
    Article,
    Block,
    Commitment,
    Contacts,
    Dates,
    Found,
    Notice,
    Problem,
    Quote,
    Status,
)
from warehouse.commitments import check_commitments
from warehouse.connect import reading, writing
from warehouse.correct import correct_values
from warehouse.events import record_events
from warehouse.ids import make_id
from warehouse.ingest import ingest
from warehouse.mends import Mend
from warehouse.model import Document, Page, SourceRow
from warehouse.place import Place
from warehouse.polling import register_sources
from warehouse.publish import publish
from warehouse.search import search
from warehouse.write import fetch_rows, merge

BATCH, MEMORY = 1000, "512MB"
MENDED = 100  # notices
NOW = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = (
    "党组履行主体责任不够有力",
    "制度执行不严格",
    "学习贯彻存在差距",
    "工程项目监管不到位",
    "河道清淤进展缓慢",
    "公务用车管理不规范",
    "基层党组织建设薄弱",
    "选人用人程序不规范",
    "专项资金使用效率不高",
    "群众反映问题解决不及时",
    "台账更新滞后",
    "责任追究偏软",
)
STATUSES = (
    (Status.COMPLETED, "已完成整改"),
    (Status.IN_PROGRESS, "正在推进"),
    (Status.BASICALLY_COMPLETED, "基本完成"),
)


@dataclass
class Text:
    """A body in the making, and the quotes taken from it."""

    parts: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, words: str) -> Quote:
        """Append words and quote them."""
        start = self.size
        self.parts.append(words)
        self.size += len(words)
        return Quote(words, start, self.size)


def make_measure(ordinal: str, chance: random.Random) -> str:
    """One measure, seldom worded twice."""
    return (
        f"{ordinal}是召开专题会议{chance.randint(2, 90)}次，{chance.choice(WORDS)}逐项整改，"
        f"建立长效机制，修订制度{chance.randint(1, 40)}项。"
    )


def make_notice(number: int, chance: random.Random) -> Notice:
    """A notice of about 30 problems, 60 measures and 5 commitments."""
    text = Text()
    text.add(f"根据统一部署，第{number}巡察组对我单位党组进行了巡察。现将整改进展情况予以公布。\n")
    problems, commitments = [], []
    for item in range(1, chance.randint(25, 35) + 1):
        start = text.size
        text.add(f"{item}.关于")
        finding = text.add(f"{chance.choice(WORDS)}，{chance.choice(WORDS)}（{number}-{item}）")
        text.add("的问题\n整改情况：")
        status, words = chance.choice(STATUSES)
        status_text = text.add(words)
        text.add("。")
        measures = tuple(text.add(make_measure(n, chance)) for n in "一二")
        if item % 6 == 0:
            clause_start = text.size
            year, month = chance.choice((2026, 2027)), chance.randint(1, 12)
            due = text.add(f"{year}年{month}月底前")
            text.add(f"完成第{item}项任务")
            clause = Quote("".join(text.parts)[clause_start:], clause_start, text.size)
            on = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            commitments.append(Commitment(clause, due, on, on, "month", "month_end", (f"{item}.",)))
        end = text.size
        text.add("\n")
        quote = Quote("".join(text.parts)[start:end], start, end)
        problems.append(Problem((f"{item}.",), quote, (), finding, status, status_text, measures))
    publisher = text.add(f"中共甲市第{number % 997}局党组")
    body = "".join(text.parts)
    day = date(2020, 1, 1) + timedelta(days=chance.randint(0, 2200))
    title = f"{publisher.text}关于第{number}轮巡察整改进展情况的通报"
    masthead = f"{title}\n{day.isoformat()}"
    article = Article(
        url=f"https://www.example.gov.cn/xc/post_{number}.html",
        title=Found(title, Quote(title, 0, len(title), "masthead")),
        dates=Dates(visible=day),
        published_at=Found(day, Quote(day.isoformat(), len(title) + 1, len(masthead), "masthead")),
        source=None,
        column=(),
        body=body,
        blocks=(Block(0, len(body)),),
        masthead=masthead,
    )
    return Notice(
        article=article,
        is_notice=True,
        reason="",
        parser_version="bench",
        publisher=Found(publisher.text, publisher),
        figures={"problems": Found(len(problems), finding)},
        contacts=Contacts(),
        problems=tuple(problems),
        commitments=tuple(commitments),
    )


def make_documents(first: int, count: int) -> list[Document]:
    """Documents with the numbers from `first` on, the same at every call."""
    documents = []
    for number in range(first, first + count):
        notice = make_notice(number, random.Random(number))
        url = notice.article.url
        page_id = make_id("page", url)
        page = Page(
            page_id, url, NOW, make_id(url), "2026-03-02/bench-0001.warc.gz", number, "text/html", page_id
        )
        documents.append(Document("bench", url, page, notice, "https://www.example.gov.cn/xc/"))
    return documents


def load(path: Path, first: int, count: int) -> tuple[float, float, int]:
    """Ingest generated notices in batches: seconds by the clock and of this process, bytes of raw text."""
    spent, worked, raw = 0.0, 0.0, 0
    for start in range(first, first + count, BATCH):
        documents = make_documents(start, min(BATCH, first + count - start))
        raw += sum(len(d.notice.article.body.encode()) for d in documents)
        gc.collect()
        begun, cpu = time.perf_counter(), time.process_time()
        with writing(path, memory_limit=MEMORY) as con:
            record_events(con, ingest(con, documents, now=NOW, silent=True))
        spent += time.perf_counter() - begun
        worked += time.process_time() - cpu
    return spent, worked, raw


def judge(path: Path) -> None:
    """Keep or move a fifth of the promises, dismiss a hundred, and mend a hundred notices."""
    with writing(path) as con:
        promises = fetch_rows(con, "SELECT commitment_id, due_on FROM commitments ORDER BY commitment_id")
        kept, moved, dismissed = promises[::10], promises[1::10], promises[2::10][:MENDED]
        states = [{"state": "fulfilled", "actor": "matcher", "evidence_quote": WORDS[0], **p} for p in kept]
        states += [{"state": "extended", "actor": "matcher", **p} for p in moved]
        states += [{"state": "dismissed", "actor": "operator", **p} for p in dismissed]
        for number, state in enumerate(states):
            state |= {"state_id": make_id("state", number), "subject": "commitment", "recorded_at": NOW}
        merge(con, "commitment_states", ("state_id",), states)
        mends = [
            Mend("notice", "publisher", "中共甲市某局党组"),
            Mend("problem", "finding", WORDS[1], "1."),
            Mend("problem", "status", "none", "2."),
        ]
        for row in fetch_rows(con, f"SELECT notice_id FROM notices ORDER BY notice_id LIMIT {MENDED}"):
            record_events(con, [correct_values(con, row["notice_id"], mends, reason="bench", now=NOW)])


def time_best(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of this process's CPU, each the best of three."""
    clocked, worked = float("inf"), float("inf")
    for _ in range(3):
        begun, cpu = time.perf_counter(), time.process_time()
        ask()
        clocked = min(clocked, (time.perf_counter() - begun) * 1000)
        worked = min(worked, (time.process_time() - cpu) * 1000)
    return clocked, worked


def time_views(path: Place) -> Iterator[tuple[str, tuple[float, float]]]:
    """What each view takes to give its first thousand rows, read as `xuncha sql` reads.

    `parse_texts` gives whole texts, 10 MB a thousand: it is timed for one notice as well, as it is asked.
    """
    with reading(path, memory_limit=MEMORY, strict=True) as con:
        names = [
            n for (n,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        ]
        one = con.execute("SELECT max(notice_id) FROM notices").fetchone()[0]
        queries = {name: f"SELECT * FROM {name} LIMIT 1000" for name in sorted(names)}
        queries["parse_texts of a notice"] = f"SELECT * FROM parse_texts WHERE notice_id = '{one}'"
        for name, query in queries.items():
            yield name, time_best(partial(fetch_rows, con, query))


def main(count: int) -> None:
    """Load, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "bench.duckdb", Path(folder) / "read.duckdb"
        with writing(path) as con:
            register_sources(con, [SourceRow("bench", "甲市", "南省/甲市", "甲市")], NOW)
        done = 0
        for goal in (count // 10, count):
            spent, worked, raw = load(path, done, goal - done)
            loaded, size = goal - done, path.stat().st_size
            print(
                f"{goal:6} notices: {loaded / spent:5.0f} a second ({loaded / worked:5.0f} a second of CPU), "
                f"{size / goal / 1000:5.1f} kB each on disk beside {raw / loaded / 1000:.1f} kB of raw text"
            )
            done = goal
            print(f"peak memory so far: {peak()}")
        known = make_documents(0, BATCH)
        begun = time.perf_counter()
        with writing(path) as con:
            events = ingest(con, known, now=NOW)
        print(f"known again: {BATCH / (time.perf_counter() - begun):.0f} a second, {len(events)} events")
        begun = time.perf_counter()
        with writing(path) as con:
            events = record_events(con, check_commitments(con, now=NOW))
        print(f"check_commitments: {time.perf_counter() - begun:.2f} s, {len(events)} events")
        fresh = dict(time_views(path))
        judge(path)
        for name, (clocked, worked) in time_views(path):
            (first, first_worked) = fresh[name]
            print(
                f"view {name:24} {first:6.1f} ms ({first_worked:5.1f} of CPU), "
                f"after judgements {clocked:6.1f} ms ({worked:5.1f} of CPU)"
            )
        with reading(path, memory_limit=MEMORY) as con:
            for words in ("公务用车", "河道清淤 台账", "19999-7", "Abc"):
                clocked, worked = time_best(partial(search, con, words))
                print(f"search {words}: {clocked:.0f} ms ({worked:.0f} ms of CPU)")
        begun = time.perf_counter()
        publish(path, copy)
        print(f"publish: {time.perf_counter() - begun:.2f} s for {copy.stat().st_size / 1e6:.0f} MB")
    print(f"peak memory: {peak()}; load {', '.join(f'{load:.1f}' for load in os.getloadavg())}")


def peak() -> str:
    """The most memory that this process has had."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
