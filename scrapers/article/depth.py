"""Pages nested too deep: the HTML parser's time grows with the square of the depth."""

from __future__ import annotations

import re

_SMALL = 30_000
_FEW_TAGS = 4000
_DEEPEST = 400
# Elements that may stay open over one another; p, li, td and the like close themselves.
_NESTING = re.compile(
    r"<(/?)(div|span|ul|ol|dl|table|font|b|strong|i|em|u|a|section|article|blockquote|center|form|main|nav|aside|header|"
    r"footer|small|big|sub|sup|code|tt|s|strike|nobr|fieldset|details|label|ins|del|svg|math|object|button|select|"
    r"[a-z]+:[a-z]+|[a-z]+-[a-z-]+)\b",
    re.I,
)


def flatten(html: str) -> str:
    """`html` with the tags dropped that open or close elements deeper than any page means to nest."""
    if len(html) < _SMALL or html.count("<") < _FEW_TAGS:
        return html
    depth = 0
    pieces: list[str] = []
    kept = 0
    for tag in _NESTING.finditer(html):
        if tag[1]:
            deep = depth > _DEEPEST
            depth = max(0, depth - 1)
        else:
            depth += 1
            deep = depth > _DEEPEST
        if deep:
            end = html.find(">", tag.end())
            if end < 0:
                break
            pieces += (html[kept : tag.start()], "<br>")
            kept = max(kept, end + 1)
    return "".join((*pieces, html[kept:])) if pieces else html
