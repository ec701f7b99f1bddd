"""Hand-built articles and problems, for rules that need no outline."""

from __future__ import annotations

from datetime import date

from scrapers.model import Article, Block, Commitment, Dates, Issue, OpenItem, Problem, Quote, Status
from scrapers.notice.commitments import read_commitments
from scrapers.notice.deadlines import Anchors
from scrapers.notice.open_items import read_open_items

ANCHORS = Anchors(date(2023, 10, 19), None, date(2023, 9, 1))


def build_article(body: str) -> Article:
    """An article whose lines are paragraphs, and table rows where they hold tabs."""
    blocks: list[Block] = []
    at = 0
    for line in body.split("\n"):
        cells: list[tuple[int, int]] = []
        if "\t" in line:
            start = at
            for cell in line.split("\t"):
                cells.append((start, start + len(cell)))
                start += len(cell) + 1
        blocks.append(Block(at, at + len(line), "row" if cells else "paragraph", tuple(cells)))
        at += len(line) + 1
    return Article("https://example.gov.cn/a.html", None, Dates(), None, None, (), body, tuple(blocks), "")


def quote(body: str, text: str) -> Quote:
    """The first place of `text` in `body`."""
    start = body.index(text)
    return Quote(text, start, start + len(text))


def build_problem(
    body: str,
    *,
    text: str = "",
    finding: str = "",
    status: Status | None = None,
    status_text: str = "",
    measures: tuple[str, ...] = (),
    path: tuple[str, ...] = ("1.",),
) -> Problem:
    """A problem over `text` of `body` (all of it by default), its parts named by their words."""
    return Problem(
        path,
        quote(body, text or body),
        (),
        quote(body, finding) if finding else None,
        status,
        quote(body, status_text) if status_text else None,
        tuple(quote(body, m) for m in measures),
    )


def promises_in(
    body: str, *problems: Problem, anchors: Anchors = ANCHORS
) -> tuple[tuple[Commitment, ...], tuple[Issue, ...]]:
    """The commitments of a body and their issues."""
    return read_commitments(build_article(body), problems, anchors)


def unfinished_in(body: str, *problems: Problem, anchors: Anchors = ANCHORS) -> tuple[OpenItem, ...]:
    """The open items of a body."""
    article = build_article(body)
    return read_open_items(article, problems, read_commitments(article, problems, anchors)[0], anchors.today)
