"""One item of a notice, from its section to a `Problem`: finding, status, measures, and where each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import dropwhile

from scrapers.model import Issue, Problem, Quote
from scrapers.notice.evidence import Cue, begins_measure, has_fault, may_name_fault
from scrapers.notice.findings import drop_ending, read_heading, trim
from scrapers.notice.items import Node, Segment, Text, read_asked
from scrapers.notice.measures import opens_measure
from scrapers.notice.outline import Section
from scrapers.notice.status_words import classify_status
from scrapers.notice.statuses import (
    Stated,
    find_deadline_status,
    find_status,
    is_plain_status,
    is_pure_status,
    read_labelled_status,
)

_ANSWER_PARTS = ("measures", "answer", "effect", "next")


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


def read_leaf(text: Text, leaf: Leaf, setting: Setting) -> tuple[list[Problem], list[Issue]]:
    """Return the problem of a leaf, or several where unnumbered 反馈问题 labels divide it."""
    section = leaf.node.section
    path = (*setting.path, section.marker.text.strip()) if section.marker else setting.path
    end = _answer_end(text, section)
    segments = text.segments(section, end, within=True)
    asked = [i for i, one in enumerate(segments) if one.part == "question"]
    problems: list[Problem] = []
    issues: list[Issue] = []
    if len(asked) > 1 and all(segments[i + 1].part != "question" for i in asked[:-1]):
        starts = [_label_start(text, segments, i) for i in asked]
        for n, i in enumerate(asked):
            stop = asked[n + 1] if n + 1 < len(asked) else len(segments)
            begin = starts[n] if n else section.start
            until = starts[n + 1] if n + 1 < len(asked) else end
            found, notes = _build(text, leaf, setting, path, segments[i:stop], begin, until)
            problems += found
            issues += notes
        return problems, issues
    return _build(text, leaf, setting, path, segments, section.start, end)


def _label_start(text: Text, segments: list[Segment], i: int) -> int:
    """Return where the line begins that holds the label of segment `i`, or the label within its line."""
    line = text.body.rfind("\n", 0, segments[i].start) + 1
    return max(line, segments[i - 1].end) if i else line


def _answer_end(text: Text, section: Section) -> int:
    end = section.end
    for kid in section.children:
        if kid.tail:
            end = kid.start
            break
    return len(text.body[section.start : end].rstrip()) + section.start


def _build(
    text: Text,
    leaf: Leaf,
    setting: Setting,
    path: tuple[str, ...],
    segments: list[Segment],
    start: int,
    end: int,
) -> tuple[list[Problem], list[Issue]]:
    body = text.body
    finding, rest = _find_finding(text, leaf, segments, setting)
    answer = trim_space(body, rest, end)
    if answer is None:
        answer = trim_space(body, max(start, leaf.node.section.text_start), end)
        if finding is None or answer is None or not _is_sentence(text, leaf, setting):
            return [], [_unanswered(body, start, end)] if finding else []
        finding, rest = None, answer[0]
    segments = [_as_status(body, one) for one in segments]
    answering = [one for one in segments if one.part in _ANSWER_PARTS]
    if not answering:
        answer = _before_labels(text, segments, rest) or answer
    answering = _with_lead(text, answering, segments, rest)
    measures = _measure_spans(text, leaf, answering, answer) or [answer]
    issues: list[Issue] = []
    stated: Stated | None = None
    for one in segments:
        if one.part == "status" and stated is None:
            stated, issue = read_labelled_status(body, one.start, one.end, one.word)
            if issue:
                issues.append(issue)
            if stated is None and issue is None and len(measures) < 2:
                listed = text.measures(one.start, one.end)
                measures = listed if len(listed) > 1 else measures
        if one.part == "deadline" and stated is None:
            stated = find_deadline_status(body, one.start, one.end)
    if stated is None:
        stated = (
            find_status(text, leaf.node.section.text_start, rest, end, answering, measures) or setting.status
        )
    problem = Problem(
        path=path,
        quote=quote(body, start, end),
        headings=setting.headings,
        finding=quote(body, *finding) if finding else None,
        status=stated.status if stated else None,
        status_text=quote(body, stated.start, stated.end) if stated else None,
        measures=tuple(quote(body, a, b) for a, b in measures),
    )
    return [problem], issues


def _as_status(body: str, one: Segment) -> Segment:
    """Take 整改进展：已完成整改。 for what it is: a status under an answer's label."""
    if one.part not in {"answer", "effect"}:
        return one
    words = body[one.start : one.end].strip()
    alone = is_plain_status(words) or is_pure_status(words) or (len(words) <= 8 and classify_status(words))
    return replace(one, part="status") if alone else one


def _before_labels(text: Text, segments: list[Segment], rest: int) -> tuple[int, int] | None:
    """Return the answer that stands before labels which hold no part of it."""
    lead = segments[0] if segments and segments[0].part == "lead" else None
    return trim_space(text.body, rest, lead.end) if lead is not None and lead.end > rest else None


