"""Open items: specific work inside the problems that a notice reports as unfinished, without a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scrapers.model import Article, Commitment, OpenItem, Problem, Quote, Status
from scrapers.notice.clauses import Clause, Places, read_punctuation, split_clauses
from scrapers.notice.commitments import answer_spans
from scrapers.notice.covering import Dated, is_covered
from scrapers.notice.rows import Rows, is_finished_row
from scrapers.notice.sentences import quote_span
from scrapers.notice.unfinished import (
    LEAD_IN,
    awaits_its_season,
    find_cue,
    is_done_now,
    is_done_with,
    is_preamble,
    is_settled_by,
    is_specific,
    names_its_subject,
)
from scrapers.notice.unfinished_cues import TRACE, Cue, Kind

UNFINISHED_MATTER = re.compile(r"未(?:完成|解决|整改到位|销号)(?:整改)?(?:的)?(?:问题|事项|任务|工程|项目)")
# A clause after which work to come may stand that has no cue of its own.
_LEADS = re.compile(rf"{LEAD_IN.pattern}|{UNFINISHED_MATTER.pattern}")
_PUSH = re.compile(r"^(?:积极|加快|全力|持续|稳步|有序|大力)?(?:推进|推动)[^，,]{6,}$")
_JOINED = re.compile(r"^(?:将|并(?!案)|待|等[待候]|进一步完善|由)")
_FURTHER_PART = re.compile(r"另有|另外|还有|其[余他]|此外|\d+[\u4e00-\u9fff]")
LONGEST_CLAUSE = 400
REACH = 5
STATUS_MARGIN = 8
_OPENING_WORD = re.compile(r"(?:其中|同时|此外|另外|但)[，,]?(?=.{4})")


@dataclass(frozen=True, slots=True)
class _Found:
    quote: Quote
    clause: Clause
    kind: Kind
    index: int


def read_open_items(
    article: Article,
    problems: Sequence[Problem],
    commitments: Sequence[Commitment],
    today: date | None = None,
) -> tuple[OpenItem, ...]:
    """Return the unfinished work that the answers report without a date: one quote a matter, in order.

    `today` is the day on which the notice speaks: a season of an earlier year is past.
    What a dated promise covers is none: in its own measure, in its table row, or under its 整改时限.
    """
    body = article.body
    reported = [
        (problem, found)
        for problem in problems
        for start, end in answer_spans(problem)
        for found in _read_answer(body, start, end)
        if not _is_status(problem, found.quote)
    ]
    if not reported:
        return ()
    rows, dated = Rows.of(article), Dated.of(body, commitments)
    items = [
        OpenItem(found.quote, problem.path)
        for problem, found in reported
        if not _was_done(body, problem, rows, found, today)
        and not is_covered(body, problem, rows, dated, found.quote, timed=found.kind is Kind.SEASON)
    ]
    return tuple(sorted(items, key=lambda i: i.quote.start))


def _read_answer(body: str, start: int, end: int) -> Iterator[_Found]:
    """The unfinished work in the sentences of an answer that hold a trace of it."""
    at = start
    while trace := TRACE.search(body, at, end):
        first, at = read_punctuation(body).sentence(trace.start(), start, end)
        yield from _read_sentence(body, first, at)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The clauses of a stretch of text, their words without brackets and quotations, the cue of each.

    `leads` is true where a clause leads in to work that may have no cue of its own.
    """

    body: str
    clauses: list[Clause]
    words: list[str]
    cues: list[tuple[Cue, re.Match[str]] | None]
    leads: bool
    places: Places


def _read_sentence(body: str, start: int, end: int) -> list[_Found]:
    punctuation = read_punctuation(body)
    masked = _mask(body[start:end], start, punctuation.quotations(start, end))
    if not TRACE.search(masked):
        return []
    clauses = split_clauses(body, start, end, punctuation.closes)
    words = [_words(masked, start, clause) for clause in clauses]
    cues = [find_cue(w) if len(w) <= LONGEST_CLAUSE else None for w in words]
    leads = any(map(_LEADS.search, words))
    if not leads and not any(cues):
        return []
    sentence = _Sentence(body, clauses, words, cues, leads, Places.of(clauses))
    candidates = [i for i, cue in enumerate(cues) if cue or leads]
    taken: dict[int, _Found] = {}
    for index in sorted(candidates, key=lambda i: (clauses[i].start, clauses[i].inside)):
        item = _read_clause(sentence, index)
        if item is not None and not _continues(sentence, item, taken):
            taken[index] = item
    inner = [f for f in taken.values() if f.clause.inside]
    return [f for f in taken.values() if f.clause.inside or not _holds_one(f.clause, inner)]


def _mask(text: str, base: int, quotations: list[tuple[int, int]]) -> str:
    """A text that stands at `base` with its quotations and titles blanked out, length kept."""
    pieces: list[str] = []
    at = 0
    for opening, close in quotations:
        end = min(close + 1 - base, len(text))
        pieces += text[at : opening - base], "〇" * (end - opening + base)
        at = end
    return "".join(pieces) + text[at:]


def _words(masked: str, base: int, clause: Clause) -> str:
    """A clause without what its brackets hold, white space dropped."""
    pieces: list[str] = []
    at = clause.start
    for opening, close in clause.brackets:
        pieces.append(masked[at - base : opening - base])
        at = close
    pieces.append(masked[at - base : clause.end - base])
    return "".join("".join(pieces).split())


