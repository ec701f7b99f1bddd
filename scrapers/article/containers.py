"""Where a page keeps its article: containers by CMS family, then by density of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.dates import find_stamps
from scrapers.article.markup import LAST_KNOWN_ID, TEXT_ID, UNSEEN_IDS, tag_ids
from scrapers.article.masthead import is_masthead
from scrapers.article.noise import is_footer, starts_aside
from scrapers.article.paragraphs import is_numbered
from scrapers.article.surroundings import iterate_up

# family | tag, #id or .class of the body's element, in any case, most telling first
CONTAINERS: tuple[tuple[str, str], ...] = (
    ("ucap", "ucapcontent"),
    ("ucap", "#UCAP-CONTENT"),
    ("ucap", "#zoomcon"),
    ("vsb", ".v_news_content"),
    ("vsb", "#vsb_content"),
    ("vsb", "#vsb_content_2"),
    ("vsb", "#vsb_content_4"),
    ("vsb", "#vsb_content_500"),
    ("vsb", "#vsb_content_501"),
    ("vsb", "#vsb_content_502"),
    ("trs", ".TRS_Editor"),
    ("trs", ".trs_editor_view"),
    ("trs", ".TRS_UEDITOR"),
    ("trs", ".trs_paper_default"),
    ("nfcms", ".news_cont_d_wrap"),
    ("nfcms", ".tyxxy_main"),
    ("nfcms", ".articleBox"),
    ("nfcms", ".nfw-cms-content"),
    ("webplus", ".wp_articlecontent"),
    ("hanweb", ".bt-content"),
    ("hanweb", ".main-txt"),
    ("gkmlpt", ".article-content"),
    ("wechat", "#js_content"),
    ("ewebeditor", "#ContentBody"),
    ("ewebeditor", "#eWebEditor"),
    ("dede", ".article_content"),
    ("empire", "#artibody"),
    ("empire", ".artibody"),
    ("phpcms", ".content-main-text"),
    ("asp", "#MyContent"),
    ("asp", "#fontzoom"),
    ("asp", "#zoomtext"),
    ("asp", "#newscontent"),
    ("shared", "#zoom"),
    ("shared", "#ivs_content"),
    ("shared", "#articleContent"),
    ("shared", "#article_content"),
    ("shared", "#article-content"),
    ("shared", ".article-con"),
    ("shared", ".Article_content"),
    ("shared", ".zwgk-text"),
    ("shared", ".news_content"),
    ("shared", ".xxgk_content"),
    ("shared", ".detail-content"),
)
_RANKS = {selector.lower(): rank for rank, (_, selector) in enumerate(CONTAINERS)}
_NAMED = "ucapcontent,[id],div[class]"
_ENOUGH = 40
_SAME = 0.9

_INLINE = (
    *("span", "font", "b", "strong", "em", "i", "u", "s", "sub", "sup", "small", "big", "label", "ins"),
    *("del", "mark", "nobr", "tt", "code", "q", "cite"),
)
_INLINE_IDS = tag_ids(_INLINE)
_OFFICE_TAGS = ("o:p", "st1:chsdate")
_LINK_ID, _P_ID, _SECTION_ID, _DIV_ID, _BODY_ID = (
    next(iter(tag_ids([name]))) for name in ("a", "p", "section", "div", "body")
)
# What the chapters of an article stand in, side by side, and what holds it whole.
_CHAPTER_IDS = frozenset((_SECTION_ID, _DIV_ID))
_WHOLE_IDS = tag_ids(("article", "main", "body"))
_SENTENCE = re.compile("[，。；、！？]")
_ASCII_SENTENCE = re.compile("[\u4e00-\u9fff][,;.]")
# What stands below an article in an element of its own, by class or id.
_ASIDE = re.compile(
    r"rel|tool|prev|next|page|share|foot|comment|print|ewm|code|edit|copy|nav|side|hot|recommend|link|tag|btn|pinglun|down|"
    r"tab-?pane",
    re.I,
)
_HIDDEN = re.compile(r"display:\s*none", re.I)
_PART_IDS = tag_ids(("div", "section", "article", "p", "table"))
_MOST_PARTS = 40
_HIGHEST_CHAPTER = 4
_SIGNED = 80
_LONGEST_TOOL = 200
_SHARE = 0.7
_SHORTEST = 8
_PARAGRAPHS = 5
_STOPS = 20

# Elements that the table names, in document order, each with its best row.
Known: TypeAlias = list[tuple[LexborNode, int]]


class Container(NamedTuple):
    """The elements that hold a page's article, side by side, and the rule that found them."""

    nodes: tuple[LexborNode, ...]
    rule: str


def find_container(tree: LexborHTMLParser) -> Container | None:
    """The known container with the most text, else the densest element; None where no sentence stands."""
    known = _find_known(tree)
    if any(_holds_enough(node) for node, _ in known):
        return _choose(known)
    if dense := find_densest(tree):
        dense = _find_whole(dense)
        return Container((*_find_lead(dense), dense, *_find_rest(dense)), "density:" + _describe(dense))
    return None


