"""VSB (博达): `xxx.htm` is page one, older pages `xxx/12.htm` are numbered downwards."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from scrapers.cms import generic
from scrapers.cms.page import Page, resolve
from scrapers.cms.paging import next_links
from scrapers.model import ListPage

ARTICLE = re.compile(r"""href=["'][^"']*\binfo/\d+/\d+\.htm["']""")
MARK = re.compile(r"/system/resource/(?:js|code)/|_vsl|vsb_content|VSB|Visual SiteBuilder", re.I)
PAGE_ONE = re.compile(r"/([^/]+)\.htm$")
OLDER = re.compile(r"/([^/]+)/(\d+)\.htm$")


def recognise(page: Page) -> str:
    """The site builder's own scripts, or article addresses info/1094/3701.htm."""
    if len(ARTICLE.findall(page.text)) >= 2:
        return "article addresses info/N/N.htm"
    return "marks of Visual SiteBuilder" if MARK.search(page.text) else ""


def read(page: Page) -> ListPage:
    """The rows; the next page by its link, else one number down. The column's own first page is no row."""
    result = generic.read(page)
    older = OLDER.search(urlsplit(page.url).path)
    own = resolve(page, f"../{older[1]}.htm") if older else ""
    items = tuple(item for item in result.items if item.url != own)
    return replace(result, family="vsb", items=items, next=_next(page))


def _next(page: Page) -> tuple[str, ...]:
    if links := next_links(page):
        return links
    path = urlsplit(page.url).path
    if older := OLDER.search(path):
        number = int(older[2]) - 1
        return (resolve(page, f"{number}.htm"),) if number >= 1 else ()
    if not (first := PAGE_ONE.search(path)):
        return ()
    numbers = [int(n) for n in re.findall(rf"{re.escape(first[1])}/(\d+)\.htm", page.text)]
    return (resolve(page, f"{first[1]}/{max(numbers)}.htm"),) if numbers else ()
