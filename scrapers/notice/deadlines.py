"""Time expressions of official Chinese → the last day on which a promise made with them still counts as kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scrapers.notice.deadline_readers import Clock, NoAnchorError, Period
from scrapers.notice.deadline_rules import RULES


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


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time expression at `text[start:end]`.

    `due_on` is the last day on the generous reading, `due_strict` on the strict one; `begins` is the first day
    that the expression names. `precision` and `rule` as in `Commitment`. `bare` marks a period without 前, 底,
    内 or 起, which may as well name a plan or a budget; `rolled` one without a year, whose day in this year has
    passed; `starts` a promised start (起). `note` says why a reading is `vague`.
    """

    start: int
    end: int
    due_on: date
    due_strict: date
    begins: date
    precision: str
    rule: str
    bare: bool = False
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


_BY_NAME = {rule.name: rule for rule in RULES}
_STARTS = (
    '0-9两百一二三四五六七八九十今本明后次去上下当同第半年月季岁“"反集通公发元妇劳青儿建教国农春元端中重清'
)
_ANY = re.compile(
    rf"(?=[{_STARTS}])(?:"
    + "|".join(
        f"(?P<{r.name}>{re.sub(r'[(][?]P<(?!sep)[a-z0-9_]+>', '(?:', r.pattern.pattern)})" for r in RULES
    )
    + ")"
)
_SUFFIX = re.compile(
    r"(?P<around>前后|左右)"
    r"|(?P<before>之前|以前|前(?![期述列往提者沿端台来置瞻移后])(?![一二两三四五六七八九十\d]{1,3}个?(?:季度|月|年|周|天)))"
    r"|(?P<since>之?以?后(?![期续勤半备端方])|以来|至今|来(?![信访电函文源]))"
    r"|(?P<start>起(?![草诉点到来])|开始)"
    r"|(?P<within>之内|以内|内(?![部控审设容外涵在业])|期间)"
)
_RECURRING = re.compile(r"(?:每一?年|每个?|历年|各年度?|逐年|每逢)(?:度|的)?$")
_PAST_SPAN = re.compile(r"(?:近|过去|最近|以往|此前|连续|前|已|历时|经过|后)的?$")
_EVENT_BEFORE = re.compile(r"(?:之日起|之后|以后|后|之日|起)的?$")
_BETWEEN_RANGE = re.compile(r"(?:起|开始)?(?:直?至|一直到|到|[—–\-－~～]{1,2})")
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_TITLE = re.compile(r"《[^《》\n]{0,300}》")
_GAP = re.compile(
    r"(?<=\d)[ \u00a0\u2002\u2003\u200b\u3000]{1,8}(?=[\u4e00-\u9fff“])"
    r"|(?<=[\u4e00-\u9fff”])[ \u00a0\u2002\u2003\u200b\u3000]{1,8}(?=[\u4e00-\u9fff\d“])"
)
# A year stated this many characters before holds for a month without one, even where that lies in the past.
NEAR = 25
_NARROW = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")


def find_deadlines(text: str, anchors: Anchors) -> list[Deadline]:
    """Every time expression of a text that could bound a promise, in order; spans count in the text.

    Expressions that look back (以来, 截至 is left to the caller), recur (每年12月底前) or stand in a book title
    are none. Two joined by 至 are one, that ends with the second.
    """
    return read_times(text, anchors)[0]


def read_times(text: str, anchors: Anchors) -> tuple[list[Deadline], list[Unreadable]]:
    """As `find_deadlines`, with the expressions that name no day beside them."""
    compact, offsets = _compact(text)
    titles = [m.span() for m in _TITLE.finditer(compact)]
    found: list[Deadline] = []
    unreadable: list[Unreadable] = []
    clock = Clock(anchors.today, anchors.feedback)
    seen, stated_until = 0, -NEAR
    for match in _ANY.finditer(compact):
        while titles and titles[0][1] <= match.start():
            titles.pop(0)
        if titles and titles[0][0] <= match.start():
            continue
        if _SENTENCE_END.search(compact, seen, match.start()):
            clock = Clock(anchors.today, anchors.feedback)
        clock = replace(clock, stated_near=stated_until + NEAR >= match.start())
        seen = match.end()
        rule = _BY_NAME[str(match.lastgroup)]
        exact = rule.pattern.match(compact, match.start())
        if exact is None:
            continue
        try:
            period = rule.read(exact, clock)
        except NoAnchorError as error:
            unreadable.append(Unreadable(match.start(), match.end(), "no_anchor", str(error)))
            continue
        except (ValueError, KeyError, OverflowError) as error:
            unreadable.append(Unreadable(match.start(), match.end(), "impossible_date", str(error)))
            continue
        if period is None:
            continue
        if period.year_stated and rule.name not in ("duration", "spell", "plan"):
            clock = replace(clock, stated_year=period.ends.year, stated_day=period.begins)
            stated_until = match.end()
        deadline = _bound(compact, exact, rule.name, period)
        if deadline is not None:
            found.append(deadline)
    found = _join_ranges(compact, found)
    if offsets is None:
        return found, unreadable
    return (
        [replace(d, start=offsets[d.start], end=offsets[d.end - 1] + 1) for d in found],
        [replace(u, start=offsets[u.start], end=offsets[u.end - 1] + 1) for u in unreadable],
    )


def _compact(text: str) -> tuple[str, list[int] | None]:
    """The text with narrow digits and without the spaces inside expressions, and where each character stood."""
    text = text.translate(_NARROW)
    if not _GAP.search(text):
        return text, None
    keep: list[int] = []
    at = 0
    for gap in _GAP.finditer(text):
        keep.extend(range(at, gap.start()))
        at = gap.end()
    keep.extend(range(at, len(text)))
    return "".join(map(text.__getitem__, keep)), keep


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
        rolled=period.rolled,
        year_stated=period.year_stated,
        starts=kind == "start",
        vague=period.vague or kind == "around",
        note=period.note,
    )


def _join_ranges(text: str, found: list[Deadline]) -> list[Deadline]:
    """Make one of two expressions that 至 or a dash joins."""
    joined: list[Deadline] = []
    for deadline in found:
        last = joined[-1] if joined else None
        if (
            last
            and _BETWEEN_RANGE.fullmatch(text, last.end, deadline.start)
            and last.begins <= deadline.due_on
        ):
            joined[-1] = replace(deadline, start=last.start, begins=last.begins, rule="range", bare=False)
        else:
            joined.append(deadline)
    return joined
