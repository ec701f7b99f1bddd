"""UCAP (开普): `list.shtml` pages with article addresses by month and number."""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.cms import generic
from scrapers.cms.page import Page
from scrapers.cms.trs import CALL
from scrapers.cms.trs import read as read_numbered
from scrapers.model import ListPage

MARK = re.compile(r"<ucap|UCAP-CONTENT|/ucap/|ucapcms|开普", re.I)
ARTICLE = re.compile(r"""href=["'][^"']*/(?:c\d+/)?20\d{4}/(?:[0-9a-f]{32}|\d{6,}|t?\d+_\d+)\.shtml""")


def recognise(page: Page) -> str:
    """The system's own marks, or article addresses such as c110634/202511/174240943.shtml."""
    if MARK.search(page.text):
        return "marks of UCAP"
    return "article addresses YYYYMM/N.shtml" if len(ARTICLE.findall(page.text)) >= 3 else ""


def read(page: Page) -> ListPage:
    """The rows; the pager's links, or the numbers of a createPageHTML call."""
    result = read_numbered(page) if CALL.search(page.text) else generic.read(page)
    return replace(result, family="ucap")
