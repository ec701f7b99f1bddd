"""Plain text → article."""

from __future__ import annotations

from scrapers.article.build import build_article
from scrapers.article.encoding import decode
from scrapers.article.head import split_head
from scrapers.article.paragraphs import cut_aside, cut_tail, drop_controls, join_torn
from scrapers.article.plain import read_lines
from scrapers.model import Article


def read_text(data: bytes, url: str) -> Article:
    """The article of a plain text, with or without markdown marks.

    Raises UnreadableError for empty or binary input.
    """
    decoded = decode(data)
    lines, files = read_lines(decoded.text, url)
    head, rest = split_head(lines)
    body = cut_tail(join_torn(drop_controls(cut_aside(rest))))
    return build_article(
        url, head, body, files, container="text", encoding=decoded.encoding, issues=decoded.issues
    )
