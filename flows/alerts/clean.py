"""Making words from a page harmless in a message, and cutting them to a length, never within a character."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# Full-width look-alikes: inert in every dialect of markdown (WeCom, DingTalk and Feishu document no common
# escape), and unchanged to a Chinese reader. `<` also opens WeCom's <@userid> and Feishu's <at id=all>, `@`
# mentions people in IM text, and `://` would become a link that the publisher never made.
TEXT_MARKS = str.maketrans({"@": "＠", "<": "＜", ">": "＞"})
MARKDOWN_MARKS = str.maketrans(
    {
        "@": "＠",
        "<": "＜",
        ">": "＞",
        "*": "＊",
        "_": "＿",
        "`": "｀",
        "~": "～",
        "#": "＃",
        "[": "［",
        "]": "］",
        "(": "（",
        ")": "）",
        "!": "！",
        "|": "｜",
        "\\": "＼",
        "&": "＆",
        "$": "＄",
    }
)
SENTENCE_END = re.compile(r"[。！？；!?;\n]")
ELLIPSIS = "…"


def flatten(text: str) -> str:
    """One line, without control, format (bidirectional, zero-width) and unassigned characters."""
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(kept.split())


def for_text(text: str) -> str:
    """Page words for a plain text message."""
    return flatten(text).translate(TEXT_MARKS).replace("://", "：//")


def for_markdown(text: str) -> str:
    """Page words for a markdown message; none stands at the start of a line."""
    return flatten(text).translate(MARKDOWN_MARKS).replace("://", "：//")


def safe_link(url: str | None) -> str:
    """An address that can stand in any form of message: http(s) only, markup percent-encoded."""
    if not url:
        return ""
    url = flatten(url).replace(" ", "%20")
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    return quote(url, safe=":/?#@!$&+,;=%-._~")


def cut_text(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a sentence where one ends in the last six tenths."""
    return text if len(text) <= limit else _cut(text, limit - len(ELLIPSIS))


def cut_bytes(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8, cut after a sentence where one ends in the last six tenths."""
    data = text.encode()
    if len(data) <= limit:
        return text
    room = data[: max(limit - len(ELLIPSIS.encode()), 0)].decode("utf-8", "ignore")
    return _cut(text, len(room))


def _cut(text: str, size: int) -> str:
    size = max(size, 0)
    ends = [m.end() for m in SENTENCE_END.finditer(text, int(size * 0.4), size)]
    if ends:
        return text[: ends[-1]].rstrip() + ELLIPSIS
    while 0 < size < len(text) and _continues(text, size):
        size -= 1
    return text[:size].rstrip() + ELLIPSIS


def _continues(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it: marks, joiners, variants, skin tones."""
    after, before = text[at], text[at - 1]
    return (
        unicodedata.combining(after) > 0
        or "\u200d" in (after, before)
        or "\ufe00" <= after <= "\ufe0f"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
