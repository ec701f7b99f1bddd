"""What one section of the outline holds: its labels, its finding, and where its answer stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from scrapers.notice.evidence import Cue
from scrapers.notice.findings import Heading, drop_ending, read_heading, trim, unquote
from scrapers.notice.labels import Label, find_labels, may_be_bare, read_label
from scrapers.notice.lines import Line
from scrapers.notice.numbering import read_marker
from scrapers.notice.outline import Section
from scrapers.notice.quoting import Quoting


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands under one label, `body[start:end]`; `part` is `lead` before the first label."""

    part: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A body with its logical lines and matched marks: what every reader of sections needs."""

    body: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    quoting: Quoting

    def lines_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans of the lines within `body[start:end]`, cut to it."""
        spans = []
        for i in range(max(0, bisect_right(self.starts, start) - 1), len(self.lines)):
            line = self.lines[i]
            if line.start >= end:
                break
            if line.end > start:
                spans.append((max(start, line.start), min(end, line.end)))
        return spans


def segment(text: Text, start: int, end: int, *, bare: bool = True, within: bool = False) -> list[Segment]:
    """Cut `body[start:end]` at its labels; what precedes the first is `lead`.

    `bare` says whether the first line may be a label without a colon, `within` whether all of it is known to
    be one item, so that any numbered line in it may.
    """
    labels: list[tuple[int, Label]] = []
    for a, b in text.lines_in(start, end):
        mark = read_marker(text.body, a, b) if a > start else None
        at = mark.end if mark else a
        found = find_labels(
            text.body, at, b, text.quoting.inside, bare=(within or may_be_bare(mark)) if a > start else bare
        )
        labels += [(a if label.start <= at + 2 and mark else label.start, label) for label in found]
    segments = []
    if not labels or text.body[start : labels[0][0]].strip():
        segments.append(Segment("lead", "", start, labels[0][0] if labels else end))
    stops = [begin for begin, _ in labels[1:]] + [end]
    for (_, label), stop in zip(labels, stops, strict=False):
        segments.append(Segment(label.part, label.word, label.end, stop))
    return segments


@dataclass(frozen=True, slots=True)
class Facts:
    """What a section's own words say; `labels` are the parts that the text before its children labels."""

    heading: Heading
    labels: tuple[Segment, ...]

    @property
    def cue(self) -> Cue:
        """How plainly the section states a finding; a 反馈问题 label is the plainest way."""
        return Cue.EXPLICIT if self.asks else self.heading.cue

    @property
    def asks(self) -> bool:
        """Whether the section has a 反馈问题 label of its own."""
        return any(one.part == "question" for one in self.labels)

    @property
    def answers(self) -> bool:
        """Whether the section has a 整改情况, 整改措施 or 整改状态 label of its own."""
        return any(one.part in {"answer", "measures", "status", "effect"} for one in self.labels)


def read_facts(text: Text, section: Section) -> Facts:
    """Read a section's own heading and labels."""
    heading = read_heading(text.body, section.text_start, section.line_end, text.quoting)
    labels = tuple(
        one
        for one in segment(text, section.text_start, section.own_end, bare=may_be_bare(section.marker))
        if one.part != "lead"
    )
    label = read_label(text.body, section.text_start, section.line_end, bare=may_be_bare(section.marker))
    if label is not None and label.part != "question":
        heading = Heading(Cue.NONE, None, label.end)
    return Facts(heading, labels)


def is_part(text: Text, section: Section) -> bool:
    """Say whether a numbered line is but a part of an item: (1)整改措施：…"""
    return (
        read_label(text.body, section.text_start, section.line_end, bare=may_be_bare(section.marker))
        is not None
    )


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
