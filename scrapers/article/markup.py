"""Elements → lines: block elements and breaks part them, bold and tables are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.article.lines import Line, clean_text, fold_newlines
from scrapers.article.tables import is_data, read_grid, read_rows

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
_NAMED_BLOCKS = frozenset(("ucapcontent", "ucaptitle"))
_PAGE_BREAK = re.compile(r"#PAGE_?BREAK#|\[page\]|\[NextPage\]", re.I)
_INDENTS = ("\u3000\u3000", "\u2003\u2003", "\u00a0\u00a0\u00a0", "\u00a0 \u00a0", "    ")
_STYLE = re.compile(
    r"(display:\s*none|visibility:\s*hidden)|(font-weight:\s*(?:bold|[6-9]00))|(font-weight:\s*normal)", re.I
)
_TELLING = re.compile("display|DISPLAY|Display|visib|VISIB|Visib|font-w|FONT-W|Font-W|Font-w")
# class or id of what sites set inside or beside a body without it being part of it
_FURNITURE = re.compile(
    r"bdshare|bshare|share[-_]?(?:box|bar|btn|list|area)|social-share|jiathis|crumbs|qr_?code|[-_]ewm|ewm[-_]|erweima|"
    r"font-?size|fontzoom_|reldocuments|field-tags|(?:article|post|news)-?tags|prev-?next|up_?down_?page|pagination|print-?btn",
    re.I,
)
_FURNISHED = (
    ":is(div,ul,dl,p,span):is([class*=share],[class*=crumb],[class*=code],[class*=ewm],[class*=erweima],[class*=jiathis],"
    "[class*=reldoc],[class*=font],[class*=tags],[class*=page],[class*=pagination],[class*=prev],[class*=print],[id*=share],[id*=code])"
)
# What may stand in a paragraph and makes more of it than one plain line.
_MIXING = (
    ":is(br,b,strong,table,div,ul,pre,script,style,noscript,template,select,textarea,button,iframe,svg,video,object,"
    "[style*=font-weight],[style*=none],[style*=hidden])"
)
_MOST_HIDDEN = 400
_HEADING = 100


def _tag_ids(names: Iterable[str]) -> frozenset[int]:
    """Lexbor's numbers of tags, by which nodes are compared without making strings."""
    ids = set()
    for name in names:
        node = LexborHTMLParser("<html></html>").create_node(name)
        ids.add(node.tag_id)
    return frozenset(ids)


_BREAK_IDS = _tag_ids(_BLOCKS)
_BOLD_IDS = _tag_ids(_BOLD)
UNSEEN_IDS = _tag_ids(_UNSEEN)
_TELLING_IDS = _BREAK_IDS | _BOLD_IDS | UNSEEN_IDS
_BOX_IDS = _tag_ids(("div", "section", "article", "center", "main", "form", "body"))
(_P_ID,) = _tag_ids(["p"])
(_BR_ID,) = _tag_ids(["br"])
(_TABLE_ID,) = _tag_ids(["table"])
(_PRE_ID,) = _tag_ids(["pre"])
TEXT_ID = 2
_COMMENT_ID = 4
_LAST_KNOWN_ID = 200

