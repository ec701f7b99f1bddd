"""NFCMS, Guangdong's portals: `content/post_N.html` in lists of known shapes, `index_2.html` as page 2."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from scrapers.cms import generic
from scrapers.cms.page import Page, resolve
from scrapers.cms.paging import next_links
from scrapers.cms.rows import items_of
from scrapers.model import ListPage

ARTICLE = re.compile(r"""href=["'][^"']*/content/m?post_\d+\.html""")
# The list shapes of the portals' templates; the first that holds rows is read.
ROWS = (
    "ul.i_list > li",
    "ul.infoList > li",
    "ul.pub_list > li",
    "div.conts-list li",
    "div.wendangListC li",
    "div.wendangListC tr",
    "div.list_div > *",
    "ul.news_list > li",
)
INDEX = re.compile(r"/(?:index(?:_(\d+))?\.html)?$")


def recognise(page: Page) -> str:
    """Article addresses content/post_N.html."""
    count = len(ARTICLE.findall(page.text))
    return f"{count} article addresses content/post_N.html" if count else ""


def read(page: Page) -> ListPage:
    """The rows of the first known list shape that holds articles, else of any; the pager's link to page 2."""
    for selector in ROWS:
        items = items_of(page, page.tree.css(selector))
        if any("post_" in item.url for item in items):
            return ListPage("nfcms", items, _next(page), issues=page.issues)
    result = generic.read(page)
    return replace(result, family="nfcms", next=_next(page))


def _next(page: Page) -> tuple[str, ...]:
    if links := next_links(page):
        return links
    shown = INDEX.search(urlsplit(page.url).path)
    if not shown:
        return ()
    name = f"index_{int(shown[1] or 1) + 1}.html"
    return (resolve(page, name),) if name in page.text else ()
