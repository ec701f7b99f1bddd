"""Data tables of a body → rows whose columns align; layout tables stay ordinary markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from scrapers.article.lines import Line, make_row

CellReader = Callable[[LexborNode], tuple[str, bool]]
_WIDEST = 60
_SPAN = 1000
_MASS = 0.8
_LONG_CELL = 1500


def read_grid(table: LexborNode) -> list[list[LexborNode]]:
    """A table's own cells by row."""
    return [list(_own(row, ("td", "th"))) for row in _rows(table)]


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for part in _own(table, ("tr", "tbody", "thead", "tfoot")):
        if part.tag == "tr":
            yield part
        else:
            yield from _own(part, ("tr",))


def _own(node: LexborNode, tags: Sequence[str]) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.tag in tags:
            yield child
        child = child.next


def is_data(table: LexborNode, grid: Sequence[Sequence[LexborNode]]) -> bool:
    """Whether a table holds data: two rows or more of several cells, none of which holds most of the text."""
    wide = _count_wide(grid)
    if wide < 2 or wide * 2 < len(grid):
        return False
    sizes = [len(cell.text().strip()) for row in grid for cell in row]
    whole = sum(sizes)
    nested = len(table.css("table")) > 1  # itself, and those in it
    if not whole or (nested and max(sizes) * 2 > whole):
        return False
    return max(sizes) < _LONG_CELL or max(sizes) < whole * _MASS


def _count_wide(grid: Sequence[Sequence[LexborNode]]) -> int:
    """How many rows hold several cells, those counted that cells of rows above reach down into."""
    wide = reach = 0
    for at, row in enumerate(grid):
        wide += len(row) > 1 or (bool(row) and at < reach)
        if len(row) > 1:
            reach = max(reach, at + max(_read_spans(cell)[1] for cell in row))
    return wide


def read_rows(grid: Sequence[Sequence[LexborNode]], read_cell: CellReader) -> list[Line]:
    """A row's line holds one cell a column; the columns that a span covers are empty but for its first."""
    pending: dict[int, int] = {}
    table: list[tuple[list[str], bool]] = []
    for row in grid:
        cells: list[str] = []
        strong = True
        for node in row:
            if pending:
                _skip_spanned(cells, pending)
            text, bold = read_cell(node)
            strong = strong and (bold or not text)
            across, down = _read_spans(node)
            at = len(cells)
            cells.append(text)
            if across > 1:
                cells += [""] * (min(across, _WIDEST - at) - 1)
            if down > 1:
                pending.update(dict.fromkeys(range(at, len(cells)), down - 1))
        _skip_spanned(cells, pending)
        if any(cells):
            table.append((cells, strong))
    width = max((len(cells) for cells, _ in table), default=0)
    return [make_row(cells + [""] * (width - len(cells)), strong=strong) for cells, strong in table]


def _skip_spanned(cells: list[str], pending: dict[int, int]) -> None:
    while left := pending.get(len(cells), 0):
        pending[len(cells)] = left - 1
        cells.append("")


def _read_spans(node: LexborNode) -> tuple[int, int]:
    """How many columns and how many rows a cell covers."""
    names = node.attributes
    return _read_span(names.get("colspan")), _read_span(names.get("rowspan"))


def _read_span(value: str | None) -> int:
    if not value:
        return 1
    value = value.strip()
    return max(1, min(_SPAN, int(value))) if value.isascii() and value.isdigit() and len(value) < 5 else 1
