"""Findings set out in a table: 序号, 反馈问题, 整改措施, 整改时限, 完成情况 and their many wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from scrapers.model import Article, Block, Issue, Problem, Quote
from scrapers.notice.columns import Columns, kind_of, read_columns
from scrapers.notice.evidence import Cue, names_aspect
from scrapers.notice.findings import drop_ending, read_heading, trim, unquote
from scrapers.notice.labels import read_label
from scrapers.notice.measures import split_measures
from scrapers.notice.numbering import read_marker
from scrapers.notice.outline import Outline, Section
from scrapers.notice.statuses import Stated, find_cell_status, find_chapter_status, read_labelled_status

Span = tuple[int, int]
_TOTAL = re.compile(r"[\s　]*(?:合[\s　]*计|总[\s　]*计|小[\s　]*计)")
_NUMBER = re.compile(
    r"[\s　]*[（(]?(?:[0-9０-９]{1,3}(?:[-－.．][0-9]{1,3})*|[一二三四五六七八九十百]{1,4}|"
    r"[①-⑳])[)）]?[、.．]?[\s　]*$"
)
_NEAR = 80
_CHINESE = frozenset("一二三四五六七八九十（(")


@dataclass(slots=True)
class _Item:
    """The rows of one problem: its number, its finding's cell, and its cells by the kind of their column."""

    start: int
    end: int
    number: str
    question: Span | None
    category: str
    cells: list[tuple[str, Span]] = field(default_factory=list)


def read_table_problems(article: Article, outline: Outline) -> tuple[list[Problem], list[Issue], list[Span]]:
    """Return the problems in an article's tables, what could not be read, and the spans of those tables.

    A problem's path is its 序号 cell; where several tables count from one, the headings above precede it.
    """
    problems: list[Problem] = []
    issues: list[Issue] = []
    spans: list[Span] = []
    tables = _read_tables(article)
    numbers = [number for _, items in tables for item in items if (number := _number_of(article.body, item))]
    repeated = len(set(numbers)) < len(numbers) and len(tables) > 1
    for rows, items in tables:
        above = _sections_above(outline.root, rows[0].start)
        path = tuple(s.marker.text.strip() for s in above if s.marker) if repeated else ()
        headings = tuple(article.body[s.text_start : s.line_end].strip() for s in above)
        stated = None
        for section in above:
            stated = find_chapter_status(article.body, section.text_start, section.line_end) or stated
        for item in items:
            problem, issue = _build(article.body, outline, item, path, headings, stated)
            problems += [problem] if problem else []
            issues += [issue] if issue else []
        spans.append((rows[0].start, rows[-1].end))
    return problems, issues, spans


def _read_tables(article: Article) -> list[tuple[list[Block], list[_Item]]]:
    """Return the tables that hold items; one broken off by a short line goes on below with its columns."""
    found: list[tuple[list[Block], list[_Item]]] = []
    columns: Columns | None = None
    end = 0
    for rows in _tables(article):
        near = rows[0].start - end <= _NEAR and columns is not None and len(rows[0].cells) == columns.size
        items, columns = _items(article.body, rows, columns if near else None)
        end = rows[-1].end
        if items:
            found.append((rows, items))
    return found


def _tables(article: Article) -> Iterator[list[Block]]:
    """Yield runs of neighbouring rows."""
    run: list[Block] = []
    for block in article.blocks:
        if block.kind == "row":
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _sections_above(root: Section, at: int) -> list[Section]:
    above: list[Section] = []
    section = root
    while True:
        inner = next((kid for kid in section.children if kid.start <= at < kid.end and not kid.tail), None)
        if inner is None:
            return above
        above.append(inner)
        section = inner


