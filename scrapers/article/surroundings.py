"""The lines above and below the element that holds a page's article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.lines import Line
from scrapers.article.markup import is_furniture, read_lines, tag_ids
from scrapers.article.masthead import is_label, is_source_behind, is_trail, read_fields

_SKIPPED_IDS = tag_ids(("script", "style", "link", "meta", "noscript", "input", "iframe", "select", "head"))
_BREAK_IDS = tag_ids(("br", "hr"))
_MENU_IDS = tag_ids(("header", "nav"))
_TOP_IDS = tag_ids(("html", "body"))
_STEPS = ">＞»›→"
_TRAIL_ENDS = ">＞»›→置:："
_STEP_END = re.compile(r"(?:[>＞»›→]|位置\s*[:：]?)$")
_STEP = re.compile(r"[>＞»›→]")
_MENU = re.compile(r"\b(?:header|nav|menu|logo|top|banner|search)", re.I)
_HIGHEST = 60
_NEAREST = 1
_MASTHEAD = re.compile(r"来源|发布|位置|首页")
_MOST_LINES = 60
_LARGE = 1500
_BUDGET = 1600
_BUDGET_BEYOND = 200
_NEAR = 12
_MOST_SIBLINGS = 400


def lines_before(node: LexborNode) -> list[Line]:
    """The lines of the page above an element, in order: those near it, and a breadcrumb further up."""
    levels: list[list[Line]] = []
    budget, siblings = _BUDGET, _MOST_SIBLINGS
    for height, up in enumerate(iterate_up(node, _HIGHEST)):
        nodes: list[LexborNode] = []
        other = up.prev
        while other is not None and siblings > 0:
            siblings -= 1
            if other.tag_id in _BREAK_IDS:
                nodes.append(other)
            elif not other.is_empty_text_node and (
                size := _measure(other, far=height > _NEAREST, late=budget <= 0)
            ):
                budget -= size
                nodes.append(other)
            other = other.prev
        if nodes and (level := glue(read_lines(nodes[::-1], tables=False))):
            levels.append(level)
            if budget > _BUDGET_BEYOND and any(read_fields(line.text).stamps for line in level[-_NEAR:]):
                budget = _BUDGET_BEYOND
            if budget <= 0 and any(is_trail(line.text) for line in level):
                break
    return [line for level in reversed(levels) for line in level]


def lines_without(tree: LexborHTMLParser) -> list[Line]:
    """The lines of a page whose article stands in none of its elements."""
    return glue(read_lines([tree.body], tables=False))[:_MOST_LINES] if tree.body else []


def lines_after(node: LexborNode) -> list[Line]:
    """The lines of the page just below an element."""
    lines: list[Line] = []
    for up in iterate_up(node, 3):
        nodes: list[LexborNode] = []
        other = up.next
        while other is not None and len(nodes) < 12:
            if _measure(other):
                nodes.append(other)
            other = other.next
        if nodes:
            lines += glue(read_lines(nodes, tables=False))
    return lines


def glue(lines: Sequence[Line]) -> list[Line]:
    """`lines` with a breadcrumb's steps in one line, and each label in one line with its value."""
    out: list[Line] = []
    for line in lines:
        last = out[-1].text if out else ""
        if (
            last
            and len(last) < 200
            and (line.text[0] in _STEPS or (last[-1] in _TRAIL_ENDS and _STEP_END.search(last)))
            and not is_label(line.text)
        ):
            out[-1] = Line(f"{last} {line.text}")
        elif last and len(line.text) < 80 and is_label(last) and not (line.heading or is_label(line.text)):
            out[-1] = Line(f"{last} {line.text}" if last[-1] in ":：" else f"{last}： {line.text}")
        elif last and is_source_behind(last, line.text):
            out[-1] = Line(f"{last} {line.text}")
        else:
            out.append(line)
    return out


def _measure(node: LexborNode, *, far: bool = False, late: bool = False) -> int:
    """How much text a sibling adds; 0 where it is furniture or too large for a masthead.

    Of the page's header and menus, and of anything once enough has been read, only a breadcrumb counts.
    """
    if node.is_text_node:
        return 0 if late else len((node.text_content or "").strip())
    if not node.is_element_node or node.tag_id in _SKIPPED_IDS:
        return 0
    text = node.text()
    if len(text) > _LARGE * 4 or not (size := len(text := text.strip())) or size > _LARGE:
        return 0
    if late or (far and _is_menu(node)):
        return size if "位置" in text or (text.startswith("首页") and _STEP.search(text)) else 0
    return 0 if is_furniture(node) and not _MASTHEAD.search(text) else size


def _is_menu(node: LexborNode) -> bool:
    if node.tag_id in _MENU_IDS:
        return True
    names = node.attributes
    return _MENU.search(f"{names.get('class') or ''} {names.get('id') or ''}") is not None


def iterate_up(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """An element and its ancestors below the body, nearest first."""
    up: LexborNode | None = node
    for _ in range(levels):
        if up is None or up.tag_id in _TOP_IDS:
            return
        yield up
        up = up.parent
