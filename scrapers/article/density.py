"""Where the sentences of a page stand densest: its article, where no container is known by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.dates import find_stamps
from scrapers.article.markup import LAST_KNOWN_ID, TEXT_ID, UNSEEN_IDS, tag_ids
from scrapers.article.masthead import is_masthead
from scrapers.article.noise import is_footer, starts_aside
from scrapers.article.paragraphs import is_numbered
from scrapers.article.surroundings import iterate_up

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


def find_dense(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds most of the page's sentences, or the highest above it that is a chapter."""
    densest = _find_densest(tree)
    return _find_whole(densest) if densest else None


def collect_parts(node: LexborNode) -> tuple[LexborNode, ...]:
    """A dense element between those beside it in which its article begins and goes on."""
    return (*_find_lead(node), node, *_find_rest(node))


def _find_densest(tree: LexborHTMLParser) -> LexborNode | None:
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
    return node.tag_id == _SECTION_ID or (node.tag_id == _DIV_ID and bool(node.attrs.get("class")))


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
    return alike and other.attrs.get("class") == node.attrs.get("class")


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
    """Add to what an element weighs so far."""
    key = node.mem_id
    weights[key] = node, weight + (weights[key][1] if key in weights else 0)


def _is_inline(node: LexborNode) -> bool:
    """Whether an element only marks text; a link does more."""
    return node.tag_id in _INLINE_IDS or (node.tag_id > LAST_KNOWN_ID and node.tag in _OFFICE_TAGS)


def _has_sentence(text: str) -> bool:
    if "，" in text or "。" in text or _SENTENCE.search(text):
        return True
    return ("," in text or ";" in text or "." in text) and _ASCII_SENTENCE.search(text) is not None