def _items(body: str, rows: list[Block], columns: Columns | None) -> tuple[list[_Item], Columns | None]:
    """Read a run of rows, which may hold several tables one below the other, each under its heading row.

    `columns` are those of a table that the run goes on with; the last ones are returned with the items.
    """
    items: list[_Item] = []
    category = ""
    i = 0
    while i < len(rows):
        headed = _read_head(body, rows, i)
        if headed is not None:
            columns, i = headed
            continue
        row = rows[i]
        i += 1
        if columns is None:
            continue
        cells = _align(body, row, columns)
        filled = [n for n, (a, b) in enumerate(cells) if body[a:b].strip()]
        if not filled or _TOTAL.match(body, row.start, row.end):
            continue
        if (
            columns.size > 2
            and not _continues(columns, filled[0], items)
            and _is_category(body, cells, filled, columns)
        ):
            category = body[slice(*cells[filled[-1]])].strip()
            continue
        _take(body, items, row, cells, columns, category)
    return items or _upright(body, rows), columns


def _read_head(body: str, rows: list[Block], i: int) -> tuple[Columns, int] | None:
    """Read a heading row at `i`, with a second one below it where cells were merged."""
    kinds = [kind_of(body[a:b]) for a, b in rows[i].cells]
    filled = sum(bool(body[a:b].strip()) for a, b in rows[i].cells)
    if sum(kind is not None for kind in kinds) < max(2, filled - 2):
        return None
    if any(_NUMBER.match(body, a, b) and body[a:b].strip() for a, b in rows[i].cells):
        return None
    after = i + 1
    if after < len(rows) and len(rows[after].cells) == len(kinds):
        texts = [body[a:b].strip() for a, b in rows[after].cells]
        below = [kind_of(text) for text in texts]
        if any(texts) and all(kind is not None for kind, text in zip(below, texts, strict=True) if text):
            kinds = [low or high for low, high in zip(below, kinds, strict=True)]
            after += 1
    columns = read_columns(kinds)
    return (columns, after) if columns else None


def _align(body: str, row: Block, columns: Columns) -> list[Span]:
    """Return a row's cells by column; one that lacks cells has lost its first to cells merged above."""
    cells = list(row.cells)
    missing = columns.size - len(cells)
    if missing > 0:
        empty = (row.start, row.start)
        cells = [empty] * missing + cells
    return cells


def _continues(columns: Columns, at: int, items: list[_Item]) -> bool:
    return bool(items) and at in {i for _, i in columns.answers}


def _is_category(body: str, cells: list[Span], filled: list[int], columns: Columns) -> bool:
    """Say whether a row is a title across the table: one cell, or a Chinese number with a field of work."""
    if len(filled) == 1:
        return True
    answered = any(i in filled for _, i in columns.answers)
    number = body[slice(*cells[filled[0]])].strip()
    title = body[slice(*cells[filled[-1]])].strip()
    return not answered and len(filled) == 2 and (names_aspect(title) or number[:1] in _CHINESE)


def _take(
    body: str, items: list[_Item], row: Block, cells: list[Span], columns: Columns, category: str
) -> None:
    """Add a row: a new item where it has a number or finding of its own, else cells of the last one."""
    number = body[slice(*cells[columns.number])].strip() if columns.number is not None else ""
    asked = next((cells[i] for i in columns.question[:1] if body[slice(*cells[i])].strip()), None)
    fresh = bool(number and _NUMBER.match(number)) or asked is not None
    if fresh or not items:
        if asked is None:
            asked = next((cells[i] for i in columns.question if body[slice(*cells[i])].strip()), None)
            asked = asked or (items[-1].question if items else None)
        if not number and items and columns.number is not None:
            number = items[-1].number
        items.append(_Item(row.start, row.end, number, asked, category))
    item = items[-1]
    item.end = row.end
    for kind, i in columns.answers:
        if body[slice(*cells[i])].strip():
            item.cells.append((kind, cells[i]))


