"""What one section of the outline holds: its labels, its finding, and where its answer stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapers.notice.evidence import Cue
from scrapers.notice.findings import Heading, drop_ending, read_heading, trim, unquote
from scrapers.notice.labels import Label, find_labels, may_be_bare
from scrapers.notice.lines import Line
from scrapers.notice.measures import split_measures
from scrapers.notice.numbering import read_marker
from scrapers.notice.outline import Section
from scrapers.notice.quoting import Quoting

_ANSWER_PARTS = frozenset({"answer", "measures", "status", "effect"})


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands under one label, `body[start:end]`; `part` is `lead` before the first label."""

    part: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A body with its logical lines and matched marks: what every reader of sections needs.

    What it tells of a stretch of text is worked out once, however many readers ask.
    """

    body: str
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    quoting: Quoting
    _labels: dict[tuple[int, int, bool], list[Label]] = field(default_factory=dict)
    _measures: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)

    def lines_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans of the lines within `body[start:end]`, cut to it."""
        return [(max(start, line.start), min(end, line.end)) for line in self._between(start, end)]

    def _between(self, start: int, end: int) -> Iterator[Line]:
        for i in range(max(0, bisect_right(self.starts, start) - 1), len(self.lines)):
            line = self.lines[i]
            if line.start >= end:
                return
            if line.end > start:
                yield line

    def labels(self, start: int, end: int, *, bare: bool) -> list[Label]:
        """Return the labels of one paragraph, or of what stands behind its number."""
        found = self._labels.get((start, end, bare))
        if found is None:
            found = find_labels(self.body, start, end, self.quoting.inside, bare=bare)
            self._labels[start, end, bare] = found
        return found

    def measures(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the spans of the measures that `body[start:end]` lists."""
        found = self._measures.get((start, end))
        if found is None:
            found = self._measures[start, end] = split_measures(self.body, start, end, self.quoting.inside)
        return found

    def segments(self, start: int, end: int, *, bare: bool = True, within: bool = False) -> list[Segment]:
        """Cut `body[start:end]` at its labels; what precedes the first is `lead`.

        `bare` says whether the first line may be a label without a colon, `within` whether all of it is known
        to be one item, so that any numbered line in it may.
        """
        labels: list[tuple[int, Label]] = []
        for line in self._between(start, end):
            a, b = line.start, min(end, line.end)
            if a <= start:
                labels += [(label.start, label) for label in self.labels(start, b, bare=bare)]
                continue
            mark = line.mark if b == line.end and not line.row else read_marker(self.body, a, b)
            if mark is None:
                labels += [(label.start, label) for label in self.labels(a, b, bare=True)]
                continue
            at = _skip_space(self.body, mark.end, b)
            for label in self.labels(at, b, bare=within or may_be_bare(mark)):
                labels.append((a if label.start <= at + 2 else label.start, label))
        segments = []
        if not labels or self.body[start : labels[0][0]].strip():
            segments.append(Segment("lead", "", start, labels[0][0] if labels else end))
        stops = [begin for begin, _ in labels[1:]] + [end]
        for (_, label), stop in zip(labels, stops, strict=False):
            segments.append(Segment(label.part, label.word, label.end, stop))
        return segments


def _skip_space(body: str, at: int, end: int) -> int:
    while at < end and body[at] in " \u3000":
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class Facts:
    """What a section's own words say.

    `labels` are the parts that the text before its children labels; `labelled` says that a label opens it, so
    that it may be but a part of an item. `cue` is how plainly it states a finding: a 反馈问题 label, which it
    `asks` with, is the plainest way. It `answers` with a 整改情况, 整改措施 or 整改状态 label.
    """

    heading: Heading
    labels: tuple[Segment, ...]
    labelled: bool
    cue: Cue
    asks: bool
    answers: bool


def read_facts(text: Text, section: Section) -> Facts:
    """Read a section's own heading and labels."""
    start, bare = section.text_start, may_be_bare(section.marker)
    labels = tuple(one for one in text.segments(start, section.own_end, bare=bare) if one.part != "lead")
    opening = text.labels(start, section.line_end, bare=bare)[:1]
    labelled = bool(opening) and opening[0].start == start
    if labelled and opening[0].part != "question":
        heading = Heading(Cue.NONE, None, opening[0].end)
    else:
        heading = read_heading(text.body, start, section.line_end, text.quoting)
    parts = {one.part for one in labels}
    asks = "question" in parts
    return Facts(
        heading,
        labels,
        labelled,
        Cue.EXPLICIT if asks else heading.cue,
        asks,
        answers=not parts.isdisjoint(_ANSWER_PARTS),
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
