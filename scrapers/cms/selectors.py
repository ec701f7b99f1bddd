"""Lists that no family reads: by the CSS selectors in the source's file."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from scrapers.cms.days import find_day
from scrapers.cms.page import Page, flat, resolve, text_of
from scrapers.cms.paging import next_links
from scrapers.cms.rows import read_item
from scrapers.model import Issue, ListItem, ListPage
from scrapers.source import Selectors


def recognise(page: Page) -> str:
    """Only a source that has selectors."""
    return "the source's file has selectors" if page.source and page.source.selectors else ""


def read(page: Page) -> ListPage:
    """The rows that the selectors choose; a selector that finds nothing is an issue, not an empty list."""
    chosen = page.source.selectors if page.source else None
    if chosen is None:
        missing = Issue("no_selectors", "family selectors without selectors in the source's file")
        return ListPage("selectors", (), issues=(*page.issues, missing))
    issues = list(page.issues)
    items = []
    for node in page.tree.css(chosen.item):
        item = _read_row(page, node, chosen)
        if isinstance(item, Issue):
            issues.append(item)
        else:
            items.append(item)
    if not items:
        issues.append(Issue("no_items", f"selectors.item {chosen.item!r} finds no rows"))
    return ListPage("selectors", tuple(items), next_links(page, chosen.next), issues=tuple(issues))


def _read_row(page: Page, row: LexborNode, chosen: Selectors) -> ListItem | Issue:
    link = row.css_first(chosen.link or "a[href]") or (row if row.tag == "a" else None)
    url = resolve(page, link.attributes.get("href") or "") if link else ""
    if link is None or not url:
        return Issue("odd_row", f"a row without a link: {text_of(row)[:80]}")
    item = read_item(page, row, link)
    title, day = item.title, item.day
    if chosen.title:
        node = row.css_first(chosen.title)
        if node is None:
            return Issue("odd_row", f"selectors.title {chosen.title!r} finds nothing: {item.raw[:80]}")
        title = flat(node.attributes.get("title")) or text_of(node)
    if chosen.day:
        node = row.css_first(chosen.day)
        day = find_day(text_of(node)) if node is not None else None
    return ListItem(title, item.url, day, item.raw)