def _upright(body: str, rows: list[Block]) -> list[_Item]:
    """Read a table whose rows are labels and values (反馈问题 | …, 整改措施 | …), some rows an item."""
    items: list[_Item] = []
    number = ""
    for row in rows:
        cells = [(a, b) for a, b in row.cells if body[a:b].strip()]
        for (a, b), value in pairwise(cells):
            kind = kind_of(body[a:b])
            if kind == "number":
                number = body[slice(*value)].strip()
            elif kind in {"question", "detail"} and kind_of(body[slice(*value)]) is None:
                items.append(_Item(row.start, row.end, number, value, ""))
                number = ""
            elif items and kind in {"measures", "answer", "effect", "status", "next"}:
                items[-1].cells.append((str(kind), value))
                items[-1].end = row.end
    return (
        [item for item in items if item.cells] if sum(bool(i.cells) for i in items) * 2 > len(items) else []
    )


def _number_of(body: str, item: _Item) -> str:
    """Return an item's 序号 cell, or else the number that its finding's cell begins with."""
    mark = read_marker(body, *item.question) if item.question else None
    return item.number or (mark.text.strip() if mark else "")


def _build(
    body: str,
    outline: Outline,
    item: _Item,
    path: tuple[str, ...],
    headings: tuple[str, ...],
    above: Stated | None,
) -> tuple[Problem | None, Issue | None]:
    number, finding = _number_of(body, item), None
    if item.question:
        a, b = item.question
        mark = read_marker(body, a, b)
        a = mark.end if mark is not None else a
        finding = _read_finding(body, a, b, outline)
    if not item.cells:
        return None, Issue(
            "unanswered_finding",
            "A table's row states a finding without an answer.",
            _quote(body, (item.start, item.end)),
        )
    stated, issue = _read_status(body, item, outline)
    stated = stated or above
    measures = _measures(body, item, outline)
    problem = Problem(
        path=(*path, number) if number else path,
        quote=_quote(body, (item.start, item.end)),
        headings=(*headings, item.category) if item.category else headings,
        finding=_quote(body, finding) if finding else None,
        status=stated.status if stated else None,
        status_text=_quote(body, (stated.start, stated.end)) if stated else None,
        measures=tuple(_quote(body, span) for span in measures),
    )
    return problem, issue


def _quote(body: str, span: Span) -> Quote:
    return Quote(body[slice(*span)], *span)


def _read_finding(body: str, a: int, b: int, outline: Outline) -> Span | None:
    label = read_label(body, a, b, bare=False)
    span = trim(body, label.end if label else a, b)
    if span is None:
        return None
    heading = read_heading(body, *span, outline.quoting)
    if (
        heading.cue is Cue.EXPLICIT
        and heading.finding
        and not body[heading.rest : span[1]].strip(" 　。；;，,：:的整改情况")
    ):
        return heading.finding
    return drop_ending(body, *unquote(body, *span, outline.quoting))


def _read_status(body: str, item: _Item, outline: Outline) -> tuple[Stated | None, Issue | None]:
    """Read the status column; without one, a cell that is nothing but a status, or an answer's own."""
    issue: Issue | None = None
    for kind, span in item.cells:
        if kind == "status":
            stated, issue = read_labelled_status(body, *span, "完成情况")
            stated = stated or find_cell_status(body, *span)
            if stated or issue:
                return stated, issue
    for kind, span in reversed(item.cells):
        if kind in {"effect", "answer", "measures"}:
            listed = len(split_measures(body, *span, outline.quoting.inside)) > 1
            stated = find_cell_status(body, *span, listed=listed)
            if stated:
                return stated, None
    return None, issue


def _measures(body: str, item: _Item, outline: Outline) -> list[Span]:
    """Return the measures that a row lists: of its measures column, else of its answers."""
    inside = outline.quoting.inside
    best: list[Span] = []
    for kind in ("measures", "answer", "effect", "status", "next"):
        cells = [span for one, span in item.cells if one == kind]
        spans = [s for span in cells for s in split_measures(body, *span, inside)]
        if len(spans) > 1:
            return spans
        best = best or spans
    return best or [span for _, span in item.cells[:1]]
