"""The outline of a notice: its numbered and bold headings as a tree over the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scrapers.model import Article
from scrapers.notice.chapters import (
    announces_problems,
    heads_next_steps,
    is_closing,
    is_introduction,
    is_tail,
)
from scrapers.notice.evidence import Cue, names_aspect
from scrapers.notice.findings import Heading, read_heading
from scrapers.notice.labels import Label, find_labels, may_be_bare, read_label
from scrapers.notice.lines import Line, read_lines
from scrapers.notice.measures import opens_measure
from scrapers.notice.numbering import ORDINAL_STYLE, RANK, Marker, read_ordinal, read_whole
from scrapers.notice.quoting import Quoting, match_quotes
from scrapers.notice.statuses import is_pure_status

HEADING_LENGTH = 120
DEEPEST = 12
_UNRANKED = 45
_SHORT = 40
_DOTTED_STYLES = frozenset({"dotted_2", "dotted_3"})
_BULLET = re.compile(r"[●■◆★▲▶※◎○]|[—－-]{2}")
_TITLE_WORDS = re.compile(r"的|整改|落实|进展|情况|方面|工作|[\s　。：:]")
_CUE = r"[\s　]*(?:针对|关于|对于?(?=[“\"‘]))"
_CUED = re.compile(_CUE)
_CUED_ORDINAL = re.compile(r"[\s　]*[一二三四五六七八九十]{1,3}是" + _CUE)
_ITEM_OPENINGS = frozenset({"question", "针对", "关于"})
_LOOK_AHEAD = 6
_SHORTEST_ANSWER = 6
# A paragraph without a number that names a finding and answers it.
PARAGRAPH_STYLE = "paragraph"
_STATE = re.compile(r"[（(【\[](?P<words>[^（()）【】\[\]\n]{2,12})[)）】\]]")


@dataclass(slots=True)
class Section:
    """A heading with what stands below it: `body[start:end]`; `[start, own_end)` precedes its children.

    `marker` is None for an unnumbered heading and for the root: `style` is then `heading`, `ordinal` 0. The
    heading's line ends at `line_end`, and `labels` stand in it. A `tail` (contacts, a signature) stands
    right below the root and closes all above it.
    """

    marker: Marker | None
    start: int
    text_start: int
    line_end: int
    labels: tuple[Label, ...] = ()
    strong: bool = False
    tail: bool = False
    style: str = "heading"
    ordinal: int = 0
    end: int = 0
    own_end: int = 0
    children: list[Section] = field(default_factory=list)

    def close(self, end: int) -> None:
        """Let the section end where the next one begins that is not below it."""
        self.end = end
        self.own_end = self.children[0].start if self.children else end


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of an article's headings; `root` spans the body and `lines` are its logical lines."""

    root: Section
    lines: tuple[Line, ...]
    quoting: Quoting


def read_outline(article: Article) -> Outline:
    """Read the headings of `article` into a tree, in time linear in its length.

    Depth follows the order in which styles of numbering appear; numbers that skip, repeat, run on over
    chapters or mix widths are taken as they stand. What stands inside a quoted finding is no heading.
    """
    body = article.body
    quoting = match_quotes(body)
    lines = read_lines(article, quoting)
    root = Section(None, 0, 0, 0)
    stack = [root]
    nested: set[tuple[str, str]] = set()
    marks = [None if line.continued else line.mark for line in lines]
    wholes = _whole_numbers(marks)
    items = _find_item_paragraphs(body, lines, quoting)
    afterword = _find_afterword(body, lines, marks)
    last_mark = next((i for i in range(len(marks) - 1, -1, -1) if marks[i] is not None), -1)
    for i, line in enumerate(lines):
        if line.row or line.continued:
            continue
        mark = (
            marks[i]
            or (read_whole(body, line.start, line.end, wholes) if wholes else None)
            or _read_item_ordinal(body, line, stack, quoting)
        )
        if mark is not None:
            section = _numbered(body, line, mark, quoting)
            depth = _place(stack, mark, body, lines[i - 1] if i else None, line, nested)
        elif is_tail(body[line.start : line.end], last=i > last_mark):
            depth, section = 1, Section(None, line.start, line.start, line.end, line.labels, tail=True)
        elif i in items and _stands_in_chapter(body, stack, PARAGRAPH_STYLE, quoting):
            depth = next((n for n, one in enumerate(stack) if one.style == PARAGRAPH_STYLE), len(stack))
            section = Section(None, line.start, line.start, line.end, line.labels, style=PARAGRAPH_STYLE)
        elif i == afterword:
            depth, section = 1, Section(None, line.start, line.start, line.end, line.labels, line.strong)
        elif _is_heading(body, lines, i, quoting) or _heads_list(body, line, marks, i):
            following = next((m for m in marks[i + 1 : i + 1 + _LOOK_AHEAD] if m is not None), None)
            depth = _place_heading(stack, following)
            section = Section(None, line.start, line.start, line.end, line.labels, line.strong)
        else:
            continue
        _open(stack, min(depth, DEEPEST), section)
        nested.add((stack[-2].style, section.style))
    for section in stack:
        section.close(len(body))
    return Outline(root, tuple(lines), quoting)