def _holds_enough(node: LexborNode) -> bool:
    """Whether the text of an element is long enough for an article; no more of it is read than tells."""
    missing = _ENOUGH
    for part in node.traverse(include_text=True):
        missing -= len(part.text_content or "")
        if missing <= 0:
            return True
    return False


def find_densest(tree: LexborHTMLParser) -> LexborNode | None:
    """The innermost element that holds most of the page's sentences."""
    body = tree.body
    if body is None:
        return None
    if paragraphs := _find_paragraphs(tree):
        return paragraphs
    masses = _weigh(body)
    node, mass = body, masses.get(body.mem_id, 0)
    if mass == 0:
        return None
    while True:
        best, most = None, 0
        child = node.first_child
        while child is not None:
            if (weight := masses.get(child.mem_id, 0)) > most:
                best, most = child, weight
            child = child.next
        if best is None or best.tag_id in (_P_ID, _LINK_ID) or _is_inline(best):
            return node
        if most < mass * _SHARE and most < (mass - _weigh_asides(node, best, masses)) * _SHARE:
            return node
        node, mass = best, most


def _weigh_asides(node: LexborNode, best: LexborNode, masses: dict[int, int]) -> int:
    """How much of an element's text stands beside its best part, hidden or in what its name sets apart."""
    apart = 0
    for other in node.iter():
        if other.mem_id != best.mem_id and (weight := masses.get(other.mem_id, 0)) and _is_apart(other, best):
            apart += weight
    return apart


def _is_apart(other: LexborNode, node: LexborNode) -> bool:
    """Whether an element is hidden, or its class or id says that it stands beside an article's `node`."""
    names = other.attributes
    if _HIDDEN.search(names.get("style") or ""):
        return True
    name = names.get("class") or ""
    if "page" in name and name == node.attributes.get("class"):
        return False  # the pages of a document, one below the other
    return _ASIDE.search(f"{name} {names.get('id') or ''}") is not None


def _find_whole(node: LexborNode) -> LexborNode:
    """An element, or the highest above it that is one of an article's chapters, side by side."""
    whole = node
    for up in iterate_up(node, _HIGHEST_CHAPTER):
        if up.tag_id in _WHOLE_IDS:
            break
        if _may_be_chapter(up) and any(_is_twin(other, up) for other in _both_sides(up)):
            whole = up
    return whole


def _may_be_chapter(node: LexborNode) -> bool:
    return node.tag_id == _SECTION_ID or (node.tag_id == _DIV_ID and bool(node.attributes.get("class")))


def _both_sides(node: LexborNode) -> Iterator[LexborNode]:
    yield from _siblings(node)
    yield from _siblings(node, back=True)


def _siblings(node: LexborNode, *, back: bool = False) -> Iterator[LexborNode]:
    """The elements that follow one, or stand before it, nearest first."""
    other = node.prev if back else node.next
    for _ in range(_MOST_PARTS):
        if other is None:
            return
        if other.is_element_node:
            yield other
        other = other.prev if back else other.next


def _is_twin(other: LexborNode, node: LexborNode) -> bool:
    """Whether an element of a chapter's kind beside it holds a chapter too; what holds the title is none."""
    if not _is_alike(other, node) or "。" not in (text := other.text().strip()) or node.css_first("h1"):
        return False
    return (node.tag_id == _SECTION_ID or is_numbered(text)) and _goes_on(other, node, text)


def _is_alike(other: LexborNode, node: LexborNode) -> bool:
    """Whether two elements beside each other are parts of one kind."""
    alike = other.tag_id == node.tag_id and node.tag_id in _CHAPTER_IDS
    return alike and other.attributes.get("class") == node.attributes.get("class")


def _find_lead(node: LexborNode) -> tuple[LexborNode, ...]:
    """The elements before a dense one in which its article begins: an opening, an earlier chapter."""
    nodes: list[LexborNode] = []
    last = 0
    for other in _siblings(node, back=True) if node.tag_id in _CHAPTER_IDS else ():
        if other.first_child is None or other.tag_id in UNSEEN_IDS:
            continue
        if not (other.tag_id == _P_ID or _is_alike(other, node)):
            break
        text = other.text().strip()
        if not _goes_on(other, node, text) or is_masthead(text) or node.css_first("h1"):
            break
        nodes.append(other)
        if "。" in text:
            last = len(nodes)
        elif not is_numbered(text):
            break
    return tuple(nodes[:last][::-1])


def _find_rest(node: LexborNode) -> tuple[LexborNode, ...]:
    """The elements after a dense one that go on with its article: sentences, or a signature's date."""
    nodes: list[LexborNode] = []
    last = 0
    other = node.next
    while other is not None and node.tag_id in _PART_IDS and len(nodes) < _MOST_PARTS:
        if other.is_element_node and other.tag_id not in UNSEEN_IDS and (text := other.text().strip()):
            if not _goes_on(other, node, text):
                break
            nodes.append(other)
            if _has_sentence(text) or (len(text) < _SIGNED and any(find_stamps(text))):
                last = len(nodes)
        elif other.is_text_node and not other.is_empty_text_node:
            break
        other = other.next
    return tuple(nodes[:last])


