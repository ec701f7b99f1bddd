"""Pages that the HTML parser's time would grow with the square of: nested too deep, or full of stray tags."""

from __future__ import annotations

import re
from collections import Counter

_SMALL = 60_000
_FEW_TAGS = 4000
_DEEPEST = 400
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Elements that close themselves, or hold nothing: they nest over no other of their kind.
_SHALLOW = frozenset(
    (
        *(
            "p",
            "li",
            "dt",
            "dd",
            "td",
            "tr",
            "th",
            "tbody",
            "thead",
            "tfoot",
            "option",
            "br",
            "hr",
            "img",
            "input",
        ),
        *("meta", "link", "col", "base", "area", "embed", "param", "source"),
    )
)
# What the parser ignores outside a table, and where it stands a second time, joining the text around it.
_TABLE_PARTS = frozenset(("td", "tr", "th", "tbody", "thead", "tfoot", "caption", "col", "colgroup"))
_ONCE = frozenset(("html", "head", "body", "frame", "frameset"))
_PARTING, _BREAKING = "<!---->", "<br>"


def flatten(html: str) -> str:
    """`html` without the tags that nest deeper than any page means to, and without those that mean nothing.

    Small pages come back as they are.
    """
    if len(html) < _SMALL or html.count("<") < _FEW_TAGS:
        return html
    open_now: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    depth = 0
    pieces: list[str] = []
    kept = 0
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2].lower()
        instead = ""
        if name in _ONCE:
            seen[name + closing] += 1
            instead = _PARTING if seen[name + closing] > 1 else ""
        elif name in _TABLE_PARTS:
            instead = "" if open_now["table"] else _PARTING
        elif closing and name != "p" and not open_now[name]:
            instead = _PARTING
        elif name not in _SHALLOW:
            instead = _BREAKING if depth + (not closing) > _DEEPEST else ""
            depth += -1 if closing else 1
            open_now[name] += -1 if closing else 1
        if instead and tag.start() >= kept:
            end = html.find(">", tag.end())
            if end < 0:
                break
            pieces += (html[kept : tag.start()], instead)
            kept = end + 1
    return "".join((*pieces, html[kept:])) if pieces else html
