"""Dated promises: what a notice says will be done, by when, and in which words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from scrapers.model import Article, Commitment, Issue, Problem, Quote, Status
from scrapers.notice.clauses import Clause, Places, Punctuation, read_punctuation, split_clauses
from scrapers.notice.deadlines import Anchors, Deadline, read_times
from scrapers.notice.promise_signs import ANY_AHEAD, ITEM_DONE, SEASON_AFTER
from scrapers.notice.promises import Setting, Verdict, is_label, judge
from scrapers.notice.rows import Rows, is_finished_row
from scrapers.notice.sentences import quote_span

_EXTENDS = re.compile(r"(?:延期|延长|延后|延|推迟|顺延|展期|调整|推后|变更)[^，,。]{0,10}?(?:至|到|为)$")
_JOINT = re.compile(r"[、，,]|并|(?<!总)和|以及|及|，?再|，?到")
_PREPOSITION = "于在到至将自从前，, \u3000"
LONGEST_HALF = 200


class Region(NamedTuple):
    """A stretch of the notice's own words: an answer, a table cell, or text outside the problems."""

    start: int
    end: int
    problem: Problem | None = None
    finished: bool = False
    closing: bool = False
    opening: bool = False


class _Dated(NamedTuple):
    """A deadline that bounds a promise, and the index of the clause that is quoted for it."""

    deadline: Deadline
    clause: int
    uncertain: bool


def read_commitments(
    article: Article, problems: Sequence[Problem], anchors: Anchors
) -> tuple[tuple[Commitment, ...], tuple[Issue, ...]]:
    """Return the promises with a time in a notice, in document order, and the times that name no day.

    Only answers and the text outside the problems are searched, never a finding or what stands in quotation
    marks. Relative times count from `anchors`.
    """
    body = article.body
    rows = Rows.of(article)
    regions = _Regions(article, problems, rows)
    times, unreadable = read_times(body, anchors, cues=ANY_AHEAD)
    issues = [
        Issue(u.kind, u.message, quote_span(body, u.start, u.end))
        for u in unreadable
        if u.kind == "impossible_date" and regions.at(u.start)
    ]
    found: list[Commitment] = []
    ahead: list[tuple[Region, Deadline]] = []
    for deadline in times:
        region = regions.at(deadline.start)
        if region is None:
            continue
        cell = rows.time_cell(deadline.start)
        if cell is not None:
            found += _promise_of_cell(body, rows, cell, deadline, region, anchors.today)
        else:
            ahead.append((region, deadline))
    marks = read_punctuation(body)
    for region, deadlines in _group(marks, ahead):
        taken, notes = _read_sentence(body, marks, region, deadlines, anchors)
        found += taken
        issues += notes
    seen: set[tuple[int, int, date]] = set()
    unique: list[Commitment] = []
    for one in sorted(found, key=lambda c: (c.due_expression.start, c.quote.start)):
        key = (one.quote.start, one.quote.end, one.due_on)
        if key not in seen:
            seen.add(key)
            unique.append(one)
    return tuple(unique), tuple(issues)


class _Regions:
    """The searched stretches of a body: everything but the findings."""

    def __init__(self, article: Article, problems: Sequence[Problem], rows: Rows) -> None:
        self.article, self.rows = article, rows
        self.problems = sorted(problems, key=lambda p: p.quote.start)
        # Where the problems up to each have ended.
        self.ends = list(accumulate((p.quote.end for p in self.problems), max))

    def at(self, position: int) -> Region | None:
        """The stretch that holds a position, `None` in a finding."""
        index = bisect_right(self.ends, position)
        begins = self.ends[index - 1] if index else 0
        if index == len(self.problems):
            return Region(begins, len(self.article.body), closing=index > 0)
        problem = self.problems[index]
        if position < problem.quote.start:
            return Region(begins, problem.quote.start, opening=True)
        for start, end in answer_spans(problem):
            if start <= position < end:
                return Region(max(begins, start), end, problem, self._is_finished(problem))
        return None

    def _is_finished(self, problem: Problem) -> bool:
        row = self.rows.at(problem.quote.start) if problem.status is None else None
        if row is not None:
            return is_finished_row(self.article.body, row)
        return problem.status is Status.COMPLETED


