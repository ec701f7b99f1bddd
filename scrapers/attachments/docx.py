"""DOCX: paragraphs and tables in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from scrapers.attachments.model import DamagedError, make_row
from scrapers.attachments.packages import check_package
from scrapers.model import Issue


def read_docx(data: bytes, name: str) -> tuple[str, tuple[Issue, ...]]:
    """The text of a DOCX file, a table's rows as Markdown rows; numbers that Word counts are not written out.

    Raises:
        DamagedError: the file can't be opened, or unpacks to too much.
    """
    check_package(data)
    try:
        document = docx.Document(BytesIO(data))
        lines = list(_read_lines(document))
        counted = _count_numbered(document)
    except (OpcError, LxmlError, BadZipFile, KeyError, ValueError, AttributeError, IndexError) as error:
        raise DamagedError(f"damaged: {error}") from error
    issues: tuple[Issue, ...] = ()
    if counted:
        issues = (
            Issue("attachment_numbers_lost", f"{name}: {counted} paragraphs are numbered by Word itself"),
        )
    return "\n".join(lines), issues


def _read_lines(document: Document) -> Iterator[str]:
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            for line in part.text.split("\n"):
                if line.strip():
                    yield line
        elif len(part.columns) == 1 or len(part.rows) == 1:
            yield from (line for line in _read_frame(part) if line.strip())
        else:
            yield from (make_row(row) for row in _read_rows(part))


def _read_frame(table: Table) -> Iterator[str]:
    """The paragraphs of a table that is but a frame around text."""
    for row in _read_cells(table):
        for cell in row:
            yield from cell.split("\n")


def _read_rows(table: Table) -> Iterator[list[str]]:
    rows = [row for row in _read_cells(table) if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    return (row + [""] * (width - len(row)) for row in rows)


def _read_cells(table: Table) -> Iterator[list[str]]:
    """Each row's cells by column; those that a merged one covers are empty but for its first."""
    seen: set[object] = set()
    for row in table.rows:
        cells = [""] * row.grid_cols_before
        for cell in row.cells:
            element = cell._tc
            cells.append("" if element in seen else cell.text)
            seen.add(element)
        yield cells


def _count_numbered(document: Document) -> int:
    """How many paragraphs get their number from Word's lists and not from their own text."""
    return sum(1 for _ in document.element.body.iter(qn("w:numPr")))
