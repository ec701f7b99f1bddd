"""Dated promises: what a notice says will be done, by when, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from scrapers.model import Article, Commitment, Issue, Problem, Quote, Status
from scrapers.notice.clauses import Places, Quotations, split_clauses
from scrapers.notice.deadlines import Anchors, Deadline, read_times
from scrapers.notice.promises import Setting, Verdict, is_label, judge
from scrapers.notice.quoting import match_quotes
from scrapers.notice.rows import Rows, is_finished_row
from scrapers.notice.sentences import quote_span

_EXTENDS = re.compile(r"(?:延期|延长|延后|延|推迟|顺延|展期|调整|推后|变更)[^，,。]{0,10}?(?:至|到|为)$")
_JOINT = re.compile(r"[、，,]|并|(?<!总)和|以及|及|，?再|，?到")
_PREPOSITION = "于在到至将自从前，, \u3000"
LONGEST_HALF = 200


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the notice's own words: an answer, a table cell, or text outside the problems."""

    start: int
    end: int
    problem: Problem | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class _Dated:
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
    quoting = match_quotes(article.body)
    quotations = Quotations.of(article.body, quoting)
    rows = Rows.of(article)
    found: list[Commitment] = []
    issues: list[Issue] = []
    for region in _regions(article, problems, rows):
        taken, notes = _read_region(article.body, region, anchors, quotations, rows)
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


def _regions(article: Article, problems: Sequence[Problem], rows: Rows) -> Iterator[Region]:
    at = 0
    for problem in sorted(problems, key=lambda p: p.quote.start):
        if problem.quote.start > at:
            yield Region(at, problem.quote.start)
        start = max(at, problem.quote.start)
        finished = problem.status is Status.COMPLETED
        row = rows.at(problem.quote.start)
        if row is not None and problem.status is None:
            finished = is_finished_row(article.body, row)
        if problem.finding is not None and problem.finding.where == "body":
            if problem.finding.start > start:
                yield Region(start, problem.finding.start, problem, finished)
            start = max(start, problem.finding.end)
        if problem.quote.end > start:
            yield Region(start, problem.quote.end, problem, finished)
        at = max(at, problem.quote.end)
    if at < len(article.body):
        yield Region(at, len(article.body))


def _read_region(
    body: str, region: Region, anchors: Anchors, quotations: Quotations, rows: Rows
) -> tuple[list[Commitment], list[Issue]]:
    times, unreadable = read_times(body[region.start : region.end], anchors)
    issues = [
        Issue(u.kind, u.message, quote_span(body, region.start + u.start, region.start + u.end))
        for u in unreadable
        if u.kind == "impossible_date"
    ]
    if not times:
        return [], issues
    clauses = split_clauses(body, region.start, region.end, quotations.closes)
    places = Places.of(clauses)
    kept: list[_Dated] = []
    found: list[Commitment] = []
    for local in times:
        deadline = _shift(local, region.start)
        cell = _time_cell(rows, deadline)
        if cell is not None:
            found += _promise_of_cell(body, rows, cell, deadline, region, anchors.today)
            continue
        if quotations.hold(deadline.start):
            continue
        index = places.find(deadline.start)
        if index is None:
            continue
        verdict = judge(deadline, _setting(body, places, index, deadline, region), anchors.today)
        if verdict is not Verdict.NONE:
            kept.append(
                _Dated(
                    deadline, places.widen(index, deadline.start, deadline.end), verdict is Verdict.UNCERTAIN
                )
            )
    kept = _drop_replaced(body, places, kept)
    found += _quote_promises(body, places, kept, region)
    issues += [
        Issue("uncertain_deadline", one.deadline.note, quote_span(body, one.deadline.start, one.deadline.end))
        for one in kept
        if one.deadline.note
    ]
    return found, issues


def _shift(deadline: Deadline, by: int) -> Deadline:
    return replace(deadline, start=deadline.start + by, end=deadline.end + by)


def _setting(body: str, places: Places, index: int, deadline: Deadline, region: Region) -> Setting:
    clause = places.clauses[places.widen(index, deadline.start, deadline.end)]
    before, after = places.beside(index)
    tail = body[deadline.end : min(clause.end, deadline.end + LONGEST_HALF)]
    follower = places.next(index)
    if not tail.strip() and follower is not None:
        tail = body[places.clauses[follower].start : places.clauses[follower].end][:LONGEST_HALF]
    return Setting(
        lead=body[max(clause.start, deadline.start - LONGEST_HALF) : deadline.start],
        tail=tail,
        before=tuple(body[c.start : c.end][-60:] for c in before),
        after=tuple(body[c.start : c.end][:60] for c in after),
        finished=region.finished,
        unfinished=region.problem is not None and region.problem.status is Status.IN_PROGRESS,
    )


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
    for i, one in enumerate(kept):
        start, end = _clause_span(body, places, one, kept)
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


def _clause_span(body: str, places: Places, one: _Dated, kept: list[_Dated]) -> tuple[int, int]:
    """The clause of a promise, and the next one where the first ends with the time (力争6月底前，全面完成…)."""
    clause, deadline = places.clauses[one.clause], one.deadline
    start, end = (
        max(clause.start, deadline.start - LONGEST_HALF),
        min(clause.end, deadline.end + LONGEST_HALF),
    )
    if deadline.end < clause.end or is_label(body[start : deadline.start]):
        return start, end
    follower = places.next(one.clause)
    if follower is None or any(k.clause == follower for k in kept):
        return start, end
    return start, min(places.clauses[follower].end, deadline.end + LONGEST_HALF)


def _joint(body: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first of two promises in a clause ends and the second begins: at the last 、, 并 or 和 between."""
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


def _time_cell(rows: Rows, deadline: Deadline) -> tuple[int, int] | None:
    """The cell under 整改时限 that holds a deadline, `None` elsewhere."""
    row = rows.at(deadline.start)
    if row is None:
        return None
    return next((c for c in row.cells if c in rows.time_cells and c[0] <= deadline.start < c[1]), None)


def _promise_of_cell(
    body: str, rows: Rows, cell: tuple[int, int], deadline: Deadline, region: Region, today: date | None
) -> list[Commitment]:
    """A day ahead in the 时限 cell of an unfinished row is a promise, with the cell as its quote."""
    row = rows.at(cell[0])
    finished = region.finished or (region.problem is None and row is not None and is_finished_row(body, row))
    if finished or (today is not None and (deadline.due_on < today or deadline.rolled)):
        return []
    uncertain = today is None or deadline.vague
    return [_promise(quote_span(body, *cell), body, deadline, region, uncertain=uncertain)]
