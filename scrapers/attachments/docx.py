"""DOCX: paragraphs and tables in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table

from scrapers.attachments.model import make_row
from scrapers.attachments.numbers import Counter
from scrapers.attachments.packages import check_package
from scrapers.model import Issue

_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_TEXT, _BREAKS, _TAB = qn("w:t"), (qn("w:br"), qn("w:cr")), qn("w:tab")
# What holds paragraphs without being one: content controls, custom XML, tracked insertions.
_HOLDERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag")}


def read_docx(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """The text of a DOCX file, a table's rows as Markdown rows, with the numbers that Word counts.

    Raises:
        DamagedError: it unpacks to too much. What its library raises for damage comes through.
    """
    check_package(data)
    document = docx.Document(BytesIO(data))
    counter = Counter(document)
    text = "\n".join(_read_lines(document.element.body, document, counter))
    issues: tuple[Issue, ...] = ()
    if counter.unknown:
        said = f"{name}: list numbers written as digits, not as {', '.join(sorted(counter.unknown))}"
        issues = (Issue("attachment_numbers_unknown", said),)
    return text, issues


def _read_lines(parent: Any, document: Any, counter: Counter) -> Iterator[str]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield from (line for line in _read_paragraph(child, counter).split("\n") if line.strip())
        elif child.tag == _TABLE:
            yield from _read_table(Table(child, document), counter)
        elif child.tag in _HOLDERS:
            yield from _read_lines(child, document, counter)


def _read_paragraph(paragraph: Any, counter: Counter) -> str:
    """A paragraph's text with its number; what stands in a text box inside it is no part of it."""
    parts: list[str] = []
    for node in paragraph.iter(_TEXT, *_BREAKS, _TAB):
        if next(node.iterancestors(_PARAGRAPH)) is not paragraph:
            continue
        if node.tag == _TEXT:
            parts.append(node.text or "")
        elif node.tag in _BREAKS:
            parts.append("\n")
        elif node.getparent().tag == qn("w:r"):
            parts.append(" ")
    text = "".join(parts)
    return counter.read(paragraph) + text if text.strip() else ""


def _read_table(table: Table, counter: Counter) -> Iterator[str]:
    rows = [row for row in _read_cells(table, counter) if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    if width == 1 or len(rows) == 1:
        # But a frame around text.
        yield from (line for row in rows for cell in row for line in cell.split("\n") if line.strip())
    else:
        yield from (make_row(row + [""] * (width - len(row))) for row in rows)


def _read_cells(table: Table, counter: Counter) -> Iterator[list[str]]:
    """Each row's cells by column; those that a merged one covers are empty but for its first."""
    seen: set[object] = set()
    for row in table.rows:
        cells = [""] * row.grid_cols_before
        for cell in row.cells:
            element = cell._tc
            if element in seen:
                cells.append("")
                continue
            seen.add(element)
            cells.append("\n".join(_read_paragraph(p, counter) for p in element.iter(_PARAGRAPH)))
        yield cells
