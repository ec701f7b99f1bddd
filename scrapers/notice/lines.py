"""The logical lines of a body: paragraphs, split where headings run together, joined in a quoted finding."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrapers.model import Article
from scrapers.notice.evidence import has_fault
from scrapers.notice.labels import may_be_bare, read_label
from scrapers.notice.measures import opens_measure
from scrapers.notice.numbering import RANK, read_marker
from scrapers.notice.quoting import OPENING_QUOTES, Quoting, enclose

_CUE = r"(?=[\s　]*(?:针对|关于|(?:巡[视察])?(?:组)?反馈(?:的)?问题[:：]))"
_INLINE = re.compile(
    r"(?<=[。；;：:\s　”）)题况改])[\s　]{0,4}(?P<mark>[一二三四五六七八九十]{1,3}、|"
    r"[(（][一二三四五六七八九十]{1,3}[)）]|[0-9]{1,3}(?:、|"
    r"[.．](?![0-9])))" + _CUE
)
_INLINE_BRACKET = re.compile(r"(?<=[。；;：:\s　”）)题况改])[\s　]{0,4}(?P<mark>[(（][0-9]{1,2}[)）])" + _CUE)
_OPENS_FINDING = re.compile(
    r"[\s　]*(?:针对|关于|对|在|巡[视察](?:组)?反馈(?:的)?|(?:反馈|存在|"
    r"具体)?的?问题[:：])?[\s　]*(?=[“\"‘「])"
)
_NEW_ITEM = re.compile(r"[\s　]*(?:针对|关于|反馈问题)")
_BEFORE_NUMBER = re.compile(r"[\s　]*(?:(?:巡[视察])?(?:反馈|具体|主要|整改)?问题[\s　]*)?")
_RUN_ON = re.compile(r"(?<=。)[\s　]{0,2}(?P<mark>[0-9]{1,2}[.．、])(?![0-9])")
_SHORT_HEADING = 60
_LONGEST_FINDING = 80
_SECOND_QUESTION = re.compile(r"\n[\s　]*(?:反馈|具体|主要)?问题\s?[2二]")


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line `body[start:end]`; `row` is a table row, `continued` belongs to the finding above it."""

    start: int
    end: int
    strong: bool = False
    row: bool = False
    continued: bool = False


def read_lines(article: Article, quoting: Quoting) -> list[Line]:
    """Return the logical lines of `article`; a finding quoted over several paragraphs becomes one line.

    `quoting` learns of the quotations that span paragraphs.
    """
    body = article.body
    lines: list[Line] = []
    for block in article.blocks:
        if block.kind == "row":
            lines.append(Line(block.start, block.end, row=True))
        else:
            lines += _split(body, block.start, block.end, block.strong, quoting)
    listed = _SECOND_QUESTION.search(body) is not None
    lines = _join_marks(body, [one for line in lines for one in _split_marks(body, line, listed=listed)])
    return _mark_labelled(body, _join_quoted(body, lines, quoting))


def _split_marks(body: str, line: Line, *, listed: bool) -> list[Line]:
    """Split a line that bears two numbers (二、（一）针对…), so that each heads a line.

    In 1.问题1 the second is but a label, unless 问题2 heads a line of its own (`listed`).
    """
    mark = None if line.row else read_marker(body, line.start, line.end)
    inner = read_marker(body, mark.end, line.end) if mark else None
    if mark is None or inner is None or inner.style == mark.style or inner.ordinal != 1:
        return [line]
    if inner.style == "question" and not listed:
        return [line]
    return [Line(line.start, inner.start, line.strong), Line(inner.start, line.end, line.strong)]


def _join_marks(body: str, lines: list[Line]) -> list[Line]:
    """Join a number that stands alone on its line with the words below it."""
    joined: list[Line] = []
    alone: Line | None = None
    for line in lines:
        if alone is not None:
            if line.row or read_marker(body, line.start, line.end):
                joined.append(alone)
                joined.append(line)
            else:
                joined.append(Line(alone.start, line.end, line.strong))
            alone = None
            continue
        mark = None if line.row else read_marker(body, line.start, line.end)
        if mark is not None and not body[mark.end : line.end].strip():
            alone = line
        else:
            joined.append(line)
    return joined + ([alone] if alone else [])


