"""Serialised HTML → lines: block elements break lines, everything else is dropped."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from scrapers.article.lines import Line, clean_text
from scrapers.article.tables import cut_tables

BREAK, BOLD, PLAIN, ROW = "\x01", "\x02", "\x03", "\x04"

_ATTRS = r"[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>"
# What a serialised tree holds that is no text: raw elements, form controls, comments.
_UNSEEN = re.compile(
    r"<(script|style|noscript|iframe|xmp|noembed|noframes|template|select|button|textarea|object|audio|video|svg|"
    r"canvas|title)\b[^>]*>.*?</\1>|<!--.*?-->",
    re.S,
)
_BLOCKS = (
    "p|div|br|tr|td|th|li|table|tbody|thead|tfoot|caption|ul|ol|dl|dt|dd|section|article|center|blockquote|hr|form|pre|"
    "header|footer|main|aside|nav|figure|figcaption|address|fieldset|body|ucapcontent|ucaptitle"
)
_HEADING_OPEN = re.compile(r"<h[1-6]\b" + _ATTRS)
_HEADING_CLOSE = re.compile(r"</h[1-6]>")
_BOLD_OPEN = re.compile(r"<(?:strong|b)(?:\s" + _ATTRS + "|>)")
_BOLD_CLOSE = re.compile(r"</(?:strong|b)>")
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})(?=[\s>/])" + _ATTRS)
_TAG = re.compile(r"</?[a-zA-Z]" + _ATTRS)
_FOLD = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]\s*|[ \t]*[\r\n]\s*(?=[^\x00-\x7f])")
_PRE = re.compile(r"<pre\b.*?</pre>", re.S)
_PAGE_BREAK = re.compile(r"#PAGE_?BREAK#|\[page\]|\[NextPage\]|_ueditor_page_break_tag_", re.I)
_INDENT = re.compile("[\\s\x02\x03]*(?:[\u3000\u2003]{2}|(?:\u00a0[ ]?){3,}|[\u3000\u2003\u00a0 ]{3,})")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_HIDDEN_STYLE = re.compile(r"display:\s*none|visibility:\s*hidden")
# class or id of what sites set inside a body without it being part of it
_FURNITURE = re.compile(
    r"bdshare|bshare|share[-_]?(?:box|bar|btn|list|area)|social-share|jiathis|crumbs|qr_?code|[-_]ewm|ewm[-_]|erweima|"
    r"font-?size|fontzoom|reldocuments|prev-?next|up_?down_?page|related|pagination|print-?btn|toolbar"
)
_MOST_FURNITURE = 400


def read_lines(node: LexborNode) -> list[Line]:
    """The paragraphs and table rows of an element, cleaned. Changes the tree: call it once a node."""
    html = node.html or ""
    if _needs_pruning(html):
        _prune(node, html)
        html = node.html or ""
    rows: list[Line] = []
    if "<table" in html and (rows := cut_tables(node, _cell_text)):
        html = node.html or ""
    return html_to_lines(html, rows)


def html_to_lines(html: str, rows: list[Line] | None = None) -> list[Line]:
    """The lines of serialised HTML; `rows` are put where `cut_tables` left its marks."""
    text = _mark(html)
    lines: list[Line] = []
    left = {str(at): row for at, row in enumerate(rows or ())}
    depth = 0
    bold = BOLD in text
    for raw in text.split(BREAK):
        strong = False
        piece = raw
        if bold and (depth or BOLD in raw):
            piece, strong, depth = _read_bold(raw, depth)
        if left and raw.startswith(ROW):
            if (row := left.pop(raw[1:].strip(), None)) is not None:
                lines.append(row)
            continue
        if cleaned := clean_text(piece):
            lines.append(Line(cleaned, strong=strong, indented=_is_indented(raw), heading=strong and len(cleaned) < 100))
    return lines


def _mark(html: str) -> str:
    """HTML as text with breaks and bold marked by control characters."""
    if "<!--" in html or _UNSEEN.search(html):
        html = _UNSEEN.sub("", html)
    if "<pre" in html:
        html = _PRE.sub(lambda m: m[0].replace("\n", BREAK), html)
    if "\n" in html or "\r" in html:
        html = html.replace("\r\n", "\n").replace(">\n", ">").replace("\n<", "<")
    if "<h" in html:
        html = _HEADING_CLOSE.sub(PLAIN + BREAK, _HEADING_OPEN.sub(BREAK + BOLD, html))
    if "<strong" in html or "<b" in html:
        html = _BOLD_CLOSE.sub(PLAIN, _BOLD_OPEN.sub(BOLD, html))
    text = _TAG.sub("", _BLOCK.sub(BREAK, html))
    if "&" in text:
        text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    if "\n" in text:
        text = _FOLD.sub("", text)
    if "PAGE" in text or "page" in text or "Page" in text:
        text = _PAGE_BREAK.sub(BREAK, text)
    return text


def _read_bold(raw: str, depth: int) -> tuple[str, bool, int]:
    """A marked line as plain text, whether all of it is bold, and how deep in bold it ends."""
    plain = False
    pieces: list[str] = []
    for piece in re.split("([\x02\x03])", raw):
        if piece == BOLD:
            depth += 1
        elif piece == PLAIN:
            depth = max(0, depth - 1)
        elif piece:
            pieces.append(piece)
            plain = plain or (depth == 0 and not piece.isspace() and piece.strip("\u200b\ufeff：:。") != "")
    return "".join(pieces), not plain, depth


def _is_indented(raw: str) -> bool:
    return raw[:1] in "\u3000\u00a0 \u2003\x02\x03\n" and _INDENT.match(raw) is not None


def _needs_pruning(html: str) -> bool:
    return (
        _HIDDEN_STYLE.search(html) is not None
        or _BOLD_STYLE.search(html) is not None
        or _FURNITURE.search(html) is not None
    )


def _prune(node: LexborNode, html: str) -> None:
    """Drop hidden elements and furniture, and set marks where a style makes bold."""
    if _HIDDEN_STYLE.search(html) or _BOLD_STYLE.search(html):
        for styled in node.css("[style]"):
            style = styled.attributes.get("style") or ""
            if _HIDDEN_STYLE.search(style):
                _drop(styled, node)
            elif _BOLD_STYLE.search(style):
                styled.insert_before(BOLD)
                styled.insert_after(PLAIN)
    if _FURNITURE.search(html):
        for marked in node.css("[class],[id]"):
            if is_furniture(marked):
                _drop(marked, node)


def is_furniture(node: LexborNode) -> bool:
    """Whether an element's class or id names it a share bar, QR hint, related list or the like."""
    names = node.attributes
    return _FURNITURE.search(f"{names.get('class') or ''} {names.get('id') or ''}".lower()) is not None


def _drop(element: LexborNode, root: LexborNode) -> None:
    """Drop an element unless it holds too much to be a control: bodies shown by a script start hidden."""
    if element.mem_id != root.mem_id and len(element.text()) <= _MOST_FURNITURE:
        element.decompose()


def _cell_text(cell: LexborNode) -> tuple[str, bool]:
    """The text of a table's cell without its breaks, and whether all of it is bold."""
    lines = html_to_lines(cell.inner_html or "")
    text = "".join(line.text if not _ends_latin(line.text) else line.text + " " for line in lines).strip()
    return text, bool(lines) and all(line.strong for line in lines)


def _ends_latin(text: str) -> bool:
    return text[-1:].isascii() and text[-1:].isalpha()
