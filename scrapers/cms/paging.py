"""Where a list goes on: the links that say so."""

from __future__ import annotations

import re

from scrapers.cms.page import Page, resolve, text_of

NEXT = re.compile(r"^[\s\[(（]*(下一?页|后一?页|向后|next(\s?page)?)[\s\])）]*[>»›]*$|^(>|›|»)$", re.I)
NEXT_CLASS = re.compile(r"(?<![a-z])(next|p_next|next-page|nextpage|page-next)(?![a-z])", re.I)


def next_links(page: Page, selector: str = "") -> tuple[str, ...]:
    """The addresses of links to the next page: by a selector, by the words 下一页, or by a class."""
    if selector:
        chosen = page.tree.css(selector)
    else:
        links = page.tree.css("a[href]")
        chosen = [a for a in links if NEXT.match(text_of(a))]
        chosen += [a for a in links if NEXT_CLASS.search(_classes(a)) and a not in chosen]
    found = (resolve(page, a.attributes.get("href") or "") for a in chosen)
    return tuple(dict.fromkeys(url for url in found if url and url != page.url))


def sibling(page: Page, name: str) -> str:
    """The address of a file beside the page."""
    return resolve(page, name)


def _classes(node: object) -> str:
    attributes = getattr(node, "attributes", {})
    parent = getattr(getattr(node, "parent", None), "attributes", {})
    return f"{attributes.get('class') or ''} {parent.get('class') or ''}"
