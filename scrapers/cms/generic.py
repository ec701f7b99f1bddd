"""Unknown sites: repeated rows of link and day, and a link that reads 下一页."""

from __future__ import annotations

from scrapers.cms.page import Page
from scrapers.cms.paging import next_links
from scrapers.cms.rows import find_items
from scrapers.model import Issue, ListPage


def recognise(page: Page) -> str:
    """Any page may be read so."""
    return "no family's marks; repeated rows of link and day"


def read(page: Page) -> ListPage:
    """The rows of the page, or of what stands in its comments where it shows none with a day."""
    items, issues = find_items(page), page.issues
    if not any(item.day for item in items) and page.hidden:
        hidden = find_items(page.inside(page.hidden))
        if any(item.day for item in hidden):
            items = hidden
            issues += (Issue("hidden_list", "the list stands inside an HTML comment"),)
    return ListPage("generic", items, next_links(page), issues=issues)
