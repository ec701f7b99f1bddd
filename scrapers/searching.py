"""Patterns of many alternatives, compiled so that a search looks no further where none of them can begin.

The engine passes over a text fastest where a pattern begins with a character or a class, or each alternative
with a character: it tries to match at those only. `compile_anchored` makes such a pattern of a table;
`compile_search` looks ahead where a pattern begins with something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_WORD: r"\w",
}
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_EMPTY = (ops.ASSERT, ops.ASSERT_NOT, ops.AT)


def compile_anchored(rows: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    """A search for the characters of a table, each with what stands about it: rows of (characters, pattern).

    What stands before a character is a look-behind that ends with it: `("前", "(?<=汛期前)|[梳协]")`. A match
    is the character alone. Rare characters are found soonest: 委托 by its 托.
    """
    return re.compile("|".join(f"{re.escape(char)}(?={about})" for chars, about in rows for char in chars))


def compile_search(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, with a look ahead at the first character where the pattern tells which it can be.

    The engine tries every alternative of a pattern at every character of a text. Where it sees at once that
    none begins there, a table of a hundred words is searched some ten times as fast.
    """
    items = _parser.parse(pattern, flags)
    first = "" if _leads_itself(items) else _first_of_all(items)
    return re.compile(f"(?=[{first}])(?:{pattern})" if first else pattern, flags)


def _leads_itself(items: Any) -> bool:
    """Say whether a pattern begins with a character, a class or the start, where the engine needs no help."""
    op, value = items[0] if items else (ops.AT, ops.AT_BEGINNING)
    if op is ops.SUBPATTERN:
        return _leads_itself(value[-1])
    if op is ops.BRANCH:
        return all(branch and branch[0][0] is ops.LITERAL for branch in value[1])
    return op in (ops.LITERAL, ops.IN) or value is ops.AT_BEGINNING


def _first_of_all(items: Any) -> str:
    """The characters with which a sequence begins, as the inside of a class; empty where it can be any."""
    found = ""
    for op, value in items:
        first, optional = _first_of(op, value)
        if first is None:
            return ""
        found += first
        if not optional:
            return found
    return ""


def _first_of(op: Any, value: Any) -> tuple[str | None, bool]:
    """The first characters of one item, None where it can be any, and whether it may match nothing."""
    if op is ops.LITERAL:
        return re.escape(chr(value)), False
    if op is ops.IN:
        parts = [_class_part(kind, part) for kind, part in value]
        return (None if "" in parts else "".join(parts)), False
    if op is ops.BRANCH:
        firsts = [_first_of_all(branch) for branch in value[1]]
        return (None if "" in firsts else "".join(firsts)), False
    if op is ops.SUBPATTERN:
        return _first_of_all(value[-1]) or None, False
    if op in _REPEATS:
        return _first_of_all(value[2]) or None, value[0] == 0
    return ("", True) if op in _EMPTY else (None, False)


def _class_part(kind: Any, part: Any) -> str:
    if kind is ops.LITERAL:
        return re.escape(chr(part))
    if kind is ops.RANGE:
        return f"{re.escape(chr(part[0]))}-{re.escape(chr(part[1]))}"
    return _CATEGORIES.get(part, "") if kind is ops.CATEGORY else ""
