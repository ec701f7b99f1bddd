"""Time expressions of official Chinese → the last day on which a promise counts as kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from scrapers.notice.deadline_readers import Clock, NoAnchorError, Period
from scrapers.notice.deadline_rules import RULES
from scrapers.notice.expressions import find_expressions


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days that relative expressions count from: publication, signature, hand-over of the findings."""

    published: date | None
    signed: date | None = None
    feedback: date | None = None

    @property
    def today(self) -> date | None:
        """The day on which the notice speaks: publication, else signature."""
        return self.published or self.signed


class Deadline(NamedTuple):
    """A time expression at `text[start:end]`.

    `due_on` is the last day on the generous reading, `due_strict` on the strict one; `begins` is the first
    day that the expression names. `precision` and `rule` as in `Commitment`. `bare` marks a period without
    前, 底, 内 or 起, which may as well name a plan or a budget; `limited` one with 前, 底 or 内; `rolled` one
    without a year, whose day in this year has passed; `starts` a promised start (起). `note` says why a
    reading is `vague`.
    """

    start: int
    end: int
    due_on: date
    due_strict: date
    begins: date
    precision: str
    rule: str
    bare: bool = False
    limited: bool = False
    rolled: bool = False
    year_stated: bool = False
    starts: bool = False
    vague: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An expression at `text[start:end]` that names no day: `kind` is impossible_date or no_anchor."""

    start: int
    end: int
    kind: str
    message: str


_GONE_BY = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>1[0-2]|[1-9])月(?:(?:1\d|2[0-8]|[1-9])日)?)?(?![\d底年至到—–\-~]|度|月)"
)
_BY_NAME = {rule.name: rule for rule in RULES}
_SUFFIX = re.compile(
    r"(?P<around>前后|左右)"
    r"|(?P<before>之前|以前|前(?![期述列往者沿端台来瞻移后]|置(?!换)|提(?![交请供升拨]))(?![一二两三四五六七八九十\d]{1,3}个?(?:季度|月|年|周|天)))"
    r"|(?P<since>之?以?后(?![期续勤半备端方])|以来|至今|来(?![信访电函文源]))"
    r"|(?P<start>起(?![草诉点到来])|开始)"
    r"|(?P<within>之内|以内|内(?![部控审设容外涵在业])|期间)"
)
_RECURRING = re.compile(r"(?:每一?年|每个?|历年|各年度?|逐年|每逢)(?:度|的)?$")
_PAST_SPAN = re.compile(r"(?:近|过去|最近|以往|此前|连续|前|已|历时|经过|后)的?$")
_EVENT_BEFORE = re.compile(r"(?:之日起|之后|以后|后|之日|起)的?$")
_BETWEEN_RANGE = re.compile(r"(?:起|开始)?(?:直?至|一直到|到|[—–\-－~～]{1,2})")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_SPACE = " \u00a0\u2002\u2003\u200b\u3000"
_GAP = re.compile(
    rf"[{_SPACE}](?:(?<=\d.)[{_SPACE}]{{0,8}}(?=[\u4e00-\u9fff“])"
    rf"|(?<=[\u4e00-\u9fff”].)[{_SPACE}]{{0,8}}(?=[\u4e00-\u9fff\d“]))"
)
_WIDE = re.compile(r"[０-９．／－]")
_NARROW = dict(zip("０１２３４５６７８９．／－", "0123456789./-", strict=True))
_LOOSE = re.compile(rf"[{_SPACE}０-９．／－]")
# A year stated this many characters before holds for a month without one, even where that lies in the past.
NEAR = 25
# Words that look ahead stand at most this far before a time.
CUE_REACH = 40
# What joins two times, with what may stand behind the first: 以内一直到.
LONGEST_JOINT = 8


class _Reading(NamedTuple):
    """An expression, the rule that read it, and the days that it names."""

    match: re.Match[str]
    rule: str
    period: Period


def find_deadlines(text: str, anchors: Anchors) -> list[Deadline]:
    """Every time expression of a text that could bound a promise, in order; spans count in the text.

    Expressions that look back (以来), recur (每年12月底前) or stand in a book title are none; 截至 is left to
    the caller. Two joined by 至 are one, that ends with the second.
    """
    return read_times(text, anchors)[0]


def read_times(
    text: str, anchors: Anchors, *, cues: re.Pattern[str] | None = None
) -> tuple[list[Deadline], list[Unreadable]]:
    """As `find_deadlines`, with the expressions that name no day beside them.

    With `cues`, times that have passed are left out unless a cue stands in the CUE_REACH characters before
    them: most times of a notice tell what was done. Days of years gone by are not even read.
    """
    compact, gaps = _compact(text)
    today = anchors.today
    readings, unreadable = _read_expressions(compact, anchors, cues if today else None)

    def looks_ahead(start: int, due_on: date) -> bool:
        if cues is None or today is None or due_on >= today:
            return True
        at = gaps.origin(start) if gaps else start
        return cues.search(text[max(0, at - CUE_REACH) : at]) is not None

    found = _join_ranges(compact, _drop_past(readings, looks_ahead))
    found = [d for d in found if looks_ahead(d.start, d.due_on)]
    if gaps is None:
        return found, unreadable
    return (
        [d._replace(start=gaps.origin(d.start), end=gaps.origin(d.end - 1) + 1) for d in found],
        [replace(u, start=gaps.origin(u.start), end=gaps.origin(u.end - 1) + 1) for u in unreadable],
    )


def _read_expressions(
    text: str, anchors: Anchors, cues: re.Pattern[str] | None
) -> tuple[list[_Reading], list[Unreadable]]:
    """The days that the expressions of a compact text name, each read by the clock of its sentence."""
    readings: list[_Reading] = []
    unreadable: list[Unreadable] = []
    fresh = clock = Clock(anchors.today, anchors.feedback)
    seen, stated_until = 0, -NEAR
    for match in find_expressions(text):
        start, end = match.span()
        if _SENTENCE_END.search(text, seen, start):
            clock = fresh
        seen = end
        first = _find_gone_by(text, start, clock.today, cues) if cues else None
        if first is not None:
            clock = Clock(clock.today, clock.feedback, first.year, first, True, first)
            stated_until = end
            continue
        if clock.stated_near and stated_until + NEAR < start:
            clock = Clock(
                clock.today, clock.feedback, clock.stated_year, clock.stated_day, False, clock.month
            )
        rule = _BY_NAME[str(match.lastgroup)]
        exact = rule.pattern.match(text, start)
        if exact is None:
            continue
        try:
            period = rule.read(exact, clock)
        except NoAnchorError as error:
            unreadable.append(Unreadable(start, end, "no_anchor", str(error)))
            continue
        except (ValueError, KeyError, OverflowError) as error:
            unreadable.append(Unreadable(start, end, "impossible_date", str(error)))
            continue
        if rule.name not in ("duration", "spell"):
            advanced = _advance(clock, rule.name, period, names=text[end - 1] == "度")
            if advanced.stated_day is not clock.stated_day:
                stated_until = end
            clock = advanced
        readings.append(_Reading(exact, rule.name, period))
    return readings, unreadable


def _find_gone_by(text: str, start: int, today: date | None, cues: re.Pattern[str]) -> date | None:
    """The first day of a year or month gone by that stands at `start` without a cue before it."""
    gone = _GONE_BY.match(text, start)
    if gone is None or today is None or int(gone["year"]) >= today.year:
        return None
    if cues.search(text[max(0, start - CUE_REACH) : start]):
        return None
    return date(int(gone["year"]), int(gone["month"] or 1), 1)


def _advance(clock: Clock, rule: str, period: Period, *, names: bool) -> Clock:
    """The clock after an expression has been read; `names` is true of 2019年度, a name rather than a time."""
    today, feedback, stated_year, stated_day, stated_near, month = clock
    if period.precision in ("day", "ten_days", "month"):
        month = date(period.ends.year, period.ends.month, 1)
    if period.year_stated and rule != "plan" and not names:
        stated_year, stated_day, stated_near = period.ends.year, period.begins, True
    return Clock(today, feedback, stated_year, stated_day, stated_near, month)


def _drop_past(readings: list[_Reading], looks_ahead: Callable[[int, date], bool]) -> list[_Reading]:
    """Without the times that have passed, save beside another that they may be joined to."""
    kept: list[_Reading] = []
    last_end = -LONGEST_JOINT - 1
    for reading, following in zip_longest(readings, readings[1:]):
        start, end = reading.match.span()
        joins = start - last_end <= LONGEST_JOINT or (
            following is not None and following.match.start() - end <= LONGEST_JOINT
        )
        if joins or looks_ahead(start, reading.period.ends):
            kept.append(reading)
        last_end = end
    return kept


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Where spaces were dropped: positions in the compact text, and how many are gone up to each."""

    positions: tuple[int, ...]
    dropped: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Where a character of the compact text stood."""
        at = bisect_right(self.positions, position)
        return position + (self.dropped[at - 1] if at else 0)


def _compact(text: str) -> tuple[str, _Gaps | None]:
    """The text with narrow digits and without the spaces inside expressions."""
    if not _LOOSE.search(text):
        return text, None
    text = _WIDE.sub(lambda wide: _NARROW[wide[0]], text)
    gaps = [m.span() for m in _GAP.finditer(text)]
    if not gaps:
        return text, None
    pieces: list[str] = []
    positions: list[int] = []
    dropped: list[int] = []
    at = gone = 0
    for start, end in gaps:
        pieces.append(text[at:start])
        positions.append(start - gone)
        gone += end - start
        dropped.append(gone)
        at = end
    pieces.append(text[at:])
    return "".join(pieces), _Gaps(tuple(positions), tuple(dropped))


def _bound(text: str, match: re.Match[str], rule: str, period: Period) -> Deadline | None:
    """Apply what stands before and after an expression; `None` where it recurs or looks back."""
    lead = text[max(0, match.start() - 6) : match.start()]
    if _RECURRING.search(lead):
        return None
    if rule in ("duration", "spell") and (
        _PAST_SPAN.search(lead) or (not match["since"] and _EVENT_BEFORE.search(lead))
    ):
        return None
    suffix = _SUFFIX.match(text, match.end()) if rule not in ("festival", "duration", "spell") else None
    kind = suffix.lastgroup if suffix else None
    if kind == "since":
        return None
    whole_day = period.precision == "day" and rule != "day_range"
    strict = period.ends
    if kind == "before" and not period.edge and not whole_day:
        strict = period.begins - timedelta(days=1)
    elif kind == "start":
        strict = period.begins
    return Deadline(
        start=match.start(),
        end=suffix.end() if suffix else match.end(),
        due_on=period.ends,
        due_strict=strict,
        begins=period.begins,
        precision=period.precision,
        rule=rule,
        bare=kind is None and not period.edge and not whole_day,
        limited=kind in ("before", "within") or (period.edge and rule not in ("day_range", "month_range")),
        rolled=period.rolled,
        year_stated=period.year_stated,
        starts=kind == "start",
        vague=period.vague or kind == "around",
        note=period.note,
    )


def _join_ranges(text: str, readings: list[_Reading]) -> list[Deadline]:
    """The deadlines of readings in order; two expressions that 至 or a dash joins are one."""
    joined: list[Deadline] = []
    for match, rule, period in readings:
        deadline = _bound(text, match, rule, period)
        if deadline is None:
            continue
        last = joined[-1] if joined else None
        if (
            last is not None
            and deadline.start - last.end <= LONGEST_JOINT
            and _BETWEEN_RANGE.fullmatch(text, last.end, deadline.start)
            and last.begins <= deadline.due_on
        ):
            joined[-1] = deadline._replace(start=last.start, begins=last.begins, rule="range", bare=False)
        else:
            joined.append(deadline)
    return joined
