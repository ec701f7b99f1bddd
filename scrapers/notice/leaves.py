"""One item of a notice, from its section to a `Problem`: finding, status, measures, and where each stands."""

from __future__ import annotations

from dataclasses import replace

from scrapers.model import Issue, Problem, Quote
from scrapers.notice.evidence import Cue
from scrapers.notice.item_findings import find_finding
from scrapers.notice.items import ANSWER_PARTS, Leaf, Segment, Setting, Text
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
    return len(text.body[section.start : section.end].rstrip()) + section.start


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
    finding, rest = find_finding(text, leaf, segments, setting)
    answer = trim_space(body, rest, end)
    if answer is None:
        answer = trim_space(body, max(start, leaf.node.section.text_start), end)
        if finding is None or answer is None or not _is_sentence(text, leaf, setting):
            return [], [_unanswered(body, start, end)] if finding else []
        finding, rest = None, answer[0]
    segments = [_as_status(body, one) for one in segments]
    answering = [one for one in segments if one.part in ANSWER_PARTS]
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
        for part in ANSWER_PARTS:
            lists = [text.measures(one.start, one.end) for one in told if one.part == part]
            if any(len(spans) > 1 for spans in lists):
                return [span for spans in lists for span in spans]
        first = next(one for part in ANSWER_PARTS for one in told if one.part == part)
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
