"""The logical lines of a body: paragraphs, split where headings run together, joined in a quoted finding."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from scrapers.model import Article
from scrapers.notice.evidence import has_fault
from scrapers.notice.labels import Label, find_labels, may_be_bare
from scrapers.notice.measures import opens_measure
from scrapers.notice.numbering import RANK, Marker, read_marker
from scrapers.notice.quoting import OPENING_QUOTES, Quoting, enclose

# What opens a further item within a paragraph (…的问题 1.针对…): a number, right before one of these words.
_CUE = re.compile(r"[、.．)） \t\u3000\u00a0](?P<cue>针对|关于|(?:巡[视察]组?|组)?反馈的?问题[:：])")
_MARKED = re.compile(
    r"(?<=[。；;：:\s　”）)题况改])[\s　]{0,4}(?P<mark>[一二三四五六七八九十]{1,3}、|"
    r"[(（][一二三四五六七八九十]{1,3}[)）]|[0-9]{1,3}[、.．]|(?P<bracket>[(（][0-9]{1,2}[)）]))[\s　]*$"
)
_LONGEST_MARK = 24
_FIRST_MEASURE = re.compile("一是|首先")
_OPENS_FINDING = re.compile(
    r"[\s　]*(?:针对|关于|对|在|巡[视察](?:组)?反馈(?:的)?|(?:反馈|存在|"
    r"具体)?的?问题[:：])?[\s　]*(?=[“\"‘「])"
)
_NEW_ITEM = re.compile(r"[\s　]*(?:针对|关于|反馈问题)")
_BEFORE_NUMBER = re.compile(r"[\s　]*(?:(?:巡[视察])?(?:反馈|具体|主要|整改)?问题[\s　]*)?")
_RUN_ON = re.compile(r"。[\s　]{0,2}(?P<mark>[0-9]{1,2}[.．、])(?![0-9])")
_SHORT_HEADING = 60
_LONGEST_FINDING = 80
_SECOND_QUESTION = re.compile(r"\n[\s　]*(?:反馈|具体|主要)?问题\s?[2二]")


class Line(NamedTuple):
    """A logical line `body[start:end]`; `row` is a table row, `continued` belongs to the finding above it.

    `mark` is the number that it bears; a table's row has none. `labels` are those that stand in it, in order.
    """

    start: int
    end: int
    strong: bool = False
    row: bool = False
    continued: bool = False
    mark: Marker | None = None
    labels: tuple[Label, ...] = ()

    @property
    def head(self) -> int:
        """Where the words begin, behind the line's number."""
        return self.mark.end if self.mark else self.start

    @property
    def label(self) -> Label | None:
        """The label that opens the line."""
        return self.labels[0] if self.labels and self.labels[0].start == self.head else None


class _Inline(NamedTuple):
    """A number within a paragraph, at `at`, before a word that opens a finding, which ends at `end`."""

    at: int
    end: int
    bracketed: bool


def read_lines(article: Article, quoting: Quoting) -> list[Line]:
    """Return the logical lines of `article`; a finding quoted over several paragraphs becomes one line.

    `quoting` learns of the quotations that span paragraphs.
    """
    body = article.body
    inline = _find_inline(body, quoting)
    listed = _SECOND_QUESTION.search(body) is not None
    lines: list[Line] = []
    for block in article.blocks:
        if block.kind == "row":
            lines.append(Line(block.start, block.end, row=True))
            continue
        line = _marked(body, block.start, block.end, block.strong)
        for part in _split(body, line, inline, quoting):
            if part.mark is None:
                lines.append(part)
            else:
                lines += _split_marks(body, part, part.mark, listed=listed)
    return _mark_labelled(body, _join_quoted(body, _join_marks(body, lines), quoting), quoting)


def _marked(body: str, start: int, end: int, strong: bool = False) -> Line:
    return Line(start, end, strong, False, False, read_marker(body, start, end))


def _split_marks(body: str, line: Line, mark: Marker, *, listed: bool) -> tuple[Line, ...]:
    """Split a line that bears two numbers (二、（一）针对…), so that each heads a line.

    In 1.问题1 the second is but a label, unless 问题2 heads a line of its own (`listed`).
    """
    inner = read_marker(body, mark.end, line.end)
    if inner is None or inner.style == mark.style or inner.ordinal != 1:
        return (line,)
    if inner.style == "question" and not listed:
        return (line,)
    return _marked(body, line.start, inner.start, line.strong), line._replace(start=inner.start, mark=inner)


def _join_marks(body: str, lines: list[Line]) -> list[Line]:
    """Join a number that stands alone on its line with the words below it."""
    joined: list[Line] = []
    alone: Line | None = None
    for line in lines:
        if alone is not None:
            if line.row or line.mark:
                joined += (alone, line)
            else:
                joined.append(_marked(body, alone.start, line.end, line.strong))
            alone = None
        elif line.mark is not None and not body[line.mark.end : line.end].strip():
            alone = line
        else:
            joined.append(line)
    return joined + ([alone] if alone else [])