def answer_spans(problem: Problem) -> list[tuple[int, int]]:
    """What of a problem is not its finding: the words before it and the answer."""
    start, end = problem.quote.start, problem.quote.end
    finding = problem.finding
    if finding is None or finding.where != "body":
        return [(start, end)]
    return [(a, b) for a, b in ((start, finding.start), (max(start, finding.end), end)) if b > a]


def _group(
    marks: Punctuation, ahead: list[tuple[Region, Deadline]]
) -> Iterator[tuple[Region, list[Deadline]]]:
    """The deadlines that stand in one sentence, each with the sentence as its region."""
    group: list[Deadline] = []
    sentence: Region | None = None
    for region, deadline in ahead:
        if sentence is None or deadline.start >= sentence.end or region.problem is not sentence.problem:
            if sentence is not None:
                yield sentence, group
            start, end = marks.sentence(deadline.start, region.start, region.end)
            sentence, group = region._replace(start=start, end=end), []
        group.append(deadline)
    if sentence is not None:
        yield sentence, group


def _read_sentence(
    body: str, marks: Punctuation, sentence: Region, deadlines: list[Deadline], anchors: Anchors
) -> tuple[list[Commitment], list[Issue]]:
    following = marks.sentence(sentence.end + 1, sentence.end, sentence.end + LONGEST_HALF)[1]
    clauses = split_clauses(body, sentence.start, max(sentence.end, min(following, len(body))), marks.closes)
    places = Places.of(clauses)
    kept: list[_Dated] = []
    for deadline in deadlines:
        index = None if marks.quotes(deadline.start) else places.find(deadline.start)
        if index is None:
            continue
        quoted = places.widen(index, deadline.start, deadline.end)
        setting = _setting(body, places, quoted, deadline, sentence, anchors.feedback)
        verdict = judge(deadline, setting, anchors.today)
        if verdict is not Verdict.NONE:
            kept.append(_Dated(deadline, quoted, verdict is Verdict.UNCERTAIN))
    if len(kept) > 1:
        kept = _drop_replaced(body, places, _drop_bare_starts(body, places, kept))
    issues = [
        Issue("uncertain_deadline", one.deadline.note, quote_span(body, one.deadline.start, one.deadline.end))
        for one in kept
        if one.deadline.note
    ]
    return _quote_promises(body, places, kept, sentence), issues


def _setting(
    body: str, places: Places, index: int, deadline: Deadline, region: Region, feedback: date | None
) -> Setting:
    clause = places.clauses[index]
    before, after = places.beside(index)
    if after and _closes(body, clause, after[-1]):
        after = after[:-1]
    tail = body[deadline.end : min(clause.end, deadline.end + LONGEST_HALF)]
    if not tail.strip() and (follower := places.next(index)) is not None:
        start, end, *_ = places.clauses[follower]
        tail = body[start : min(end, start + LONGEST_HALF)]
    return Setting(
        lead=body[max(clause.start, deadline.start - LONGEST_HALF) : deadline.start],
        tail=tail.lstrip("）)"),
        before=tuple([body[max(c.start, c.end - 60) : c.end] for c in before]),
        after=tuple([body[c.start : min(c.end, c.start + 60)] for c in after]),
        finished=region.finished,
        unfinished=region.problem is not None and region.problem.status is Status.IN_PROGRESS,
        closing=region.closing,
        opening=region.opening,
        feedback=feedback,
    )


def _closes(body: str, clause: Clause, after: Clause) -> bool:
    """Say whether a later clause is the item's own status, in a sentence of its own (…。已完成整改。)."""
    if after.sentence == clause.sentence:
        return False
    return ITEM_DONE.fullmatch(body, after.start, after.end) is not None


