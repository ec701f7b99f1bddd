"""Elements → lines: block elements and breaks part them, bold and tables are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.lines import Line, clean_text, fold_newlines
from scrapers.article.masthead import is_trail
from scrapers.article.tables import is_data, read_grid, read_rows
from scrapers.searching import compile_search

_BLOCKS = (
    *(
        "p",
        "div",
        "br",
        "tr",
        "td",
        "th",
        "li",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "ul",
        "ol",
        "dl",
        "dt",
    ),
    *(
        "dd",
        "section",
        "article",
        "center",
        "blockquote",
        "hr",
        "form",
        "pre",
        "header",
        "footer",
        "main",
        "aside",
    ),
    *(
        "nav",
        "figure",
        "figcaption",
        "address",
        "fieldset",
        "body",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "details",
    ),
    "summary",
)
_BOLD = ("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = (
    *("script", "style", "noscript", "iframe", "xmp", "noembed", "noframes", "template", "select", "option"),
    *("button", "textarea", "object", "audio", "video", "svg", "canvas", "title", "head", "input", "math"),
)
# Elements that say nothing of their text where no style makes them bold or hidden.
_WRAPS = "span, font, a, em, i, u"
_NAMED_BLOCKS = frozenset(("ucapcontent", "ucaptitle"))
_PAGE_BREAK = re.compile(r"#PAGE_?BREAK#|\[page\]|\[NextPage\]", re.I)
_INDENTS = ("\u3000\u3000", "\u2003\u2003", "\u00a0\u00a0\u00a0", "\u00a0 \u00a0", "    ")
_STYLE = compile_search(
    r"(display:\s*none|visibility:\s*hidden)|(?<![\w-])(?:(font-weight:\s*(?:bold|[6-9]00))|(font-weight:\s*normal))",
    re.I,
)
# class or id of what sites set inside or beside a body without it being part of it
_FURNITURE = compile_search(
    r"bdshare|bshare|share[-_]?(?:box|bar|btn|list|area)|social-share|jiathis|crumbs|qr_?code|[-_]ewm|ewm[-_]|erweima|"
    r"font-?size|fontzoom_|reldocuments|field-tags|(?:article|post|news)-?tags|prev-?next|up_?down_?page|pagination|print-?btn",
    re.I,
)
_MARKED = "[class],[id*=share],[id*=code],aside"
_MOST_HIDDEN = 400
_SLIGHT = " \t\r\n\u00a0\u3000\u200b\ufeff：:。"
_HEADING = 100


def tag_ids(names: Iterable[str]) -> frozenset[int]:
    """Lexbor's numbers of tags, by which nodes are compared without making strings."""
    ids = set()
    for name in names:
        node = LexborHTMLParser("<html></html>").create_node(name)
        ids.add(node.tag_id)
    return frozenset(ids)


_BLOCK_IDS = tag_ids(_BLOCKS)
_BOLD_IDS = tag_ids(_BOLD)
UNSEEN_IDS = tag_ids(_UNSEEN)
# Only these are dropped: a heading or a cell whose class names a size of fonts holds text.
_FURNISHED_IDS = tag_ids(("div", "ul", "dl", "p", "span"))
(_TABLE_ID,) = tag_ids(["table"])
(_PRE_ID,) = tag_ids(["pre"])
(_ASIDE_ID,) = tag_ids(["aside"])
TEXT_ID = 2
LAST_KNOWN_ID = 200


def read_lines(nodes: Sequence[LexborNode], *, tables: bool = True) -> list[Line]:
    """The paragraphs and table rows of elements that follow one another, cleaned.

    Without `tables` a table's cells are lines of their own, and styles are not looked at.
    """
    reader = _Reader(tables)
    for node in nodes:
        reader.read(node)
    reader.end_line()
    return reader.lines


