"""Lines of text on their way to a body: cleaned of odd spaces, then laid out with their spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from scrapers.model import Block

_ODD_SPACE = re.compile("[\t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ue003\ue004]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]")
_RUNS = re.compile("  +")
_CJK = "\u3400-\u9fff\uff08\uff09\uff0c\u3001\u3002\uff1b\uff1a\u201c\u201d\u300a\u300b"
# Converters set spaces around numbers (`于 2020 年 3 月`); numbering at a line's start keeps its own.
_BEFORE_NUMBER = re.compile(rf" (?<=[{_CJK}] )(?=\d[\d.,%]* ?[{_CJK}])")
_BEHIND_NUMBER = re.compile(rf" (?<=[\d%] )(?=[{_CJK}])")
_NUMBER_END = re.compile(rf"(?:[{_CJK}]|^(?=\d{{4}}$))[\d.,%]*$")
_LONGEST_NUMBER = 24


class Line(NamedTuple):
    """A paragraph, or a table row by its cells. `indented` tells that the source set it in."""

    text: str
    cells: tuple[str, ...] = ()
    strong: bool = False
    indented: bool = False
    heading: bool = False


def clean_text(text: str) -> str:
    """One line of `text` with plain single spaces and nothing invisible, numbers closed up to their words."""
    text = text.strip()
    if not text.isprintable():
        text = _INVISIBLE.sub("", _ODD_SPACE.sub(" ", text)).strip()
    if " " in text:
        if "  " in text:
            text = _RUNS.sub(" ", text)
        text = _BEFORE_NUMBER.sub("", text)
        text = _BEHIND_NUMBER.sub(_close_up, text)
    return text


def fold_newlines(text: str) -> str:
    """`text` without its source's line ends, which mean nothing in HTML; a space between Latin words."""
    parts = [part for part in (part.strip(" \t\r\f") for part in text.split("\n")) if part]
    if len(parts) < 2:
        return parts[0] if parts else ""
    pieces = parts[:1]
    for before, part in pairwise(parts):
        pieces.append(" " + part if before[-1].isascii() and part[0].isascii() else part)
    return "".join(pieces)


def _close_up(space: re.Match[str]) -> str:
    """Nothing for a space behind a number inside a sentence; one for a space behind a line's own number."""
    start = max(0, space.start() - _LONGEST_NUMBER)
    return "" if _NUMBER_END.search(space.string[start : space.start()]) else " "


def make_row(cells: Sequence[str], *, strong: bool = False) -> Line:
    """A table row; its text is the cells joined by tabs."""
    return Line("\t".join(cells), cells=tuple(cells), strong=strong)


def lay_out(lines: Sequence[Line]) -> tuple[str, tuple[Block, ...]]:
    """The body of `lines`, one newline between them, with a block a line."""
    blocks: list[Block] = []
    at = 0
    for line in lines:
        end = at + len(line.text)
        if line.cells:
            blocks.append(Block(at, end, "row", _place_cells(line.cells, at), line.strong))
        else:
            blocks.append(Block(at, end, "paragraph", (), line.strong))
        at = end + 1
    return "\n".join(line.text for line in lines), tuple(blocks)


def _place_cells(cells: Sequence[str], at: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for cell in cells:
        spans.append((at, at + len(cell)))
        at += len(cell) + 1
    return tuple(spans)