def _whole_numbers(marks: list[Marker | None]) -> frozenset[int]:
    """Return the numbers below which dotted ones stand (2 of 2.1): bare, they may head a chapter."""
    return frozenset(
        int(re.split("[.．]", mark.text)[0]) for mark in marks if mark and mark.style in _DOTTED_STYLES
    )


def _open(stack: list[Section], depth: int, section: Section) -> None:
    """Close the open sections from `depth` on where `section` begins, and open it below the others."""
    for closed in stack[depth:]:
        closed.close(section.start)
    del stack[depth:]
    stack[-1].children.append(section)
    stack.append(section)


def _numbered(body: str, line: Line, mark: Marker, quoting: Quoting) -> Section:
    start = _skip_stops(body, mark.end, line.end)
    labels = line.labels
    if mark is not line.mark or (start > mark.end and body[mark.end : start].strip(" 　")):
        labels = tuple(find_labels(body, start, line.end, quoting.inside, bare=may_be_bare(mark)))
    return Section(mark, line.start, start, line.end, labels, line.strong, False, mark.style, mark.ordinal)


def _find_item_paragraphs(body: str, lines: list[Line], quoting: Quoting) -> frozenset[int]:
    """Return the lines without a number that name a finding and answer it (针对…的问题，制定了办法).

    They are items where several stand in a notice of which no number heads a finding so named.
    """
    if any(line.mark and _CUED.match(body, line.mark.end, line.end) for line in lines):
        return frozenset()
    found = frozenset(i for i, line in enumerate(lines) if _names_and_answers(body, line, quoting))
    return found if len(found) > 1 else frozenset()


def _find_afterword(body: str, lines: list[Line], marks: list[Marker | None]) -> int:
    """The line without a number that alone heads what comes next (下一步工作安排); -1 where there is none.

    Where several do, or where a list goes on below it, it stands in an item.
    """
    found = [
        i
        for i, line in enumerate(lines)
        if not (line.row or line.continued or line.mark) and heads_next_steps(body[line.start : line.end])
    ]
    if len(found) != 1:
        return -1
    (at,) = found
    last = {mark.style: mark.ordinal for mark in marks[:at] if mark}
    first = {mark.style: mark.ordinal for mark in reversed(marks[at:]) if mark}
    goes_on = any(first.get(style) == ordinal + 1 for style, ordinal in last.items())
    return -1 if goes_on else at


def _names_and_answers(body: str, line: Line, quoting: Quoting) -> bool:
    if line.row or line.continued or line.mark or _CUED.match(body, line.start, line.end) is None:
        return False
    heading = read_heading(body, line.start, line.end, quoting)
    if heading.cue is not Cue.EXPLICIT or heading.finding is None:
        return False
    return len(_words_behind(body, heading, line)) >= _SHORTEST_ANSWER


def _stands_in_chapter(body: str, stack: list[Section], style: str, quoting: Quoting) -> bool:
    """Say whether nothing but a chapter stands above an item in a style of its own, or nothing at all."""
    above = next((one for one in reversed(stack[1:]) if one.style != style), None)
    if above is None:
        return True
    return not above.tail and read_heading(body, above.text_start, above.line_end, quoting).cue < Cue.NEGATIVE


