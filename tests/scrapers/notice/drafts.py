"""Articles drafted as plain text: a line is a paragraph, `**…**` a bold one, `a | b` a table's row."""

from __future__ import annotations

from scrapers.model import Article, Block, Dates


def draft_article(text: str) -> Article:
    """Build an article whose body is the lines of `text`, without blank ones."""
    body = ""
    blocks: list[Block] = []
    for raw in text.strip("\n").split("\n"):
        line = raw.strip()
        if not line:
            continue
        strong = line.startswith("**") and line.endswith("**")
        cells = [cell.strip() for cell in line.split("|")] if "|" in line else []
        content = "\t".join(cells) if cells else line.strip("*") if strong else line
        start = len(body)
        spans: list[tuple[int, int]] = []
        at = start
        for cell in cells:
            spans.append((at, at + len(cell)))
            at += len(cell) + 1
        body += content
        blocks.append(Block(start, len(body), "row" if cells else "paragraph", tuple(spans), strong))
        body += "\n"
    return Article("test:", None, Dates(), None, None, (), body[:-1], tuple(blocks), "")
