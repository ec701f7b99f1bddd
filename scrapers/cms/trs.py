"""TRS WCM: `createPageHTML(…)` makes the pager, in three forms, perhaps inside an HTML comment."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from scrapers.cms import generic
from scrapers.cms.page import Page, resolve
from scrapers.cms.rows import find_items
from scrapers.model import ListPage

CALL = re.compile(r"(?<!function )createPageHTML\s*\(([^()]*)\)")
ARTICLE = re.compile(r"""href=["'][^"']*/t(?:19|20)\d{6}_\d+\.s?html?["']""")


def recognise(page: Page) -> str:
    """A call of createPageHTML, or article addresses such as t20231019_123.html."""
    if CALL.search(page.text):
        return "calls createPageHTML"
    return "article addresses tYYYYMMDD_N.html" if len(ARTICLE.findall(page.text)) >= 3 else ""


def read(page: Page) -> ListPage:
    """The rows, also where items and pager stand inside a comment, and the addresses that page 2 may have."""
    listed = page
    if CALL.search(page.hidden):
        hidden = page.inside(page.hidden)
        listed = hidden if any(item.day for item in find_items(hidden)) else page
    result = generic.read(listed)
    return replace(result, family="trs", next=tuple(dict.fromkeys((*_numbered(page), *result.next))))


def _numbered(page: Page) -> tuple[str, ...]:
    call = CALL.search(page.text)
    if not call:
        return ()
    arguments = [argument.strip().strip("\"'") for argument in call[1].split(",")]
    zero_based = arguments[0].isdigit()
    # (pages, current from 0, name, extension), or (element, pages, current from 1, name, extension, rows)
    pages, current, name, extension = _four(arguments if zero_based else arguments[1:])
    if not name or not extension:
        return ()
    shown = re.search(rf"/{re.escape(name)}_(\d+)\.\w+$", urlsplit(page.url).path)
    numbers = _follow(int(shown[1]) if shown else 0, current, zero_based)
    last = pages - 1 if zero_based else pages
    names = (f"{name}_{n}.{extension.lstrip('.')}" for n in numbers if 0 < n <= last and pages > 1)
    return tuple(url for n in names if (url := resolve(page, n)) and url != page.url)


def _follow(shown: int, current: int, zero_based: bool) -> list[int]:
    """The numbers that the next page's file may have; `shown` is this page's own, 0 on page one."""
    if zero_based:
        return [shown + 1 if shown else current + 1]
    if not shown:
        # Page 2 is _2, on some sites _1.
        return [current + 1, current] if current == 1 else [current + 1]
    if current == shown + 1:
        # A site whose page 2 is _1: where _2 was tried first it was page 3, and _1 is still to be read.
        return {1: [2, 3], 2: [1, 3]}.get(shown, [shown + 1])
    return [shown + 1]


def _four(arguments: list[str]) -> tuple[int, int, str, str]:
    padded = [*arguments, "", "", "", ""][:4]
    pages, current = (int(a) if a.isdigit() else 0 for a in padded[:2])
    return pages, current, padded[2], padded[3]
