"""Notices built by hand for the warehouse's tests: every quote is found in the text that it is taken from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scrapers.model import (
    Article,
    Block,
    Commitment,
    Contacts,
    Dates,
    Found,
    Notice,
    OpenItem,
    Problem,
    Quote,
    Status,
)
from warehouse.ids import make_id
from warehouse.model import Document, Fetch, Page, SourceRow

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://www.example.gov.cn/xc/content/post_101.html"
SOURCE = SourceRow("city-a", "甲市巡察网", "南省/甲市", "甲市水务局党组", ("https://www.example.gov.cn/xc/",))
TITLE = "中共甲市水务局党组关于巡察整改进展情况的通报"


@dataclass(frozen=True)
class Promise:
    """A promise of a problem: its clause, the time in it, and the day."""

    clause: str
    due: str
    due_on: date
    due_strict: date | None = None
    uncertain: bool = False


@dataclass(frozen=True)
class Item:
    """A problem with its answer."""

    finding: str
    measures: tuple[str, ...] = ("一是制定台账，逐项核对。",)
    status: str = "已完成整改"
    promise: Promise | None = None
    left: str = ""


ITEMS = (
    Item("学习制度落实不够到位"),
    Item(
        "河道清淤项目推进缓慢",
        ("一是倒排工期，压实责任。", "二是加强现场督查。"),
        "正在推进",
        Promise("2026年12月底前完成全部清淤任务", "2026年12月底前", date(2026, 12, 31)),
        "剩余3处正在施工",
    ),
    Item("公务用车管理不够规范", ("一是修订管理办法。",)),
)
STATUS = {
    "已完成整改": Status.COMPLETED,
    "基本完成": Status.BASICALLY_COMPLETED,
    "正在推进": Status.IN_PROGRESS,
}


def make_notice(
    items: Sequence[Item] = ITEMS,
    *,
    title: str = TITLE,
    published: date = date(2026, 2, 27),
    phone: str = "020-12345678",
    parser_version: str = "1",
    closing: str = "",
) -> Notice:
    """A notice whose text is made of these items."""
    lines = ["根据市委统一部署，市委第三巡察组对我局党组进行了巡察。现将整改进展情况予以公布。"]
    for number, item in enumerate(items, 1):
        promise = f"{item.promise.clause}。" if item.promise else ""
        left = f"{item.left}。" if item.left else ""
        lines += [
            f"{number}.关于{item.finding}的问题",
            f"整改情况：{item.status}。{''.join(item.measures)}{promise}{left}",
        ]
    lines += [f"{closing}欢迎监督。联系电话：{phone}。", "中共甲市水务局党组"]
    body = "\n".join(lines)
    masthead = f"{title}\n发布日期：{published.isoformat()}"
    problems, commitments, open_items = [], [], []
    cursor = 0
    for number, item in enumerate(items, 1):
        start = body.index(f"{number}.关于{item.finding}", cursor)
        cursor = start
        end = body.index("\n", body.index("\n", start) + 1)
        path = (f"{number}.",)
        problems.append(
            Problem(
                path,
                Quote(body[start:end], start, end),
                (),
                _quote(body, item.finding, start),
                STATUS[item.status],
                _quote(body, item.status, start),
                tuple(_quote(body, m, start) for m in item.measures),
            )
        )
        if item.promise:
            p = item.promise
            clause = _quote(body, p.clause, start)
            due = _quote(body, p.due, clause.start)
            strict = p.due_strict or p.due_on
            commitments.append(
                Commitment(clause, due, p.due_on, strict, "month", "month_end", path, p.uncertain)
            )
        if item.left:
            open_items.append(OpenItem(_quote(body, item.left, start), path))
    article = Article(
        url=URL,
        title=Found(title, Quote(title, 0, len(title), "masthead")),
        dates=Dates(visible=published),
        published_at=Found(published, _quote(masthead, published.isoformat(), 0, "masthead")),
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
        parser_version=parser_version,
        publisher=Found("中共甲市水务局党组", _quote(body, "中共甲市水务局党组", cursor)),
        figures={"problems": Found(len(items), _quote(body, f"{len(items)}.", 0))},
        contacts=Contacts(phones=(_quote(body, phone, cursor),)),
        problems=tuple(problems),
        commitments=tuple(commitments),
        open_items=tuple(open_items),
    )


def make_page(url: str = URL, at: datetime = NOW, body: bytes = b"page") -> Page:
    """A page as the archive would have it."""
    sha256 = hashlib.sha256(body).hexdigest()
    return Page(make_id("page", url, at, sha256), url, at, sha256, "2026-03-02/run-0001.warc.gz", 0)


def make_document(
    notice: Notice, url: str = URL, at: datetime = NOW, list_url: str = SOURCE.lists[0]
) -> Document:
    """A document of the sample source."""
    page = make_page(url, at, notice.article.body.encode())
    return Document(SOURCE.source_id, url, page, notice, list_url, notice.article.title.value)


def make_fetch(outcome: str, at: datetime, url: str = URL, purpose: str = "recheck") -> Fetch:
    """A request of the sample source."""
    from scrapers.model import Outcome

    return Fetch(SOURCE.source_id, url, purpose, at, Outcome(outcome))


def _quote(text: str, words: str, start: int, where: str = "body") -> Quote:
    at = text.index(words, start)
    return Quote(words, at, at + len(words), where)  # type: ignore[arg-type]