def _find_inline(body: str, quoting: Quoting) -> list[_Inline]:
    """Return the numbers within paragraphs that a word right behind them shows to open a finding.

    One that heads its paragraph cuts nothing.
    """
    found = []
    for cue in _CUE.finditer(body):
        start = cue.start("cue")
        line = body.rfind("\n", 0, start) + 1
        match = _MARKED.search(body, max(line, start - _LONGEST_MARK), start)
        if match is None:
            continue
        at = match.start("mark")
        if not quoting.inside[at] and body[line:at].strip():
            found.append(_Inline(at, cue.end(), match["bracket"] is not None))
    return found


def _split(body: str, line: Line, inline: list[_Inline], quoting: Quoting) -> Sequence[Line]:
    """Split a paragraph before each further heading that states a finding (…的问题 1.针对…)."""
    cuts = _run_on(body, line, quoting) if line.mark else []
    if inline:
        cuts += _cut_inline(body, line, inline)
    if not cuts:
        return (line,)
    return [_marked(body, a, b) for a, b in pairwise([line.start, *sorted({*cuts}), line.end])]


def _cut_inline(body: str, line: Line, inline: list[_Inline]) -> list[int]:
    """Return where the numbers within a paragraph cut it; in brackets only those before the first measure."""
    start, end = line.start, line.end
    cuts = []
    measured = -1
    for i in range(bisect_left(inline, (start,)), len(inline)):
        at, stop, bracketed = inline[i]
        if at >= end:
            break
        if not bracketed:
            if not _BEFORE_NUMBER.fullmatch(body, start, at):
                cuts.append(at)
            continue
        if measured < 0:
            measure = _FIRST_MEASURE.search(body, start, end)
            measured = measure.start() if measure else end
        if stop <= measured:
            cuts.append(at)
    return cuts


def _run_on(body: str, line: Line, quoting: Quoting) -> list[int]:
    """Return where the faults begin that run on behind a numbered heading ((一)聚焦责任。1.主业不突出。…)."""
    start, end = line.start, line.end
    if _RUN_ON.search(body, start, min(end, start + _SHORT_HEADING)) is None:
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
                enclose(quoting, *close)
        joined.append(line if i == j else _marked(body, line.start, lines[j].end))
        i = j + 1
    return joined


def _spanning_close(body: str, line: Line, quoting: Quoting) -> tuple[int, int] | None:
    match = _OPENS_FINDING.match(body, line.head, line.end)
    if match is None or match.end() >= line.end or body[match.end()] not in OPENING_QUOTES:
        return None
    close = quoting.spanning.get(match.end())
    return (match.end(), close) if close is not None else None


def _holds_new_item(body: str, lines: list[Line]) -> bool:
    """Say whether a quotation left open would swallow the next item: its number follows, with a finding."""
    first = lines[0].mark
    if first is None:
        return any(_NEW_ITEM.match(body, line.start, line.end) for line in lines[1:])
    for line in lines[1:]:
        mark = read_marker(body, line.start, line.end) if line.row else line.mark
        if mark and RANK[mark.style] <= RANK[first.style] and _NEW_ITEM.match(body, mark.end, line.end):
            return True
    return False


def _mark_labelled(body: str, lines: list[Line], quoting: Quoting) -> list[Line]:
    """Give lines their labels, and mark those between 反馈问题： and the label of its answer.

    Numbering there is the finding's own.
    """
    marked = [line if line.row else add_labels(body, line, quoting) for line in lines]
    answer_at: int | None = None
    for i in [i for i in range(len(marked) - 1, -1, -1) if marked[i].labels]:
        label = marked[i].label
        if label is None:
            continue
        if label.part != "question":
            answer_at = i
            continue
        if answer_at is not None and 1 < answer_at - i <= _LONGEST_FINDING:
            between = marked[i + 1 : answer_at]
            if not _lists_one(between) and not any(_breaks_finding(body, line) for line in between):
                marked[i + 1 : answer_at] = [line._replace(strong=False, continued=True) for line in between]
        answer_at = None
    return marked


def add_labels(body: str, line: Line, quoting: Quoting) -> Line:
    """Return a line with the labels that stand in it, behind its number."""
    labels = find_labels(body, line.head, line.end, quoting.inside, bare=may_be_bare(line.mark))
    return line._replace(labels=tuple(labels)) if labels else line


def _lists_one(lines: list[Line]) -> bool:
    """Say whether a single 1. stands between a finding and its answer: an item, for no list has one part."""
    marks = [line.mark for line in lines if line.mark]
    return len(marks) == 1 and marks[0].ordinal == 1


def _breaks_finding(body: str, line: Line) -> bool:
    """Say whether a line cannot belong to a finding: a table row, an item of its own, or a measure's line."""
    mark = line.mark
    if line.row or mark is None:
        return line.row
    return _NEW_ITEM.match(body, mark.end, line.end) is not None or opens_measure(
        body[mark.end : mark.end + 4]
    )