def _drop_bare_starts(body: str, places: Places, kept: list[_Dated]) -> list[_Dated]:
    """Without the starts whose act stands under the next time: 自9月起，用两个月时间…."""
    heads = {k.clause for k in kept}
    return [
        k
        for k in kept
        if not (
            k.deadline.starts
            and places.next(k.clause) in heads
            and not body[k.deadline.end : places.clauses[k.clause].end].strip()
        )
    ]


def _drop_replaced(body: str, places: Places, kept: list[_Dated]) -> list[_Dated]:
    """Without the deadlines that a later one in their sentence replaces (由…延期至…)."""
    replaced_up_to: dict[int, int] = {}
    for one in kept:
        clause = places.clauses[one.clause]
        if _EXTENDS.search(body, max(clause.start, one.deadline.start - 16), one.deadline.start):
            replaced_up_to[clause.sentence] = one.deadline.start
    return [k for k in kept if k.deadline.start >= replaced_up_to.get(places.clauses[k.clause].sentence, 0)]


def _quote_promises(body: str, places: Places, kept: list[_Dated], region: Region) -> list[Commitment]:
    """The promises with their quotes: the clause, or its part where one clause holds several."""
    found: list[Commitment] = []
    heads = {k.clause for k in kept}
    for i, one in enumerate(kept):
        start, end = _clause_span(body, places, one, heads)
        if i and kept[i - 1].clause == one.clause:
            joint = _joint(body, kept[i - 1].deadline.end, one.deadline.start)
            start = joint[1] if joint else start
        if i + 1 < len(kept) and kept[i + 1].clause == one.clause:
            joint = _joint(body, one.deadline.end, kept[i + 1].deadline.start)
            end = joint[0] if joint else end
        found.append(
            _promise(quote_span(body, start, end), body, one.deadline, region, uncertain=one.uncertain)
        )
    return found


def _clause_span(body: str, places: Places, one: _Dated, heads: set[int]) -> tuple[int, int]:
    """The clause of a promise, with the next one where it ends with the time (力争6月底前，全面完成…)."""
    clause, deadline = places.clauses[one.clause], one.deadline
    start, end = (
        max(clause.start, deadline.start - LONGEST_HALF),
        min(clause.end, deadline.end + LONGEST_HALF),
    )
    if deadline.end < clause.end or is_label(body[start : deadline.start]):
        return start, end
    follower = places.next(one.clause)
    if follower is None or follower in heads:
        return start, end
    return start, min(places.clauses[follower].end, deadline.end + LONGEST_HALF)


def _joint(body: str, start: int, end: int) -> tuple[int, int] | None:
    """Where two promises in a clause part: the end of the first, the start of the second (at 、, 并, 和)."""
    joints = list(_JOINT.finditer(body, start, min(end, start + LONGEST_HALF)))
    last = joints[-1] if joints else None
    if last is None or not body[start : last.start()].strip(_PREPOSITION):
        return None
    return last.start(), last.end() if last.group() in "、，," else last.start()


def _promise(quote: Quote, body: str, deadline: Deadline, region: Region, *, uncertain: bool) -> Commitment:
    return Commitment(
        quote=quote,
        due_expression=quote_span(body, deadline.start, deadline.end),
        due_on=deadline.due_on,
        due_strict=deadline.due_strict,
        precision=deadline.precision,
        rule=deadline.rule,
        problem_path=region.problem.path if region.problem else None,
        uncertain=uncertain,
    )


def _promise_of_cell(
    body: str, rows: Rows, cell: tuple[int, int], deadline: Deadline, region: Region, today: date | None
) -> list[Commitment]:
    """A day ahead in the 时限 cell of an unfinished row is a promise, with the cell as its quote."""
    row = rows.at(cell[0])
    finished = region.finished or (region.problem is None and row is not None and is_finished_row(body, row))
    if finished or SEASON_AFTER.search(body[deadline.end : cell[1]]):
        return []
    if today is not None and (deadline.due_on < today or deadline.rolled):
        return []
    uncertain = today is None or deadline.vague
    return [_promise(quote_span(body, *cell), body, deadline, region, uncertain=uncertain)]
