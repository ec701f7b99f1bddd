"""Head and body → article, with every value's quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from scrapers.article.head import Head
from scrapers.article.lines import Line, lay_out
from scrapers.article.masthead import compose, locate
from scrapers.model import Article, Attachment, Dates, Found, Issue


def build_article(
    url: str,
    head: Head,
    body: Sequence[Line],
    files: Sequence[Attachment],
    *,
    container: str,
    encoding: str,
    dates: Dates | None = None,
    issues: Sequence[Issue] = (),
) -> Article:
    """The article of a head and its body's lines; `dates` where others than the visible one are known."""
    text, blocks = lay_out(body)
    masthead, offsets = compose(head.lines)
    stamp: Found[date | datetime] | None = None
    if head.stamp:
        stamp = locate(head.stamp[0], head.stamp[1], masthead, offsets)
    found = [*issues, *head.issues]
    if not text:
        found.append(Issue("empty_body", "no text of an article was found"))
    return Article(
        url=url,
        title=locate(*head.title, masthead, offsets) if head.title else None,
        dates=dates or Dates(visible=head.stamp[0] if head.stamp else None),
        published_at=stamp,
        source=locate(*head.source, masthead, offsets) if head.source else None,
        column=tuple(locate(step, place, masthead, offsets) for step, place in head.column),
        body=text,
        blocks=blocks,
        masthead=masthead,
        attachments=tuple(files),
        container=container,
        encoding=encoding,
        issues=tuple(found),
    )
