"""What one section of the outline holds: its labels, its finding, and where its answer stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scrapers.notice.evidence import Cue
from scrapers.notice.findings import Heading, drop_ending, read_heading, trim, unquote
from scrapers.notice.labels import Label, Part, find_labels, may_be_bare, read_label
from scrapers.notice.lines import Line, add_labels
from scrapers.notice.measures import split_measures
from scrapers.notice.numbering import read_marker
from scrapers.notice.outline import Section
from scrapers.notice.quoting import Quoting
from scrapers.notice.statuses import Stated

ANSWER_PARTS = ("measures", "answer", "effect", "next")
"""The parts of an item that hold its answer, the most telling first."""
_ANSWERING = frozenset({"answer", "measures", "status", "effect"})


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands under one label, `body[start:end]`; `part` is `lead` before the first label."""

    part: str
    word: str
    start: int
    end: int


class _Placed(NamedTuple):
    """A label, and where the part begins that it names: with its line's number, where it opens the line."""

    at: int
    label: Label


@dataclass(frozen=True, slots=True)
class Text:
    """A body with its logical lines, its labels and matched marks: what every reader of sections needs.

    `loose` are the labels that hold within one item, where a chapter's number may stand before a label
    without a colon too.
    """

    body: str
    lines: tuple[Line, ...]
    quoting: Quoting
    labels: tuple[_Placed, ...]
    loose: tuple[_Placed, ...]
    _measures: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, body: str, lines: tuple[Line, ...], quoting: Quoting) -> Text:
        """Gather the labels of all lines."""
        labels: list[_Placed] = []
        loose: list[_Placed] = []
        for one in lines:
            line = _read_row(body, one, quoting) if one.row else one
            placed = _place(line, line.labels) if line.labels else []
            labels += placed
            found = line.labels if may_be_bare(line.mark) else _loose_labels(body, line, quoting)
            loose += placed if found is line.labels else _place(line, found)
        return cls(body, lines, quoting, tuple(labels), tuple(loose))

    def lines_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans of the lines within `body[start:end]`, cut to it."""
        spans = []
        for i in range(max(0, bisect_left(self.lines, (start + 1,)) - 1), len(self.lines)):
            line = self.lines[i]
            if line.start >= end:
                break
            if line.end > start:
                spans.append((max(start, line.start), min(end, line.end)))
        return spans

    def measures(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans of the measures that `body[start:end]` lists; worked out once for all who ask."""
        found = self._measures.get((start, end))
        if found is None:
            found = self._measures[start, end] = split_measures(self.body, start, end, self.quoting.inside)
        return found

    def segments(self, section: Section, end: int, *, within: bool = False) -> list[Segment]:
        """Cut a section up to `end` at its labels; what precedes the first is `lead`.

        `within` says that all of it is known to be one item, so that any numbered line in it may be a label.
        """
        start = section.text_start
        below = _placed_between(self.loose if within else self.labels, section.line_end, end)
        placed = [*(_Placed(label.start, label) for label in section.labels), *below]
        if not placed:
            return [Segment("lead", "", start, end)]
        stops = [*(at for at, _ in placed[1:]), end]
        segments = [
            Segment(label.part, label.word, label.end, stop)
            for (_, label), stop in zip(placed, stops, strict=True)
        ]
        if self.body[start : placed[0].at].strip():
            segments.insert(0, Segment("lead", "", start, placed[0].at))
        return segments

    def parts(self, section: Section) -> tuple[Part, ...]:
        """Return what a section's labels name before its children, in order."""
        below = _placed_between(self.labels, section.line_end, section.own_end)
        if not below and not section.labels:
            return ()
        return tuple([label.part for label in (*section.labels, *(label for _, label in below))])


def _placed_between(placed: tuple[_Placed, ...], start: int, end: int) -> tuple[_Placed, ...]:
    first = bisect_left(placed, (start,))
    if first == len(placed) or placed[first].at >= end:
        return ()
    return placed[first : bisect_left(placed, (end,), first)]


def _read_row(body: str, row: Line, quoting: Quoting) -> Line:
    return add_labels(body, row._replace(mark=read_marker(body, row.start, row.end)), quoting)


