"""RSS 2.0, RSS 1.0 and Atom."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from scrapers.cms.days import find_day
from scrapers.cms.page import Page, flat, resolve
from scrapers.model import Issue, ListItem, ListPage

START = re.compile(
    r"^\s*(?:<\?xml[^>]*>)?\s*(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(rss|feed|rdf:RDF)\b", re.S | re.I
)
# Namespaces are of no use here: names alone tell the elements apart.
NAMES = re.compile(r"^\{[^}]*\}")
CHINA = timezone(timedelta(hours=8))
DAYS = ("pubdate", "published", "date", "updated")


def recognise(page: Page) -> str:
    """The root element of a feed."""
    found = START.match(page.text[:2000])
    return f"root element <{found[1]}>" if found else ""


def read(page: Page) -> ListPage:
    """The entries; a feed has no next page but the one its rel=next names."""
    if "<!DOCTYPE" in page.text[:2000] or "<!ENTITY" in page.text:
        return _unreadable(page, "a feed with a document type is not read: it may define entities")
    try:
        # No document type, so no entities of its own: what makes XML dangerous to read is gone.
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page.text))  # noqa: S314
    except ElementTree.ParseError as error:
        return _unreadable(page, f"the feed is no well-formed XML ({error})")
    entries = [node for node in root.iter() if _name(node) in ("item", "entry")]
    items = tuple(item for item in (_read(page, entry) for entry in entries) if item.url)
    parents = [root, *(node for node in root if _name(node) == "channel")]
    links = [node for parent in parents for node in parent if _name(node) == "link"]
    later = tuple(resolve(page, n.get("href", "")) for n in links if n.get("rel") == "next")
    return ListPage("feed", items, later, issues=page.issues)


def _read(page: Page, entry: ElementTree.Element) -> ListItem:
    texts = {_name(node): flat("".join(node.itertext())) for node in reversed(entry)}
    links = [node for node in entry if _name(node) == "link"]
    chosen = [n.get("href", "") for n in links if n.get("rel", "alternate") == "alternate" and n.get("href")]
    url = resolve(page, chosen[0] if chosen else texts.get("link", "") or texts.get("guid", ""))
    stamp = next((texts[name] for name in DAYS if texts.get(name)), "")
    return ListItem(texts.get("title", ""), url, _day(stamp), f"{texts.get('title', '')} {stamp}".strip())


def _day(stamp: str) -> date | None:
    """A feed's stamp as the day in China."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = parse(stamp)
        except (ValueError, TypeError):
            continue
        return (moment.astimezone(CHINA) if moment.tzinfo else moment).date()
    return find_day(stamp)


def _name(node: ElementTree.Element) -> str:
    return NAMES.sub("", node.tag).lower() if isinstance(node.tag, str) else ""


def _unreadable(page: Page, why: str) -> ListPage:
    return ListPage("feed", (), issues=(*page.issues, Issue("unreadable_list", why)))
