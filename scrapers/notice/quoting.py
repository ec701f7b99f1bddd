"""Which characters of a body stand inside quotation marks, book titles or brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The opening and the closing marks of each kind; a bracket may close one of the other width.
PAIRS: tuple[tuple[str, str], ...] = (
    ("“", "”"),
    ("‘", "’"),
    ("《", "》"),
    ("〈", "〉"),
    ("「", "」"),
    ("『", "』"),
    ("（(", "）)"),
    ("【", "】"),
    ("〔", "〕"),
)
_OPENING = {mark: opening for opening, _ in PAIRS for mark in opening}
_CLOSING = {mark: opening for opening, closing in PAIRS for mark in closing}
_ANY = "".join((*_OPENING, *_CLOSING, '"'))
_UNMARKED = rf"[^{_ANY}\n]*"
# A pair that encloses no other mark, else a single mark.
_MARKS = re.compile(
    f"[{_ANY}](?:" + "|".join(f"(?<=[{opening}]){_UNMARKED}[{closing}]" for opening, closing in PAIRS) + ")?"
)
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
        at, stop = match.span()
        if (stack or straight is not None) and body.find("\n", last, at) >= 0:
            left_open += [i for kind, i in stack if kind == "“"]
            stack, straight = [], None
        last = stop - 1
        if last > at:
            close_of[at] = last
            continue
        mark = body[at]
        if mark in _OPENING:
            stack.append((_OPENING[mark], at))
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
            inside[start + 1 : stop] = b"\x01" * (stop - start - 1)
            reach = stop
    return inside


def enclose(quoting: Quoting, start: int, stop: int) -> None:
    """Count what stands between two positions (a finding quoted over several paragraphs) as enclosed."""
    quoting.inside[start + 1 : stop] = b"\x01" * (stop - start - 1)


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
