"""Breadcrumbs that a page draws as a list of links, without a sign between the steps."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scrapers.article.head import Head, add_line
from scrapers.article.lines import clean_text
from scrapers.article.masthead import Place, read_trail

_LISTS = (
    ":is(nav,ol,ul,div,p):is([class*=crumb],[class*=Crumb],[id*=crumb],[class*=mbx],[class*=position],"
    "[class*=location],[class*=weizhi],[class*=trail],[class*=dqwz],[aria-label*=breadcrumb]),"
    "span[class*=breadcrumb]"
)
_MOST = 8
_FEWEST = 2


def add_listed_trail(head: Head, tree: LexborHTMLParser) -> Head:
    """`head` with the steps below 首页 of the first breadcrumb that the page draws as links."""
    for box in tree.css(_LISTS):
        names = [clean_text(link.text()) for link in box.css("a")]
        if _FEWEST <= len(names) <= _MOST and all(names):
            line = " > ".join(names)
            if steps := read_trail(line):
                head, row = add_line(head, line)
                title = head.title[0] if head.title else ""
                column = [(step, Place(row, start, end)) for step, start, end in steps if step != title]
                return head._replace(column=tuple(column))
    return head