# What an element passes on to its text: its block's number, whether it is bold, and a mode.
_SEEN, _SKIP, _KEEP = 0, 1, 2
Passed = tuple[int, bool, int]


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

    __slots__ = ("_block", "_passed", "_pieces", "_plain", "_styled", "_tables", "lines")

    def __init__(self, tables: bool) -> None:
        self.lines: list[Line] = []
        self._tables = tables
        self._styled: dict[int, str] = {}
        self._pieces: list[str] = []
        self._plain = False
        self._block = -1
        self._passed: dict[int, Passed] = {}

    def read(self, root: LexborNode) -> None:
        """Read one node and all below it."""
        if (parent := root.parent) is not None:
            self._passed.setdefault(parent.mem_id, _TOP)
        if not self._tables or not root.is_element_node:
            self._walk(root)
            return
        mixed = self._find_mixed(root)
        open_now: list[tuple[Iterator[LexborNode], Passed]] = [(iter((root,)), _TOP)]
        while open_now:
            nodes, above = open_now[-1]
            node = next(nodes, None)
            if node is None:
                open_now.pop()
                continue
            tag = node.tag_id
            if tag == TEXT_ID:
                self._add_node(node, above)
            elif tag == _BR_ID:
                if self._pieces:
                    self.end_line()
            elif tag == _P_ID and node.mem_id not in mixed:
                if self._pieces:
                    self.end_line()
                text = node.text()
                self._emit(fold_newlines(text) if "\n" in text else text, above[1])
            elif (tag in _BOX_IDS or (tag > _LAST_KNOWN_ID and node.tag in _NAMED_BLOCKS)) and (
                passed := self._resolve(node)
            )[2] == _SEEN:
                if self._pieces:
                    self.end_line()
                open_now.append((node.iter(include_text=True), passed))
            else:
                self._walk(node)

    def _find_mixed(self, root: LexborNode) -> set[int]:
        """The paragraphs that are more than one plain line; what styles say is noted on the way."""
        mixed: set[int] = set()
        for inner in root.css(_MIXING):
            style = inner.attributes.get("style")
            if style and _TELLING.search(style) and _STYLE.search(style):
                self._styled[inner.mem_id] = style
            elif inner.tag_id not in _TELLING_IDS:
                continue
            up: LexborNode | None = inner
            while up is not None and up.tag_id != _P_ID and up.mem_id != root.mem_id:
                up = up.parent
            if up is not None:
                mixed.add(up.mem_id)
        return mixed

    def _walk(self, root: LexborNode) -> None:
        passed = self._passed
        for node in root.traverse(include_text=True):
            tag = node.tag_id
            if tag == TEXT_ID:
                if node.is_empty_text_node:
                    if self._pieces and "\n" not in (node.text_content or ""):
                        self._pieces.append(" ")
                    continue
                parent = node.parent
                if parent is None:
                    above = _TOP
                elif (above := passed.get(parent.mem_id, _UNKNOWN)) is _UNKNOWN:
                    above = self._resolve(parent)
                if above[2] != _SKIP:
                    self._add(node.text_content or "", above)
            elif tag in _BREAK_IDS:
                if self._pieces:
                    self.end_line()
                if tag == _TABLE_ID and self._tables:
                    self._read_table(node)

    def _add_node(self, node: LexborNode, above: Passed) -> None:
        text = node.text_content or ""
        if not text.isspace():
            self._add(text, above)
        elif self._pieces and "\n" not in text:
            self._pieces.append(" ")

    def end_line(self) -> None:
        """Close the line being read."""
        if not self._pieces:
            return
        raw = "".join(self._pieces) if len(self._pieces) > 1 else self._pieces[0]
        strong = not self._plain
        self._pieces, self._plain = [], False
        self._emit(raw, strong)

    def _emit(self, raw: str, strong: bool) -> None:
        indented = raw.startswith(_INDENTS)
        if ("#" in raw or "[" in raw) and _PAGE_BREAK.search(raw):
            for part in _PAGE_BREAK.split(raw):
                self._emit(part, strong)
        elif text := clean_text(raw):
            self.lines.append(Line(text, (), strong, indented, strong and len(text) < _HEADING))

    def _read_table(self, node: LexborNode) -> None:
        if self._resolve(node)[2] == _SKIP:
            return
        grid = read_grid(node)
        if is_data(node, grid):
            self.lines += read_rows(grid, _read_cell)
            block, bold, _ = self._passed[node.mem_id]
            self._passed[node.mem_id] = (block, bold, _SKIP)

    def _resolve(self, node: LexborNode) -> Passed:
        """What an element passes on, by way of its ancestors up to one that is known."""
        chain: list[LexborNode] = []
        above = _TOP
        up: LexborNode | None = node
        while up is not None:
            if (known := self._passed.get(up.mem_id)) is not None:
                above = known
                break
            chain.append(up)
            up = up.parent
        plain = not self._styled
        while chain:
            element = chain.pop()
            tag = element.tag_id
            if not plain or tag in _TELLING_IDS or tag > _LAST_KNOWN_ID:
                above = self._enter(element, tag, above)
            self._passed[element.mem_id] = above
        return above

    def _enter(self, node: LexborNode, tag: int, above: Passed) -> Passed:
        block, bold, mode = above
        if mode == _SKIP:
            return above
        if tag in _BREAK_IDS or (tag > _LAST_KNOWN_ID and node.tag in _NAMED_BLOCKS):
            block = node.mem_id
            if tag == _PRE_ID:
                mode = _KEEP
        elif tag in UNSEEN_IDS:
            return block, bold, _SKIP
        if tag in _BOLD_IDS:
            bold = True
        if self._styled and (style := self._styled.get(node.mem_id)) and (found := _STYLE.search(style)):
            if found[1] and len(node.text()) <= _MOST_HIDDEN:
                return block, bold, _SKIP
            bold = (bold or found[2] is not None) and found[3] is None
        return block, bold, mode

    def _add(self, text: str, above: Passed) -> None:
        block, bold, mode = above
        if text.isspace():
            if self._pieces:
                self._pieces.append(text)
            return
        if block != self._block:
            self.end_line()
            self._block = block
        if "\n" in text:
            if mode == _KEEP:
                first, *rest = text.split("\n")
                self._pieces.append(first)
                for line in rest:
                    self.end_line()
                    self._pieces.append(line)
                return
            text = fold_newlines(text)
        self._pieces.append(text)
        if not bold and not self._plain:
            self._plain = text.strip(" \u00a0\u3000\u200b\ufeff：:。") != ""


_TOP: Passed = (0, False, _SEEN)
_UNKNOWN: Passed = (-1, False, _SEEN)


def drop_furniture(node: LexborNode) -> None:
    """Drop what an element's classes name a share bar, QR hint or related list, unless it holds much text."""
    for marked in node.css(_FURNISHED):
        if marked.mem_id != node.mem_id and is_furniture(marked) and len(marked.text()) <= _MOST_HIDDEN:
            marked.remove()


def is_furniture(node: LexborNode) -> bool:
    """Whether an element's class or id names it a share bar, QR hint, related list or the like."""
    names = node.attributes
    if not names:
        return False
    return _FURNITURE.search(f"{names.get('class') or ''} {names.get('id') or ''}") is not None


def _read_cell(cell: LexborNode) -> tuple[str, bool]:
    """The text of a table's cell without its breaks, and whether all of it is bold."""
    lines = read_lines([cell], tables=False)
    text = "".join(line.text if not _ends_latin(line.text) else line.text + " " for line in lines).strip()
    return text, bool(lines) and all(line.strong for line in lines)


def _ends_latin(text: str) -> bool:
    return text[-1:].isascii() and text[-1:].isalpha()