def _read_clause(sentence: _Sentence, index: int) -> _Found | None:
    clause, words, found = sentence.clauses[index], sentence.words[index], sentence.cues[index]
    if clause.end - clause.start > LONGEST_CLAUSE:
        return None
    group, at = sentence.places.group(index)
    following = group[at + 1 : at + 1 + REACH]
    if found is None:
        earlier = [sentence.words[i] for i in group[max(0, at - REACH) : at]]
        to_do = _is_next_step(words, earlier) or (
            _PUSH.match(words) and any(UNFINISHED_MATTER.search(e) for e in earlier)
        )
        kind, joined = Kind.TO_DO, 0 if to_do else None
    else:
        kind, joined = found[0].kind, _count_joined(sentence, index, found[1], following)
    if joined is None:
        return None
    end = sentence.clauses[following[0]].end if joined else clause.end
    opening = _OPENING_WORD.match(sentence.body, clause.start, end) if found else None
    start = opening.end() if opening else clause.start
    return _Found(quote_span(sentence.body, start, end), clause, kind, index)


def _count_joined(
    sentence: _Sentence, index: int, match: re.Match[str], following: Sequence[int]
) -> int | None:
    """How many clauses after one with a cue its quote takes in (0 or 1); `None` where no work is open."""
    words, found = sentence.words[index], sentence.cues[index]
    later = [sentence.words[i] for i in following]
    kind = found[0].kind if found else None
    if kind is Kind.TO_DO:
        return _count_steps(words[match.end() :], later)
    if kind in (Kind.NOT_YET, Kind.REMAINS) and later:
        named = names_its_subject(words) and any(sentence.cues[i] is not None for i in following)
        return None if named or (kind is Kind.NOT_YET and is_done_now(later[0])) else 0
    if kind in (Kind.HANDED_OVER, Kind.ENGAGED):
        return _count_outcome(kind, [sentence.cues[i] for i in following], later, match.group())
    return int(kind is Kind.AWAITS and words.endswith("后") and bool(later))


def _count_outcome(
    kind: Kind, cues: list[tuple[Cue, re.Match[str]] | None], later: list[str], words: str
) -> int | None:
    """How many clauses tell what became of work that others have; `None` where it is through or told anew."""
    if any(map(is_settled_by, later)):
        return None
    if kind is Kind.ENGAGED:
        return None if any(cues) else 0
    if cues and cues[0] is not None and cues[0][0].kind is Kind.NOT_YET:
        return 1
    if _tells_how_it_stands(cues) and not words.endswith("意见"):
        return None
    return int(bool(later and _JOINED.match(later[0])))


def _count_steps(step: str, later: Sequence[str]) -> int | None:
    """How many clauses a next step has after the one that opens it; `None` where it is no piece of work."""
    joined = 0
    if later and is_preamble(step):
        step, joined = later[0], 1
    elif later and later[0].startswith("将") and is_specific(later[0][1:]):
        step, joined = step + later[0], 1
    return joined if is_specific(step) else None


def _tells_how_it_stands(later: list[tuple[Cue, re.Match[str]] | None]) -> bool:
    """Say whether the next clause reports the work as under way, or a later one names its season."""
    kinds = [found[0].kind if found else None for found in later]
    return bool(kinds) and (kinds[0] is Kind.UNDER_WAY or Kind.SEASON in kinds)


def _is_next_step(words: str, earlier: list[str]) -> bool:
    """The first specific clause after a lead-in of its own: 下一步，组织属地街道召开协调会."""
    lead = next((i for i, e in enumerate(earlier) if LEAD_IN.match(e)), None)
    if lead is None or any(is_specific(e) for e in earlier[lead + 1 :]):
        return False
    return is_specific(words.removeprefix("我局").removeprefix("将"))


def _continues(sentence: _Sentence, item: _Found, taken: dict[int, _Found]) -> bool:
    """Say whether a clause only goes on about the matter of the item before it in its sentence."""
    group, at = sentence.places.group(item.index)
    earlier = [taken[i] for i in group[max(0, at - 4) : at] if i in taken]
    if not earlier:
        return False
    last = earlier[-1]
    if item.clause.start < last.quote.end:
        return True
    if item.kind is Kind.TO_DO and last.kind in (Kind.TO_DO, Kind.HANDED_OVER, Kind.AWAITS):
        return True
    found = sentence.cues[item.index]
    if _FURTHER_PART.match(sentence.words[item.index]):
        return False
    return group[at - 1] == last.index and found is not None and found[1].start() <= 2


def _holds_one(clause: Clause, inner: list[_Found]) -> bool:
    return any(a <= f.quote.start < b for a, b in clause.brackets for f in inner)


def _is_status(problem: Problem, quote: Quote) -> bool:
    """Say whether a quote is the item's own status with hardly a word more."""
    status = problem.status_text
    if status is None or status.where != "body" or status.start >= quote.end or quote.start >= status.end:
        return False
    return len(quote.text) <= len(status.text) + STATUS_MARGIN


def _was_done(body: str, problem: Problem, rows: Rows, found: _Found, today: date | None) -> bool:
    """Say whether what may be work to come is past: in a finished item or row, or a season without a plan."""
    if problem.status is Status.COMPLETED and is_done_with(found.quote.text, found.kind):
        return True
    if found.kind is Kind.ENGAGED:
        return problem.status is not Status.IN_PROGRESS
    if found.kind is not Kind.SEASON or problem.status is Status.IN_PROGRESS:
        return False
    row = rows.at(found.quote.start)
    if row is not None and rows.time_cell(found.quote.start) is not None:
        return problem.status is Status.COMPLETED or is_finished_row(body, row)
    return not awaits_its_season(found.quote.text, today)
