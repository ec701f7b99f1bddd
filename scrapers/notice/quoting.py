"""Which characters of a body stand inside quotation marks, book titles or brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PAIRS = {
    "”": "“",
    "’": "‘",
    "》": "《",
    "〉": "〈",
    "」": "「",
    "』": "『",
    "）": "(",
    ")": "(",
    "】": "【",
    "〕": "〔",
}
_OPEN = {
    "“": "“",
    "‘": "‘",
    "《": "《",
    "〈": "〈",
    "「": "「",
    "『": "『",
    "（": "(",
    "(": "(",
    "【": "【",
    "〔": "〔",
}
_MARKS = re.compile('[“”‘’《》〈〉「」『』（）()【】〔〕"\n]')
OPENING_QUOTES = '“‘「『"”＂'
CLOSING_QUOTES = '”’」』"“＂'
QUOTES = OPENING_QUOTES + CLOSING_QUOTES


@dataclass(frozen=True, slots=True)
class Quoting:
    """Matched marks of one body.

    `close_of` maps an opening mark's position to its closing one within a paragraph; `spanning` maps opening
    quotation marks left open to the next closing one without its opening in a later paragraph. `inside[i]`
    is 1 where character i is enclosed.
    """

    close_of: dict[int, int]
    spanning: dict[int, int]
    inside: bytearray


def match_quotes(body: str) -> Quoting:
    """Match the marks of `body` paragraph by paragraph, so that a mark left open harms only its own."""
    close_of: dict[int, int] = {}
    spanning: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    left_open: list[int] = []
    straight: int | None = None
    outer: list[tuple[int, int]] = []
    for match in _MARKS.finditer(body):
        mark, at = match.group(), match.start()
        if mark == "\n":
            left_open += [i for kind, i in stack if kind == "“"]
            stack, straight = [], None
        elif mark == '"':
            if straight is None:
                straight = at
            else:
                close_of[straight], straight = at, None
        elif mark in _OPEN:
            stack.append((_OPEN[mark], at))
        else:
            opened = _pop(stack, _PAIRS[mark])
            if opened is not None:
                close_of[opened] = at
            elif mark == "”" and left_open:
                spanning.update(dict.fromkeys(left_open, at))
                left_open = []
    outer = sorted(close_of.items())
    inside = bytearray(len(body) + 1)
    reach = 0
    for start, stop in outer:
        if start >= reach:
            fill(inside, start + 1, stop)
            reach = stop
    return Quoting(close_of, spanning, inside)


def fill(mask: bytearray, start: int, stop: int) -> None:
    """Set `mask[start:stop]` to 1."""
    mask[start:stop] = b"\x01" * max(0, stop - start)


def enclose(quoting: Quoting, spans: Iterable[tuple[int, int]]) -> None:
    """Count further spans (quoted findings over several paragraphs) as enclosed."""
    for start, stop in spans:
        fill(quoting.inside, start + 1, stop)


def _pop(stack: list[tuple[str, int]], kind: str) -> int | None:
    """Pop to the nearest open mark of a kind; marks opened since then were never closed."""
    for depth in range(1, min(len(stack), 8) + 1):
        if stack[-depth][0] == kind:
            at = stack[-depth][1]
            del stack[-depth:]
            return at
    return None
