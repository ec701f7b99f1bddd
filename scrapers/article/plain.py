"""Plain text with markdown marks, as converters of pages write it, to lines."""

from __future__ import annotations

import re

from scrapers.article.attachments import is_attachment, join_address
from scrapers.article.lines import Line, clean_text, make_row
from scrapers.article.masthead import is_trail
from scrapers.model import Attachment

_HEADING = re.compile(r"#{1,6}(?=[\s\u4e00-\u9fff*])\s*")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_BULLET = re.compile(r"(?:[•·●]\s*|[*+-]\s+|>\s*)(?=\S)")
_BOLD_LINE = re.compile(r"(?:\*\*|__)[^*]+(?:\*\*|__)[：:。]?$")
_BOLD = re.compile(r"\*\*|(?<![\w@])__|__(?![\w@])")
_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,200})\]\(\s*<?((?:[^()\s<>]|\([^()\s<>]{0,100}\)){1,500})>?(?:\s+\"[^\"\n]{0,200}\")?\s*\)"
)
# What a converter writes above a page's text: its address and names of parts.
_PREAMBLE = re.compile(r"(?:URL Source|Published Time|Warning|Number of Pages)\s*:.*|Markdown Content\s*:")
_TITLE = re.compile(r"Title\s*:\s*(?=\S)")
_MENU = re.compile(
    r"(?:[*+-]\s+)(?:!?\[[^\[\]\n]{0,30}\]\((?:[^()\n]|\([^()\n]{0,100}\)){0,500}\)[\s|｜·]*)+$"
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_CELLS = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(r"</?(?:p|div|span|b|strong|font|center|u|i|em|a)(?:\s[^<>]{0,300})?>", re.I)


def read_lines(text: str, url: str) -> tuple[list[Line], tuple[Attachment, ...]]:
    """The lines of a text without its marks, and the files it links."""
    lines: list[Line] = []
    files: dict[str, Attachment] = {}
    for raw in re.split(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c", text):
        if not (stripped := raw.strip()):
            continue
        for found in _LINK.finditer(stripped):
            target = join_address(url, found[2])
            if is_attachment(target):
                files.setdefault(target, Attachment(target, clean_text(found[1])))
        if _PREAMBLE.fullmatch(stripped) or _is_menu(stripped):
            continue
        if not lines and (mark := _TITLE.match(stripped)):
            lines.append(_read_line("", stripped[mark.end() :]))
            continue
        if stripped.count("|") > 1 and stripped.startswith("|"):
            if not _SEPARATOR.match(stripped):
                lines.append(_read_row(stripped))
            continue
        if _RULE.match(stripped):
            continue
        line = _read_line(raw, stripped, keep_step=bool(lines) and is_trail(lines[-1].text))
        if line.text:
            lines.append(line)
    return lines, tuple(files.values())


def _is_menu(line: str) -> bool:
    """Whether a list's item is nothing but links to pages."""
    return _MENU.match(line) is not None and not any(is_attachment(link[2]) for link in _LINK.finditer(line))


def _read_line(raw: str, stripped: str, *, keep_step: bool = False) -> Line:
    mark = _HEADING.match(stripped)
    text = stripped[mark.end() :].rstrip("#") if mark else stripped
    strong = mark is not None or _BOLD_LINE.match(text) is not None
    if (bullet := _BULLET.match(text)) and not (keep_step and text[0] == ">"):
        text = text[bullet.end() :]
    indented = raw.startswith(("\u3000", "  ", "\u00a0\u00a0", "\t")) and not bullet
    return Line(clean_text(_strip_marks(text)), strong=strong, indented=indented, heading=strong)


def _read_row(line: str) -> Line:
    cells = _CELLS.split(line.strip())[1:]
    if cells and not cells[-1].strip():
        cells.pop()
    return make_row([clean_text(_strip_marks(_BREAK.sub("", cell))) for cell in cells] or [""])


def _strip_marks(text: str) -> str:
    if "](" in text:
        text = _LINK.sub(lambda m: "" if m[0].startswith("!") else m[1], text)
    text = _BOLD.sub("", text)
    if "<" in text:
        text = _TAG.sub("", text)
    return _ESCAPE.sub(r"\1", text)