def _read_item_ordinal(body: str, line: Line, stack: list[Section], quoting: Quoting) -> Marker | None:
    """Read 一是 as a heading's number where it opens a finding and nothing but a chapter stands above it."""
    if _CUED_ORDINAL.match(body, line.start, line.end) is None:
        return None
    if not _stands_in_chapter(body, stack, ORDINAL_STYLE, quoting):
        return None
    mark = read_ordinal(body, line.start, line.end)
    explicit = mark and read_heading(body, mark.end, line.end, quoting).cue is Cue.EXPLICIT
    return mark if explicit else None


def _skip_stops(body: str, at: int, end: int) -> int:
    """Return where the words begin that a number heads, behind a further stop or a state (1.【已完成】…)."""
    while at < end and body[at] in "：:、.．，, 　":
        at += 1
    if at < end and body[at] in "（(【[":
        state = _STATE.match(body, at, end)
        if state and is_pure_status(state["words"]):
            return state.end()
    return at


def _opening(body: str, mark: Marker | None, end: int) -> str:
    """Return how the words behind a number begin, which tells lists apart: a label, 针对, or neither."""
    if mark is None:
        return ""
    label = read_label(body, mark.end, end, bare=False)
    if label is not None:
        return label.part
    cued = _CUED.match(body, mark.end, end)
    return cued.group().strip() if cued else ""


def _heads_list(body: str, line: Line, marks: list[Marker | None], i: int) -> bool:
    """Say whether a short line without a stop heads the list that begins right below it (下一步工作)."""
    following = marks[i + 1] if i + 1 < len(marks) else None
    if following is None or following.ordinal != 1 or line.label is not None:
        return False
    text = body[line.start : line.end].strip()
    return 0 < len(text) <= _SHORT and text[-1] not in "。；;，,：:、）)”" and not opens_measure(text)


def _place(
    stack: list[Section],
    mark: Marker,
    body: str,
    before: Line | None,
    line: Line,
    nested: set[tuple[str, str]],
) -> int:
    """Return the depth of a numbered heading in the stack of open ones (1 is the top).

    `nested` holds the pairs of styles of which the second has stood right below the first.
    """
    same = [i for i in range(1, len(stack)) if stack[i].style == mark.style]
    following = [i for i in same if stack[i].ordinal + 1 == mark.ordinal]
    if following:
        return following[0] if len(following) == 1 else _choose_list(stack, following, mark, body, line)
    top = stack[-1]
    adjacent = before is not None and top.line_end == before.end and len(stack) > 1
    begins = mark.ordinal == 1
    fresh = not same or top.style != mark.style or _ends_open(body, top.line_end)
    if begins and adjacent and fresh and _expects_list(body, top):
        return len(stack)
    if not same:
        return _place_by_rank(stack, mark, nested)
    below = begins and (
        (before is not None and _ends_open(body, before.end))
        or (same[-1] == len(stack) - 1 and _answers_item(body, mark, line, top))
        or (same[-1] < len(stack) - 1 and _outranks(mark, top) and (adjacent or not _looks_top(body, line)))
    )
    later = [i for i in same if stack[i].ordinal < mark.ordinal]
    return len(stack) if below else (later or same)[-1]


def _choose_list(stack: list[Section], following: list[int], mark: Marker, body: str, line: Line) -> int:
    """Choose between several open lists that a number continues: the one whose headings begin as it does."""
    opening = _opening(body, mark, line.end)
    if not opening:
        return following[0 if _is_chapter(body, line, stack[following[-1]]) else -1]
    alike = [i for i in following if _opening(body, stack[i].marker, stack[i].line_end) == opening]
    return (alike or following)[-1]


def _answers_item(body: str, mark: Marker, line: Line, top: Section) -> bool:
    """Say whether a plain number below the heading of an item, in the same style, begins its answer."""
    if _opening(body, mark, line.end):
        return False
    return _opening(body, top.marker, top.line_end) in _ITEM_OPENINGS


def _outranks(mark: Marker, top: Section) -> bool:
    return RANK[mark.style] < RANK.get(top.style, _UNRANKED)