def _loose_labels(body: str, line: Line, quoting: Quoting) -> Sequence[Label]:
    """Return the labels of a numbered line, of which the first may be one without a colon."""
    if line.label or read_label(body, line.head, line.end) is None:
        return line.labels
    return find_labels(body, line.head, line.end, quoting.inside)


def _place(line: Line, labels: Sequence[Label]) -> list[_Placed]:
    """Let a label that opens a line begin with the line's number."""
    near = line.head + 2 if line.mark else line.start
    return [_Placed(line.start if label.start <= near else label.start, label) for label in labels]


class Node(NamedTuple):
    """A section with what its own words say, and the nodes `below` it in order, `children` the nearest.

    `parts` are what the labels before its children name, in order; `labelled` says that a label opens it, so
    that it may be but a part of an item. `cue` is how plainly it states a finding: a 反馈问题 label, which it
    `asks` with, is the plainest way. `finds_fault`: it states one at all; `is_explicit`: it names it as one;
    `answers`: it has a 整改情况, 整改措施 or 整改状态 label.
    """

    section: Section
    heading: Heading
    parts: tuple[Part, ...]
    labelled: bool
    cue: Cue
    finds_fault: bool
    is_explicit: bool
    asks: bool
    answers: bool
    children: tuple[Node, ...]
    below: tuple[Node, ...]


def read_nodes(text: Text, section: Section) -> tuple[Node, ...]:
    """Read the headings and labels of all sections below one, which nest no deeper than an outline does.

    Contacts and signatures are left out.
    """
    return tuple([_read_node(text, child) for child in section.children if not child.tail])


def _read_node(text: Text, section: Section) -> Node:
    children = read_nodes(text, section) if section.children else ()
    parts = text.parts(section)
    opening = section.labels[0] if section.labels and section.labels[0].start <= section.text_start else None
    if opening is not None and opening.part != "question":
        heading = Heading(Cue.NONE, None, opening.end)
    else:
        heading = read_heading(text.body, section.text_start, section.line_end, text.quoting)
    asks = "question" in parts
    cue = Cue.EXPLICIT if asks else heading.cue
    return Node(
        section,
        heading,
        parts,
        labelled=opening is not None,
        cue=cue,
        finds_fault=cue >= Cue.NEGATIVE,
        is_explicit=cue is Cue.EXPLICIT,
        asks=asks,
        answers=bool(parts) and not _ANSWERING.isdisjoint(parts),
        children=children,
        below=_below(children) if children else (),
    )


def _below(children: Sequence[Node]) -> tuple[Node, ...]:
    return tuple([node for child in children for node in (child, *child.below)])


def read_asked(text: Text, asked: Segment) -> tuple[int, int] | None:
    """Return the finding that a 反馈问题 label holds."""
    span = trim(text.body, asked.start, asked.end)
    if span is None:
        return None
    heading = read_heading(text.body, *span, text.quoting)
    if (
        heading.cue is Cue.EXPLICIT
        and heading.finding
        and not text.body[heading.rest : span[1]].strip(" 　。；;，,：:的整改情况")
    ):
        return heading.finding
    return drop_ending(text.body, *unquote(text.body, *span, text.quoting))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A node that is one item; `measures` are the numbered lines below it that are its measures.

    `inner` is the only heading below it, which states its finding.
    """

    node: Node
    measures: tuple[Node, ...]
    inner: Node | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands above an item: the path and headings that enclose it, and a status its chapter states.

    `only_findings` says that the list it stands in names findings without answering them; `answered` that the
    items beside it are findings with their answers, so that numbered lines below are measures; `named` that
    most items beside it find fault in their headings. `styles` are the styles of numbering in which most
    headings of the chapters do so; those in `answering` are items in the sense of `answered`.
    """

    path: tuple[str, ...]
    headings: tuple[str, ...]
    status: Stated | None
    only_findings: bool = False
    answered: bool = False
    named: bool = False
    styles: frozenset[str] = frozenset()
    answering: frozenset[str] = frozenset()
