"""The lines above and below the element that holds a page's article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from scrapers.article.lines import Line
from scrapers.article.markup import html_to_lines, is_furniture
from scrapers.article.masthead import is_label, is_trail

_SKIPPED = frozenset(("script", "style", "link", "meta", "noscript", "input", "iframe", "-comment", "select", "head"))
_STEP_START = re.compile(r"[>＞»›→]")
_STEP_END = re.compile(r"(?:[>＞»›→]|位置\s*[:：]?)$")
_LARGE = 1500
_BUDGET = 1600
_MOST_SIBLINGS = 400


def lines_before(node: LexborNode) -> list[Line]:
    """The lines of the page above an element, in order: those near it, and a breadcrumb further up."""
    levels: list[list[Line]] = []
    budget, siblings = _BUDGET, _MOST_SIBLINGS
    up: LexborNode | None = node
    while up is not None and up.tag not in ("body", "html") and siblings > 0:
        pieces: list[str] = []
        other = up.prev
        while other is not None and siblings > 0:
            siblings -= 1
            size, html = _read(other, only_trail=budget <= 0)
            budget -= size
            if html:
                pieces.append(html)
            other = other.prev
        if pieces:
            levels.append(glue(html_to_lines("".join(reversed(pieces)))))
            if budget <= 0 and any(is_trail(line.text) for line in levels[-1]):
                break
        up = up.parent
    return [line for level in reversed(levels) for line in level]


def lines_after(node: LexborNode) -> list[Line]:
    """The lines of the page just below an element."""
    lines: list[Line] = []
    up: LexborNode | None = node
    for _ in range(3):
        if up is None or up.tag in ("body", "html"):
            break
        pieces: list[str] = []
        other = up.next
        while other is not None and len(pieces) < 12:
            _, html = _read(other)
            if html:
                pieces.append(html)
            other = other.next
        lines += glue(html_to_lines("".join(pieces)))
        up = up.parent
    return lines


def glue(lines: list[Line]) -> list[Line]:
    """`lines` with a breadcrumb's steps in one line, and each label in one line with its value."""
    out: list[Line] = []
    for line in lines:
        last = out[-1].text if out else ""
        if last and len(last) < 200 and (_STEP_START.match(line.text) or _STEP_END.search(last)):
            out[-1] = Line(f"{last} {line.text}")
        elif last and len(line.text) < 80 and is_label(last) and not is_label(line.text):
            out[-1] = Line(f"{last} {line.text}" if last[-1] in ":：" else f"{last}： {line.text}")
        else:
            out.append(line)
    return out


def _read(node: LexborNode, *, only_trail: bool = False) -> tuple[int, str]:
    """How much text a sibling adds, and its HTML; nothing where it is furniture or too large for a masthead."""
    if node.is_text_node:
        text = node.text_content or ""
        return (len(text.strip()), node.html or "") if text.strip() and not only_trail else (0, "")
    if node.tag in _SKIPPED or not node.is_element_node:
        return 0, ""
    text = node.text().strip()
    if not text or len(text) > _LARGE or (only_trail and "位置" not in text and not text.startswith("首页")):
        return 0, "\x01" if not text else ""
    if is_furniture(node) and "来源" not in text and "发布" not in text:
        return 0, ""
    return len(text), node.html or ""


def iterate_up(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """An element and its ancestors below the body, nearest first."""
    up: LexborNode | None = node
    for _ in range(levels):
        if up is None or up.tag in ("body", "html"):
            return
        yield up
        up = up.parent