def _goes_on(other: LexborNode, node: LexborNode, text: str) -> bool:
    """Whether an element beside an article's `node` may be a part of it: no links, no tools, no comments."""
    if other.tag_id not in _PART_IDS or _is_apart(other, node):
        return False
    linked = sum(len(link.text().strip()) for link in other.css("a"))
    if starts_aside(other.text(separator="\n").lstrip()):
        return False
    return linked * 3 < len(text) and other.css_first("form") is None and not is_footer(text[:_LONGEST_TOOL])


def _find_paragraphs(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds nearly all paragraphs of the page, where they run to an article."""
    parents: dict[int, LexborNode] = {}
    counts: dict[int, int] = {}
    for paragraph in tree.tags("p"):
        if (parent := paragraph.parent) is not None:
            key = parent.mem_id
            if key in counts:
                counts[key] += 1
            else:
                parents[key], counts[key] = parent, 1
    ranked = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    if not ranked or counts[ranked[0]] < _PARAGRAPHS:
        return None
    first, *others = (parents[key] for key in ranked)
    if first.tag_id == _BODY_ID or (stops := _count_stops(first)) < _STOPS:
        return None
    return first if all(stops > 4 * _count_stops(other) for other in others) else None


def _count_stops(node: LexborNode) -> int:
    text = node.text()
    return text.count("，") + text.count("。")


def _choose(known: Known) -> Container:
    """The most telling of those that hold nearly all; several of one family side by side share a parent."""
    node, rank = min(_drop_small(known), key=itemgetter(1)) if len(known) > 1 else known[0]
    family, selector = CONTAINERS[rank]
    twins = [other for other, other_rank in known if other_rank == rank and other.mem_id != node.mem_id]
    parent = node.parent if twins else None
    if parent is not None and any(
        other.parent is not None and other.parent.mem_id == parent.mem_id for other in twins
    ):
        return Container((parent,), f"{family}:{selector} (parent)")
    return Container((node,), f"{family}:{selector}")


def _drop_small(known: Known) -> Known:
    """Those of several known containers that hold nearly as much text as the largest."""
    sizes = [len(node.text()) for node, _ in known]
    least = max(sizes) * _SAME
    return [named for named, size in zip(known, sizes, strict=True) if size >= least]


def _find_known(tree: LexborHTMLParser) -> Known:
    """The elements that the table names, each with its best row."""
    known: dict[int, tuple[LexborNode, int]] = {}
    for node in tree.css(_NAMED):
        names = node.attributes
        rank = _find_rank(names.get("id"), names.get("class"))
        if rank is None and node.tag_id > LAST_KNOWN_ID:
            rank = _RANKS.get(node.tag or "")
        if rank is not None:
            known[node.mem_id] = node, rank
    return list(known.values())


@lru_cache(maxsize=4096)
def _find_rank(name: str | None, classes: str | None) -> int | None:
    """The best row of the table that names an element's id or one of its classes."""
    keys = [f".{word}" for word in (classes or "").lower().split()]
    if name:
        keys.append(f"#{name.strip().lower()}")
    return min((_RANKS[key] for key in keys if key in _RANKS), default=None)


def _weigh(body: LexborNode) -> dict[int, int]:
    """Characters of sentences outside links, by element, each counted in all its ancestors."""
    level: dict[int, tuple[LexborNode, int]] = {}
    for node in body.traverse(include_text=True, skip_empty=True):
        if node.tag_id != TEXT_ID:
            continue
        parent = node.parent
        if parent is None or parent.tag_id in UNSEEN_IDS:
            continue
        text = node.text_content or ""
        if len(text) < _SHORTEST or not _has_sentence(text):
            continue
        while parent is not None and _is_inline(parent):
            parent = parent.parent
        if parent is not None and parent.tag_id != _LINK_ID:
            _add_weight(level, parent, len(text))
    masses: dict[int, int] = {}
    while level:
        above: dict[int, tuple[LexborNode, int]] = {}
        for key, (node, weight) in level.items():
            masses[key] = masses.get(key, 0) + weight
            if (parent := node.parent) is not None:
                _add_weight(above, parent, weight)
        level = above
    return masses


def _add_weight(weights: dict[int, tuple[LexborNode, int]], node: LexborNode, weight: int) -> None:
    key = node.mem_id
    weights[key] = node, weight + (weights[key][1] if key in weights else 0)


def _is_inline(node: LexborNode) -> bool:
    """Whether an element only marks text; a link does more."""
    return node.tag_id in _INLINE_IDS or (node.tag_id > LAST_KNOWN_ID and node.tag in _OFFICE_TAGS)


def _has_sentence(text: str) -> bool:
    if "，" in text or "。" in text or _SENTENCE.search(text):
        return True
    return ("," in text or ";" in text or "." in text) and _ASCII_SENTENCE.search(text) is not None


def _describe(node: LexborNode) -> str:
    names = node.attributes
    if names.get("id"):
        return f"{node.tag}#{names['id']}"[:60]
    return f"{node.tag}.{'.'.join((names.get('class') or '').split())}".rstrip(".")[:60]
