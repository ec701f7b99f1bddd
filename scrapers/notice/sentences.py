"""Sentences of a body, by position: the unit in which the notice's own statements are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers.model import Quote

SENTENCE = re.compile(r"[^。！？!?；;\n]+")
SPACE = " \t\u3000\u00a0\u2002\u2003\u200b\ufeff"


def find_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans between full stops, semicolons and line ends in `text[start:end]`, in order."""
    for match in SENTENCE.finditer(text, start, len(text) if end is None else end):
        yield match.span()


def quote_span(text: str, start: int, end: int) -> Quote:
    """The quote of `text[start:end]` without the white space around it."""
    while start < end and text[start] in SPACE:
        start += 1
    while end > start and text[end - 1] in SPACE:
        end -= 1
    return Quote(text[start:end], start, end)
