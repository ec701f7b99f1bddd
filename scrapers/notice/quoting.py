"""Which characters of a body stand inside quotation marks, book titles or brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Each mark → the opening mark that stands for its kind; a bracket may close one of the other width.
_OPENING = {
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
_CLOSING = {
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
_MARKS = re.compile('[“”‘’《》〈〉「」『』（）()【】〔〕"]')
_DEEPEST = 8
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
    last = 0
    for match in _MARKS.finditer(body):
        at = match.start()
        mark = body[at]
        if (stack or straight is not None) and body.find("\n", last, at) >= 0:
            left_open += [i for kind, i in stack if kind == "“"]
            stack, straight = [], None
        last = at
        if opening := _OPENING.get(mark):
            stack.append((opening, at))
        elif mark == '"':
            if straight is None:
                straight = at
            else:
                close_of[straight], straight = at, None
        else:
            opened = _pop(stack, _CLOSING[mark])
            if opened is not None:
                close_of[opened] = at
            elif mark == "”" and left_open:
                spanning.update(dict.fromkeys(left_open, at))
                left_open = []
    return Quoting(close_of, spanning, _mask(len(body) + 1, close_of))


def _mask(length: int, close_of: dict[int, int]) -> bytearray:
    """A mask of what the outermost pairs enclose."""
    inside = bytearray(length)
    reach = 0
    for start, stop in sorted(close_of.items()):
        if start >= reach:
            fill(inside, start + 1, stop)
            reach = stop
    return inside


def fill(mask: bytearray, start: int, stop: int) -> None:
    """Set `mask[start:stop]` to 1."""
    mask[start:stop] = b"\x01" * (stop - start)


def enclose(quoting: Quoting, spans: Iterable[tuple[int, int]]) -> None:
    """Count further spans (quoted findings over several paragraphs) as enclosed."""
    for start, stop in spans:
        fill(quoting.inside, start + 1, stop)


def _pop(stack: list[tuple[str, int]], kind: str) -> int | None:
    """Pop to the nearest open mark of a kind; marks opened since then were never closed."""
    if stack and stack[-1][0] == kind:
        return stack.pop()[1]
    for depth in range(2, min(len(stack), _DEEPEST) + 1):
        if stack[-depth][0] == kind:
            at = stack[-depth][1]
            del stack[-depth:]
            return at
    return None
