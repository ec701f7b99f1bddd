"""List pages of every CMS family, read to the same typed rows. Adding a family: see `families.py`."""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.article.encoding import decode
from scrapers.cms.families import BY_NAME, FAMILIES
from scrapers.cms.page import Page
from scrapers.model import Issue, ListPage, UnreadableError
from scrapers.source import Source

SCRIPTED = re.compile(
    r"loadPageData\s*\(|\{\{\s*#?each\b|v-for=|\$\.(?:ajax|getJSON|post)\s*\(|ng-repeat=|axios\.", re.I
)


def read_list(
    data: bytes,
    url: str,
    *,
    family: str = "auto",
    charset: str | None = None,
    source: Source | None = None,
) -> ListPage:
    """Read one page of a list.

    `url` is the address that it came from, with the fragment that its source names. With `auto` the source's
    own family is taken, else the page decides; `why` says by what. `charset` is the HTTP header's; a source's
    `encoding` outdoes it. A page without items but with `next` is only the way to the list (a gkmlpt index):
    read on there. No items otherwise comes with an issue that says why: it is never simply nothing new.
    """
    if family == "auto" and source is not None:
        family = source.family_of(url)
    try:
        page = _make_page(data, url, charset, source)
    except UnreadableError as error:
        return ListPage(family, (), issues=(Issue("unreadable_list", str(error)),))
    if family == "auto":
        chosen, why = next((f, why) for f in FAMILIES if (why := f.recognise(page)))
    else:
        chosen, why = BY_NAME[family], "named by the source" if source else "named by the caller"
    result = replace(chosen.read(page), why=why)
    if not result.items and not result.next and not result.issues:
        result = replace(result, issues=(_emptiness(page),))
    return result


def _make_page(data: bytes, url: str, charset: str | None, source: Source | None) -> Page:
    entry = source.list_at(url) if source else None
    column = entry.column if entry else ""
    if source and source.encoding:
        text = data.decode(source.encoding, "replace")
        lost = text.count("\ufffd")
        issues = (
            (Issue("undecodable", f"{lost} characters do not decode as {source.encoding}"),) if lost else ()
        )
        return Page(url, text, source, column, issues)
    decoded = decode(data, charset)
    return Page(url, decoded.text, source, column, decoded.issues)


def _emptiness(page: Page) -> Issue:
    if SCRIPTED.search(page.text):
        return Issue("script_list", "the page holds no items and loads what it shows by script")
    return Issue("no_items", "the page holds no rows that look like a list")