def quote(body: str, start: int, end: int) -> Quote:
    """Return `body[start:end]` as a quote."""
    return Quote(body[start:end], start, end)


def trim_space(body: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut white space and the stop that closes a heading from an answer's span; None if nothing remains."""
    while start < end and (body[start].isspace() or body[start] in "。，,：:；;—－-"):
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _is_sentence(text: Text, leaf: Leaf, setting: Setting) -> bool:
    """Say whether an item's only sentence, though it ends on a fault, is an answer among answers."""
    line = text.body[leaf.node.section.text_start : leaf.node.section.own_end].rstrip()
    return (
        not setting.only_findings
        and leaf.node.section.style != "question"
        and leaf.node.cue is Cue.NEGATIVE
        and line.endswith(("。", "；"))
    )


def _unanswered(body: str, start: int, end: int) -> Issue:
    return Issue(
        "unanswered_finding",
        "A heading states a finding, and nothing below it answers.",
        quote(body, start, end),
    )


def _own_question(segments: list[Segment]) -> Segment | None:
    """Return the first label of a finding, or the last of several at once (问题一：… 具体问题：…).

    What 具体表现 adds belongs to the finding before it.
    """
    found: Segment | None = None
    for one in dropwhile(lambda one: one.part != "question", segments):
        if one.part != "question":
            break
        found = replace(found, end=one.end) if found and "表现" in one.word else one
    return found


def _find_finding(
    text: Text, leaf: Leaf, segments: list[Segment], setting: Setting
) -> tuple[tuple[int, int] | None, int]:
    """Return the item's finding and where its answer may begin."""
    asked = _own_question(segments)
    if asked is not None:
        return read_asked(text, asked), asked.end
    section = leaf.node.section
    heading = leaf.node.heading
    inner = leaf.inner.heading if leaf.inner is not None else None
    if inner is not None and inner.finding:
        return inner.finding, inner.rest
    rest_of_line = text.body[heading.rest : section.line_end].strip(" 　。：:，,；;")
    if not rest_of_line or heading.cue in {Cue.NONE, Cue.ASPECT}:
        own = _own_sentence(text, section, segments if not rest_of_line else [])
        if own is not None:
            return own
    first = next((one for one in segments if one.part in {*_ANSWER_PARTS, "status"}), None)
    rest = max(heading.rest, section.text_start)
    if heading.finding is None and (named := _named_by_place(text, leaf, segments, setting)) is not None:
        return named, named[1]
    if heading.finding is None:
        if heading.cue is Cue.ASPECT or (section.line_end < section.own_end and _is_bare(text, section)):
            rest = max(
                rest, min(section.line_end, heading.rest) if heading.cue is Cue.ASPECT else section.line_end
            )
        return None, rest
    widened = first is not None and heading.cue is Cue.NEGATIVE and first.start > heading.rest
    finding = _widen(text, section, heading.finding, first) if first and widened else heading.finding
    return finding, heading.rest if widened else rest


_LONGEST_LABEL = 24
_SENTENCES = re.compile(r"[^。；;\n]+")
_HEADED = re.compile(r"[^。；;\n]*")
_ANSWER_FOLLOWS = re.compile(
    r"[。；;：:，,\s　]*(?:$|[（(【]?(?:已|整改|正在|基本|均|全部|立行立改|长期|持续|目前|该问题)|"
    r"一是|首先|第一|①|[（(]1[)）])"
)


def _answer_follows(body: str, at: int, end: int) -> bool:
    """Say whether a status, a first measure or an action follows a heading's first sentence, or nothing."""
    if _ANSWER_FOLLOWS.match(body, at, end):
        return True
    return body[at : at + 1] == "。" and begins_measure(body[at + 1 : end][:120])


def _named_by_place(
    text: Text, leaf: Leaf, segments: list[Segment], setting: Setting
) -> tuple[int, int] | None:
    """Take a short heading for the finding where its place says so, though its words name no known fault.

    Places: the line of 问题一：; the only words before an answer's label; a heading among headings that find
    fault, followed by a status, by a first measure or by an answer below it.
    """
    section, body = leaf.node.section, text.body
    head = _HEADED.match(body, section.text_start, section.line_end)
    labelled = next((one for one in segments if one.part in {*_ANSWER_PARTS, "status"}), None)
    lead = segments[0] if segments and segments[0].part == "lead" else None
    stop = section.line_end
    if labelled is not None and lead is not None and lead.end <= section.line_end:
        stop = lead.end
    span = trim(body, head.start(), min(head.end(), stop)) if head else None
    if span is None:
        return None
    alone = not body[span[1] : stop].strip(" 　。：:；;\n")
    follows = stop < section.end and bool(body[stop : section.end].strip())
    question = section.style == "question" and (alone or not opens_measure(body[span[0] : span[1]]))
    before_label = (
        labelled is not None
        and alone
        and lead is not None
        and (not body[span[1] : lead.end].strip(" 　。：:；;\n"))
    )
    below = body[section.line_end : section.line_end + 12].lstrip("\n 　")
    before_list = (
        alone
        and stop == section.line_end
        and span[1] - span[0] <= 40
        and (bool(leaf.measures) or opens_measure(below))
    )
    listed = setting.named or section.style in setting.styles
    among = before_list or (listed and _answer_follows(body, span[1], section.line_end))
    if not (follows or not alone) or not (question or before_label or among):
        return None
    return span if question or may_name_fault(body[slice(*span)]) else None


def _is_bare(text: Text, section: Section) -> bool:
    line = text.body[section.text_start : section.line_end].strip()
    return len(line) <= 60 and line[-1:] not in "。；;"


def _widen(text: Text, section: Section, finding: tuple[int, int], first: Segment) -> tuple[int, int]:
    """A finding before 整改措施： runs over its line's sentences, up to that label, a status or an action."""
    label = text.body.rfind(first.word, finding[1], first.start)
    below = label > section.line_end
    if label < 0 or (below and not _opens_below(text, section, first)):
        return finding
    stop = min(label, section.line_end)
    for sentence in _SENTENCES.finditer(text.body, finding[1], stop):
        words = sentence.group()
        acts = below and (opens_measure(words) or begins_measure(words))
        if acts or is_plain_status(words) or is_pure_status(words):
            stop = sentence.start()
            break
    span = trim(text.body, finding[0], stop)
    return (span and drop_ending(text.body, *span)) or finding


def _opens_below(text: Text, section: Section, first: Segment) -> bool:
    """Say whether the label of an answer opens the line below a heading, so that all of it is the finding."""
    if first.part not in {"measures", "answer"}:
        return False
    between = text.body[section.line_end : first.start]
    return between.count("\n") == 1 and len(between) <= _LONGEST_LABEL


def _own_sentence(
    text: Text, section: Section, segments: list[Segment]
) -> tuple[tuple[int, int], int] | None:
    """Return the finding of the unnumbered sentence behind or below a heading, and where its answer begins.

    The sentence opens the answer with 针对, or is one line of faults before a label of `segments`.
    """
    stop = text.body.find("。", section.text_start, section.line_end) + 1 or section.line_end
    for a, b in [(stop, section.line_end), *text.lines_in(section.line_end, section.own_end)[:1]]:
        if not text.body[a:b].lstrip(" 　").startswith(("针对", "关于", "巡察", "巡视")):
            continue
        heading = read_heading(text.body, a, b, text.quoting)
        if heading.cue is Cue.EXPLICIT and heading.finding:
            return heading.finding, heading.rest
    if len(segments) < 2 or segments[0].part != "lead" or segments[1].part not in {*_ANSWER_PARTS, "status"}:
        return None
    if not any(one.part in _ANSWER_PARTS and not _is_status(text, one) for one in segments):
        return None
    told = trim(text.body, section.line_end, segments[0].end)
    if told is None or "\n" in text.body[slice(*told)] or not has_fault(text.body[slice(*told)]):
        return None
    finding = drop_ending(text.body, *told)
    return (finding, finding[1]) if finding else None


def _is_status(text: Text, segment: Segment) -> bool:
    """Say whether nothing but a status stands under a label, so that the answer stands elsewhere."""
    return is_pure_status(text.body[segment.start : segment.end].strip())


def _with_lead(text: Text, answering: list[Segment], segments: list[Segment], rest: int) -> list[Segment]:
    """Count what follows the heading as the answer where labels name only its effect (整改成效：…)."""
    if not answering or any(one.part in {"measures", "answer"} for one in answering):
        return answering
    lead = next((one for one in segments if one.part == "lead"), None)
    if lead is None or not text.body[rest : lead.end].strip(" 　\n。：:，,；;"):
        return answering
    return [Segment("answer", "", rest, lead.end), *answering]


def _measure_spans(
    text: Text, leaf: Leaf, answering: list[Segment], answer: tuple[int, int]
) -> list[tuple[int, int]]:
    if answering:
        told = [one for one in answering if one.part in {"measures", "answer"}] or answering
        for part in _ANSWER_PARTS:
            lists = [text.measures(one.start, one.end) for one in told if one.part == part]
            if any(len(spans) > 1 for spans in lists):
                return [span for spans in lists for span in spans]
        first = next(one for part in _ANSWER_PARTS for one in told if one.part == part)
        return [trim_space(text.body, first.start, first.end) or answer]
    own_end = min(answer[1], leaf.node.section.own_end) if leaf.inner is None else answer[1]
    lines = [kid.section for kid in leaf.measures if answer[0] <= kid.section.start < answer[1]]
    if lines:
        own = trim_space(text.body, answer[0], own_end)
        listed = text.measures(*own) if own else []
        if len(listed) > 1 or (own and opens_measure(text.body[own[0] : own[0] + 6])):
            return text.measures(*answer)
        counted = text.measures(lines[0].start, answer[1])
        if len(counted) > len(lines):
            return counted
        spans = [(kid.start, min(kid.end, answer[1])) for kid in lines]
        return [trimmed for a, b in spans if (trimmed := trim_space(text.body, a, b))]
    return text.measures(*answer)