def _place_by_rank(stack: list[Section], mark: Marker, nested: set[tuple[str, str]]) -> int:
    """Place a style that none of the open headings uses: below those that customarily enclose it.

    A list that begins after 问题一 is what answers it, whatever its style.
    """
    depth = len(stack)
    while (
        depth > 1
        and RANK.get(stack[depth - 1].style, 0) > RANK[mark.style]
        and not (mark.ordinal == 1 and stack[depth - 1].style == "question")
        and (mark.ordinal == 1 or (stack[depth - 1].style, mark.style) not in nested)
    ):
        depth -= 1
    while depth > 1 and stack[depth - 1].tail:
        depth -= 1
    return depth


def _place_heading(stack: list[Section], following: Marker | None) -> int:
    """Place an unnumbered heading: above the list that starts below it, else beside its like, else below."""
    for i in range(1, len(stack)):
        if following is not None and stack[i].style == following.style and following.ordinal == 1:
            return i if i == 1 or stack[i - 1].style != "heading" else i - 1
    for i in range(1, len(stack)):
        if stack[i].style == "heading":
            return i
    return len(stack)


def _expects_list(body: str, section: Section) -> bool:
    """Say whether a heading is bare or ends in a colon, so that a list right below belongs to it."""
    text = body[section.text_start : section.line_end].rstrip()
    return text.endswith(("：", ":")) or (len(text) <= 60 and not text.endswith(("。", "；", ";")))


def _ends_open(body: str, end: int) -> bool:
    return body[max(0, end - 12) : end].rstrip().endswith(("：", ":"))


def _is_chapter(body: str, line: Line, inner: Section) -> bool:
    """Say whether a number that continues two lists continues the outer one: `inner` is the inner's last."""
    if not _looks_top(body, line):
        return False
    title = body[line.start : line.end]
    if not _looks_top(body, Line(inner.text_start, inner.line_end, inner.strong)):
        return True
    return is_closing(title) or is_introduction(title) or announces_problems(title)


def _looks_top(body: str, line: Line) -> bool:
    text = body[line.start : line.end].rstrip()
    return line.strong or (len(text) <= 60 and not text.endswith(("。", "；", ";")))


def _is_heading(body: str, lines: list[Line], i: int, quoting: Quoting) -> bool:
    """Say whether an unnumbered line is a heading: one finding and no more, or bold and short.

    A plain fault is one where it is bold, or where the label of its answer opens the line below.
    """
    line = lines[i]
    if line.end - line.start > HEADING_LENGTH or line.label:
        return False
    text = body[line.start : line.end].strip()
    if not text or opens_measure(text):
        return False
    heading = read_heading(body, line.start, line.end, quoting)
    whole = not _words_behind(body, heading, line)
    if heading.cue is Cue.EXPLICIT and (
        whole or _BULLET.match(text) or _is_title_rest(body[heading.rest : line.end])
    ):
        return True
    if heading.cue is Cue.NEGATIVE and whole and (line.strong or _is_labelled(body, lines, i, quoting)):
        return True
    if not line.strong or text[-1] in "。；;，,":
        return False
    return heading.cue >= Cue.ASPECT or names_aspect(text) or "整改" in text or "问题" in text


def _words_behind(body: str, heading: Heading, line: Line) -> str:
    """What stands in a line behind the words that state its finding."""
    return body[heading.rest : line.end].strip(" 　。：:，,")


def _awaits_answer(body: str, lines: list[Line], i: int, quoting: Quoting) -> bool:
    """Say whether a line is a numbered finding and no more, so that what follows answers it."""
    line = lines[i]
    if i < 0 or line.mark is None:
        return False
    heading = read_heading(body, line.mark.end, line.end, quoting)
    return heading.cue is Cue.EXPLICIT and not _words_behind(body, heading, line)


def _is_labelled(body: str, lines: list[Line], i: int, quoting: Quoting) -> bool:
    """Say whether the line below line `i` opens with the label of an answer, and `i` is no answer."""
    below = lines[i + 1] if i + 1 < len(lines) else None
    if below is None or below.row:
        return False
    label = below.label if below.mark is None else read_label(body, below.start, below.end)
    if label is None or label.part not in {"answer", "measures", "status"}:
        return False
    return not _awaits_answer(body, lines, i - 1, quoting)


def _is_title_rest(rest: str) -> bool:
    """Say whether what follows a finding is no more than 的整改落实情况."""
    return not _TITLE_WORDS.sub("", rest)
