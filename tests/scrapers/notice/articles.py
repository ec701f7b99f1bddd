"""Articles made from a few lines, for tests that need no page."""

from __future__ import annotations

from datetime import date, datetime

from scrapers.model import Article, Block, Dates, Found, Quote


def make_article(
    body: str,
    *,
    title: str = "",
    source: str = "",
    published: date | datetime | None = None,
) -> Article:
    """An article with this body, a paragraph a line; title and source stand in the masthead."""
    blocks, at = [], 0
    for line in body.split("\n"):
        blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    stamp = published.isoformat() if published else ""
    masthead = f"{title}\n{source}\n{stamp}"

    def found(text: str) -> Found[str] | None:
        start = masthead.index(text)
        return Found(text, Quote(text, start, start + len(text), "masthead")) if text else None

    start = masthead.rindex(stamp)
    return Article(
        url="notice.txt",
        title=found(title),
        dates=Dates(visible=published),
        published_at=Found(published, Quote(stamp, start, start + len(stamp), "masthead"))
        if published
        else None,
        source=found(source),
        column=(),
        body=body,
        blocks=tuple(blocks),
        masthead=masthead,
    )