def _split(body: str, start: int, end: int, strong: bool, quoting: Quoting) -> list[Line]:
    """Split a paragraph before each further heading that states a finding (…的问题 1.针对…)."""
    cuts = [start]
    for match in _INLINE.finditer(body, start, end):
        at = match.start("mark")
        if not quoting.inside[at] and at > start and not _BEFORE_NUMBER.fullmatch(body, start, at):
            cuts.append(at)
    first = next((m.start() for m in re.finditer("一是|首先", body[start:end])), end - start) + start
    for match in _INLINE_BRACKET.finditer(body, start, first):
        at = match.start("mark")
        if not quoting.inside[at] and body[start:at].strip():
            cuts.append(at)
    cuts = sorted({*cuts, *_run_on(body, start, end, quoting)})
    return [Line(a, b, strong and len(cuts) == 1) for a, b in zip(cuts, [*cuts[1:], end], strict=True)]


def _run_on(body: str, start: int, end: int, quoting: Quoting) -> list[int]:
    """Return where the faults begin that run on behind a short heading ((一)聚焦责任。1.主业不突出。…)."""
    if _RUN_ON.search(body, start, min(end, start + _SHORT_HEADING)) is None or (
        read_marker(body, start, end) is None
    ):
        return []
    marks = [m for m in _RUN_ON.finditer(body, start, end) if not quoting.inside[m.start("mark")]]
    faulty = [has_fault(body[m.end() : m.end() + 60].split("。", 1)[0]) for m in marks]
    return [m.start("mark") for m in marks] if faulty[:1] == [True] and sum(faulty) * 2 >= len(faulty) else []


def _join_quoted(body: str, lines: list[Line], quoting: Quoting) -> list[Line]:
    """Join the lines of a finding whose quotation opens in one paragraph and closes in another."""
    if not quoting.spanning:
        return lines
    joined: list[Line] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        close = None if line.row else _spanning_close(body, line, quoting)
        j = i
        if close is not None:
            while j + 1 < len(lines) and lines[j].end <= close[1] and j - i < _LONGEST_FINDING:
                j += 1
            if lines[j].end <= close[1] or _holds_new_item(body, lines[i : j + 1]):
                j = i
            else:
                enclose(quoting, [close])
        joined.append(Line(line.start, lines[j].end, line.strong and i == j, line.row))
        i = j + 1
    return joined


def _spanning_close(body: str, line: Line, quoting: Quoting) -> tuple[int, int] | None:
    mark = read_marker(body, line.start, line.end)
    at = mark.end if mark else line.start
    match = _OPENS_FINDING.match(body, at, line.end)
    if match is None or match.end() >= line.end or body[match.end()] not in OPENING_QUOTES:
        return None
    close = quoting.spanning.get(match.end())
    return (match.end(), close) if close is not None else None


def _holds_new_item(body: str, lines: list[Line]) -> bool:
    """Say whether a quotation left open would swallow the next item: its number follows, with a finding."""
    first = read_marker(body, lines[0].start, lines[0].end)
    if first is None:
        return any(_NEW_ITEM.match(body, line.start, line.end) for line in lines[1:])
    for line in lines[1:]:
        mark = read_marker(body, line.start, line.end)
        if mark and RANK[mark.style] <= RANK[first.style] and _NEW_ITEM.match(body, mark.end, line.end):
            return True
    return False


def _mark_labelled(body: str, lines: list[Line]) -> list[Line]:
    """Mark the lines between 反馈问题： and the label of its answer: numbering there is the finding's own."""
    parts: list[str | None] = []
    for line in lines:
        mark = None if line.row else read_marker(body, line.start, line.end)
        at = mark.end if mark else line.start
        label = None if line.row else read_label(body, at, line.end, bare=may_be_bare(mark))
        parts.append(label.part if label else None)
    marked = list(lines)
    answer_at: int | None = None
    for i in range(len(lines) - 1, -1, -1):
        if parts[i] == "question":
            if answer_at is not None and 1 < answer_at - i <= _LONGEST_FINDING:
                between = lines[i + 1 : answer_at]
                if not _lists_one(body, between) and not any(_breaks_finding(body, line) for line in between):
                    for j in range(i + 1, answer_at):
                        marked[j] = Line(lines[j].start, lines[j].end, continued=True)
            answer_at = None
        elif parts[i] in {"answer", "measures", "status"} or parts[i] is not None:
            answer_at = i
    return marked


def _lists_one(body: str, lines: list[Line]) -> bool:
    """Say whether a single 1. stands between a finding and its answer: an item, for no list has one part."""
    marks = [mark for line in lines if not line.row and (mark := read_marker(body, line.start, line.end))]
    return len(marks) == 1 and marks[0].ordinal == 1


def _breaks_finding(body: str, line: Line) -> bool:
    """Say whether a line cannot belong to a finding: a table row, an item of its own, or a measure's line."""
    if line.row:
        return True
    mark = read_marker(body, line.start, line.end)
    at = mark.end if mark else line.start
    return bool(mark and _NEW_ITEM.match(body, at, line.end)) or (
        mark is not None and opens_measure(body[at : at + 4])
    )
