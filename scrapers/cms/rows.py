"""Rows of link and day: what every list comes down to, found without knowing the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from scrapers.cms.days import find_day, is_stamp
from scrapers.cms.page import Page, flat, resolve, text_of
from scrapers.model import ListItem

CUT = re.compile(r"(…+|\.{2,})$")
BULLET = re.compile(r"^[·•●▪■◆►▶>»\-—\s]+(?=\S)")
# Link texts that name no article; the title then stands elsewhere in the row.
EMPTY_TITLES = re.compile(r"^\[?(查看|详情|详细|查看详情|更多|阅读全文|点击查看|下载|打开|\+)\]?$")
PAGER = re.compile(
    r"^(首页|上一页|下一页|上页|下页|尾页|末页|前页|后页|\d{1,4}|[<>«»‹›]+|GO|跳转|更多.{0,2}|more)$", re.I
)
FURNITURE = re.compile(
    r"(?<![a-z])(nav|menu|foot|footer|header|crumb|side|aside|hot|rank|recommend|friend|related)", re.I
)
TOP = {"body", "html", "table", "tbody", "-undef", None}
PAGE_PARTS = {"nav", "header", "footer", "aside"}
RAW_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A link with the part of the page that belongs to it alone."""

    node: LexborNode
    link: LexborNode
    item: ListItem
    shape: tuple[str, ...]


def find_items(page: Page) -> tuple[ListItem, ...]:
    """The items of the page's list: of all repeated rows, those that look most like a list of articles."""
    return _unique(row.item for row in _best(_rows(page)))


def items_of(page: Page, nodes: Iterable[LexborNode]) -> tuple[ListItem, ...]:
    """The items of rows that a family has found: one an element, by its first link to an article."""
    found = []
    for node in nodes:
        links = [a for a in ([node] if node.tag == "a" else node.css("a[href]")) if _leads(page, a)]
        if links:
            found.append(read_item(page, node, max(links, key=lambda a: len(_title(a)))))
    return _unique(item for item in found if item.title)


def read_item(page: Page, row: LexborNode, link: LexborNode) -> ListItem:
    """A row's item: the title whole, the day as shown beside it."""
    title, stamp = _title(link), _stamp_within(link)
    whole = text_of(row)
    if EMPTY_TITLES.match(title) or not title:
        cells = [text_of(cell) for cell in row.iter() if not is_stamp(text_of(cell))]
        title = max(cells, key=len, default=title)
    day = stamp or find_day(_without(whole, text_of(link)))
    return ListItem(title, resolve(page, link.attributes.get("href") or ""), day, whole[:RAW_LIMIT])


def _rows(page: Page) -> list[Row]:
    found: dict[int, Row] = {}
    links = [link for link in page.tree.css("a[href]") if _leads(page, link)]
    owners = _owners(links)
    for link in links:
        node = _widest(link, owners)
        item = read_item(page, node, link)
        if len(item.title) < 4 or PAGER.match(item.title):
            continue
        known = found.get(node.mem_id)
        if known is None or len(item.title) > len(known.item.title):
            found[node.mem_id] = Row(node, link, item, _shape(node))
    return list(found.values())


def _owners(links: Sequence[LexborNode]) -> dict[int, str | None]:
    """For every element round a link, by its id, the one address that all links in it lead to, or None."""
    owners: dict[int, str | None] = {}
    for link in links:
        href, node = link.attributes.get("href"), link.parent
        while node is not None and node.tag not in TOP:
            if node.mem_id not in owners:
                owners[node.mem_id] = href
            elif owners[node.mem_id] is None:
                break
            elif owners[node.mem_id] != href:
                owners[node.mem_id] = None
            node = node.parent
    return owners


def _widest(link: LexborNode, owners: dict[int, str | None]) -> LexborNode:
    """The largest element round a link that holds no link to anywhere else."""
    node, href = link, link.attributes.get("href")
    while (parent := node.parent) is not None and owners.get(parent.mem_id) == href:
        node = parent
    return node


def _shape(row: LexborNode) -> tuple[str, ...]:
    """A row's place by tags and classes, so that rows of lists broken into several <ul> count as one."""
    shape = [row.tag or ""]
    node = row.parent
    while node is not None and node.tag not in (None, "body", "html") and len(shape) < 6:
        near = f".{node.attributes.get('class') or ''}" if len(shape) < 3 else ""
        shape.append(f"{node.tag}{near}")
        node = node.parent
    return tuple(shape)


def _best(rows: Sequence[Row]) -> list[Row]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(row.shape, []).append(row)
    # A box of favourites is never the list: a page that shows nothing else shows no list.
    groups = {shape: group for shape, group in groups.items() if not _is_furniture(group[0].node)}
    dated = [g for g in groups.values() if sum(r.item.day is not None for r in g) * 2 >= len(g)]
    undated = [g for g in groups.values() if len(g) >= 3 and _mean_title(g) >= 12]
    return max(dated, key=_worth, default=None) or max(undated, key=_worth, default=[])


def _worth(rows: Sequence[Row]) -> float:
    return sum(2.0 + min(len(row.item.title), 30) / 10 for row in rows)


def _mean_title(rows: Sequence[Row]) -> float:
    return sum(len(row.item.title) for row in rows) / len(rows)


def _is_furniture(node: LexborNode) -> bool:
    walk: LexborNode | None = node
    while walk is not None and walk.tag not in ("body", "html"):
        names = f"{walk.attributes.get('class') or ''} {walk.attributes.get('id') or ''}"
        if walk.tag in PAGE_PARTS or FURNITURE.search(names):
            return True
        walk = walk.parent
    return False


def _leads(page: Page, link: LexborNode) -> bool:
    url = resolve(page, link.attributes.get("href") or "")
    return bool(url) and url != page.url


def _title(link: LexborNode) -> str:
    """A link's title: its text without a day, or its title attribute where that has more of the same."""
    shown = text_of(link)
    for child in link.iter():
        if is_stamp(own := text_of(child)):
            shown = flat(_without(shown, own))
    shown = BULLET.sub("", shown)
    said = flat(link.attributes.get("title"))
    start = CUT.sub("", shown).rstrip()
    if said and (not start or (len(said) > len(start) and _bare(said).startswith(_bare(start)))):
        return said
    return shown


def _stamp_within(link: LexborNode) -> date | None:
    return next((find_day(text_of(child)) for child in link.iter() if is_stamp(text_of(child))), None)


def _without(whole: str, part: str) -> str:
    return whole.replace(part, " ", 1) if part else whole


def _bare(text: str) -> str:
    return text.replace(" ", "")


def _unique(items: Iterable[ListItem]) -> tuple[ListItem, ...]:
    kept: dict[str, ListItem] = {}
    for item in items:
        known = kept.get(item.url)
        if known is None or (known.day is None and item.day is not None):
            kept[item.url] = item
    return tuple(kept.values())