class _Reader:
    """One pass over nodes in document order, holding the line being read."""

    __slots__ = ("_pieces", "_plain", "_styles", "_tables", "lines")

    def __init__(self, tables: bool) -> None:
        self.lines: list[Line] = []
        self._tables = tables
        self._styles: dict[int, re.Match[str]] = {}
        self._pieces: list[str] = []
        self._plain = False

    def read(self, root: LexborNode) -> None:
        """Read one node and all below it; without recursion, since pages nest as deep as they like."""
        if self._tables and root.is_element_node:
            self._prepare(root)
        styles, pieces = self._styles, self._pieces
        node, bold, kept = root, False, False
        above: list[tuple[LexborNode, bool, bool, bool]] = []
        while True:
            tag = node.tag_id
            if tag == TEXT_ID:
                text = node.text_content or ""
                text = self._end_lines(text, bold) if kept and "\n" in text else text
                if pieces or not (text.isspace() and text.isascii()):
                    pieces.append(text)
                    self._plain = self._plain or (not bold and text.strip(_SLIGHT) != "")
            elif tag not in UNSEEN_IDS:
                block = tag in _BLOCK_IDS or (tag > LAST_KNOWN_ID and node.tag in _NAMED_BLOCKS)
                if block and pieces:
                    self.end_line()
                child = node.first_child
                if child is not None and not ((styles or tag == _TABLE_ID) and self._is_closed(node, tag)):
                    above.append((node, bold, kept, block))
                    bold = bold or tag in _BOLD_IDS
                    if styles:
                        bold = self._is_bold(node, bold)
                    kept = kept or tag == _PRE_ID
                    node = child
                    continue
            while above:
                if (following := node.next) is not None:
                    node = following
                    break
                node, bold, kept, block = above.pop()
                if block and pieces:
                    self.end_line()
            else:
                return

    def _prepare(self, root: LexborNode) -> None:
        """Note what styles say below an element; where they say nothing, join the texts of its inlines.

        An inline element that holds the whole article (span#BodyLabel) is not dissolved itself.
        """
        self._styles = _find_styles(root)
        if not self._styles:
            for wrap in root.css(_WRAPS):
                if wrap.mem_id != root.mem_id:
                    wrap.unwrap()
            root.merge_text_nodes()

    def _is_closed(self, node: LexborNode, tag: int) -> bool:
        """Whether no more of an element is to be read: it is hidden, or a table that was read as data."""
        return self._is_hidden(node) or (tag == _TABLE_ID and self._tables and self._read_table(node))

    def _is_hidden(self, node: LexborNode) -> bool:
        style = self._styles.get(node.mem_id)
        return style is not None and style[1] is not None and len(node.text()) <= _MOST_HIDDEN

    def _is_bold(self, node: LexborNode, bold: bool) -> bool:
        style = self._styles.get(node.mem_id)
        return bold if style is None else (bold or style[2] is not None) and style[3] is None

    def _end_lines(self, text: str, bold: bool) -> str:
        """Close the line being read at each line end of preformatted `text`; what follows the last one."""
        *lines, rest = text.split("\n")
        for line in lines:
            self._pieces.append(line)
            self._plain = self._plain or (not bold and line.strip(_SLIGHT) != "")
            self.end_line()
        return rest

    def end_line(self) -> None:
        """Close the line being read."""
        raw = "".join(self._pieces)
        strong = not self._plain
        self._pieces.clear()
        self._plain = False
        self._close(raw, strong)

    def _close(self, raw: str, strong: bool) -> None:
        """Keep a line that was read; a mark of the editor's where a page ends closes one too."""
        if "\n" in raw:
            raw = fold_newlines(raw)
        if ("#" in raw or "[" in raw) and _PAGE_BREAK.search(raw):
            for part in _PAGE_BREAK.split(raw):
                self._close(part, strong)
        elif text := clean_text(raw):
            indented = raw.startswith(_INDENTS)
            self.lines.append(Line(text, (), strong, indented, strong and len(text) < _HEADING))

    def _read_table(self, table: LexborNode) -> bool:
        """Whether a table is data; its rows are read then."""
        grid = read_grid(table)
        if not is_data(table, grid):
            return False
        self.lines += read_rows(grid, _read_cell)
        return True


def _find_styles(root: LexborNode) -> dict[int, re.Match[str]]:
    """What styles say of boldness and hiding, by element."""
    styles: dict[int, re.Match[str]] = {}
    read: dict[str, re.Match[str] | None] = {}
    for node in root.css("[style]"):
        style = node.attrs.get("style") or ""
        if style not in read:
            read[style] = _STYLE.search(style)
        if found := read[style]:
            styles[node.mem_id] = found
    return styles


def drop_furniture(node: LexborNode) -> None:
    """Drop asides without a sentence, and what classes name a share bar, QR hint or related list.

    What holds much text stays, and a breadcrumb: its steps are still to be read.
    """
    for marked in node.css(_MARKED):
        aside = marked.tag_id == _ASIDE_ID
        named = marked.tag_id in _FURNISHED_IDS and is_furniture(marked)
        if (aside or named) and marked.mem_id != node.mem_id:
            text = marked.text()
            if len(text) <= _MOST_HIDDEN and not (aside and "。" in text) and not is_trail(text.strip()):
                marked.remove()


def is_furniture(node: LexborNode) -> bool:
    """Whether an element's class or id names it a share bar, QR hint, related list or the like."""
    name, number = node.attrs.get("class"), node.id
    return bool((name and _is_furniture_name(name)) or (number and _is_furniture_name(number)))


@lru_cache(maxsize=4096)
def _is_furniture_name(name: str) -> bool:
    return _FURNITURE.search(name) is not None


def _read_cell(cell: LexborNode) -> tuple[str, bool]:
    """The text of a table's cell without its breaks, and whether all of it is bold."""
    lines = read_lines([cell], tables=False)
    if len(lines) == 1:
        return lines[0].text, lines[0].strong
    text = "".join(line.text if not _ends_latin(line.text) else line.text + " " for line in lines).strip()
    return text, bool(lines) and all(line.strong for line in lines)


def _ends_latin(text: str) -> bool:
    return text[-1:].isascii() and text[-1:].isalpha()
